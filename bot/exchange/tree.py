"""Nodes for what was not written in YAML, so that every format shares one check with places."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.knowledge.document import Document, Mapping, Node, Scalar, Sequence
from bot.knowledge.problems import Place, Problem
from bot.translation import _

MAX_VALUES = 200_000
"""Texts, lists and mappings in a file: some ten times the largest pack known."""
MAX_REPORTED = 10_000
"""Problems after which a file is not read on: they are more than anyone is told."""
TEXT = '"'
"""The style of text that stands as it is meant: nothing behind it could be a comment."""
LINES = "|"
"""The style of text whose lines are the file's own, from the line after its node's."""
_NOWHERE = (0, 0)
"""Spans are for edits of YAML; what is read here is never edited in its place."""


def too_many() -> str:
    """What is said of a file with more than `MAX_VALUES`."""
    return _("The file holds more than {most:,} values, aliases counted in full. Split it.").format(
        most=MAX_VALUES
    )


def scalar(text: str, line: int, column: int = 1, *, style: str = TEXT) -> Scalar:
    """A piece of text at its place."""
    return Scalar(line, column, text, style, line, column, _NOWHERE)


def sequence(line: int, column: int, items: Iterable[Node] = ()) -> Sequence:
    """A list at its place."""
    return Sequence(line, column, _NOWHERE, False, [*items])


def mapping(line: int, column: int) -> Mapping:
    """Keys with values, none yet, at their place."""
    return Mapping(line, column, _NOWHERE, False)


def put(into: Mapping, key: str, value: Node) -> None:
    """Adds a key whose place is its value's."""
    into.pairs[key] = (scalar(key, value.line, value.column), value)
    into.size += value.size + 1


def append(into: Mapping, key: str, value: Node) -> None:
    """Adds `value` to the list at `key`, which is made where there is none."""
    if key not in into.pairs:
        put(into, key, sequence(value.line, value.column))
    found = into.pairs[key][1]
    if isinstance(found, Sequence):
        found.items.append(value)
        into.size += value.size


def report(document: Document, line: int, column: int, message: str) -> None:
    """Notes a problem at a place of the file."""
    document.problems.append(Problem(Place(document.path, line, column), message))


def new_document(path: Path, text: str) -> tuple[Document, Mapping]:
    """A document with an empty mapping, and that mapping."""
    root = mapping(1, 1)
    return Document(path, root, text.split("\n")), root
