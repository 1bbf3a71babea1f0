"""Waiting for what the stand-in does not hear of: what the bot's log says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from tests.e2e.conftest import BotProcess

MOST_LOOKS = 600


def now() -> datetime:
    return datetime.now(UTC)


async def until_logged(bot: BotProcess, text: str) -> None:
    """Waits until the log says something; nobody tells when it does."""
    for _ in range(MOST_LOOKS):
        if text in bot.output():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"no {text!r} in the log:\n{bot.output()}")


async def until_ready(bot: BotProcess) -> None:
    """Waits until the bot knows its servers: one that it joins before is not told from them."""
    await until_logged(bot, "Connected as")
