"""What was typed into a form that came to nothing, or whose change was gone when it came back."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.chat.curators.access import Interaction
from bot.chat.curators.desk import NOBODY, Desk
from bot.chat.curators.forms import Typed, fields_of
from bot.chat.curators.labels import label_of, told
from bot.chat.curators.modals import kind_submitted, submitted
from bot.chat.curators.panels import CUT, text_file
from bot.chat.curators.proposals import propose
from bot.chat.curators.router import button
from bot.chat.look import Item, panel
from bot.chat.markup import TEXT_LIMIT, escape, shorten
from bot.translation import N_, _

FILE = "typed.txt"
GONE = N_("The change was published or discarded meanwhile, or is older than a week.")
KEPT = N_("What you typed is kept for a week as a change of its own.")
SHOWN = N_("I cannot tell what it was about. Here is what you typed, for you to copy.")
TYPED = N_("**Nothing came of what you typed.** Here it is, for you to copy.")
_BESIDE = 600
"""Characters for what stands beside the text."""


async def rescue(desk: Desk, pack_id: str, item_id: str, fields: Mapping[str, str]) -> None:
    """Shows `fields`, and keeps them as a new change where it is known of what.

    The ids are those that the form names.
    """
    view, files = render_rescued(fields, await _kept(desk, pack_id, item_id, fields))
    if desk.interaction.message is None:
        await desk.show(view, attachments=files)
    else:
        # The message behind the form tells what became of the change, and stays.
        await desk.follow_up(view, *files)


async def give_back(interaction: Interaction) -> None:
    """Shows what was typed into a form, if anything was, to whoever sent it."""
    fields = submitted(interaction)
    if not any(it.strip() for it in fields.values()):
        return
    view, files = render_typed(fields)
    await interaction.followup.send(view=view, files=files, ephemeral=True, allowed_mentions=NOBODY)


def render_typed(fields: Mapping[str, str]) -> tuple[ui.LayoutView, list[discord.File]]:
    """What was typed, whole in a file where it is long."""
    parts, files = _typed(fields)
    return panel(_(TYPED), *parts), files


def render_rescued(
    fields: Mapping[str, str], number: int | None
) -> tuple[ui.LayoutView, list[discord.File]]:
    """What was typed, whole in a file where it is long, and the way to start again from it.

    `number` is that of the proposal that holds it now.
    """
    head = "### " + _("That change is gone, and what you typed is not")
    parts, files = _typed(fields)
    if number is not None:
        start = button(_("Start again"), "edit", number, style=discord.ButtonStyle.primary)
        parts.append(ui.ActionRow(start, button(_("Discard"), "discard", number)))
    return panel(head, f"{_(GONE)} {_(SHOWN) if number is None else _(KEPT)}", *parts), files


def _typed(fields: Mapping[str, str]) -> tuple[list[str | Item], list[discord.File]]:
    """The fields that were filled in, as parts of a message, and the files that it shows."""
    filled = {name: it for name, it in fields.items() if it.strip()}
    parts: list[str | Item] = []
    room = (TEXT_LIMIT - _BESIDE) // max(1, len(filled))
    files = []
    for name, text in filled.items():
        parts.append(f"**{label_of(name)}**\n>>> {shorten(escape(told(name, text)), room)}")
    if any(len(escape(it)) > room for it in filled.values()):
        lines = [f"{label_of(name)}:\n{it}\n" for name, it in filled.items()]
        files.append(text_file(FILE, lines))
        parts += [_(CUT).strip(), ui.File(f"attachment://{FILE}")]
    return parts, files


async def _kept(desk: Desk, pack_id: str, item_id: str, fields: Mapping[str, str]) -> int | None:
    """The number of a new proposal that holds `fields`; None where it is not known of what."""
    kind = kind_submitted(fields)
    if pack_id not in desk.homes or kind is None:
        return None
    base = (await desk.pack(pack_id)).by_id(kind).get(item_id)
    known = fields_of(base) if base else {}
    typed = Typed(kind, known | dict(fields), base)
    return (await propose(desk, pack_id, typed=typed)).number
