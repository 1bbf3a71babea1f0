"""What is looked up for a message, beside what end to end shows of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.chat.asking.conduct import Conduct
from bot.chat.asking.cooldowns import Cooldowns
from bot.chat.asking.listening import Listening
from bot.chat.client import Client
from bot.chat.message_content import MessageContent
from bot.curating.workspace import Workspace
from bot.store.replies import Replies, Reply
from bot.store.servers import ServerSettings
from tests.chat.admins.workspaces import ANN, KETTLE, OWN, opened
from tests.standin import objects, payloads

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANSWER = 5
SERVER = int(payloads.GUILD)


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with opened(tmp_path, NOW) as found:
        await found.curation.publish(found.own(SERVER), OWN, ANN)
        await found.store.replies.add(
            Reply(
                ANSWER,
                int(payloads.DIRECT),
                SERVER,
                None,
                "server",
                KETTLE.id,
                None,
                NOW,
                is_unasked=False,
            )
        )
        yield found


@pytest.fixture
async def client(workspace: Workspace) -> AsyncIterator[Client]:
    prepared: asyncio.Future[Workspace] = asyncio.get_running_loop().create_future()
    found = Client(prepared, content=MessageContent(), cooldowns=Cooldowns(), conduct=Conduct())
    found.workspace = workspace
    async with found:
        yield found


async def test_a_direct_reply_to_an_answer_is_looked_up_once(
    client: Client, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[int] = []
    get = Replies.get

    async def counted(self: Replies, message_id: int) -> Reply | None:
        looked_up.append(message_id)
        return await get(self, message_id)

    monkeypatch.setattr(Replies, "get", counted)
    message = direct("source?", reply_to=ANSWER, client=client)
    listening = Listening(client)
    prepared = await listening._prepare(message, message.channel, ServerSettings(), None, None)
    assert prepared.found is not None
    assert prepared.found[1].id == KETTLE.id
    assert looked_up == [ANSWER]


def direct(content: str, *, reply_to: int, client: Client) -> discord.Message:
    """A direct message that replies to one which Discord does not show."""
    data: Any = objects.message(
        content,
        channel_id=payloads.DIRECT,
        guild_id=None,
        author=payloads.user(payloads.MEMBER.id),
        type=19,
        message_reference={"message_id": reply_to, "channel_id": payloads.DIRECT, "type": 0},
    )
    channel: Any = client.get_partial_messageable(int(payloads.DIRECT))
    return discord.Message(state=client._connection, channel=channel, data=data)
