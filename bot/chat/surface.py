"""Everything that people meet on Discord, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.chat.admins import digest, joining, leaving, privacy
from bot.chat.asking import (
    browsing,
    debating,
    dismissing,
    follows,
    forums,
    listening,
    opening,
    topics,
    unasked,
    votes,
    why,
)
from bot.chat.asking import commands as asking
from bot.chat.curators import surface as curators
from bot.chat.presses import Handler

if TYPE_CHECKING:
    from bot.chat.client import Client

AppCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu

_MODULES: tuple[ModuleType, ...] = (
    asking,
    browsing,
    debating,
    digest,
    dismissing,
    follows,
    forums,
    joining,
    leaving,
    listening,
    opening,
    privacy,
    topics,
    unasked,
    votes,
    why,
)
"""The modules that have `COMMANDS`, `HANDLERS` of presses by action, or `COGS`."""

COMMANDS: tuple[AppCommand, ...] = (
    *(command for module in _MODULES for command in getattr(module, "COMMANDS", ())),
    *curators.COMMANDS,
)

HANDLERS: Mapping[str, Handler] = {
    action: handler
    for module in _MODULES
    for action, handler in getattr(module, "HANDLERS", {}).items()
}

COGS: tuple[Callable[[Client], commands.Cog], ...] = tuple(
    cog for module in _MODULES for cog in getattr(module, "COGS", ())
)
"""What listens to events of the gateway; made with the client."""
