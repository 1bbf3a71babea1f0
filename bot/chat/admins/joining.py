"""Being added to a server: one message that says what to do."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord import ui
from discord.ext import commands

from bot.chat.door import language_in, settings_of
from bot.chat.look import panel
from bot.chat.markup import quote
from bot.chat.posting import FAILURES, post, write
from bot.errors import StoreError
from bot.store.servers import ServerSettings
from bot.translation import N_, _, speaking

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

ASK = N_("**Ask me** with `/ask`, or by mentioning me.")
SETTLE = N_("**Set me up** with `/settings`: where I answer, and who curates.")
CURATE = N_("**Teach me** with `/knowledge add`, where a curator begins.")
NEW = timedelta(minutes=10)
"""For how long the bot counts as new in a server: Discord may be late to tell that it joined."""
LATEST = 5
"""How many of the bots added last are searched for this one."""


class Joining(commands.Cog):
    """Hears that the bot was added to a server.

    A server that is back after an outage may look the same, and is not greeted; nor is one twice
    that Discord reports several times.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._away: set[int] = set()
        """The ids of the servers that are out of reach."""
        self._met: set[int] = set()
        """The ids of those that were joined since the start."""

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Notes which servers are out of reach as a session begins."""
        self._away = {guild.id for guild in self._client.guilds if guild.unavailable}

    @commands.Cog.listener()
    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Notes that a server is out of reach."""
        self._away.add(guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Notes that a server is back."""
        self._away.discard(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Has a server that was left be new if the bot is added again."""
        self._away.discard(guild.id)
        self._met.discard(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keeps what was due to be deleted if it had left the server, and greets the server."""
        # Settled before anything is waited for: the server may be out of reach again by then.
        is_back = guild.id in self._away | self._met or _is_old(guild)
        self._away.discard(guild.id)
        self._met.add(guild.id)
        settings = ServerSettings()
        try:
            await self._client.workspace.store.servers.returned(guild.id)
            settings = await settings_of(self._client.workspace, guild.id)
        except StoreError as error:
            log.error("Server %d is met as a new one: %s", guild.id, error)
        if not is_back:
            with speaking(language_in(settings, guild)):
                await greet(self._client, guild)


COGS = (Joining,)


async def greet(client: discord.Client, guild: discord.Guild) -> None:
    """Says how to begin: in the system channel, or else to whoever added the bot."""
    channel = guild.system_channel
    about = f"No greeting in server {guild.id}"
    if (
        channel is not None
        and _may_write(channel)
        and await post(channel, render_greeting(), about=about)
    ):
        return
    user_id = await _adder(guild) or guild.owner_id
    if user_id is not None:
        view = render_greeting(guild.name)
        await write(client, user_id, view, about=f"{about} to user {user_id}")


def render_greeting(server: str | None = None) -> ui.LayoutView:
    """How to begin, in three lines; `server` is named if it is read outside of the server."""
    heading = _("Thank you for adding me")
    if server is not None:
        heading = _("Thank you for adding me to {server}").format(server=quote(server))
    lines = [f"{number}. {_(it)}" for number, it in enumerate((ASK, SETTLE, CURATE), start=1)]
    return panel("\n".join([f"### {heading}", *lines]))


def _is_old(guild: discord.Guild) -> bool:
    """Whether the bot joined the server too long ago to count as new there."""
    me = _me(guild)
    since = me.joined_at if me is not None else None
    return since is not None and since < datetime.now(UTC) - NEW


def _me(guild: discord.Guild) -> discord.Member | None:
    """The bot as a member, which Discord may leave out whatever discord.py's types say."""
    return guild.me


def _may_write(channel: discord.TextChannel) -> bool:
    me = _me(channel.guild)
    if me is None:
        return False
    permissions = channel.permissions_for(me)
    return permissions.view_channel and permissions.send_messages


async def _adder(guild: discord.Guild) -> int | None:
    """The id of whoever added the bot, if the server lets the bot look that up."""
    me = _me(guild)
    if me is None or not me.guild_permissions.view_audit_log:
        return None
    try:
        async for entry in guild.audit_logs(action=discord.AuditLogAction.bot_add, limit=LATEST):
            if getattr(entry.target, "id", None) == me.id:
                return entry.user_id
    except FAILURES as error:
        log.info("The audit log of server %d stays unread: %s.", guild.id, type(error).__name__)
    return None
