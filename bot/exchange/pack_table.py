"""A whole pack as one table: a row for each item, a column for each key.

The first column, `item`, says what a row is: the pack, a group of synonyms (in `words`), a source,
a topic or an entry. The others are the keys of the file format. Lists and accepted warnings stand
one a line in their cell; `bot.exchange.cells` says how texts are kept safe.
"""

from __future__ import annotations

import csv
import io

from bot.exchange.cells import (
    read_cell,
    read_list,
    read_named,
    write_cell,
    write_list,
    write_named,
)
from bot.exchange.contents import header, item, keep
from bot.exchange.table import Cell, Row, Table, plain_name
from bot.exchange.tree import append, mapping, put, report, scalar, sequence
from bot.knowledge.document import Document, Mapping, Node, Scalar, Sequence
from bot.knowledge.emit import Value
from bot.knowledge.model import ItemKind, Pack
from bot.knowledge.problems import did_you_mean
from bot.translation import _

COLUMNS = (
    "item",
    "id",
    "topic",
    "question",
    "answer",
    "phrasings",
    "not_for",
    "side",
    "counter",
    "related",
    "status",
    "reviewed",
    "title",
    "motion",
    "publisher",
    "author",
    "url",
    "date",
    "kind",
    "stake",
    "language",
    "words",
    "accept",
)
LISTS = frozenset({"phrasings", "not_for", "related", "words"})
NAMED = "accept"
_PLACES: dict[str, ItemKind] = {"source": "sources", "topic": "topics", "entry": "entries"}
_KEYS = {plain_name(column): column for column in COLUMNS}


def write_pack_table(pack: Pack) -> str:
    """The pack as a table with a byte order mark, by which Excel knows UTF-8."""
    rows: list[dict[str, Value]] = [{"item": "pack", **header(pack)}]
    rows += [{"item": "synonyms", "words": group} for group in pack.synonyms]
    rows += [{"item": "source", **item(source)} for source in pack.sources]
    rows += [{"item": "topic", **item(topic)} for topic in pack.topics]
    rows += [
        {"item": "entry", **item(entry), "side": entry.side, "status": entry.status}
        for entry in pack.entries
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    for row in rows:
        writer.writerow({key: write_cell(_flat(value)) for key, value in row.items()})
    return "\ufeff" + text.getvalue()


def is_pack_table(table: Table) -> bool:
    """Whether the table has a column that says what each row is."""
    return "item" in table.names


def parse_pack_table(
    table: Table, document: Document, root: Mapping, *, known: Pack | None
) -> None:
    """Adds what the table says to `root`, and its problems to `document`.

    Of an item that `known` has, what its row has no cell for stays as it is there.
    """
    for column, name in zip(table.columns, table.names, strict=True):
        if name and name not in _KEYS:
            message = _("There is no column `{column}` in a pack's table.").format(
                column=column.text
            )
            report(document, column.line, column.column, message + did_you_mean(name, _KEYS))
    for row in table.rows:
        kind = row.cells.get("item")
        if kind is None:
            report(document, row.line, 1, _("The column `item` must say what this row is."))
            continue
        name = kind.text.strip().lower()
        found = _mapping(row, document)
        if name == "pack" and name in root.pairs:
            first = root.pairs[name][1].line
            report(
                document,
                row.line,
                1,
                _("The pack is described in line {first} already.").format(first=first),
            )
        elif name == "pack":
            put(root, name, found)
        elif name == "synonyms":
            append(root, name, _words(found, document))
        elif name in _PLACES:
            if known is not None:
                _keep(known, _PLACES[name], found, row)
            append(root, _PLACES[name], found)
        else:
            kinds = ", ".join(("pack", "synonyms", "source", "topic")) + _(" or ") + "entry"
            report(
                document,
                kind.line,
                kind.column,
                _("`{text}` is none of {known}.").format(text=kind.text[:40], known=kinds),
            )


def _flat(value: Value) -> str:
    if isinstance(value, str):
        return value
    return write_list(value) if isinstance(value, tuple) else write_named(value)


def _mapping(row: Row, document: Document) -> Mapping:
    found = mapping(row.line, 1)
    for name, cell in row.cells.items():
        if name == "item" or name not in _KEYS:
            continue
        key = _KEYS[name]
        try:
            put(found, key, _node(key, cell))
        except ValueError as error:
            message = _("This cell of `{key}` cannot be read: {reason}.").format(
                key=key, reason=error
            )
            report(document, cell.line, cell.column, message)
    return found


def _keep(known: Pack, kind: ItemKind, found: Mapping, row: Row) -> None:
    """Completes an item that `known` has with what its row has no cell for."""
    _, item_id = found.pairs.get("id", (None, None))
    item = known.by_id(kind).get(item_id.text) if isinstance(item_id, Scalar) else None
    if item is not None:
        keep(item, found, {_KEYS[name] for name in row.columns if name in _KEYS})


def _node(key: str, cell: Cell) -> Node:
    text = read_cell(cell.text)
    if key in LISTS:
        lines = [
            scalar(it, cell.line + number, 1 if number else cell.column)
            for number, it in read_list(text)
        ]
        return sequence(cell.line, cell.column, lines)
    if key == NAMED:
        reasons = mapping(cell.line, cell.column)
        for number, name, reason in read_named(text):
            if name in reasons.pairs:
                raise ValueError(_("`{name}` stands twice").format(name=name))
            put(reasons, name, scalar(reason, cell.line + number, 1 if number else cell.column))
        return reasons
    return scalar(text, cell.line, cell.column)


def _words(found: Mapping, document: Document) -> Sequence:
    for key, (place, _value) in found.pairs.items():
        if key != "words":
            message = _("A row of synonyms has `words` alone, and no `{key}`.").format(key=key)
            report(document, place.line, place.column, message)
    words = found.pairs["words"][1] if "words" in found.pairs else None
    return words if isinstance(words, Sequence) else sequence(found.line, found.column)
