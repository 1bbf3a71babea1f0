"""Messages that answer nobody: posted in a channel, or written to one person."""

from __future__ import annotations

import logging

import aiohttp
import discord
from discord import ui

log = logging.getLogger(__name__)

FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What keeps a message from arriving: missing permissions, a channel that is gone, a network."""


async def post(
    channel: discord.abc.Messageable, view: ui.LayoutView, *files: discord.File, about: str
) -> bool:
    """Posts a message that pings nobody; whether it could be.

    If not, the log is told so after `about`, which has ids alone.
    """
    try:
        await channel.send(view=view, files=files, allowed_mentions=discord.AllowedMentions.none())
    except FAILURES as error:
        _log_failure(about, error)
        return False
    return True


async def write(
    client: discord.Client, user_id: int, view: ui.LayoutView, *files: discord.File, about: str
) -> bool:
    """Sends one person a direct message, as `post` does; many do not take any from bots."""
    try:
        channel = await client.create_dm(discord.Object(user_id))
    except FAILURES as error:
        _log_failure(about, error)
        return False
    return await post(channel, view, *files, about=about)


def _log_failure(about: str, error: Exception) -> None:
    code = f" (code {error.code})" if isinstance(error, discord.HTTPException) else ""
    log.warning("%s: %s%s.", about, type(error).__name__, code)
