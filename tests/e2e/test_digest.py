"""The weekly digest, over Discord's protocol."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.locales import say_day
from bot.store.store import Store
from bot.translation import speaking
from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.e2e.waiting import now, until_logged
from tests.standin import payloads
from tests.standin.limits import walk
from tests.standin.permissions import Permission
from tests.standin.server import BOT, Discord, text_of

GUILD, GUILD2 = int(payloads.GUILD), int(payloads.GUILD2)
CHANNEL, CHANNEL2 = payloads.CURATORS_CHANNEL, payloads.CHANNEL2
MISSED = "who drinks the *most* tea"


async def want_digest(store: Store, guild_id: int, channel: str) -> None:
    await store.servers.change(guild_id, has_digest=True, curators_channel=int(channel))


async def fill(store: Store, guild_id: int = GUILD) -> None:
    """A question that was answered, and one that was missed twice; votes on an answer."""
    pack, entry = "tea", "how-long-to-steep"
    await store.questions.record(
        guild_id, "how long", "answer", pack=pack, entry=entry, retention_days=30
    )
    for _ in range(2):
        await store.questions.record(guild_id, MISSED, "none", retention_days=30)
    for user_id in (1, 2, 3):
        await store.votes.cast(
            guild_id, pack, entry, user_id, is_helpful=user_id == 1, reason="unfair-against"
        )


async def test_curators_are_told_of_the_week_with_a_chart_and_its_description(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await want_digest(store, GUILD, CHANNEL)
        await fill(store)
        await store.questions.record(GUILD2, "a secret question", "none", retention_days=30)
    await start_bot()
    digest = await discord.next_message(0)
    text = text_of(digest)
    assert digest["channel_id"] == CHANNEL
    assert "3 asked: 1 answered, 0 suggested, 2 declined; 1 of 3 votes helpful" in text
    assert r"- “who drinks the \*most\* tea”: 2 times" in text
    assert "**Most disputed:** “How long should tea steep\\?”: 1 of 3 votes helpful" in text
    assert "unfair to those against the motion (2)" in text
    assert "**Reviewed longest ago:** “Why is tea healthier than coffee\\?”, 31 Jan 2026" in text
    assert "secret" not in text
    [chart] = digest["attachments"]
    assert discord.content_of(chart).startswith(b"\x89PNG")
    [gallery] = [it for it in walk(digest["components"]) if "items" in it]
    assert "3 asked: 1 answered" in gallery["items"][0]["description"]


async def test_a_week_has_one_digest_whatever_restarts(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await want_digest(store, GUILD, CHANNEL)
        bot = await start_bot()
        await discord.next_message(0)
        assert await bot.stop() == 0
        # Its turn comes after the first server's.
        await want_digest(store, GUILD2, CHANNEL2)
        bot = await start_bot()
        assert (await discord.next_message(1))["channel_id"] == CHANNEL2
        assert await bot.stop() == 0
        assert await store.servers.due_digests(now() + timedelta(days=6)) == []
        due = await store.servers.due_digests(now() + timedelta(days=7))
        assert [guild_id for guild_id, _ in due] == [GUILD, GUILD2]
    assert len(discord.sent) == 2


@pytest.mark.parametrize("trouble", ["forbidden", "deleted", "failing"])
async def test_a_digest_that_cannot_be_sent_harms_nobody(
    discord: Discord, start_bot: StartBot, tmp_path: Path, trouble: str
) -> None:
    async with Memory(tmp_path).opened() as store:
        await want_digest(store, GUILD, CHANNEL)
        await want_digest(store, GUILD2, CHANNEL2)
        await fill(store)
    match trouble:
        case "forbidden":
            await discord.forbid(CHANNEL, Permission.SEND_MESSAGES)
        case "deleted":
            await discord.delete_channel(CHANNEL)
        case _:
            discord.fail_next("POST", f"/{CHANNEL}/messages$", 503, times=3)
    bot = await start_bot()
    assert (await discord.next_message(0))["channel_id"] == CHANNEL2
    await until_logged(bot, "No digest in ")
    assert "most" not in bot.output()
    reply = await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert "Three minutes" in text_of(reply)


async def test_a_server_with_an_outage_gets_its_digest_later(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await want_digest(store, GUILD, CHANNEL)
        await want_digest(store, GUILD2, CHANNEL2)
        await discord.begin_outage()
        bot = await start_bot()
        assert (await discord.next_message(0))["channel_id"] == CHANNEL2
        assert [guild_id for guild_id, _ in await store.servers.due_digests(now())] == [GUILD]
        assert await bot.stop() == 0
        await discord.end_outage()
        await start_bot()
        assert (await discord.next_message(1))["channel_id"] == CHANNEL


async def test_it_speaks_the_language_of_the_server(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await want_digest(store, GUILD, CHANNEL)
        await want_digest(store, GUILD2, CHANNEL2)
        await store.servers.change(GUILD, language="de")
    day = now().date() - timedelta(days=7)
    await start_bot()
    german, english = text_of(await discord.next_message(0)), text_of(await discord.next_message(1))
    assert say_day(day) in english
    with speaking("de"):
        assert say_day(day) in german
    assert say_day(day) not in german


async def test_who_wants_no_digest_gets_none(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await fill(store)
        await store.servers.change(GUILD, curators_channel=int(CHANNEL))
        await want_digest(store, GUILD2, CHANNEL2)
    await start_bot()
    assert (await discord.next_message(0))["channel_id"] == CHANNEL2
    assert len(discord.sent) == 1
