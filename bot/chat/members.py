"""Who has left a server: whoever was written to directly about it is then left in peace."""

from __future__ import annotations

import discord

from bot.chat.posting import insist

NO_MEMBER = (10007, 10013)
"""Discord's error codes for somebody who is not in a server: unknown member, unknown user."""


async def has_left(guild: discord.Guild, user_id: int) -> bool:
    """Whether somebody has left a server; raises one of `FAILURES` if that cannot be told.

    Discord is asked, because the bot is not told when members leave.
    """
    try:
        await insist(lambda: guild.fetch_member(user_id))
    except discord.NotFound as error:
        if error.code in NO_MEMBER:
            return True
        raise
    return False


async def reader_has_left(guild: discord.Guild, channel_id: int, client: discord.Client) -> bool:
    """Whether a channel is the direct messages with somebody who has left a server.

    Raises one of `FAILURES` if that cannot be told.
    """
    if guild.get_channel_or_thread(channel_id) is not None:
        return False
    channel = await insist(lambda: client.fetch_channel(channel_id))
    reader = channel.recipient if isinstance(channel, discord.DMChannel) else None
    return reader is not None and await has_left(guild, reader.id)
