"""A stand-in, and discord.py's own client connected to it within the test."""

from __future__ import annotations

import asyncio
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


class Bot(discord.AutoShardedClient):
    """A bot that has the commands it is given, and nothing else."""

    def __init__(self, *commands: AnyCommand) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        super().__init__(intents=intents)
        self._heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.tree = app_commands.CommandTree(self)
        for command in commands:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def hear(self, number: int) -> list[tuple[str, Any]]:
        """The next events, by name, with what each is about."""
        async with asyncio.timeout(WAIT_SECONDS):
            return [await self._heard.get() for _ in range(number)]

    async def on_message(self, message: discord.Message) -> None:
        self._heard.put_nowait(("message", message))

    async def on_message_edit(self, _: discord.Message, after: discord.Message) -> None:
        self._heard.put_nowait(("edit", after))

    async def on_message_delete(self, message: discord.Message) -> None:
        self._heard.put_nowait(("delete", message))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self._heard.put_nowait(("removed", guild))


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

    async def start(*commands: AnyCommand) -> Bot:
        bot = Bot(*commands)
        task = asyncio.create_task(bot.start(TOKEN))
        identified = asyncio.create_task(standin.until(lambda: standin.identified, "the bot"))
        running.append((bot, task))
        await asyncio.wait({task, identified}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            # The test wants to know why it did not get that far.
            running.clear()
            identified.cancel()
            await bot.close()
            await task
        await identified
        return bot

    yield start
    for bot, task in running:
        await bot.close()
        await task
    assert [it.message for it in caplog.records if it.levelno >= logging.ERROR] == []
