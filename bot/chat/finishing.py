"""Leaving Discord in good order: what is under way has a moment to end, and nothing comes after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import discord

log = logging.getLogger(__name__)

FINISH_SECONDS = 2.0
"""How long work under way is given to end, such as an answer that is being sent."""
EVENTS = ("discord.py: ", "CommandTree-invoker")
"""The names that discord.py gives to tasks that handle events and commands."""


async def finish(client: discord.AutoShardedClient, others: Iterable[asyncio.Task[None]]) -> None:
    """Leaves the gateway, and lets the events that have come in be handled to their end.

    Those that take too long are cancelled, as they may be waiting for something: without a session
    nothing more can be sent. `others` are tasks to wait for that have been cancelled already.
    """
    # What still comes until the gateway is closed would be begun and not ended.
    client._connection.parsers.clear()
    gateway = [asyncio.create_task(it.disconnect()) for it in client.shards.values()]
    events = {it for it in asyncio.all_tasks() if it.get_name().startswith(EVENTS)}
    waited = {*gateway, *events, *others}
    if waited:
        await asyncio.wait(waited, timeout=FINISH_SECONDS)
    left = [it for it in events if not it.done()]
    if not left:
        return
    for task in left:
        task.cancel()
    await asyncio.wait(left, timeout=FINISH_SECONDS)
    log.warning("Left before all was handled: it cut %d of Discord's events short.", len(left))
