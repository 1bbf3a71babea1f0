"""What must hold across a pack's files: ids, references, and a source for every statement.

A synonym without a letter or digit gets a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.document import Document, Location, Scalar
from bot.knowledge.model import Entry, ItemKind, PackHeader, Source, Topic
from bot.knowledge.passages import Passage, parse_answer
from bot.knowledge.problems import Place, Problem, Severity, did_you_mean
from bot.translation import _

UNKNOWN = "-"
"""The id that stands in for one that could not be read. References to it are never errors."""
_KEY = re.compile(
    rf"^({'|'.join(Entry.model_fields.keys() - {'id', 'question', 'answer'})}):(?=\s|$)",
    re.MULTILINE,
)
"""A line of an answer that looks like another key of its entry."""


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file of a pack: its document, which knows the places, and what could be read of it.

    Items are kept by their position in the file.
    """

    document: Document
    pack: PackHeader | None
    synonyms: tuple[tuple[str, ...], ...]
    sources: Mapping[int, Source]
    topics: Mapping[int, Topic]
    entries: Mapping[int, Entry]
    broken_ids: frozenset[str] = frozenset()
    """The ids that stand in for those that could not be read."""
    unread: frozenset[ItemKind] = frozenset()
    """The kinds of which the file may hold items that could not be read at all."""


def validate(
    files: Sequence[LoadedFile], *, unread: Collection[ItemKind] = frozenset()
) -> list[Problem]:
    """Every problem across the files of one pack.

    `unread` names the kinds of which items may stand in a file that is no YAML. References to items
    of such a kind are not checked, nor are those to a kind of which one of `files` has unread
    items: the item that they name may be one of these.
    """
    unread = frozenset(unread).union(*(file.unread for file in files))
    problems: list[Problem] = []
    for kind in ("sources", "topics", "entries"):
        problems += _duplicate_ids(files, kind)
    broken = {name for file in files for name in file.broken_ids}
    sources = broken | {source.id for file in files for source in file.sources.values()}
    entries = broken | {entry.id for file in files for entry in file.entries.values()}
    motions = {topic.id: topic.motion for file in files for topic in file.topics.values()}
    for file in files:
        problems += _wordless_synonyms(file)
        for index, entry in file.entries.items():
            location: Location = ("entries", index)
            if "topics" not in unread and entry.topic not in broken:
                problems += _topic_problems(file.document, location, entry, motions)
            if "entries" not in unread:
                problems += _reference_problems(file.document, location, entry, entries)
            known = sources if "sources" not in unread else None
            problems += _answer_problems(file.document, location, entry, known)
    return problems


def _duplicate_ids(files: Sequence[LoadedFile], kind: str) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, Place] = {}
    for file in files:
        for index, item in getattr(file, kind).items():
            if item.id in file.broken_ids:
                continue
            location: Location = (kind, index, "id")
            earlier = first.get(item.id)
            if earlier is None:
                first[item.id] = file.document.place(location)
                continue
            message = _("The id `{id}` is taken in {file}, line {line}; choose another.").format(
                id=item.id, file=earlier.path.name, line=earlier.line
            )
            problems.append(file.document.problem(location, message))
    return problems


def _wordless_synonyms(file: LoadedFile) -> Iterator[Problem]:
    """A warning for each synonym that matching never sees, as it compares words."""
    for number, group in enumerate(file.synonyms):
        for place, name in enumerate(group):
            if not any(map(str.isalnum, unicodedata.normalize("NFKC", name))):
                message = _(
                    "`{name}` has no letter or digit, so it is never found in a question: write a "
                    "word, or remove it."
                ).format(name=name)
                location: Location = ("synonyms", number, place)
                yield replace(file.document.problem(location, message), severity="warning")


def _topic_problems(
    document: Document, location: Location, entry: Entry, motions: dict[str, str | None]
) -> list[Problem]:
    if entry.topic not in motions:
        message = _("There is no topic `{topic}`.").format(topic=entry.topic) + did_you_mean(
            entry.topic, motions
        )
        return [document.problem((*location, "topic"), message)]
    if entry.side != "neutral" and motions[entry.topic] is None:
        said = _(
            "The topic `{topic}` has no motion to be for. Give the topic a `motion`, or make the "
            "entry neutral."
        )
        if entry.side == "against":
            said = _(
                "The topic `{topic}` has no motion to be against. Give the topic a `motion`, or "
                "make the entry neutral."
            )
        message = said.format(topic=entry.topic)
        return [document.problem((*location, "side"), message)]
    return []


def _reference_problems(
    document: Document, location: Location, entry: Entry, entries: set[str]
) -> list[Problem]:
    references: list[tuple[Location, str]] = [
        ((*location, "related", index), related) for index, related in enumerate(entry.related)
    ]
    if entry.counter is not None:
        references.insert(0, ((*location, "counter"), entry.counter))
    problems: list[Problem] = []
    for where, name in references:
        if name == entry.id != UNKNOWN:
            problems.append(document.problem(where, _("An entry cannot refer to itself.")))
        elif name not in entries:
            message = _("There is no entry `{name}`.").format(name=name) + did_you_mean(
                name, entries
            )
            problems.append(document.problem(where, message))
    return problems


def _answer_problems(
    document: Document, location: Location, entry: Entry, sources: set[str] | None
) -> list[Problem]:
    where: Location = (*location, "answer")
    place_of = answer_places(document, where)
    problems: list[Problem] = []

    def report(passage: Passage, offset: int, message: str, severity: Severity = "error") -> None:
        key = document.problem(where, "").key
        problems.append(Problem(place_of(passage, offset), message, key=key, severity=severity))

    for passage in parse_answer(entry.answer):
        for key in _KEY.finditer(passage.text) if passage.needs_citation else ():
            report(
                passage,
                key.start(),
                _(
                    "This line is indented like the answer's text, so that `{key}` is a part of "
                    "it. Indent it like `answer`, if it is meant as a key."
                ).format(key=key[1]),
                severity="warning",
            )
        marks = passage.marks()
        broken = passage.broken_marks()
        for broken_mark in broken:
            report(passage, broken_mark.start, broken_mark.advice)
        for mark in marks:
            if sources is not None and mark.source_id not in sources:
                message = _("There is no source `{source_id}`.").format(source_id=mark.source_id)
                report(passage, mark.start, message + did_you_mean(mark.source_id, sources))
        if entry.is_live and passage.needs_citation and not marks and not broken:
            message = _(
                "This paragraph cites no source. End it with a mark such as `[^source-id]`."
            )
            if passage.kind == "item":
                message = _(
                    "This list item cites no source. End it with a mark such as `[^source-id]`."
                )
            report(passage, 0, message)
    return problems


def answer_places(document: Document, where: Location) -> Callable[[Passage, int], Place]:
    """A function that gives the place of an offset in a passage of the answer at `where`.

    Only literal blocks (`answer: |`) keep the file's lines. For any other style the function gives
    the place where the answer begins.
    """
    node = document.find(where)
    start = document.place(where)

    def place(passage: Passage, offset: int) -> Place:
        if not isinstance(node, Scalar) or node.style != "|":
            return start
        before = passage.text[:offset]
        line = node.line + 1 + passage.line + before.count("\n")
        if line > len(document.lines):
            return start
        source = document.lines[line - 1]
        rest = passage.text[offset:].split("\n", 1)[0]
        found = source.find(rest)
        column = found if found >= 0 else len(source) - len(source.lstrip())
        return Place(document.path, line, column + 1)

    return place
