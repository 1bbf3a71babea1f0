"""Messages that the bot sends by itself: posted in a channel, or written to one person."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
import discord
from aiohttp import hdrs
from discord import ui

log = logging.getLogger(__name__)

NETWORK = (aiohttp.ClientError, OSError)
"""What a working network mends."""
FAILURES = (discord.DiscordException, *NETWORK)
"""What keeps a message from arriving: missing permissions, a channel that is gone, a network."""
PAUSES = (0.5, 2.0)
"""How many seconds pass before each further try of what Discord may accept a moment later."""
INSISTED = (500, 502, 504, 524)
"""Statuses with which discord.py has tried again itself; Cloudflare gives others, such as 520."""
LONGEST_SECONDS = 10.0
"""How long to wait at most if too much was sent; a ban lasts longer."""

_T = TypeVar("_T")


def describe(error: Exception) -> str:
    """One of `FAILURES` for the log: its kind, and Discord's numbers for it."""
    name = type(error).__name__
    if isinstance(error, discord.HTTPException):
        name += f" (code {error.code}, status {error.status})"
    return name


async def insist(request: Callable[[], Awaitable[_T]]) -> _T:
    """Makes a request, and again after each of `PAUSES` where Discord is away for a moment.

    It may have been carried out although no answer came: making it twice must do no harm. Raises
    one of `FAILURES` where the last try fails, or a try in a way that no further one would mend.
    """
    for pause in PAUSES:
        try:
            return await request()
        except FAILURES as error:
            seconds = _seconds_until(error, pause)
            if seconds is None:
                raise
        await asyncio.sleep(seconds)
    return await request()


async def post(
    channel: discord.abc.Messageable,
    view: ui.LayoutView,
    *files: discord.File,
    about: str,
    reply_to: discord.Message | None = None,
) -> discord.Message | None:
    """Posts a message that pings nobody, not even whom it replies to; None if it could not be.

    Then the log is told so after `about`, which has ids alone.
    """
    # Discord sends nothing twice under one nonce.
    more: dict[str, Any] = {"nonce": secrets.randbits(64)}
    if reply_to is not None:
        more["reference"] = reply_to.to_reference(fail_if_not_exists=False)
        more["mention_author"] = False

    async def send() -> discord.Message:
        # discord.py closes the files that it has sent.
        copies = [copy_of(it) for it in files]
        mentions = discord.AllowedMentions.none()
        return await channel.send(view=view, files=copies, allowed_mentions=mentions, **more)

    try:
        return await insist(send)
    except FAILURES as error:
        log.warning("%s: %s.", about, describe(error))
        return None


async def write(
    client: discord.Client, user_id: int, view: ui.LayoutView, *files: discord.File, about: str
) -> None:
    """Sends one person a direct message, as `post` does; many do not take any from bots."""
    try:
        channel = await insist(lambda: client.create_dm(discord.Object(user_id)))
    except FAILURES as error:
        log.warning("%s: %s.", about, describe(error))
        return
    await post(channel, view, *files, about=about)


def copy_of(file: discord.File) -> discord.File:
    """A file that can be sent again, whether or not it arrived the first time."""
    file.reset()
    return discord.File(file.fp, file.filename)


def wait_told(error: discord.HTTPException, pause: float) -> float | None:
    """The seconds to wait after `error`, or `pause` where it does not say; None not to wait.

    That is where the error is not that too much was sent, where the wait would be longer than
    `LONGEST_SECONDS`, and where discord.py has waited already. It does so where Discord's own
    servers answered, as `Via` says, but not where a rate-limit proxy in front of them did.
    """
    is_passing = error.status == HTTPStatus.TOO_MANY_REQUESTS
    if not is_passing or error.response.headers.get(hdrs.VIA):
        return None
    try:
        told = float(error.response.headers.get(hdrs.RETRY_AFTER, pause))
    except ValueError:  # a date, from something that is not Discord
        told = pause
    return told if 0 <= told <= LONGEST_SECONDS else None


def _seconds_until(error: Exception, pause: float) -> float | None:
    """After how many seconds a request may succeed; None if it never will by itself."""
    if isinstance(error, discord.HTTPException):
        is_away = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR and error.status not in INSISTED
        return pause if is_away else wait_told(error, pause)
    # A timeout is no moment, and by its end Discord may have forgotten a nonce.
    is_network = isinstance(error, NETWORK)
    return pause if is_network and not isinstance(error, TimeoutError) else None
