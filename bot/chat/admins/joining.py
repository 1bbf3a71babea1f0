"""Being added to a server: one message that says what to do."""

from __future__ import annotations

import logging
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
LATEST = 5
"""How many of the bots that were added last are looked through for this one."""


class Joining(commands.Cog):
    """Hears that the bot was added to a server; never of one that is back after an outage."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keeps what was to be deleted if it had been there before, and says what to do."""
        settings = ServerSettings()
        try:
            await self._client.workspace.store.servers.returned(guild.id)
            settings = await settings_of(self._client.workspace, guild.id)
        except StoreError as error:
            log.error("Server %d is met as a new one: %s", guild.id, error)
        with speaking(language_in(settings, guild)):
            await greet(self._client, guild)


COGS = (Joining,)


async def greet(client: discord.Client, guild: discord.Guild) -> None:
    """Says what to do: in the system channel, or else to whoever added the bot."""
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
    """What to do, in three lines; `server` is named where it is read outside of it."""
    heading = _("Thank you for adding me")
    if server is not None:
        heading = _("Thank you for adding me to {server}").format(server=quote(server))
    lines = [f"{number}. {_(it)}" for number, it in enumerate((ASK, SETTLE, CURATE), start=1)]
    return panel("\n".join([f"### {heading}", *lines]))


def _may_write(channel: discord.TextChannel) -> bool:
    permissions = channel.permissions_for(channel.guild.me)
    return permissions.view_channel and permissions.send_messages


async def _adder(guild: discord.Guild) -> int | None:
    """The id of who added the bot, if the server lets it look that up."""
    if not guild.me.guild_permissions.view_audit_log:
        return None
    try:
        async for entry in guild.audit_logs(action=discord.AuditLogAction.bot_add, limit=LATEST):
            if getattr(entry.target, "id", None) == guild.me.id:
                return entry.user_id
    except FAILURES as error:
        log.info("The audit log of server %d stays unread: %s.", guild.id, type(error).__name__)
    return None
