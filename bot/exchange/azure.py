r"""Tab-separated exports of Azure's question answering, and of QnA Maker before it.

Rows that share a `QnaId` are one answer asked in several ways. A line break within an answer is
typed `\n`; `Metadata` is JSON or `key:value | key:value`; `Prompts`, the follow-ups, and
`SuggestedQuestions` are JSON.
https://learn.microsoft.com/en-us/azure/ai-services/qnamaker/concepts/data-sources-and-content
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.exchange.drafts import Drafts, is_address, listed_lines, shown
from bot.exchange.table import Cell, Row, Table
from bot.exchange.tree import report
from bot.knowledge.document import Document, Mapping
from bot.knowledge.model import Entry, Pack
from bot.translation import _

NAMES = {
    "question": "Question",
    "answer": "Answer",
    "source": "Source",
    "metadata": "Metadata",
    "suggestedquestions": "SuggestedQuestions",
    "iscontextonly": "IsContextOnly",
    "prompts": "Prompts",
    "qnaid": "QnaId",
    "sourcedisplayname": "SourceDisplayName",
}
"""The columns as Azure names them."""
TOPIC_KEYS = frozenset({"topic", "category"})
"""The metadata that names an entry's topic."""
MAX_LISTED = 100_000
"""Characters of a cell that holds a list."""
_SIGNS = frozenset(NAMES) - {"question", "answer", "source"}
_BREAK = re.compile(r"\\(?:r\\n|[nrt])")


@dataclass(slots=True)
class _Pair:
    """An answer, the cells that belong to it, and every way it is asked."""

    row: Row
    questions: list[Cell]
    asked: set[str] = field(default_factory=set)
    """The questions in small letters."""
    id: str = ""
    related: dict[str, Cell] = field(default_factory=dict)
    """The ids of entries, with the cell that leads to them."""


@dataclass(frozen=True, slots=True)
class _Prompt:
    """A follow-up that an answer offers."""

    order: int
    qna_id: str
    text: str


def is_azure(table: Table) -> bool:
    """Whether the table has Azure's columns rather than those of any sheet."""
    names = set(table.names)
    return {"question", "answer"} <= names and bool(names & _SIGNS)


def parse_azure(
    table: Table, document: Document, root: Mapping, *, known: Pack | None, topic: str | None
) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
    """Adds the answers to `root`, and problems to `document`.

    Gives notes, and the entries that `known` has already for answers of the file.

    Follow-ups become `related`, addresses become sources that the answer cites, and metadata
    called topic or category names the topic. Notes name whatever has no place in a pack.
    """
    drafts = Drafts(document, root, known, topic)
    for name, column in zip(table.names, table.columns, strict=True):
        if name and name not in NAMES:
            message = _("The column `{column}` is none of Azure's. Remove it.").format(
                column=column.text[:40]
            )
            report(document, column.line, column.column, message)
    reader = _Reader(drafts)
    pairs = reader.pairs(table)
    new: list[_Pair] = []
    for pair in pairs.values():
        answer = _BREAK.sub(_broken, pair.row.cells["answer"].text)
        question, *phrasings = [it.text for it in pair.questions]
        there = drafts.there(pair.row.line, question, answer, phrasings)
        pair.id = there.id if there else drafts.entry_id(question)
        if not there:
            new.append(pair)
    for pair in new:
        reader.add(pair, pairs)
    return (*drafts.notes(), *reader.finished_notes()), tuple(drafts.met.values())


