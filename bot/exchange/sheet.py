"""Sheets with a question and an answer in each row, as people keep them."""

from __future__ import annotations

from collections.abc import Collection

from bot.exchange.drafts import Drafts, has_marks, is_address, says_the_same
from bot.exchange.table import Cell, Row, Table
from bot.exchange.tree import report
from bot.knowledge.document import Document, Mapping
from bot.knowledge.model import Entry, Pack
from bot.knowledge.problems import did_you_mean
from bot.translation import _

HEADERS = {
    "question": ("question", "questions", "prompt", "title", "q"),
    "answer": ("answer", "answers", "response", "reply", "a"),
    "phrasings": (
        "phrasings",
        "phrasing",
        "alternatives",
        "alternate questions",
        "alternative questions",
        "alternate phrasings",
        "other questions",
        "variants",
        "also asked as",
    ),
    "not_for": ("not for",),
    "topic": ("topic", "category", "section"),
    "source": ("source", "sources", "url", "link", "reference", "references", "citation"),
    "side": ("side", "stance"),
    "id": ("id",),
    "status": ("status",),
    "reviewed": ("reviewed", "last reviewed"),
}
"""The keys that a sheet may give, and what its columns may call them."""
LISTS = frozenset({"phrasings", "not_for"})
_KEYS = {name: key for key, names in HEADERS.items() for name in names}


def is_sheet(table: Table) -> bool:
    """Whether the table has a column of questions and one of answers."""
    return {"question", "answer"} <= {_KEYS.get(name) for name in table.names}


def parse_sheet(
    table: Table, document: Document, root: Mapping, *, known: Pack | None, topic: str | None
) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    """Adds what the sheet says to `root`, and its problems to `document`.

    Gives notes, and the entries of rows that `known` has already. A row without an id is known
    again by its questions. One with the id of an entry changes what the sheet has columns for; an
    answer that only lacks its citation marks is no change, nor is a topic that is not given.

    Phrasings, and sources, stand one a line in their cell. A source is an id, an address or a
    title, and the answer comes to cite it.
    """
    drafts = Drafts(document, root, known, topic)
    _check_columns(table, document)
    drafts.reserve(row.cells["id"].text.strip() for row in table.rows if "id" in row.cells)
    for row in table.rows:
        columns = {_KEYS[name] for name in row.columns if name in _KEYS} - {"topic"}
        cells = {_KEYS[name]: cell for name, cell in row.cells.items() if name in _KEYS}
        _add(row, cells, drafts, columns)
    return tuple(drafts.notes()), tuple(drafts.met.values())


def _check_columns(table: Table, document: Document) -> None:
    first: dict[str, Cell] = {}
    for name, column in zip(table.names, table.columns, strict=True):
        if not name:
            continue
        message = _("The column `{column}` is not understood; rename or remove it.").format(
            column=column.text[:40]
        )
        if name in _KEYS:
            earlier = first.setdefault(_KEYS[name], column)
            if earlier is column:
                continue
            message = _("`{earlier}` and `{column}` mean the same here; keep one.").format(
                earlier=earlier.text, column=column.text
            )
        elif near := did_you_mean(name, _KEYS):
            message += near
        report(document, column.line, column.column, message)


def _add(row: Row, cells: dict[str, Cell], drafts: Drafts, columns: Collection[str]) -> None:
    missing = [key for key in ("question", "answer") if key not in cells]
    for key in missing:
        report(drafts.document, row.line, 1, _("This row has no {column}.").format(column=key))
    if missing or drafts.is_asked(cells["question"]):
        return
    question = cells["question"]
    lists = {key: _lines(cell) for key, cell in cells.items() if key in LISTS}
    if "id" not in cells:
        more = [[text for text, _ in lists.get(key, ())] for key in ("phrasings", "not_for")]
        if drafts.there(row.line, question.text, cells["answer"].text, *more):
            return
    known = drafts.entry(cells["id"].text.strip()) if "id" in cells else None
    texts: dict[str, tuple[str, Cell]] = {}
    if "topic" in cells or known is None:
        topic = drafts.topic_id(cells.get("topic"), row.line)
        if not topic:
            return
        texts["topic"] = (topic, cells.get("topic", question))
    if "id" not in cells:
        texts["id"] = (drafts.entry_id(question.text), question)
    for key in ("id", "question", "side", "answer", "status", "reviewed"):
        if key in cells:
            text = cells[key].text if key == "answer" else cells[key].text.strip()
            texts[key] = (text.lower() if key in ("side", "status") else text, cells[key])
    answer, place = texts["answer"]
    if known and not has_marks(answer) and says_the_same(answer, known.answer):
        texts["answer"] = (known.answer, place)
    sources = [
        drafts.source_id(name, cells["source"])
        for name, _ in (_names(cells["source"]) if "source" in cells else [])
    ]
    drafts.add(row.line, texts, lists, sources, columns=columns)


def _lines(cell: Cell) -> list[tuple[str, Cell]]:
    return [
        (line, Cell(line, cell.line + number, 1 if number else cell.column))
        for number, line in enumerate(cell.text.split("\n"))
        if line.strip()
    ]


def _names(cell: Cell) -> list[tuple[str, Cell]]:
    """The sources of a cell: one a line, or addresses parted by spaces."""
    found: list[tuple[str, Cell]] = []
    for line, place in _lines(cell):
        pieces = line.replace(";", " ").replace(",", " ").split()
        are_addresses = all(is_address(piece) for piece in pieces)
        found += [(it, place) for it in (pieces if are_addresses else [line.strip()])]
    return found
