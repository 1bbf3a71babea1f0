"""Previews: what curators see of a change before they publish it.

Pure functions from what was found out to views. All buttons carry the number of the proposal, and
those that publish carry a stamp of what the preview was made from.
"""

from __future__ import annotations

import re

import discord
from discord import ui

from bot.chat.curators.examining import Examined, entry_of, with_edits
from bot.chat.curators.modals import capital
from bot.chat.curators.prompts import (
    Edits,
    affected_line,
    button,
    empty_view,
    fold,
    more_select,
    verb_of,
)
from bot.chat.markup import TEXT_LIMIT, quote
from bot.chat.rendering import render_entry
from bot.curating.changes import NAMES, Put, PutHeader, Remove
from bot.knowledge.balance import cited_by
from bot.knowledge.model import Entry, Item, Pack, kind_of
from bot.knowledge.problems import Problem
from bot.translation import _, ngettext

MOST_COMPONENTS = 40
MOST_IN_FULL = 3
"""Items whose every change is told; of more, as in an import, the names alone."""
_KEY = re.compile(r"^(?:entries|sources|topics)\[\d+\]\.?")

Row = ui.ActionRow[ui.LayoutView]


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
    shown = _as_readers_see(with_edits(pack, edits), entry) if entry else None
    rows = _rows(number, edits, examined, stamp, is_form=is_form, is_entry=entry is not None)
    head = _("-# Nothing is published yet.") + (f"\n{note}" if note else "")
    if entry:
        head = _("-# This is `{entry}` as readers would see it. Nothing is published yet.").format(
            entry=entry.id
        )
    beside = [it for it in edits if not isinstance(it, Put) or it.item != entry]
    room = TEXT_LIMIT - len(head)
    told = fold(changes_told(beside, pack), room // 2) if beside else ""
    found = [*told.splitlines(), *_findings(examined)]
    views = [empty_view()]
    views[0].add_item(ui.TextDisplay(head))
    if shown is not None:
        is_one = len("\n".join(found)) <= room - _text(shown)
        is_one = is_one and _count(shown) + sum(map(_size, rows)) + 2 <= MOST_COMPONENTS
        if is_one:
            for child in list(shown.children):
                views[0].add_item(child)
        else:
            views.append(shown)
    if found:
        views[0].add_item(ui.TextDisplay(fold(found, room)))
    for row in rows:
        views[0].add_item(row)
    return views


def changes_told(edits: Edits, pack: Pack) -> list[str]:
    """What `edits` would do to `pack`, and what refers to the items that go, in lines."""
    lines: list[str] = []
    for edit in edits:
        if isinstance(edit, Remove):
            kind = capital(_(NAMES[edit.kind]))
            lines.append(_("**{kind} `{id}` goes.**").format(kind=kind, id=edit.id))
            for it in pack.entries:
                if it.counter == edit.id:
                    lines.append(
                        _("- `{entry}` has it as its counter, and will have none.").format(
                            entry=it.id
                        )
                    )
                if edit.id in it.related:
                    lines.append(
                        _("- `{entry}` lists it as related, and will not.").format(entry=it.id)
                    )
            continue
        if isinstance(edit, PutHeader):
            lines += _header_told(edit, pack)
            continue
        kind, item = capital(_(NAMES[kind_of(edit.item)])), edit.item
        named = _("**{kind} `{id}`**") if edit.base else _("**{kind} `{id}`, new**")
        lines.append(named.format(kind=kind, id=item.id))
        if len(edits) <= MOST_IN_FULL:
            lines += _fields_told(item, edit.base)
    return lines


def _header_told(edit: PutHeader, pack: Pack) -> list[str]:
    values = (
        (_("Title"), pack.title, edit.header.title),
        (_("Language"), pack.language, edit.header.language),
    )
    lines = [
        f"**{name}: {quote(was) if was else _('none')} → {quote(now)}**"
        for name, was, now in values
        if now is not None and now != was
    ]
    if more := sum(it not in pack.synonyms for it in edit.synonyms):
        said = ngettext("**{n} group of synonyms more**", "**{n} groups of synonyms more**", more)
        lines.append(said.format(n=more))
    return lines


def _fields_told(item: Item, base: Item | None) -> list[str]:
    lines: list[str] = []
    for field in type(item).model_fields:
        now, was = getattr(item, field), getattr(base, field) if base else None
        if field != "id" and now != was and (base or now not in (None, (), {})):
            lines += _field_told(field, was, now)
    return lines


def _field_told(field: str, was: object, now: object) -> list[str]:
    if isinstance(now, tuple):
        olds = was if isinstance(was, tuple) else ()
        return [
            *(f"- {field}: + “{quote(str(it))}”" for it in now if it not in olds),
            *(f"- {field}: − “{quote(str(it))}”" for it in olds if it not in now),
        ]
    return [f"- {field}: {quote(str(now)) if now else _('nothing')}"]


def _findings(examined: Examined) -> list[str]:
    if examined.errors:
        return [_("**This is to be mended first:**"), *map(_error, examined.errors)]
    lines: list[str] = []
    if examined.effects and not examined.effects.tried:
        lines.append(_("**What would change:** there is no question yet to try it on."))
    elif examined.effects:
        told = str(examined.effects)
        told = f"{told[:1].lower()}{told[1:]}"
        lines.append(_("**What would change:** {effects}").format(effects=told))
        lines += map(affected_line, examined.effects.affected)
    if examined.dropped:
        n = len(examined.dropped)
        said = ngettext(
            "**{n} expectation would be removed:**", "**{n} expectations would be removed:**", n
        )
        lines.append(said.format(n=n))
        lines += [
            _("- “{question}” is to get `{entry}`").format(question=quote(it.ask), entry=it.expect)
            for it in examined.dropped
        ]
    if examined.warnings:
        lines.append(_("**`check` would warn:**"))
        lines += [f"- `{it.id}`: {it.message}" for it in examined.warnings]
    return lines


def _error(problem: Problem) -> str:
    key = _KEY.sub("", problem.key)
    return f"- {f'`{key}`: ' if key else ''}{problem.message}"


def _rows(
    number: int, edits: Edits, examined: Examined, stamp: str, *, is_form: bool, is_entry: bool
) -> list[Row]:
    publish = button(
        verb_of(edits),
        "publish",
        number,
        stamp,
        examined.broken,
        style=discord.ButtonStyle.success,
        is_disabled=bool(examined.errors),
    )
    buttons = [publish]
    if is_entry:
        buttons.append(button(_("Save as draft"), "draft", number))
    if is_form:
        buttons.append(button(_("Edit"), "edit", number))
    buttons.append(button(_("Discard"), "discard", number, style=discord.ButtonStyle.danger))
    rows: list[Row] = [ui.ActionRow(*buttons)]
    if is_entry:
        rows.append(ui.ActionRow(more_select(number)))
    return rows


def _as_readers_see(pack: Pack, entry: Entry) -> ui.LayoutView | None:
    """The entry as it is shown, its buttons idle; None where it refers to what is not there."""
    if not set(cited_by(entry)) <= pack.source_by_id.keys() or entry.topic not in pack.topic_by_id:
        return None
    view = render_entry(pack, entry)
    for child in view.walk_children():
        if isinstance(child, ui.Button | ui.Select):
            child.disabled = True
    return view


def _text(view: ui.LayoutView) -> int:
    return sum(len(it.content) for it in view.walk_children() if isinstance(it, ui.TextDisplay))


def _count(view: ui.LayoutView) -> int:
    return sum(1 for _ in view.walk_children())


def _size(row: Row) -> int:
    return 1 + len(row.children)
