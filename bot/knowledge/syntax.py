"""What is wrong with a text that is no YAML, in a curator's words and where they must look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import yaml

from bot.knowledge.foreign import foreign
from bot.knowledge.model import MODEL_OF, PackFile, PackHeader
from bot.knowledge.problems import Place, Problem
from bot.translation import N_, _

TOP_KEYS = frozenset(PackFile.model_fields)
"""The keys of a file's top level, which stand at the beginning of their lines."""
INNER_KEYS = frozenset(
    name for model in (PackHeader, *MODEL_OF.values()) for name in model.model_fields
)
"""The keys of the header and of items, which are indented below those."""

_KEYS = TOP_KEYS | INNER_KEYS
_COLON = "mapping values are not allowed"
_START = "found character that cannot start any token"
_NAME = "did not find expected alphabetic or numeric character"
_NO_COLON = "could not find expected ':'"
_NO_QUOTE = "found unexpected end of stream"
_NO_KEY = "did not find expected key"
_NO_ITEM = "did not find expected '-' indicator"
_ADVICE = (
    (
        _COLON,
        N_("`: ` inside unquoted text splits it into a key and a value. Put the text in quotes."),
    ),
    (_START, N_("This character cannot begin unquoted text. Put the text in quotes.")),
    (_NAME, N_("This character cannot begin unquoted text. Put the text in quotes.")),
    (
        _NO_KEY,
        N_(
            "A key was expected. Is a line indented differently from its neighbours, or does "
            "a quote end too early?"
        ),
    ),
    (
        _NO_ITEM,
        N_("A list item was expected. Is a line indented differently from its neighbours?"),
    ),
    (
        _NO_COLON,
        N_(
            "A key needs a `:` and a space behind it, and text that goes on in another line is "
            "indented deeper than its key."
        ),
    ),
    (
        "did not find expected comment or line break",
        N_("A text that begins with `|` or `>` stands in the lines below that sign."),
    ),
    (_NO_QUOTE, N_("The quoted text that begins here never ends. Close the quote.")),
    ("control characters are not allowed", N_("A control character stands here; remove it.")),
)
_AT_CONTEXT = (_NAME, _NO_COLON, _NO_QUOTE)
"""Errors that the parser meets further on than the mistake, which stands where the error's context
begins."""
_STRUCTURE = (_COLON, _NO_COLON, _NO_KEY, _NO_ITEM)
"""Errors that may be due to a line that is not indented like those it belongs with."""
_LOCAL = (_COLON, _START, _NAME)
"""Errors due to a single character: once it is replaced, the rest can be read."""

_KEY = re.compile(r"(['\"]?)([a-z_]+)\1 *:(?= |$)")
_DASHES = re.compile(r"(?:- +)*")


@dataclass(frozen=True, slots=True)
class Explained:
    """The problems that explain an error, and the character to replace to read on behind it."""

    problems: list[Problem]
    index: int | None
    """Where the character stands that keeps the rest from being read; None where it is not just
    one."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The beginning of a line that is neither blank nor a comment."""

    number: int
    column: int
    text: str
    is_item: bool
    key: str
    """The key that the line begins with, behind the dashes of items; empty if packs have no such
    key."""
    key_column: int

    @property
    def is_top(self) -> bool:
        return self.key in TOP_KEYS


def explain(
    error: yaml.YAMLError, lines: Sequence[str], breaks: Sequence[str], path: Path
) -> Explained:
    """What stopped the parser, in a curator's words.

    `lines` are the lines of the text, and `breaks` are the line breaks between them.
    """
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    problem_mark, context_mark = (
        getattr(error, name, None) for name in ("problem_mark", "context_mark")
    )
    mark = problem_mark or context_mark
    if context_mark is not None and any(part in said for part in _AT_CONTEXT):
        mark = context_mark
    if mark is None:
        # PyYAML's reader gives an offset only; the line is found in the text.
        line, column = _first_control_character(lines)
    else:
        line, column = mark.line + 1, mark.column + 1
    source = lines[line - 1] if line <= len(lines) else ""
    if "\t" in source[: len(source) - len(source.lstrip())] or source[column - 1 : column] == "\t":
        return Explained(_tabs(lines, line, column, path), None)
    if strangers := foreign(lines, breaks, line, path):
        return Explained(strangers, None)
    misplaced = _misplaced(lines, line, column) if any(it in said for it in _STRUCTURE) else None
    if misplaced is not None:
        (line, column), message = misplaced
        return Explained([Problem(Place(path, line, column), message)], None)
    message = next((_(advice) for part, advice in _ADVICE if part in said), "")
    if not message:
        message = _("This is not YAML: {problem}.").format(problem=said)
    index: int | None = getattr(mark, "index", None) if any(it in said for it in _LOCAL) else None
    return Explained([Problem(Place(path, line, column), message)], index)


