"""Presses and submitted forms of curators: `k:action:argument:…`, ids and never text.

Whoever sends one is checked again, whatever message it comes from.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

import discord
from discord import ui

from bot.chat import custom_ids, look
from bot.chat.acknowledging import acknowledge, take_back
from bot.chat.curators.access import DIRECTLY, REFUSED, Interaction, refusal
from bot.chat.curators.desk import NOBODY, Desk, open_desk
from bot.chat.curators.doubled import Doubled, press_of
from bot.errors import ChangeRefused, RejoinderError, Stale, StoreError
from bot.translation import N_, _

_ACTION = "k"
"""The action of all ids of curators' components, among all components."""
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
"""How many arguments each action has; an id with another number was not made by this version."""

ONCE = frozenset(
    {
        "discard",
        "draft",
        "draft-anyway",
        "overwrite",
        "preview",
        "publish",
        "publish-anyway",
        "review-negate",
        "review-phrase",
        "review-pick",
        "review-settle",
        "show",
        "undo",
        "undone",
    }
)
"""Actions that are done, or shown as a new message, only once if pressed twice. Pages may be
turned to and fro, and a form opened again that was closed."""
_DOUBLED = Doubled()

Handler = Callable[..., Awaitable[None]]
"""Handles one action; it gets the desk, and the arguments in the id."""


def custom_id(action: str, *arguments: object) -> str:
    """The id of a component or modal for `action`. Raises `ValueError` for one of no known form."""
    found = custom_ids.custom_id(_ACTION, action, *arguments)
    if not _parsed(found):
        raise ValueError(f"{found!r} carries more or less than the ids that belong to its action")
    return found


def button(
    label: str,
    action: str,
    *arguments: object,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    is_disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button whose press is routed."""
    return look.button(label, custom_id(action, *arguments), style, is_disabled=is_disabled)


def is_curating(custom_id: str) -> bool:
    """Whether an id is one of these, whose components only curators and admins may use."""
    return bool(_parsed(custom_id))


async def route(interaction: Interaction, custom_id: str, handlers: Mapping[str, Handler]) -> bool:
    """Hands a press or a form to its handler; whether there is one for what stands in its id."""
    found = _parsed(custom_id)
    handler = handlers.get(found[0]) if found else None
    if handler is None:
        return False
    if found[0] not in ONCE:
        await _handle(interaction, handler, found[1:])
        return True
    with _DOUBLED.handling(press_of(interaction)) as is_first:
        if is_first:
            await _handle(interaction, handler, found[1:])
        else:
            await acknowledge(interaction)
    return True


async def let_in(interaction: Interaction) -> Desk:
    """The desk of a curator. Raises `ChangeRefused` for anybody else."""
    desk = await open_desk(interaction)
    if desk.access.is_allowed:
        return desk
    refused = _(DIRECTLY) if interaction.guild_id is None else _(REFUSED)
    raise ChangeRefused(refusal(interaction, refused))


async def _handle(interaction: Interaction, handler: Handler, arguments: Sequence[str]) -> None:
    await handler(await let_in(interaction), *arguments)


def _parsed(custom_id: str) -> tuple[str, ...]:
    """The action and its arguments; nothing for an id that this version does not make."""
    found = custom_ids.parse_custom_id(custom_id)
    if found is None or (found.action, found.number) != (_ACTION, None) or not found.parts:
        return ()
    return found.parts if len(found.parts) - 1 in COUNTS.get(found.parts[0], ()) else ()


async def tell_error(interaction: Interaction, error: RejoinderError) -> None:
    """Tells an expected error; what is wrong with the operator's database only the log is told."""
    text = str(error)
    if isinstance(error, StoreError) and not isinstance(error, Stale):
        log.error("Interaction %d failed: %s", interaction.id, error)
        text = _(FAILED)
    await tell(interaction, text)


async def tell(interaction: Interaction, text: str) -> None:
    """Tells the person behind an interaction something privately, responded to or not.

    Somebody who is typing an option cannot be told anything, and is offered nothing.
    """
    if interaction.type is discord.InteractionType.autocomplete:
        if not interaction.response.is_done():
            await interaction.response.autocomplete([])
        return
    view = look.render_note(text)
    if interaction.response.is_done():
        await take_back(interaction, is_private=True)
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)
