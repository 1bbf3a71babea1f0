"""Presses and submitted forms of curators: `k:action:argument:…`, ids and never text.

Whoever sends one is checked again, whatever message it comes from.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

import discord

from bot.chat.acknowledging import take_back
from bot.chat.curators.access import REFUSED, Access, Interaction, access_of, refusal
from bot.chat.look import render_note
from bot.errors import RejoinderError, Stale, StoreError
from bot.translation import N_, _

PREFIX = "k:"
FAILED = N_("Something went wrong on my side, and it has been noted. Please try again.")

log = logging.getLogger(__name__)

COUNTS: Mapping[str, Collection[int]] = {
    "again": (2,),
    "cited": (1, 2),
    "discard": (1,),
    "draft": (1,),
    "draft-anyway": (1,),
    "edit": (1,),
    "form": (1, 2, 3),
    "list": (3,),
    "more": (1,),
    "overwrite": (2,),
    "page": (1, 2),
    "past": (3,),
    "preview": (1,),
    "publish": (3,),
    "publish-anyway": (2,),
    "review": (1,),
    "review-negate": (1,),
    "review-phrase": (1,),
    "review-pick": (1,),
    "review-settle": (2,),
    "review-write": (1,),
    "settings": (1, 2),
    "show": (0, 1),
    "undo": (1,),
    "undone": (1,),
}
"""How many arguments stand behind each action; what holds another number was never made by this
version."""

_ID = re.compile(r"k(?::[a-z0-9-]{0,64}){1,4}")

Handler = Callable[[Interaction, Access, tuple[str, ...]], Awaitable[None]]
"""Handles one action, given what stands behind it in the id."""


def custom_id(action: str, *arguments: object) -> str:
    """The id of a component or modal for `action`. Raises `ValueError` for one of no known form."""
    found = ":".join(["k", action, *map(str, arguments)])
    if not _is_known(found):
        raise ValueError(f"{found!r} carries more or less than the ids that belong to its action")
    return found


async def route(interaction: Interaction, custom_id: str, handlers: Mapping[str, Handler]) -> bool:
    """Hands a press or a form to its handler; whether there is one for what stands in its id.

    An error on purpose, such as a change that is refused, is told to whoever caused it.
    """
    action, *arguments = custom_id.removeprefix(PREFIX).split(":")
    handler = handlers.get(action)
    if handler is None or not _is_known(custom_id):
        return False
    access = await access_of(interaction)
    if not access.is_allowed:
        await tell(interaction, refusal(interaction, _(REFUSED)))
        return True
    try:
        await handler(interaction, access, tuple(arguments))
    except RejoinderError as error:
        await tell_error(interaction, error)
    return True


def _is_known(custom_id: str) -> bool:
    action, *arguments = custom_id.removeprefix(PREFIX).split(":")
    return _ID.fullmatch(custom_id) is not None and len(arguments) in COUNTS.get(action, ())


async def tell_error(interaction: Interaction, error: RejoinderError) -> None:
    """Tells an error on purpose; what is wrong with the operator's database only the log hears."""
    text = str(error)
    if isinstance(error, StoreError) and not isinstance(error, Stale):
        log.error("Interaction %d failed: %s", interaction.id, error)
        text = _(FAILED)
    await tell(interaction, text)


async def tell(interaction: Interaction, text: str, **more: Any) -> None:
    """Tells something to whoever is behind the interaction alone, responded to or not.

    Somebody who is typing an option still cannot be told anything, and is offered nothing.
    """
    if interaction.type is discord.InteractionType.autocomplete:
        if not interaction.response.is_done():
            await interaction.response.autocomplete([])
        return
    view = render_note(text)
    nobody = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await take_back(interaction, is_private=True)
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=nobody, **more)
    else:
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=nobody, **more
        )
