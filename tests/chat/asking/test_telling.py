"""What readers hear of a change where one server's own pack cannot be used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import MagicMock, create_autospec

import discord
import pytest

from bot.chat.asking.dismissals import Dismissals
from bot.chat.asking.follows import tell_followers
from bot.chat.asking.superseding import update_all_posted
from bot.curating.homes import SERVER_PACK, server_key
from bot.curating.workspace import Workspace
from bot.store.replies import Reply
from bot.store.revisions import Change
from tests.chat.admins.workspaces import ANN, OWN, opened

BROKEN, SOUND = 11, 12
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
STEEP = "How long should tea steep?"


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    """Two servers with packs of their own, one of which has an error."""
    async with opened(tmp_path, NOW) as found:
        await found.store.revisions.commit(
            server_key(BROKEN), Change(ANN, ""), expected=0, files={"server.yaml": "entries: 3\n"}
        )
        await found.curation.publish(found.own(SOUND), OWN, ANN)
        yield found


@pytest.fixture
def client() -> MagicMock:
    made: MagicMock = create_autospec(discord.Client, instance=True)
    made.get_guild.return_value = None
    made.dismissals = Dismissals()
    channel = create_autospec(discord.DMChannel, instance=True, id=2)
    channel.send.return_value = create_autospec(
        discord.Message, instance=True, id=3, channel=channel
    )
    made.create_dm.return_value = channel
    return made


def told(client: MagicMock) -> list[int]:
    """The ids of those who were written to."""
    return [it.args[0].id for it in client.create_dm.await_args_list]


def showing(message_id: int, guild_id: int, pack: str, entry: str) -> Reply:
    """A reply that shows what an entry said before."""
    posted_at = NOW - timedelta(days=1)
    return Reply(message_id, 1, guild_id, None, pack, entry, 90, posted_at, False, "before")


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [it for it in caplog.messages if f"server {BROKEN}" in it]


async def test_followers_elsewhere_are_told_though_a_servers_pack_has_an_error(
    workspace: Workspace, client: MagicMock, caplog: pytest.LogCaptureFixture
) -> None:
    follows = workspace.store.follows
    for guild_id, user_id in ((BROKEN, 1), (BROKEN, 2), (SOUND, 3)):
        await follows.add(guild_id, user_id, STEEP)
    await tell_followers(client, workspace, None)
    assert told(client) == [3]
    assert len(await follows.of_server(BROKEN)) == 2
    assert await follows.of_server(SOUND) == []
    assert len(logged(caplog)) == 1


async def test_who_is_kept_from_using_the_bot_is_not_written_to(
    workspace: Workspace, client: MagicMock
) -> None:
    for user_id in (1, 3):
        await workspace.store.follows.add(SOUND, user_id, STEEP)
    await workspace.store.servers.block(SOUND, 1)
    await tell_followers(client, workspace, SOUND)
    assert told(client) == [3]


async def test_a_change_of_one_server_tells_those_who_asked_there(
    workspace: Workspace, client: MagicMock
) -> None:
    follows = workspace.store.follows
    for guild_id, user_id in ((None, 1), (SOUND + 1, 2), (SOUND, 3)):
        await follows.add(guild_id, user_id, STEEP)
    await tell_followers(client, workspace, SOUND)
    assert told(client) == [3]
    assert len(await follows.everywhere()) == 2


async def test_replies_elsewhere_are_updated_though_a_servers_pack_has_an_error(
    workspace: Workspace, client: MagicMock, caplog: pytest.LogCaptureFixture
) -> None:
    replies = workspace.store.replies
    for reply in (
        showing(1, SOUND, "tea", "how-long-to-steep"),
        showing(2, BROKEN, "tea", "how-long-to-steep"),
        showing(3, BROKEN, SERVER_PACK, "kettle"),
        showing(4, SOUND, SERVER_PACK, "kettle"),
    ):
        await replies.add(reply)
    channel = create_autospec(discord.PartialMessageable, instance=True)
    channel.fetch_message.return_value = create_autospec(
        discord.Message, instance=True, components=[]
    )
    client.get_partial_messageable.return_value = channel
    await update_all_posted(client, workspace)
    assert [it.args for it in channel.fetch_message.await_args_list] == [(1,), (4,)]
    found = [await replies.get(it) for it in range(1, 5)]
    is_old = [it is not None and it.substance == "before" for it in found]
    assert is_old == [False, True, True, False]
    assert logged(caplog)
