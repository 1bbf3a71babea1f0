"""Where in a file's text a new item goes, and what goes with one that is taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import EditError
from bot.knowledge.brackets import rebuild_flow
from bot.knowledge.document import BLANK, Mapping, Scalar, Sequence, Span
from bot.knowledge.emit import Written
from bot.knowledge.file_text import FileText
from bot.knowledge.layout import token
from bot.knowledge.model import MODEL_OF, ItemKind
from bot.knowledge.wanted import Parts

_EMPTY_LIST = re.compile(r"\[[ \t]*\][ \t]*(?:\Z|#|[\r\n])")
_PROPERTIES = re.compile(r"[&!]\S*(?:[ \t]+[&!]\S*)*")


@dataclass(frozen=True, slots=True)
class Change:
    """A file, what its text becomes, and which part of the old text that does without."""

    file: FileText
    text: str
    touched: Span


def replaced(file: FileText, span: Span, text: str) -> Change:
    """The change that puts `text` where `span` is."""
    before, after = file.text[: span[0]], file.text[span[1] :]
    if after.startswith("\n"):
        # Two line breaks that come to stand side by side must not become one.
        if text.endswith("\r"):
            text += "\n"
        elif not text and before.endswith("\r"):
            after = after[1:]
    return Change(file, before + text + after, span)


def removed(file: FileText, kind: ItemKind, number: int) -> Change:
    """The change that takes an item out of its list."""
    items, places = file.items(kind), file.regions(kind)
    start, end = places[number]
    if items.is_flow:
        kept = [it if at != number else None for at, it in enumerate(file.texts(kind))]
        return replaced(file, items.span, rebuild_flow(file.text, items, Parts(kept)))
    if len(places) == 1 and isinstance(file.root, Mapping):
        at = token(file.text, file.root.spans[kind][0][1]) + 1
        if properties := _PROPERTIES.match(file.text, items.span[0]):
            at = properties.end()
        return replaced(file, (at, end), f" []{file.text[at:start]}")
    lines = file.lines
    before = places[number - 1][1] if number else start
    above = start
    while above > before and not file.text[lines.start(above - 1) : above].strip(BLANK):
        above = lines.start(above - 1)
    below = lines.blank(end, len(file.text))
    if number and before == start and _is_open(file, kind, number - 1):
        end = below
    elif number == len(places) - 1:
        start = above
    else:
        spare = min(
            lines.number(start) - lines.number(above), lines.number(below) - lines.number(end)
        )
        for _ in range(spare):
            end = lines.end(end)
    return replaced(file, (start, end), "")


def added(file: FileText, kind: ItemKind, written: Written) -> Change:
    """The change that puts an item at the end of the list of its kind, or makes that list.

    Raises:
        EditError: What stands in the place of the list is something else.
    """
    root, value = file.root, file.value(kind)
    if file.is_blank:
        at = root.span[1] if root else len(file.text)
        at = at if file.lines.is_ended(at) else file.lines.end(at)
        return _with_key(file, kind, at, 0, written)
    if not isinstance(root, Mapping):
        raise EditError(f"{file.path}: this is no pack: a mapping with the key `{kind}` is wanted.")
    if value is None and kind in root.pairs:
        line = file.lines.number(root.spans[kind][1][0])
        raise EditError(f"{file.path}:{line}: `{kind}` is an alias. Write it out, then edit.")
    if isinstance(value, Sequence):
        if not value.is_flow:
            return _behind_last(file, kind, written)
        if not root.is_flow and _EMPTY_LIST.match(file.text, value.span[0]):
            return _in_place_of_brackets(file, kind, value, written)
        texts = file.texts(kind)
        parts = Parts([*texts], {len(texts) - 1: [written.in_flow()]})
        return replaced(file, value.span, rebuild_flow(file.text, value, parts))
    is_null = isinstance(value, Scalar) and not value.text and not value.style
    if value is not None and not is_null:
        raise EditError(f"{file.path}:{value.line}: `{kind}` is no list; make it one, then edit.")
    if root.is_flow:
        return _in_braces(file, kind, root, written)
    column = root.column - 1
    if value is not None:
        at = file.lines.extent(value.span[1], column)
        return _inserted(file, kind, at, column + file.style(kind, at).dash, written)
    return _with_key(file, kind, file.lines.extent(root.span[1], column), column, written)


def _inserted(
    file: FileText, kind: ItemKind, at: int, column: int, written: Written, *, blank: int = 0
) -> Change:
    """An item, its dash in `column`, as lines of their own, `blank` lines below what is above."""
    if at == len(file.text):
        file = file.closed()
        at = len(file.text)
    style = file.style(kind, max(at - 1, 0))
    return replaced(file, (at, at), style.ending * blank + written.lines(column, style))


def _with_key(file: FileText, kind: ItemKind, at: int, column: int, written: Written) -> Change:
    """An item below the key of its list, which stands in `column`."""
    if at == len(file.text):
        file = file.closed()
        at = len(file.text)
    style = file.style(kind, max(at - 1, 0))
    above = style.ending * _blank_lines_between_keys(file)
    key = f"{' ' * column}{kind}:{style.ending}"
    return replaced(file, (at, at), above + key + written.lines(column + style.dash, style))


def _behind_last(file: FileText, kind: ItemKind, written: Written) -> Change:
    start, at = file.regions(kind)[-1]
    column = file.lines.column(token(file.text, start))
    last = len(file.regions(kind)) - 1
    blank = 0 if _is_open(file, kind, last) else _blank_lines_between_items(file, kind)
    return _inserted(file, kind, at, column, written, blank=blank)


def _in_place_of_brackets(
    file: FileText, kind: ItemKind, value: Sequence, written: Written
) -> Change:
    """An item below a key which said that the list is empty; the comment beside it stays."""
    root_column = file.root.column - 1 if file.root else 0
    start = len(file.text[: value.span[0]].rstrip(" \t"))
    end = file.lines.extent(value.span[1], root_column)
    style = file.style(kind, start)
    beside = file.text[value.span[1] : end]
    if not file.lines.is_ended(end):
        beside += style.ending
    lines = written.lines(root_column + style.dash, style)
    return replaced(file, (start, end), beside + lines)


def _in_braces(file: FileText, kind: ItemKind, root: Mapping, written: Written) -> Change:
    """A list of one item in a file that is all in braces."""
    pair = f"{kind}: [{written.in_flow()}]"
    kept = [
        pair if key == kind else file.text[start:end]
        for key, ((start, _), (_, end)) in root.spans.items()
    ]
    parts = Parts([*kept], {} if kind in root.pairs else {len(kept) - 1: [pair]})
    return replaced(file, root.span, rebuild_flow(file.text, root, parts))


def _is_open(file: FileText, kind: ItemKind, number: int) -> bool:
    """Whether an item ends in a text to which blank lines behind it would belong."""
    end = file.regions(kind)[number][1]
    return file.items(kind).spans[number][1] == end and file.lines.is_ended(end)


def _blank_lines_between_items(file: FileText, kind: ItemKind) -> int:
    """The blank lines that set a file's last items apart, those of `kind` if there are two."""
    for it in (kind, *MODEL_OF):
        places = file.regions(it)
        if len(places) > 1 and not file.items(it).is_flow:
            return _blank_lines(file, places[-2][1], places[-1][0])
    return 0


def _blank_lines_between_keys(file: FileText) -> int:
    """The blank lines that set the last two keys of a file apart."""
    root = file.root
    if not isinstance(root, Mapping) or len(root.spans) < 2:
        return 0
    (_, (_, before)), ((last, _), (_, end)) = list(root.spans.values())[-2:]
    column = root.column - 1
    stop = file.lines.extent(end, column)
    if stop == end and file.lines.is_ended(end):
        return 0
    return _blank_lines(file, file.lines.extent(before, column), file.lines.start(last))


def _blank_lines(file: FileText, start: int, stop: int) -> int:
    return file.lines.number(file.lines.blank(start, stop)) - file.lines.number(start)
