"""The privileged intent to read messages that are not put to the bot: asked for when it is wanted.

A server wants it that turned on unasked answering somewhere. Discord may refuse it to the
application; then the bot goes on without, until a server wants it again or the bot is started anew.
It asks a few times an hour at most, whatever the servers want: to ask is to connect anew.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.chat.asking.cooldowns import Limit, Window
from bot.chat.door import language_in
from bot.chat.look import render_note
from bot.chat.posting import FAILURES, describe, insist, post
from bot.errors import StoreError
from bot.store.replies import Reply
from bot.store.servers import ServerSettings
from bot.translation import N_, _, speaking

if TYPE_CHECKING:
    from bot.curating.workspace import Workspace

log = logging.getLogger(__name__)

REFUSED = N_(
    "**I cannot answer unasked here.** Discord does not let me read messages that are not put to "
    "me: whoever runs me has to turn on the *message content intent* for me in Discord's developer "
    "portal, and then start me anew. Until then I answer when I am mentioned, and to commands. "
    "`/settings` turns unasked answering off."
)
NOT_GRANTED = (
    "Discord refused the message-content intent, so that nothing is answered unasked. Turn it on "
    "in the developer portal, under Bot, and start again."
)
TRIES = Limit(3, 3600)
"""How often message content is asked for again: often enough for somebody who turns it on in the
portal and tries. Discord resets the token of a bot that begins 1,000 sessions a day, and each
refused try begins one session, and then one for each shard."""


class MessageContent:
    """Which servers want the content of messages, and whether Discord allows it.

    It outlives connections. `servers` are the ids of the servers that want it. `clock` gives
    seconds that never go back.
    """

    def __init__(
        self, servers: Collection[int] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.servers = set(servers)
        """The servers that have wanted it since the start, also if they have turned it off
        since: their settings say whether they want it now."""
        self.is_read = bool(servers)
        """Whether the connection asks for it."""
        self.is_refused = False
        """Whether Discord refused it when it was last asked for."""
        self.wanted = asyncio.Event()
        """Set when a server wants content that this connection does not ask for and the next one
        may."""
        self._untold: dict[int, bool] = {}
        self._clock = clock
        self._tries = Window(TRIES)

    def want(self, guild_id: int) -> None:
        """Notes that a server has just turned unasked answering on somewhere."""
        self.servers.add(guild_id)
        if not self.is_read:
            self._untold[guild_id] = True
            if not self._tries.missing(None, self._clock()):
                self.wanted.set()

    def retry(self) -> None:
        """Has the next connection ask for it."""
        self._tries.add(None, self._clock())
        self.wanted.clear()
        self.is_read, self.is_refused = True, False

    def refuse(self) -> None:
        """Notes that Discord refused it: the next connection does not ask."""
        log.warning(NOT_GRANTED)
        self.is_read, self.is_refused = False, True
        if not self._untold:  # at the start
            self._untold = dict.fromkeys(self.servers, False)

    async def tell(self, client: discord.Client, workspace: Workspace) -> None:
        """Tells the admins of servers that want content if Discord refused it.

        A server that has just asked for it is told every time, others once a week.
        """
        while self._untold:
            guild_id, is_new = self._untold.popitem()
            guild = client.get_guild(guild_id)
            if guild is not None and self.is_refused:
                await _tell(client, workspace, guild, is_new=is_new)


async def _tell(
    client: discord.Client, workspace: Workspace, guild: discord.Guild, *, is_new: bool
) -> None:
    try:
        settings = await workspace.store.servers.settings(guild.id)
        async for channel in _channels(client, guild, settings):
            if not is_new and await _was_told(workspace, channel.id):
                return
            with speaking(language_in(settings, guild)):
                view = render_note(_(REFUSED))
            notice = await post(channel, view, about=f"No notice in channel {channel.id}")
            if notice is None:
                continue
            await workspace.store.replies.add(
                Reply(
                    message_id=notice.id,
                    channel_id=channel.id,
                    guild_id=guild.id,
                    question_id=None,
                    pack=None,
                    entry=None,
                    percent=None,
                    posted_at=datetime.now(UTC),
                    is_unasked=True,
                )
            )
            return
    except StoreError as error:
        log.error("Server %d does not hear of the refused intent: %s", guild.id, error)
        return
    log.warning("Nobody in server %d could be told of the refused intent.", guild.id)


async def _channels(
    client: discord.Client, guild: discord.Guild, settings: ServerSettings
) -> AsyncIterator[Any]:  # channels share `id` and `send`, and no type has both
    """The channels in which a server's admins may be reached, the best first."""
    for channel_id in (settings.curators_channel, _system_channel(guild)):
        if channel_id is not None:
            yield client.get_partial_messageable(channel_id, guild_id=guild.id)
    if guild.owner_id is not None:
        try:
            owner = discord.Object(guild.owner_id)
            yield await insist(lambda: client.create_dm(owner))
        except FAILURES as error:
            log.info("No direct messages to %d: %s.", guild.owner_id, describe(error))


def _system_channel(guild: discord.Guild) -> int | None:
    return guild.system_channel.id if guild.system_channel else None


async def _was_told(workspace: Workspace, channel_id: int) -> bool:
    """Whether the notice was posted there lately: what is unasked and shows no entry."""
    replies = await workspace.store.replies.in_channel(channel_id)
    return any(it.is_unasked and it.entry is None for it in replies)