class _Reader:
    """Turns rows into entries, and keeps what is to be noted of many of them in one note."""

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.document = drafts.document
        self.nameless: dict[str, list[int]] = {}
        """Lines by names of sources that are no addresses, or that are not their title."""
        self.metadata: dict[str, list[int]] = {}
        """Lines by metadata that names no topic."""
        self.context_only: list[int] = []
        self.titles: dict[str, str] = {}
        """Titles of sources by id, as they came in."""
        self.has_numbers = False
        self.notes: list[str] = []

    def pairs(self, table: Table) -> dict[str, _Pair]:
        """The rows by their `QnaId`, or by their answer where they have none."""
        found: dict[str, _Pair] = {}
        for row in table.rows:
            missing = [key for key in ("question", "answer") if key not in row.cells]
            for key in missing:
                report(
                    self.document,
                    row.line,
                    1,
                    _("This row has no {column}.").format(column=NAMES[key]),
                )
            if missing:
                continue
            number = row.cells.get("qnaid")
            self.has_numbers |= number is not None
            key = number.text.strip() if number else "answer " + row.cells["answer"].text
            pair = found.setdefault(key, _Pair(row, []))
            self._compare(pair.row, row)
            question = row.cells["question"]
            text = question.text.strip().casefold()
            if text not in pair.asked and not self.drafts.is_asked(question):
                pair.questions.append(question)
                pair.asked.add(text)
        return {key: pair for key, pair in found.items() if pair.questions}

    def add(self, pair: _Pair, pairs: dict[str, _Pair]) -> None:
        """Adds the entry of a pair."""
        row, question = pair.row, pair.questions[0]
        answer = row.cells["answer"]
        tag, topic_cell = self._metadata(row)
        self._add_related(pair, pairs)
        self._note_suggestions(row)
        topic = Cell(tag, topic_cell.line, topic_cell.column) if tag and topic_cell else None
        texts = {
            "id": (pair.id, question),
            "topic": (self.drafts.topic_id(topic, row.line), topic or question),
            "question": (question.text, question),
            "answer": (_BREAK.sub(_broken, answer.text), answer),
        }
        if self._is_context_only(row):
            texts["status"] = ("draft", row.cells["iscontextonly"])
            self.context_only.append(row.line)
        phrasings = [(cell.text, cell) for cell in pair.questions[1:]]
        lists = {"phrasings": phrasings, "related": [*pair.related.items()]}
        self.drafts.add(row.line, texts, lists, self._sources(row))

    def finished_notes(self) -> tuple[str, ...]:
        """What has no place in a pack."""
        notes = self.notes
        if self.context_only:
            lines = listed_lines(self.context_only)
            notes.append(
                _("Drafts, since they only make sense behind another answer: {lines}.").format(
                    lines=lines
                )
            )
        for name, found in self.nameless.items():
            notes.append(
                _("Sources with no place in a pack: {name}, {lines}.").format(
                    name=shown(name), lines=listed_lines(found)
                )
            )
        for text, found in self.metadata.items():
            notes.append(
                _("Metadata with no place in a pack: {text}, {lines}.").format(
                    text=shown(text), lines=listed_lines(found)
                )
            )
        if self.has_numbers:
            notes.append(_("`QnaId` told which rows belong together, and is not kept."))
        return tuple(notes)

    def _compare(self, first: Row, row: Row) -> None:
        """Reports what differs between rows of one answer."""
        for key, name in NAMES.items():
            one, other = first.cells.get(key), row.cells.get(key)
            if key == "question" or (one and one.text) == (other and other.text):
                continue
            line, column = (other.line, other.column) if other else (row.line, 1)
            message = _("The `{name}` of one answer differs from that in line {line}.").format(
                name=name, line=first.line
            )
            report(self.document, line, column, message)

    def _metadata(self, row: Row) -> tuple[str, Cell | None]:
        """The topic that the metadata names, if it does, and its cell; the rest is noted."""
        cell = row.cells.get("metadata")
        topic = ""
        for name, value in self._tags(cell) if cell else ():
            if name.casefold() in TOPIC_KEYS and not topic:
                topic = value
            else:
                self.metadata.setdefault(f"{name}:{value}", []).append(row.line)
        return topic, cell

    def _tags(self, cell: Cell) -> Iterator[tuple[str, str]]:
        if len(cell.text) > MAX_LISTED or cell.text.lstrip().startswith("["):
            for tag in self._json(cell):
                if isinstance(tag, dict) and {"name", "value"} <= tag.keys():
                    yield str(tag["name"]).strip(), str(tag["value"]).strip()
                else:
                    message = _("Metadata has a `name` and a `value`.")
                    report(self.document, cell.line, cell.column, message)
            return
        for part in cell.text.split("|"):
            name, colon, value = part.partition(":")
            if colon and name.strip() and value.strip():
                yield name.strip(), value.strip()
            else:
                message = _("`{part}` is no metadata; it is written `name:value`.").format(
                    part=part.strip()[:40]
                )
                report(self.document, cell.line, cell.column, message)

    def _add_related(self, pair: _Pair, pairs: dict[str, _Pair]) -> None:
        cell = pair.row.cells.get("prompts")
        if cell is None:
            return
        for prompt in sorted(self._prompts(cell), key=lambda it: it.order):
            target = pairs.get(prompt.qna_id)
            if target is None or target is pair:
                self.notes.append(
                    _(
                        "The follow-up {text} in line {line} leads to no other answer of the file; "
                        "it is left out."
                    ).format(text=shown(prompt.text), line=pair.row.line)
                )
                continue
            pair.related.setdefault(target.id, cell)
            if prompt.text.casefold() not in target.asked:
                self.notes.append(
                    _(
                        "The follow-up {text} in line {line} leads to `{entry}`; its own wording "
                        "is left out."
                    ).format(text=shown(prompt.text), line=pair.row.line, entry=target.id)
                )

    def _prompts(self, cell: Cell) -> Iterator[_Prompt]:
        for item in self._json(cell):
            if not isinstance(item, dict) or "qnaId" not in item:
                report(self.document, cell.line, cell.column, _("A prompt has a `qnaId`."))
                continue
            order = item.get("displayOrder")
            text = str(item.get("displayText") or "").strip()
            order = order if isinstance(order, int) else 0
            yield _Prompt(order, str(item["qnaId"]), text)

    def _note_suggestions(self, row: Row) -> None:
        cell = row.cells.get("suggestedquestions")
        for text in _texts(self._json(cell)) if cell else ():
            self.notes.append(
                _(
                    "The question {text}, suggested in line {line}, was never accepted; it "
                    "is left out."
                ).format(text=shown(text), line=row.line)
            )

    def _is_context_only(self, row: Row) -> bool:
        cell = row.cells.get("iscontextonly")
        text = cell.text.strip().lower() if cell else "false"
        if cell and text not in ("true", "false"):
            report(self.document, cell.line, cell.column, _("This is neither `true` nor `false`."))
        return text == "true"

    def _sources(self, row: Row) -> list[str]:
        cell, display = row.cells.get("source"), row.cells.get("sourcedisplayname")
        name = cell.text.strip() if cell else ""
        title = display.text.strip() if display else ""
        if not (cell and is_address(name)):
            for text in dict.fromkeys(it for it in (name, title) if it):
                self.nameless.setdefault(text, []).append(row.line)
            return []
        source = self.drafts.source_id(name, cell, title=title or None)
        known = self.drafts.known.source_by_id.get(source) if self.drafts.known else None
        if title and title != self.titles.setdefault(source, known.title if known else title):
            self.nameless.setdefault(title, []).append(row.line)
        return [source]

    def _json(self, cell: Cell) -> list[object]:
        if len(cell.text) > MAX_LISTED:
            message = _("This cell is too long: at most {most:,} characters are read.").format(
                most=MAX_LISTED
            )
            report(self.document, cell.line, cell.column, message)
            return []
        try:
            found = json.loads(cell.text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            return found
        report(self.document, cell.line, cell.column, _("This cell is no JSON list."))
        return []


def _texts(suggestions: list[object]) -> Iterator[str]:
    """Every question in a list of suggestions, which come in clusters."""
    pending = suggestions[::-1]
    while pending:
        it = pending.pop()
        if isinstance(it, str):
            yield it
        elif isinstance(it, list):
            pending += it[::-1]
        elif isinstance(it, dict):
            pending += [*it.values()][::-1]


def _broken(match: re.Match[str]) -> str:
    return "\t" if match[0] == r"\t" else "\n"
