"""A stand-in, and discord.py's own client connected to it within the test."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.http import Route

from tests.standin.memory import WAIT_SECONDS
from tests.standin.server import TOKEN, Discord
from tests.standin.uploads import Upload

TEA = Upload("some tea.yaml", "pack: café\n".encode())

# discord.py's own types of commands depend on the cog they are in; these are in none.
AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


HEARD = {
    "message": "message",
    "message_edit": "edit",
    "message_delete": "delete",
    "raw_bulk_message_delete": "bulk",
    "guild_join": "joined",
    "guild_remove": "removed",
    "guild_unavailable": "away",
    "guild_update": "server",
    "guild_channel_create": "channel new",
    "guild_channel_update": "channel",
    "guild_channel_delete": "channel gone",
    "thread_create": "thread",
    "thread_update": "thread changed",
    "thread_delete": "thread gone",
    "raw_reaction_add": "reaction",
    "raw_reaction_remove": "reaction gone",
    "typing": "typing",
    "integration_create": "integration",
    "audit_log_entry_create": "entry",
    "raw_member_remove": "left",
}
"""What tests call discord.py's events."""


class Bot(discord.AutoShardedClient):
    """A bot that has the commands it is given, and nothing else."""

    def __init__(self, *commands: AnyCommand, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or ordinary_intents(), guild_ready_timeout=0.1)
        self._heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.tree = app_commands.CommandTree(self)
        for command in commands:
            self.tree.add_command(command)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Keeps what a test wants to hear of; of what changed, how it is after."""
        super().dispatch(event, *args, **kwargs)
        if event in HEARD:
            about = args[0] if event == "typing" else args[-1]
            # An edit changes the message that was heard of before.
            is_message = isinstance(about, discord.Message)
            self._heard.put_nowait((HEARD[event], copy.copy(about) if is_message else about))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def hear(self, number: int) -> list[tuple[str, Any]]:
        """The next events, by name, with what each is about."""
        async with asyncio.timeout(WAIT_SECONDS):
            return [await self._heard.get() for _ in range(number)]


async def refusal(deed: Awaitable[Any]) -> tuple[int, int]:
    """How Discord refuses something: the status and its own code."""
    with pytest.raises(discord.HTTPException) as refused:
        await deed
    return refused.value.status, refused.value.code


def ordinary_intents() -> discord.Intents:
    """Those of a bot that asks for nothing privileged."""
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    return intents


Connect = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def standin() -> AsyncIterator[Discord]:
    """The stand-in; a test that wants a breach takes it from the list."""
    async with Discord() as it:
        yield it
        assert it.breaches == []


@pytest.fixture
async def connect(
    standin: Discord, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Connect]:
    """Connects a bot with the given commands; none of its handlers may fail."""
    monkeypatch.setattr(Route, "BASE", standin.api)
    monkeypatch.setattr(discord.VoiceClient, "warn_nacl", False)
    monkeypatch.setattr(discord.VoiceClient, "warn_dave", False)
    running: list[tuple[Bot, asyncio.Task[None]]] = []

    async def start(*commands: AnyCommand, intents: discord.Intents | None = None) -> Bot:
        bot = Bot(*commands, intents=intents)
        before = standin.identified
        task = asyncio.create_task(bot.start(TOKEN))
        identified = asyncio.create_task(
            standin.until(lambda: standin.identified > before, "the bot")
        )
        running.append((bot, task))
        await asyncio.wait({task, identified}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            # The test wants to know why it did not get that far.
            running.clear()
            identified.cancel()
            await bot.close()
            await task
        await identified
        # Before that, discord.py takes a server that is joined for one it was on already.
        await bot.wait_until_ready()
        return bot

    yield start
    for bot, task in running:
        await bot.close()
        await task
    assert [it.message for it in caplog.records if it.levelno >= logging.ERROR] == []
