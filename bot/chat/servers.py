"""Which server an interaction belongs to."""

from __future__ import annotations

from typing import Any

import discord


def server_of(interaction: discord.Interaction[Any]) -> int | None:
    """The id of the server whose packs, settings and log the interaction is about.

    None in direct messages, and in servers that the bot is not in: somebody uses it there who has
    installed it for themselves, or the server has its commands alone. It would not hear of leaving
    such a server, and so keeps nothing for it.
    """
    is_server = interaction.is_guild_integration() and not has_commands_alone(interaction)
    return interaction.guild_id if is_server else None


def has_commands_alone(interaction: discord.Interaction[Any]) -> bool:
    """Whether the server has the bot's commands without the bot as a member."""
    guild_id = interaction.guild_id
    if guild_id is None or not interaction.is_guild_integration():
        return False
    # Discord names every server that the bot is in before it sends anything else.
    return interaction.client.get_guild(guild_id) is None
