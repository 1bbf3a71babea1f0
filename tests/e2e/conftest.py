"""A running stand-in for Discord, and the real bot as a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, TEA
from tests.e2e.running import run_bot
from tests.standin.server import TOKEN, Discord

BOTS = multiprocessing.get_context("forkserver")
BOTS.set_forkserver_preload([run_bot.__module__])


@dataclass(slots=True)
class BotProcess:
    """`rejoinder run`, with what it writes to its standard error."""

    process: BaseProcess
    log: Path

    async def stop(self, number: int = signal.SIGTERM, *, seconds: float = 5) -> int:
        """Signals the bot and waits for it for the five seconds that it is promised."""
        if self.process.is_alive() and self.process.pid is not None:
            os.kill(self.process.pid, number)
        return await self.end(seconds)

    async def end(self, seconds: float = 20) -> int:
        """Waits for the bot to end by itself."""
        await asyncio.to_thread(self.process.join, seconds)
        if self.process.exitcode is None:
            raise TimeoutError(f"the bot has not ended within {seconds} seconds")
        return self.process.exitcode

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")


StartBot = Callable[..., Awaitable[BotProcess]]


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord() as standin:
        yield standin
        assert standin.breaches == []


@pytest.fixture
async def start_bot(discord: Discord, tmp_path: Path) -> AsyncIterator[StartBot]:
    """Starts a bot; it is there once Discord has its commands."""
    started: list[BotProcess] = []

    async def start(
        *,
        token: str = TOKEN,
        api: str = "",
        is_awaited: bool = True,
        pack: Path = TEA,
        building_seconds: float = 0,
    ) -> BotProcess:
        environment = {
            **os.environ,
            "DISCORD_TOKEN": token,
            "REJOINDER_DISCORD_API": api or discord.api,
            "REJOINDER_DATA": str(tmp_path / "data"),
            "REJOINDER_KNOWLEDGE": str(pack),
        }
        log = tmp_path / f"bot-{len(started)}.log"
        log.touch()
        identified = discord.identified
        process = BOTS.Process(
            target=run_bot, args=(environment, REPOSITORY, log, building_seconds)
        )
        process.start()
        bot = BotProcess(process, log)
        started.append(bot)
        if is_awaited:
            try:
                await discord.until(
                    lambda: discord.identified > identified and discord.commands, "the bot"
                )
            except AssertionError as error:
                raise AssertionError(f"{error}\n{bot.output()}") from None
        return bot

    yield start
    for bot in started:
        try:
            await bot.stop(seconds=30)
        finally:
            if bot.process.is_alive():
                bot.process.kill()
                bot.process.join()
