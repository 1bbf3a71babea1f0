"""What Discord sends along with a press, a choice or a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord


def data_of(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """All of it, by Discord's names; discord.py types some of them alone."""
    return {**(interaction.data or {})}


def values_of(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """What was chosen in a select, as it came from Discord, or from somebody who forged it."""
    return tuple(str(it) for it in data_of(interaction).get("values") or ())
