"""Being added to a server, over Discord's protocol."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.chat.admins.joining import render_greeting
from bot.translation import speaking
from tests.chat.curators import views
from tests.e2e.conftest import BotProcess, StartBot
from tests.e2e.remembering import Memory
from tests.e2e.waiting import now, until_logged, until_ready
from tests.standin import payloads
from tests.standin.guild_routes import bot_addition
from tests.standin.people import BOT_ROLE3
from tests.standin.permissions import Permission
from tests.standin.server import BOT, JSON, Discord, text_of

ELSEWHERE, CHANNEL = payloads.ELSEWHERE, payloads.ELSEWHERE_CHANNEL
ADMIN, OWNER = payloads.ADMIN, payloads.OWNER
GREETING = "Thank you for adding me"


async def started(start_bot: StartBot) -> BotProcess:
    bot = await start_bot()
    await until_ready(bot)
    return bot


async def test_the_system_channel_reads_once_what_to_do(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await started(start_bot)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    greeting = await discord.next_message(0)
    assert greeting["channel_id"] == CHANNEL
    for name in ("/ask", "/settings", "/knowledge"):
        assert name in text_of(greeting)

    await discord.begin_outage(ELSEWHERE)
    await discord.end_outage(ELSEWHERE)
    discord.drop_gateway()
    await discord.until(lambda: discord.resumed == 1, "the session to go on")
    discord.refuses_resumes = True
    discord.drop_gateway()
    await discord.until(lambda: discord.identified == 2, "a new session")
    discord.refuses_resumes = False
    assert await bot.stop() == 0
    await started(start_bot)
    await discord.remove_bot(payloads.GUILD2)
    await discord.change_server(payloads.GUILD2, system_channel=payloads.CHANNEL2)
    await discord.add_bot(payloads.GUILD2)
    assert (await discord.next_message(1))["channel_id"] == payloads.CHANNEL2
    assert [text_of(it).count(GREETING) for it in discord.sent] == [1, 1]


async def test_a_server_that_is_back_is_not_greeted_whatever_discord_says_of_it(
    discord: Discord, start_bot: StartBot
) -> None:
    for guild in (payloads.GUILD, payloads.GUILD2):
        discord.places.change_server(guild, system_channel=payloads.CHANNELS[guild][0])
    discord.places.joined_at[payloads.GUILD] = now().isoformat()
    discord.places.unavailable.add(payloads.GUILD)
    await started(start_bot)
    # One of them joined long ago, the other just now, before the bot was started.
    await discord.end_outage(payloads.GUILD, is_told=False)
    await discord.dispatch("GUILD_CREATE", joined_again(discord, payloads.GUILD2))
    await discord.begin_outage(payloads.GUILD)
    await discord.end_outage(payloads.GUILD, is_told=False)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    assert (await discord.next_message(0))["channel_id"] == CHANNEL
    await discord.begin_outage(ELSEWHERE)
    await discord.end_outage(ELSEWHERE, is_told=False)
    await discord.remove_bot(ELSEWHERE)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    assert (await discord.next_message(1))["channel_id"] == CHANNEL
    await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert [text_of(it).count(GREETING) for it in discord.sent] == [1, 1, 0]


async def test_a_server_is_greeted_once_however_often_discord_tells_that_it_was_joined(
    discord: Discord, start_bot: StartBot
) -> None:
    await started(start_bot)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    await discord.dispatch("GUILD_CREATE", joined_again(discord, ELSEWHERE))
    await discord.next_message(0)
    await discord.dispatch("GUILD_CREATE", joined_again(discord, ELSEWHERE))
    # Messages of one channel are sent in order, and a question takes longer than a greeting.
    await discord.say(f"<@{BOT}> how long should tea steep", channel=CHANNEL)
    await discord.until(lambda: "steep" in text_of(discord.sent[-1]), "the answer")
    assert [text_of(it).count(GREETING) for it in discord.sent] == [1, 0]


def joined_again(discord: Discord, guild: str) -> JSON:
    """What Discord says of a server that the bot is in, as of one that it joins."""
    whole = discord.places.guild(guild)
    del whole["unavailable"]
    return whole


async def test_without_a_system_channel_whoever_added_it_reads_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await started(start_bot)
    await discord.change_server(ELSEWHERE, system_channel=None)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    greeting = await discord.next_message(0)
    assert greeting["channel_id"] == payloads.direct_channel(ADMIN.id)
    assert f"{GREETING} to A third server" in text_of(greeting)


async def test_a_system_channel_that_it_may_not_write_in_is_none(
    discord: Discord, start_bot: StartBot
) -> None:
    await started(start_bot)
    await discord.forbid(CHANNEL, Permission.SEND_MESSAGES)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    greeting = await discord.next_message(0)
    assert greeting["channel_id"] == payloads.direct_channel(ADMIN.id)
    assert not [path for _, path, _ in discord.requests if path == f"/channels/{CHANNEL}/messages"]


async def test_where_discord_refuses_the_greeting_whoever_added_it_reads_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await started(start_bot)
    discord.fail_next("POST", f"/channels/{CHANNEL}/messages$", 403, code=50013)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    greeting = await discord.next_message(0)
    assert greeting["channel_id"] == payloads.direct_channel(ADMIN.id)


async def test_who_added_another_bot_is_not_written_to(
    discord: Discord, start_bot: StartBot
) -> None:
    await started(start_bot)
    await discord.change_server(ELSEWHERE, system_channel=None)
    # The log is read a moment later, when another bot is there as well.
    discord.fail_next("GET", "/audit-logs", 429, retry_after=0.3, **{"global": False})
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    other = bot_addition(OWNER.id) | {"target_id": payloads.OTHER_BOT.id}
    discord.audit_log[ELSEWHERE].insert(0, other)
    greeting = await discord.next_message(0)
    assert greeting["channel_id"] == payloads.direct_channel(ADMIN.id)


async def test_where_it_may_not_see_who_added_it_the_owner_reads_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await started(start_bot)
    await discord.change_role(BOT_ROLE3, remove=Permission.VIEW_AUDIT_LOG)
    await discord.change_server(ELSEWHERE, system_channel=None, owner=OWNER.id)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    greeting = await discord.next_message(0)
    assert greeting["channel_id"] == payloads.direct_channel(OWNER.id)


async def test_whoever_takes_no_direct_messages_is_left_in_peace(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await started(start_bot)
    discord.close_direct(ADMIN)
    await discord.change_server(ELSEWHERE, system_channel=None)
    await discord.add_bot(ELSEWHERE, by=ADMIN)
    await until_logged(bot, f"No greeting in server {ELSEWHERE} to user {ADMIN.id}: Forbidden")
    assert "A third server" not in bot.output()
    assert discord.sent == []


async def test_it_greets_in_the_language_of_the_server(
    discord: Discord, start_bot: StartBot
) -> None:
    await started(start_bot)
    await discord.change_server(ELSEWHERE, locale="de")
    await discord.add_bot(ELSEWHERE)
    greeting = await discord.next_message(0)
    with speaking("de"):
        assert text_of(greeting) == views.text_of(render_greeting())


async def test_a_server_that_it_returns_to_has_everything_as_it_was(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    await started(start_bot)
    async with Memory(tmp_path).opened() as store:
        await store.servers.change(int(ELSEWHERE), retention_days=7)
        await store.servers.left(int(ELSEWHERE), now() - timedelta(days=29))
        await discord.add_bot(ELSEWHERE)
        await discord.next_message(0)
        assert await store.servers.gone(now()) == []
        assert (await store.servers.settings(int(ELSEWHERE))).retention_days == 7
