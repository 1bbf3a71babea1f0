"""Telling Discord in time that a response follows, where what is to be said takes long.

Discord shows an interaction as failed that nothing is heard of for three seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord

T = TypeVar("T")

MOMENT_SECONDS = 1.5
"""How long an interaction waits before it is told that the response follows."""
_PROMISED = "promised"
"""The key in an interaction's `extras` under which it says whether the promised response is
private."""
_UNTIL = "until"
"""Where it stands there until when it waits."""


async def in_time(
    interaction: discord.Interaction[Any], work: Coroutine[Any, Any, T], *, is_private: bool = True
) -> T:
    """What `work` gives; a response is promised to Discord first if that takes over a moment.

    With `is_private` a command's response is promised to whoever ran it alone; that is a guess, and
    `take_back` mends a wrong one. After a press nothing is shown until there is a response. While
    somebody is typing an option Discord takes no promise, so that `work` is only waited for.
    """
    if interaction.response.is_done() or interaction.type is discord.InteractionType.autocomplete:
        return await work
    clock = asyncio.get_running_loop()
    until = interaction.extras.setdefault(_UNTIL, clock.time() + MOMENT_SECONDS)
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=max(0, until - clock.time()))
        if not task.done():
            if interaction.type is discord.InteractionType.application_command:
                await interaction.response.defer(ephemeral=is_private, thinking=True)
                interaction.extras[_PROMISED] = is_private
            else:
                await interaction.response.defer()
        return await task
    finally:
        task.cancel()


async def take_back(interaction: discord.Interaction[Any], *, is_private: bool) -> bool:
    """Deletes a promised response that the wrong people would see; whether there was one.

    Who sees a response is settled with its promise, so that the right one has to be sent after it.
    """
    promised = interaction.extras.get(_PROMISED)
    if promised is None:
        return False
    interaction.extras[_PROMISED] = None
    if promised == is_private:
        return False
    await interaction.delete_original_response()
    return True


async def acknowledge(interaction: discord.Interaction[Any]) -> None:
    """Tells Discord, unless it was told something, that a change of the message follows."""
    if not interaction.response.is_done():
        await interaction.response.defer()
