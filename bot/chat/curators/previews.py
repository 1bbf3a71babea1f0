"""Previews: what curators see of a change before they publish it.

Pure functions from what was found out to views. All buttons carry the number of the proposal, and
those that publish carry a stamp of what the preview was made from.
"""

from __future__ import annotations

import discord
from discord import ui

from bot.chat.curators.examining import Examined, entry_of, with_edits
from bot.chat.curators.findings import changes_told, findings_told
from bot.chat.curators.prompts import Edits, fold, more_select, removes_only, verb_of
from bot.chat.curators.reading import entry_as_read
from bot.chat.curators.router import button
from bot.chat.look import Item, panel
from bot.chat.markup import TEXT_LIMIT
from bot.curating.changes import Put
from bot.knowledge.model import Pack
from bot.translation import _

MOST_COMPONENTS = 40
NOTE_ROOM = 1200
"""Characters of what is told before all else, such as what an import left out."""


def render_preview(
    number: int,
    edits: Edits,
    pack: Pack,
    examined: Examined,
    *,
    stamp: str,
    is_form: bool,
    note: str = "",
) -> list[ui.LayoutView]:
    """The preview of a proposal: one message, or two where the entry needs one for itself.

    The first holds the buttons. `pack` is what the proposal would change; `note` comes first.
    """
    entry = entry_of(edits) if is_form else None
    shown = entry_as_read(number, with_edits(pack, edits), entry) if entry else None
    rows = _rows(number, edits, examined, stamp, is_form=is_form, is_entry=entry is not None)
    beside = [it for it in edits if not isinstance(it, Put) or it.item != entry]
    head = "### " + _("Not published yet")
    if note:
        head += f"\n{fold(note.splitlines(), NOTE_ROOM)}"
    found = findings_told(examined, entry.id if entry else None)
    if entry is None or shown is None:
        return [_panel(head, beside, pack, found, rows)]
    above = _("-# Above is `{entry}` as readers would see it.").format(entry=entry.id)
    one = _panel(f"{head}\n{above}", beside, pack, found, rows)
    if _fits_beside(shown, one):
        for child in list(one.children):
            shown.add_item(child)
        return [shown]
    below = _("-# Below is `{entry}` as readers would see it.").format(entry=entry.id)
    return [_panel(f"{head}\n{below}", beside, pack, found, rows), shown]


def _panel(
    head: str, beside: Edits, pack: Pack, found: list[str], rows: list[Item]
) -> ui.LayoutView:
    """What is to be known before publishing, with the buttons; folded where it is long."""
    room = TEXT_LIMIT - len(head)
    told = fold(changes_told(beside, pack), room // 2) if beside else ""
    blocks = fold([*told.splitlines(), *found], room).split("\n\n")
    return panel(head, *(it.strip("\n") for it in blocks), *rows)


def _fits_beside(shown: ui.LayoutView, beside: ui.LayoutView) -> bool:
    """Whether Discord takes both views as one message."""
    components = len([*shown.walk_children(), *beside.walk_children()])
    text = shown.content_length() + beside.content_length()
    return text <= TEXT_LIMIT and components <= MOST_COMPONENTS


def _rows(
    number: int, edits: Edits, examined: Examined, stamp: str, *, is_form: bool, is_entry: bool
) -> list[Item]:
    style = discord.ButtonStyle.danger if removes_only(edits) else discord.ButtonStyle.success
    publish = button(
        verb_of(edits),
        "publish",
        number,
        stamp,
        examined.broken,
        style=style,
        is_disabled=bool(examined.errors),
    )
    buttons = [publish]
    if is_entry:
        buttons.append(button(_("Draft"), "draft", number))
    if is_form:
        buttons.append(button(_("Edit"), "edit", number))
    buttons.append(button(_("Discard"), "discard", number))
    rows: list[Item] = [ui.ActionRow(*buttons)]
    if is_entry:
        rows.append(ui.ActionRow(more_select(number)))
    return rows
