"""Being removed from a server, over Discord's protocol."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.chat.admins.leaving import KEPT_DAYS
from bot.curating.curation import Curation
from bot.curating.homes import ServerHome
from bot.store.store import Store
from tests.chat.admins.workspaces import ANN, KETTLE, OWN
from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.e2e.waiting import now, until_logged, until_ready
from tests.standin import payloads
from tests.standin.server import BOT, Discord, text_of

GUILD, GUILD2 = int(payloads.GUILD), int(payloads.GUILD2)
OWNER = payloads.OWNER
LONG_AGO = timedelta(days=KEPT_DAYS + 1)


async def write_pack(store: Store, guild_id: int = GUILD) -> None:
    await Curation(store).publish(ServerHome(guild_id, store), OWN, ANN)


async def left(store: Store) -> list[int]:
    return await store.servers.gone(now() + timedelta(days=1))


async def test_the_owner_is_handed_the_pack_and_told_when_all_is_deleted(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await write_pack(store)
        await until_ready(await start_bot())
        await discord.remove_bot()
        farewell = await discord.next_message(0)
        assert farewell["channel_id"] == payloads.direct_channel(OWNER.id)
        found = re.search(r"deleted on <t:(\d+):D>", text_of(farewell))
        assert found is not None
        ahead = datetime.fromtimestamp(int(found[1]), UTC) - now()
        assert timedelta(days=KEPT_DAYS - 1) < ahead < timedelta(days=KEPT_DAYS)
        [file] = farewell["attachments"]
        assert file["filename"] == "server.yaml"
        assert KETTLE.question.encode() in discord.content_of(file)
        assert await left(store) == [GUILD]
        assert (await store.revisions.files(f"server/{GUILD}")).version == 1


async def test_a_server_that_a_new_session_lacks_is_left(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await write_pack(store)
        await until_ready(await start_bot())
        discord.refuses_resumes = True
        discord.servers.remove(payloads.GUILD)
        discord.drop_gateway()
        farewell = await discord.next_message(0)
        assert farewell["channel_id"] == payloads.direct_channel(OWNER.id)
        assert await left(store) == [GUILD]
    assert discord.identified == 2


async def test_without_a_pack_nobody_is_written_to(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await write_pack(store, GUILD2)
        await discord.change_server(payloads.GUILD2, owner=payloads.ADMIN.id)
        # Discord lets it write to people whom it shares a server with.
        await discord.add_bot(payloads.ELSEWHERE)
        bot = await start_bot()
        await until_ready(bot)
        await discord.remove_bot()
        await until_logged(bot, f"Server {GUILD} was left.")
        await discord.remove_bot(payloads.GUILD2)
        farewell = await discord.next_message(0)
        assert farewell["channel_id"] == payloads.direct_channel(payloads.ADMIN.id)
        assert await left(store) == [GUILD, GUILD2]
    assert len(discord.sent) == 1


async def test_an_owner_who_takes_no_messages_is_logged_by_ids_alone(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await write_pack(store)
        discord.close_direct(OWNER)
        bot = await start_bot()
        await until_ready(bot)
        await discord.remove_bot()
        await until_logged(
            bot, f"The pack of server {GUILD} was not offered to user {OWNER.id}: Forbidden"
        )
        assert await left(store) == [GUILD]
    assert "A server" not in bot.output()
    assert "kettle" not in bot.output()


async def test_an_outage_is_no_removal(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await write_pack(store)
        bot = await start_bot()
        await until_ready(bot)
        await discord.begin_outage()
        await discord.end_outage()
        assert "on the left" in text_of(
            await discord.ask_and_wait(f"<@{BOT}> where does the kettle live")
        )
        assert await bot.stop() == 0
        await discord.begin_outage()
        await until_ready(await start_bot())
        await discord.end_outage()
        await discord.ask_and_wait(f"<@{BOT}> where does the kettle live")
        assert await left(store) == []
    assert len(discord.sent) == 2


async def test_thirty_days_later_everything_is_deleted_and_nothing_of_others(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        for guild_id in (GUILD, GUILD2):
            await write_pack(store, guild_id)
            await store.questions.record(guild_id, "tea?", "none", retention_days=365)
            await store.votes.cast(guild_id, "tea", "milk-first", 7, is_helpful=True)
            await store.servers.left(guild_id, now() - LONG_AGO)
        discord.servers.remove(payloads.GUILD)
        bot = await start_bot()
        await until_logged(bot, f"All that was kept of server {GUILD}, which was left, is deleted.")
        assert await store.servers.kept() == {GUILD2}
        assert (await store.revisions.files(f"server/{GUILD}")).version == 0
        # The bot is in the other again, though nobody had told it.
        assert await left(store) == []
        assert (await store.revisions.files(f"server/{GUILD2}")).version == 1


async def test_a_server_left_while_the_bot_was_away_is_left_from_now(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await store.questions.record(GUILD, "tea?", "none", retention_days=365)
        await store.servers.change(111, retention_days=7)
        await store.servers.left(111, now() - LONG_AGO)
        discord.servers.remove(payloads.GUILD)
        before = now()
        bot = await start_bot()
        await until_logged(bot, "All that was kept of server 111, which was left, is deleted.")
        assert await store.servers.gone(before) == []
        assert await left(store) == [GUILD]
        assert len(await store.questions.recent(GUILD)) == 1
