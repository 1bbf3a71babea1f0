"""Where in a file's text new items and keys go."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable
from typing import Protocol

from bot.errors import EditError
from bot.knowledge.brackets import rebuild_flow
from bot.knowledge.document import Mapping, Node, Scalar, Sequence
from bot.knowledge.emit import Style
from bot.knowledge.file_text import FileText
from bot.knowledge.layout import token
from bot.knowledge.model import MODEL_OF
from bot.knowledge.placing import Change, is_open, replaced
from bot.knowledge.wanted import Parts
from bot.translation import _

HEADER = "pack"
"""The key of a file's header, which describes the pack as a whole. A new key that holds no list of
items goes below the header."""

_EMPTY_LIST = re.compile(r"\[[ \t]*\][ \t]*(?:\Z|#|[\r\n])")


class Listed(Protocol):
    """What can be an item of a list."""

    def lines(self, column: int, style: Style) -> str:
        """Its lines, with its dash in `column`."""

    def in_flow(self) -> str:
        """Its text between brackets."""


def added(file: FileText, key: str, items: abc.Sequence[Listed]) -> Change:
    """The change that puts items at the end of the list under a top-level key, or makes that list.

    Raises:
        EditError: What stands in the place of the list is something else.
    """
    value = own_value(file, key)
    if isinstance(value, Sequence):
        if not value.is_flow:
            return _behind_last(file, key, items)
        if file.root and not _is_flow(file) and _EMPTY_LIST.match(file.text, value.span[0]):
            return _in_place_of_brackets(file, key, value, items)
        texts = file.texts(key)
        parts = Parts([*texts], {len(texts) - 1: [it.in_flow() for it in items]})
        return replaced(file, (value.span, rebuild_flow(file.text, value, parts)))
    if value is not None:
        raise EditError(
            _("{path}:{line}: `{key}` is no list; make it one, then edit.").format(
                path=file.path, line=value.line, key=key
            )
        )
    blank = _blank_lines_between_items(file, key)
    return filled(
        file,
        key,
        lambda column, style: _rows(items, column + style.dash, style, blank),
        lambda: f"[{', '.join(it.in_flow() for it in items)}]",
    )


def own_value(file: FileText, key: str) -> Node | None:
    """What stands under a top-level key; None if that is missing, or has no value.

    Raises:
        EditError: The file is no mapping, or an alias stands there.
    """
    root, value = file.root, file.value(key)
    if file.is_blank:
        return None
    if not isinstance(root, Mapping):
        raise EditError(
            _("{path}: this is no pack: a mapping with the key `{key}` is wanted.").format(
                path=file.path, key=key
            )
        )
    if value is None and key in root.pairs:
        line = file.lines.number(root.spans[key][1][0])
        raise EditError(
            _("{path}:{line}: `{key}` is an alias. Write it out, then edit.").format(
                path=file.path, line=line, key=key
            )
        )
    is_null = isinstance(value, Scalar) and not value.text and not value.style
    return None if is_null else value


def filled(
    file: FileText, key: str, rows: Callable[[int, Style], str], in_flow: Callable[[], str]
) -> Change:
    """The change that gives a value to a top-level key that is missing or has none.

    `rows` gives the value's lines for a key in the given column, and `in_flow` gives the value in
    brackets.
    """
    root, value = file.root, file.value(key)
    column = root.column - 1 if isinstance(root, Mapping) else 0
    if isinstance(root, Mapping) and root.is_flow:
        return _in_braces(file, root, key, f"{key}: {in_flow()}")
    if value is not None and not file.is_blank:
        at, head, blank = file.lines.extent(value.span[1], column), "", 0
    else:
        at, blank = _place_of(file, key, column)
        head = f"{' ' * column}{key}:"
    if at == len(file.text):
        file = file.closed()
        at = len(file.text)
    style = file.style(key, max(at - 1, 0))
    above = style.ending * blank + (head + style.ending if head else "")
    return replaced(file, ((at, at), above + rows(column, style)))


def _place_of(file: FileText, key: str, column: int) -> tuple[int, int]:
    """Where a new top-level key goes, and how many blank lines above it."""
    root, lines = file.root, file.lines
    if not isinstance(root, Mapping) or not root.spans:
        at = root.span[1] if root else len(file.text)
        return at if lines.is_ended(at) else lines.end(at), 0
    if key not in MODEL_OF:
        if HEADER in root.spans:
            return lines.extent(root.spans[HEADER][1][1], column), 0
        first = next(iter(root.spans.values()))[0][0]
        if not file.text[lines.start(first) : first].strip(" "):
            return lines.start(first), 0
    return lines.extent(root.span[1], column), _blank_lines_between_keys(file)


def _rows(items: abc.Iterable[Listed], column: int, style: Style, blank: int) -> str:
    """The lines of items, their dashes in `column`, `blank` lines between them."""
    return (style.ending * blank).join(it.lines(column, style) for it in items)


def _behind_last(file: FileText, key: str, items: abc.Sequence[Listed]) -> Change:
    last = len(file.regions(key)) - 1
    start, at = file.regions(key)[last]
    column = file.lines.column(token(file.text, start))
    blank = _blank_lines_between_items(file, key)
    above = 0 if is_open(file, key, last) else blank
    if at == len(file.text):
        file = file.closed()
        at = len(file.text)
    style = file.style(key, max(at - 1, 0))
    rows = style.ending * above + _rows(items, column, style, blank)
    return replaced(file, ((at, at), rows))


def _in_place_of_brackets(
    file: FileText, key: str, value: Sequence, items: abc.Sequence[Listed]
) -> Change:
    """The change that writes items in place of a key's `[]`; a comment beside that stays."""
    root_column = file.root.column - 1 if file.root else 0
    start = len(file.text[: value.span[0]].rstrip(" \t"))
    end = file.lines.extent(value.span[1], root_column)
    style = file.style(key, start)
    beside = file.text[value.span[1] : end]
    if not file.lines.is_ended(end):
        beside += style.ending
    blank = _blank_lines_between_items(file, key)
    return replaced(
        file, ((start, end), beside + _rows(items, root_column + style.dash, style, blank))
    )


def _in_braces(file: FileText, root: Mapping, key: str, pair: str) -> Change:
    """The change that puts `pair`, a key with its value, into a file that is all in braces."""
    kept = [
        pair if name == key else file.text[start:end]
        for name, ((start, _), (_, end)) in root.spans.items()
    ]
    parts = Parts([*kept], {} if key in root.pairs else {len(kept) - 1: [pair]})
    return replaced(file, (root.span, rebuild_flow(file.text, root, parts)))


def _is_flow(file: FileText) -> bool:
    return isinstance(file.root, Mapping) and file.root.is_flow


def _blank_lines_between_items(file: FileText, key: str) -> int:
    """How many blank lines part the last two items under `key`, or else those of another list."""
    for it in (key, *MODEL_OF) if key in MODEL_OF else (key,):
        places = file.regions(it)
        if len(places) > 1 and not file.items(it).is_flow:
            return _blank_lines(file, places[-2][1], places[-1][0])
    return 0


def _blank_lines_between_keys(file: FileText) -> int:
    """How many blank lines part the last two keys of a file."""
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
