"""What a proposal would do and what was found of it, in lines of a preview."""

from __future__ import annotations

import re

from bot.chat.curators.examining import Examined
from bot.chat.curators.labels import label_of, told
from bot.chat.curators.modals import capital
from bot.chat.curators.prompts import Edits, affected_line, left_out
from bot.chat.markup import quote
from bot.curating.changes import NAMES, PutHeader, Remove
from bot.knowledge.findings import Finding
from bot.knowledge.model import Item, Pack, kind_of
from bot.knowledge.problems import Problem
from bot.translation import _, ngettext

MOST_IN_FULL = 3
"""Up to how many items every change is told; of more, as in an import, only some names."""
MOST_NAMED = 10
MOST_WARNINGS = 6

_KEY = re.compile(r"^(?:entries|sources|topics)\[\d+\]\.?")


def changes_told(edits: Edits, pack: Pack) -> list[str]:
    """What `edits` would do to `pack`, and what refers to the items that go, in lines."""
    lines: list[str] = []
    named = 0
    for edit in edits:
        if isinstance(edit, Remove):
            lines += _removal_told(edit, pack)
            continue
        if isinstance(edit, PutHeader):
            lines += _header_told(edit, pack)
            continue
        named += 1
        if named > MOST_NAMED:
            continue
        kind, item = capital(_(NAMES[kind_of(edit.item)])), edit.item
        name = _("**{kind} `{id}`**") if edit.base else _("**{kind} `{id}`, new**")
        lines.append(name.format(kind=kind, id=item.id))
        if len(edits) <= MOST_IN_FULL:
            lines += _fields_told(item, edit.base)
    return [*lines, *([left_out(named - MOST_NAMED)] if named > MOST_NAMED else [])]


def findings_told(examined: Examined, entry: str | None = None) -> list[str]:
    """What was found of a proposal, in lines, with a blank line before each kind of finding.

    `entry` is the id of the entry that findings need not name.
    """
    if examined.errors:
        return ["", _("**This is to be mended first:**"), *map(_error_told, examined.errors)]
    lines: list[str] = []
    if examined.effects:
        lines += ["", "**" + _("What would change") + "**"]
        none = _("There is no question yet to try it on.")
        lines.append(str(examined.effects) if examined.effects.tried else none)
        lines += map(affected_line, examined.effects.affected)
    if examined.dropped:
        n = len(examined.dropped)
        said = ngettext(
            "**{n} expectation would be removed:**", "**{n} expectations would be removed:**", n
        )
        lines += ["", said.format(n=n)]
        lines += [
            _("- “{question}” is to get `{entry}`").format(question=quote(it.ask), entry=it.expect)
            for it in examined.dropped
        ]
    if examined.warnings:
        lines += ["", "**" + _("Warnings") + "**"]
        told_of = [_warning_told(it, entry) for it in examined.warnings]
        lines += told_of[:MOST_WARNINGS]
        if len(told_of) > MOST_WARNINGS:
            lines.append(left_out(len(told_of) - MOST_WARNINGS))
    return lines


def _removal_told(edit: Remove, pack: Pack) -> list[str]:
    kind = capital(_(NAMES[edit.kind]))
    lines = [_("**{kind} `{id}` goes.**").format(kind=kind, id=edit.id)]
    for it in pack.entries:
        if it.counter == edit.id:
            said = _("- `{entry}` has it as its counter, and will have none.")
            lines.append(said.format(entry=it.id))
        if edit.id in it.related:
            said = _("- `{entry}` lists it as related, and will not.")
            lines.append(said.format(entry=it.id))
    return lines


def _header_told(edit: PutHeader, pack: Pack) -> list[str]:
    values = (
        (_("Title"), pack.title, edit.header.title),
        (_("Language"), pack.language, edit.header.language),
    )
    none = _("none")
    lines = [
        f"**{name}: {quote(was) if was else none} → {quote(now)}**"
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
    label = label_of(field)
    if isinstance(now, tuple):
        olds = was if isinstance(was, tuple) else ()
        come, go = _("- {field}: “{text}” is new"), _("- {field}: “{text}” goes")
        return [
            *(come.format(field=label, text=quote(str(it))) for it in now if it not in olds),
            *(go.format(field=label, text=quote(str(it))) for it in olds if it not in now),
        ]
    return [f"- {label}: {quote(told(field, now))}"]


def _warning_told(finding: Finding, entry: str | None) -> str:
    if finding.kind == "entries" and finding.id == entry:
        return f"- {finding.message}"
    return f"- `{finding.id}`: {finding.message}"


def _error_told(problem: Problem) -> str:
    key = _KEY.sub("", problem.key)
    return f"- {label_of(key)}: {problem.message}" if key else f"- {problem.message}"
