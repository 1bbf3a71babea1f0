"""Where events of Discord come in: whose settings hold, and which language is spoken."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.chat.servers import permissions_of, server_of
from bot.errors import StoreError
from bot.store.servers import ServerSettings
from bot.translation import speak

if TYPE_CHECKING:
    from bot.curating.workspace import Workspace

log = logging.getLogger(__name__)


async def settings_of(workspace: Workspace, guild_id: int | None) -> ServerSettings:
    """A server's settings; the defaults in direct messages."""
    if guild_id is None:
        return ServerSettings()
    return await workspace.store.servers.settings(guild_id)


def language_in(settings: ServerSettings, guild: discord.Guild | None) -> str:
    """The language that is spoken in a server: the one it chose, or the one it has on Discord."""
    return settings.language or (str(guild.preferred_locale) if guild else "")


async def enter(interaction: discord.Interaction[Any], workspace: Workspace) -> ServerSettings:
    """The settings for an interaction; its language is the one spoken from here on.

    That is the server's language or, outside of servers, the one in which the person uses Discord.
    """
    guild_id = server_of(interaction)
    settings = await settings_of(workspace, guild_id)
    here = settings.language or (str(interaction.guild_locale or "") if guild_id else "")
    speak(here or str(interaction.locale))
    return settings


async def is_blocked(interaction: discord.Interaction[Any], workspace: Workspace) -> bool:
    """Whether admins of the server, who cannot block each other, keep this person from the bot."""
    guild_id = server_of(interaction)
    if guild_id is None or permissions_of(interaction).manage_guild:
        return False
    return interaction.user.id in await workspace.store.servers.blocked(guild_id)


async def is_author_blocked(message: discord.Message, guild_id: int, workspace: Workspace) -> bool:
    """The same as `is_blocked` for the author of a message; False if the store fails."""
    author = message.author
    # Who may do what in a server that is not known yet is not known either.
    if (
        message.guild is not None
        and isinstance(author, discord.Member)
        and author.guild_permissions.manage_guild
    ):
        return False
    try:
        return author.id in await workspace.store.servers.blocked(guild_id)
    except StoreError as error:
        log.error("Who is blocked in server %d is not known: %s", guild_id, error)
        return False


async def enter_channel(
    workspace: Workspace, guild_id: int | None, guild: discord.Guild | None
) -> ServerSettings | None:
    """The same as `enter` for a message; None if the store fails, which is logged.

    `guild` is the server with that id, if the bot knows it.
    """
    try:
        settings = await settings_of(workspace, guild_id)
    except StoreError as error:
        log.error("A message could not be answered: %s", error)
        return None
    speak(language_in(settings, guild))
    return settings
