"""Everything that curators meet on Discord, put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import app_commands

from bot.chat.admins import settings_panel

# Importing a module adds its commands to the group.
from bot.chat.curators import (
    checks,  # noqa: F401
    entries,  # noqa: F401
    filling,
    histories,
    items,
    publishing,
    reading,
    reviews,
    sharing,  # noqa: F401
    statistics,  # noqa: F401
    trying,  # noqa: F401
    upload,  # noqa: F401
)
from bot.chat.curators.group import knowledge
from bot.chat.curators.router import Handler

COMMANDS: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group, ...] = (
    knowledge,
    settings_panel.settings,
)

HANDLERS: Mapping[str, Handler] = {
    action: handler
    for module in (filling, histories, items, publishing, reading, reviews, settings_panel)
    for action, handler in module.HANDLERS.items()
}
"""What buttons and forms do, by their action."""
