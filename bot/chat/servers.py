"""Which server an interaction belongs to, and what somebody may do there."""

from __future__ import annotations

from typing import Any

import discord


def server_of(interaction: discord.Interaction[Any]) -> int | None:
    """The id of the server whose packs, settings and log the interaction is about.

    None in direct messages, and in servers that the bot is not in: somebody uses it there who has
    installed it for themselves, or the server has its commands alone. It would not hear of leaving
    such a server, and so keeps nothing for it.
    """
    is_server = _is_servers(interaction) and not has_commands_alone(interaction)
    return interaction.guild_id if is_server else None


def has_commands_alone(interaction: discord.Interaction[Any]) -> bool:
    """Whether the server has the bot's commands without the bot as a member."""
    guild_id = interaction.guild_id
    if guild_id is None or not _is_servers(interaction):
        return False
    # Discord names every server that the bot is in before it sends anything else.
    return interaction.client.get_guild(guild_id) is None


def permissions_of(interaction: discord.Interaction[Any]) -> discord.Permissions:
    """The permissions of the person behind the interaction, in the place that it comes from."""
    held = interaction.permissions
    return discord.Permissions.all() if held.administrator else held


def _is_servers(interaction: discord.Interaction[Any]) -> bool:
    """Whether a server brought the bot to the interaction; also if nothing is said about that."""
    if interaction.is_guild_integration():
        return True
    return interaction.guild_id is not None and not interaction.is_user_integration()
