"""Presses and submitted forms of curators: `k:action:argument:…`, ids and never text.

Whoever sends one is checked again, whatever message it comes from.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord

from bot.chat.curators.access import REFUSED, Access, Interaction, access_of
from bot.chat.look import render_note
from bot.errors import RejoinderError, Stale, StoreError
from bot.translation import N_, _

PREFIX = "k:"
FAILED = N_("Something went wrong on my side, and it has been noted. Please try again.")

log = logging.getLogger(__name__)

_ID = re.compile(r"k(?::[a-z0-9-]{0,64}){1,4}")

Handler = Callable[[Interaction, Access, tuple[str, ...]], Awaitable[None]]
"""Handles one action, given what stands behind it in the id."""


def custom_id(action: str, *arguments: object) -> str:
    """The id of a component or modal for `action`."""
    found = ":".join(["k", action, *map(str, arguments)])
    if not _ID.fullmatch(found):
        raise ValueError(f"{found!r} carries more than ids")
    return found


async def route(interaction: Interaction, custom_id: str, handlers: Mapping[str, Handler]) -> bool:
    """Hands a press or a form to its handler; whether there is one.

    An error on purpose, such as a change that is refused, is told to whoever caused it.
    """
    action, *arguments = custom_id.removeprefix(PREFIX).split(":")
    handler = handlers.get(action) if _ID.fullmatch(custom_id) else None
    if handler is None:
        return False
    access = await access_of(interaction)
    if not access.is_allowed:
        await tell(interaction, _(REFUSED))
        return True
    try:
        await handler(interaction, access, tuple(arguments))
    except RejoinderError as error:
        await tell_error(interaction, error)
    return True


async def tell_error(interaction: Interaction, error: RejoinderError) -> None:
    """Tells an error on purpose; what is wrong with the operator's database only the log hears."""
    text = str(error)
    if isinstance(error, StoreError) and not isinstance(error, Stale):
        log.error("Interaction %d failed: %s", interaction.id, error)
        text = _(FAILED)
    await tell(interaction, text)


async def tell(interaction: Interaction, text: str, **more: Any) -> None:
    """Tells something to whoever is behind the interaction alone, responded to or not."""
    view = render_note(text)
    nobody = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=nobody, **more)
    else:
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=nobody, **more
        )
