"""What Discord sends along with a press, a choice or a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord


def data_of(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """The interaction's data by Discord's names, of which discord.py types only some."""
    return {**(interaction.data or {})}


def values_of(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """What was chosen in a select, as Discord, or somebody who forged it, sent it."""
    return tuple(str(it) for it in data_of(interaction).get("values") or ())
