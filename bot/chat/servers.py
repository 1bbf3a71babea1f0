"""Which server an interaction belongs to."""

from __future__ import annotations

from typing import Any

import discord


def server_of(interaction: discord.Interaction[Any]) -> int | None:
    """The id of the server whose packs, settings and log the interaction is about.

    None in direct messages, and in servers that the bot is not in, where somebody uses it who has
    installed it for themselves.
    """
    return interaction.guild_id if interaction.is_guild_integration() else None
