"""Files that people attach to a command, fetched from where Discord keeps them."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp
import discord

from bot.chat.posting import NETWORK
from bot.errors import ChangeRefused
from bot.exchange.upload import MAX_BYTES
from bot.translation import N_, _

MOST_SECONDS = 60.0
"""How long a file may take; the largest comes in less over a line of 1.2 megabits a second."""
NOT_HAD = N_("Discord does not give me that file. Upload it again.")


async def fetch(file: discord.Attachment) -> bytes:
    """The file's bytes, or one more than may be imported if it is larger than Discord said.

    discord.py itself would read for as long as something comes. Raises `ChangeRefused` if the file
    is too large, or cannot be fetched whole and in time.
    """
    if file.size > MAX_BYTES:
        raise ChangeRefused(
            _("The file has {size:.1f} MiB; at most {most} are imported. Split it.").format(
                size=file.size / 2**20, most=MAX_BYTES // 2**20
            )
        )
    data = bytearray()
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(MOST_SECONDS)) as session,
            session.get(file.url, allow_redirects=False) as response,
        ):
            if response.status == HTTPStatus.OK:
                async for part in response.content.iter_any():
                    data += part[: MAX_BYTES + 1 - len(data)]
                    if len(data) > MAX_BYTES:
                        break
    except NETWORK as error:
        raise ChangeRefused(_(NOT_HAD)) from error
    if response.status != HTTPStatus.OK or len(data) < file.size:
        raise ChangeRefused(_(NOT_HAD))
    return bytes(data)
