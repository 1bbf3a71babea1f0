"""Entries from sheets that were made for something else: their ids, topics, sources and status."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from bot.exchange.contents import keep
from bot.exchange.table import Cell
from bot.exchange.tree import append, mapping, put, report, scalar, sequence
from bot.knowledge.document import Document, Mapping
from bot.knowledge.model import MAX_ID, RESERVED_IDS, Entry, Pack
from bot.knowledge.passages import parse_answer
from bot.translation import _, ngettext

MAX_ANSWER = 20_000
"""Longer answers are refused by the model, and are not taken apart before."""
SHOWN = 20
"""How many of many things a note names."""
MAX_SHOWN = 200
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MARK = re.compile(r"\[\^[^\]]*\]")


@dataclass(slots=True)
class Drafts:
    """Collects entries in a tree, with the topics and sources that they need."""

    document: Document
    root: Mapping
    known: Pack | None
    topic: str | None
    """The id or title of the topic for entries that name none."""
    new_topics: list[str] = field(default_factory=list)
    new_sources: list[str] = field(default_factory=list)
    uncited: list[int] = field(default_factory=list)
    """The lines of entries that became drafts, since they cannot be live."""
    taken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Ids by what they are of."""
    topics: dict[str, str] = field(default_factory=dict)
    """Ids by id and by title in small letters."""
    sources: dict[str, str] = field(default_factory=dict)
    """Ids by id, by address and by title in small letters."""
    questions: dict[str, int] = field(default_factory=dict)
    asked: dict[str, Entry] = field(default_factory=dict)
    """The entries that the pack has already, by each question that they are asked as."""
    met: dict[str, Entry] = field(default_factory=dict)
    """Those of them that the sheet has too, by their ids."""
    unlike: list[int] = field(default_factory=list)
    """The lines of rows whose entries say something else in the pack."""
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        if self.known is None:
            return
        self.reserve(entry.id for entry in self.known.entries)
        for entry in self.known.entries:
            for question in entry.phrasings:
                self.asked.setdefault(_folded(question), entry)
        self.asked |= {_folded(entry.question): entry for entry in self.known.entries}
        self.taken["topic"] = {topic.id for topic in self.known.topics}
        self.taken["source"] = {source.id for source in self.known.sources}
        for topic in self.known.topics:
            self.topics |= {topic.title.casefold(): topic.id, topic.id: topic.id}
        for source in self.known.sources:
            address = {source.url: source.id} if source.url else {}
            self.sources |= {source.title.casefold(): source.id, source.id: source.id, **address}

    def reserve(self, entry_ids: Iterable[str]) -> None:
        """Keeps ids from being made for other entries."""
        self.taken["entry"].update(entry_ids)

    def topic_id(self, cell: Cell | None, line: int) -> str:
        """The id of the topic that `cell` names by id or title; it is made where there is none."""
        name = (cell.text if cell else self.topic or "").strip()
        if not name:
            message = _("This names no topic. Fill a column `topic`, or choose one for the import.")
            report(self.document, line, 1, message)
            return ""
        found = self.topics.get(name) or self.topics.get(name.casefold())
        if found:
            return found
        made = self._unique(slug(name), "topic")
        self.topics |= {name.casefold(): made, made: made}
        place = (cell.line, cell.column) if cell else (line, 1)
        node = mapping(*place)
        put(node, "id", scalar(made, *place))
        put(node, "title", scalar(name, *place))
        append(self.root, "topics", node)
        self.new_topics.append(made)
        return made

    def source_id(self, name: str, cell: Cell, *, title: str | None = None) -> str:
        """The id of the source with that id, address or title; it is made where there is none."""
        found = self.sources.get(name) or self.sources.get(name.casefold())
        if found:
            return found
        is_address = _ADDRESS.fullmatch(name) is not None
        title = title or name
        base = slug(re.sub(r"^https?://(?:www\.)?|[?#].*", "", name, flags=re.IGNORECASE))
        made = self._unique(base, "source")
        self.sources |= {name if is_address else name.casefold(): made, made: made}
        node = mapping(cell.line, cell.column)
        put(node, "id", scalar(made, cell.line, cell.column))
        put(node, "title", scalar(title, cell.line, cell.column))
        if is_address:
            put(node, "url", scalar(name, cell.line, cell.column))
        put(node, "kind", scalar("other", cell.line, cell.column))
        append(self.root, "sources", node)
        self.new_sources.append(made)
        return made

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id in the pack."""
        return self.known.entry_by_id.get(entry_id) if self.known else None

    def entry_id(self, question: str) -> str:
        """An id made from the question that no entry has yet."""
        return self._unique(slug(question), "entry")

    def is_asked(self, question: Cell) -> bool:
        """Whether another row has the question already, which is then reported."""
        first = self.questions.setdefault(question.text.strip().casefold(), question.line)
        if first == question.line:
            return False
        message = _("The same question stands in line {first} already; keep one.").format(
            first=first
        )
        report(self.document, question.line, question.column, message)
        return True

    def there(
        self,
        line: int,
        question: str,
        answer: str,
        phrasings: Iterable[str],
        not_for: Iterable[str] = (),
    ) -> Entry | None:
        """The entry that the pack has for `question` already, which is left as it is there.

        It is noted where it does not say all that the sheet does: somebody may have worked on it
        since the sheet was made.
        """
        found = self.asked.get(_folded(question))
        if found is None:
            return None
        self.met[found.id] = found
        is_asked = {*map(_folded, phrasings)} <= {*map(_folded, found.asked_as)}
        is_not_for = {*map(_folded, not_for)} <= {*map(_folded, found.not_for)}
        if not (is_asked and is_not_for and says_the_same(answer, found.answer)):
            self.unlike.append(line)
        return found

    def add(
        self,
        line: int,
        texts: dict[str, tuple[str, Cell]],
        lists: dict[str, list[tuple[str, Cell]]],
        sources: Sequence[str] = (),
        *,
        columns: Collection[str] = (),
    ) -> None:
        """Adds an entry; it is a draft where it cannot be live, and cites `sources`.

        Where the pack has an entry of that id, what `columns` do not give stays as it is there.
        """
        known = self.entry(texts["id"][0])
        answer, cell = texts["answer"]
        if len(answer) <= MAX_ANSWER:
            answer = cited(answer, sources)
            texts["answer"] = (answer, cell)
            before = known.status if known and "status" not in columns else "live"
            status = texts.get("status", (before, cell))
            if status[0] == "live" and not can_be_live(answer):
                texts["status"] = ("draft", status[1])
                self.uncited.append(line)
        node = mapping(line, 1)
        for key, (text, where) in texts.items():
            put(node, key, scalar(text, where.line, where.column))
        for key, items in lists.items():
            if items:
                first = items[0][1]
                nodes = [scalar(text, where.line, where.column) for text, where in items]
                put(node, key, sequence(first.line, first.column, nodes))
        if known is not None:
            keep(known, node, {*columns, *texts})
        append(self.root, "entries", node)

    def notes(self) -> list[str]:
        """What was made beside what the sheet says."""
        found: list[str] = []
        if self.new_topics:
            topics = listed(f"`{name}`" for name in self.new_topics)
            found.append(_("New topics, which have no motion yet: {topics}.").format(topics=topics))
        if self.new_sources:
            sources = listed(f"`{name}`" for name in self.new_sources)
            found.append(
                _(
                    "New sources, of the kind `other` until they are given theirs: {sources}."
                ).format(sources=sources)
            )
        if self.uncited:
            found.append(
                _(
                    "Drafts, since part of the answer cites no source: the entries of {lines}."
                ).format(lines=listed_lines(self.uncited))
            )
        if self.unlike:
            found.append(
                _(
                    "In the pack already, though not as here, and left as it is there: {lines}. "
                    "Edit those entries to change them."
                ).format(lines=listed_lines(self.unlike))
            )
        return found

    def _unique(self, base: str, kind: str) -> str:
        base = kind if base in RESERVED_IDS or not base else base
        made = base
        while made in self.taken[kind]:
            self.counts[kind, base] += 1
            suffix = f"-{self.counts[kind, base] + 1}"
            made = base[: MAX_ID - len(suffix)].rstrip("-") + suffix
        self.taken[kind].add(made)
        return made


def has_marks(answer: str) -> bool:
    """Whether there is a citation mark anywhere in `answer`."""
    return _MARK.search(answer) is not None


def says_the_same(answer: str, marked: str) -> bool:
    """Whether `answer` is `marked`, whichever of its citation marks it has or lacks."""
    return _folded(_MARK.sub("", answer)) == _folded(_MARK.sub("", marked))


def _folded(text: str) -> str:
    """What is the same of a text, however large its letters and wide its spaces are."""
    return " ".join(text.split()).casefold()


def slug(text: str) -> str:
    """`text` as an id: its Latin letters and digits in small, at most 64, cut between words."""
    latin = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", latin.replace("'", "")).strip("-")
    if len(words) <= MAX_ID:
        return words
    return words[: MAX_ID + 1].rpartition("-")[0] or words[:MAX_ID]


def can_be_live(answer: str) -> bool:
    """Whether every paragraph and list item has a citation mark."""
    return all(not it.needs_citation or it.marks() for it in parse_answer(answer))


def cited(answer: str, sources: Sequence[str]) -> str:
    """The answer with a mark at its end for each of `sources` that it does not cite yet.

    Where its end cannot take marks, as in code, they stand in a paragraph before it.
    """
    if not sources:
        return answer
    has = {mark.source_id for passage in parse_answer(answer) for mark in passage.marks()}
    missing = [source for source in dict.fromkeys(sources) if source not in has]
    if not missing:
        return answer
    marks = " ".join(f"[^{source}]" for source in missing)
    ended = f"{answer.rstrip()} {marks}"
    for last in parse_answer(ended)[-1:]:  # none where all of it stands too deep
        if last.needs_citation and {*missing} <= {mark.source_id for mark in last.marks()}:
            return ended
    return f"{marks}\n\n{answer}"


def is_address(text: str) -> bool:
    """Whether a cell holds the address of a page."""
    return _ADDRESS.fullmatch(text) is not None


def listed(items: Iterable[object]) -> str:
    """`a, b and c`; of very many, the first."""
    texts = [str(item) for item in items]
    more = len(texts) - SHOWN
    if more > 0:
        return _("{items} and {n:,} more").format(items=", ".join(texts[:SHOWN]), n=more)
    return _(" and ").join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def listed_lines(lines: Sequence[int]) -> str:
    """`line 2`, `lines 2 and 5`."""
    return ngettext("line {lines}", "lines {lines}", len(lines)).format(lines=listed(lines))


def shown(text: str) -> str:
    """`text` as a note quotes it: on one line, and not too much of it."""
    one_line = " ".join(text.split())
    return f"`{one_line if len(one_line) <= MAX_SHOWN else one_line[:MAX_SHOWN] + '…'}`"
