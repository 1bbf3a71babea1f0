"""A pack as the data that its file holds: the keys of the file format, without defaults."""

from __future__ import annotations

from collections.abc import Container

from bot.exchange.tree import mapping, put, scalar, sequence
from bot.knowledge.document import Mapping, Node
from bot.knowledge.emit import Value
from bot.knowledge.model import Item, Pack


def contents(pack: Pack) -> dict[str, object]:
    """What one file that holds the whole of `pack` would say."""
    parts: dict[str, object] = {
        "pack": header(pack),
        "synonyms": pack.synonyms,
        "sources": [item(source) for source in pack.sources],
        "topics": [item(topic) for topic in pack.topics],
        "entries": [item(entry) for entry in pack.entries],
    }
    return {key: part for key, part in parts.items() if part}


def header(pack: Pack) -> dict[str, Value]:
    """What the file says of the pack as a whole."""
    said: dict[str, Value] = {"id": pack.id, "title": pack.title}
    if pack.language is not None:
        said["language"] = pack.language
    return said


def item(model: Item) -> dict[str, Value]:
    """A source, a topic or an entry, in the model's order of keys."""
    dumped = model.model_dump(mode="json", exclude_defaults=True)
    return {key: tuple(it) if isinstance(it, list) else it for key, it in dumped.items()}


def keep(known: Item, into: Mapping, columns: Container[str]) -> None:
    """Has `into`, a row of a table, say what `known` says wherever the table has no column for it.

    An empty cell of a column is another matter: there the row says that it has none.
    """
    for key, value in item(known).items():
        if key not in columns:
            put(into, key, _node(value, into.line, into.column))


def _node(value: Value, line: int, column: int) -> Node:
    if isinstance(value, str):
        return scalar(value, line, column)
    if isinstance(value, tuple):
        return sequence(line, column, [scalar(it, line, column) for it in value])
    found = mapping(line, column)
    for key, text in value.items():
        put(found, key, scalar(text, line, column))
    return found