def out_of_place(key: str) -> str:
    """The message about a key that begins its line but belongs below another one."""
    return _("The key `{key}` belongs below another: indent it like the other keys there.").format(
        key=key
    )


def _tabs(lines: Sequence[str], line: int, column: int, path: Path) -> list[Problem]:
    """A problem where the parser ended, and one for each line below that begins with a tab."""
    message = _("A tab stands where YAML wants spaces. Replace it with spaces.")
    more = [
        Place(path, number)
        for number, text in enumerate(lines[line:], start=line + 1)
        if text.startswith("\t") and text.strip() and not text.lstrip().startswith("#")
    ]
    return [Problem(place, message) for place in (Place(path, line, column), *more)]


def _misplaced(lines: Sequence[str], line: int, column: int) -> tuple[tuple[int, int], str] | None:
    """The place of a line that is not indented like those it belongs with, and what to do.

    None if indentation is not the reason why the parser stopped at `line` and `column`.
    """
    here = _begun(lines, line)
    if here is None or column not in (here.column, here.key_column + len(here.key)):
        return None
    above = _above(lines, line)
    if here.key and not here.is_item:
        return _key_misplaced(here, above)
    nearest = above[0] if above else None
    if here.is_item and (here.key or nearest is None or _is_item_or_key(nearest)):
        return _item_misplaced(here, above)
    if here.text.startswith("-") and not here.is_item:
        return (line, here.column), _("A list item begins with `- `, a hyphen and a space.")
    if nearest is None or nearest.key or nearest.column <= here.column:
        return None
    message = _(
        "This line is indented less than the text above it, which begins in column {column} of "
        "line {line}. Indent all of a text at least as deep as its first line."
    ).format(column=nearest.column, line=nearest.number)
    return (line, here.column), message


def _key_misplaced(here: _Line, above: Sequence[_Line]) -> tuple[tuple[int, int], str] | None:
    stray = [*takewhile(lambda it: it.column == 1 and it.key and not it.is_top, above)]
    if stray and any(it.is_top for it in above):
        return (stray[-1].number, 1), out_of_place(stray[-1].key)
    beside = next((it for it in above if it.key and it.is_top == here.is_top), None)
    if beside is None or beside.key_column == here.key_column:
        return None
    message = _(
        "The key `{key}` begins in column {column}, but `{beside}`, in line {line}, in column "
        "{other}. Indent the keys of one thing alike."
    ).format(
        key=here.key,
        column=here.key_column,
        beside=beside.key,
        line=beside.number,
        other=beside.key_column,
    )
    return (here.number, here.key_column), message


def _item_misplaced(here: _Line, above: Sequence[_Line]) -> tuple[tuple[int, int], str] | None:
    nearest = above[0] if above else None
    if nearest is not None and nearest.key and nearest.key_column > here.column and not here.key:
        message = _(
            "This list item begins in column {column}, and the key of its list, `{key}`, in "
            "column {other}. Indent a list as deep as its key, or deeper."
        ).format(column=here.column, key=nearest.key, other=nearest.key_column)
        return (here.number, here.column), message
    beside = next((it for it in above if it.is_item and bool(it.key) == bool(here.key)), None)
    if beside is None or beside.column == here.column:
        return None
    message = _(
        "This list item begins in column {column}, but the one in line {line} in column {other}. "
        "Indent the items of a list alike."
    ).format(column=here.column, line=beside.number, other=beside.column)
    return (here.number, here.column), message


def _is_item_or_key(line: _Line) -> bool:
    return line.is_item or bool(line.key)


def _above(lines: Sequence[str], line: int) -> list[_Line]:
    """The lines above `line`, the nearest first, without blank lines and comments."""
    found: Iterator[_Line | None] = (_begun(lines, number) for number in range(line - 1, 0, -1))
    return [it for it in found if it is not None]


def _begun(lines: Sequence[str], number: int) -> _Line | None:
    source = lines[number - 1] if 0 < number <= len(lines) else ""
    text = source.lstrip(" ")
    if not text.strip() or text.startswith("#"):
        return None
    column = len(source) - len(text) + 1
    dashes = _DASHES.match(text)
    width = dashes.end() if dashes else 0
    found = _KEY.match(text, width)
    key = found[2] if found and found[2] in _KEYS else ""
    is_item = width > 0 or text == "-"
    return _Line(number, column, text, is_item, key, column + width)


def _first_control_character(lines: Sequence[str]) -> tuple[int, int]:
    for number, line in enumerate(lines, start=1):
        for column, character in enumerate(line, start=1):
            if not character.isprintable() and character not in "\t\u00a0\u200b\u200d\ufeff":
                return number, column
    return 1, 1
