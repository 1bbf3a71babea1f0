"""A running stand-in for Discord, and the real bot as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, TEA
from tests.standin.server import TOKEN, Discord

SHIPPED = REPOSITORY / "knowledge" / "open-source-ai"


@dataclass(slots=True)
class BotProcess:
    """`rejoinder run`, with what it writes to its standard error."""

    process: asyncio.subprocess.Process
    log: Path

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Signals the bot and waits for it for the five seconds that it is promised."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 5)

    async def end(self, seconds: float = 20) -> int:
        """Waits for the bot to end by itself."""
        return await asyncio.wait_for(self.process.wait(), seconds)

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
        *, token: str = TOKEN, api: str = "", is_awaited: bool = True, pack: Path = TEA
    ) -> BotProcess:
        environment = {
            **os.environ,
            "DISCORD_TOKEN": token,
            "REJOINDER_DISCORD_API": api or discord.api,
            "REJOINDER_DATA": str(tmp_path / "data"),
            "REJOINDER_KNOWLEDGE": str(pack),
        }
        log = tmp_path / f"bot-{len(started)}.log"
        identified = discord.identified
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                env=environment,
                cwd=REPOSITORY,
                stdout=output,
                stderr=output,
            )
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
            await bot.stop()
        finally:
            if bot.process.returncode is None:
                bot.process.kill()
                await bot.process.wait()
