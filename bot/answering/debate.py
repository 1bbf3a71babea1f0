"""The strongest points for and against a topic's motion, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from bot.knowledge.interests import is_interested
from bot.knowledge.model import Entry, Pack, Side, Source
from bot.knowledge.passages import Citation, Passage, number_citations, parse_answer


class Strength(NamedTuple):
    """How well an answer is founded, as far as its sources show; the first that differs decides.

    It says nothing of whether the answer is right.
    """

    independent: int
    """Publishers without a stake, each once however much of it is cited."""
    kinds: int
    """Kinds of source among them: a study and a newspaper are more than two newspapers."""
    publishers: int
    """All publishers."""
    places: int
    """All places in sources that the answer points to."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A point for a motion and one against it, each the reply to the other; one may be missing."""

    pro: Entry | None
    contra: Entry | None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Those that are there, the one for the motion first."""
        return tuple(it for it in (self.pro, self.contra) if it)


@dataclass(frozen=True, slots=True)
class Brief:
    """A point in short."""

    text: str
    """Markdown with its citations as labels."""
    citations: tuple[Citation, ...]


def points(pack: Pack, topic_id: str) -> list[Pair]:
    """What speaks for and against the topic's motion, the strongest pairs first; each entry once.

    Two entries are a pair where one names the other as its `counter`. An entry that is left is
    paired with its counter in another topic, or stands alone, behind the pairs. A pair is as strong
    as the weaker of the two, so that the first are those on which both sides have most to show.
    """
    topic = pack.topic_by_id.get(topic_id)
    if topic is None or topic.motion is None:
        return []
    entries = [it for it in pack.live_entries if it.topic == topic_id and it.side != "neutral"]
    counters = (pack.live_entry(it.counter) for it in entries)
    strengths = {it.id: strength(pack, it) for it in (*entries, *filter(None, counters))}
    taken: set[str] = set()
    pairs: list[Pair] = []
    for pair in chain(_within(entries, strengths), _across(pack, entries, strengths)):
        if taken.isdisjoint(it.id for it in pair.entries):
            taken.update(it.id for it in pair.entries)
            pairs.append(pair)
    alone = [it for it in entries if it.id not in taken]
    pairs.sort(key=lambda it: _rank(it, strengths), reverse=True)
    alone.sort(key=lambda it: strengths[it.id], reverse=True)
    return [*pairs, *(_pair(it.side, it, None) for it in alone)]


def strength(pack: Pack, entry: Entry) -> Strength:
    """How well the entry's answer is founded."""
    marks = [mark for passage in parse_answer(entry.answer) for mark in passage.marks()]
    sources = [pack.source_by_id[it] for it in dict.fromkeys(it.source_id for it in marks)]
    free = [it for it in sources if not is_interested(it)]
    return Strength(
        independent=len(set(map(_publisher, free))),
        kinds=len({it.kind for it in free}),
        publishers=len(set(map(_publisher, sources))),
        places=len({(it.source_id, it.locator) for it in marks}),
    )


def brief(
    entry: Entry, *, label: Callable[[int, str], str] = lambda number, _source: f"[{number}]"
) -> Brief:
    """The first paragraph of the entry's answer, with a list that it introduces.

    `label` is that of `number_citations`.
    """
    text = "\n".join(it.prefix + it.text for it in _first(parse_answer(entry.answer)))
    shown, citations = number_citations(text, label=label)
    return Brief(shown, tuple(citations))


def _first(passages: Sequence[Passage]) -> Iterator[Passage]:
    start = next((at for at, it in enumerate(passages) if it.needs_citation), None)
    if start is None:
        return
    first = passages[start]
    yield first
    if first.kind != "paragraph" or not _without_marks(first).endswith(":"):
        return
    for passage in passages[start + 1 :]:
        if passage.kind != "item":
            return
        yield passage


def _without_marks(passage: Passage) -> str:
    text = passage.text
    for mark in reversed(passage.marks()):
        text = text[: mark.start] + text[mark.end :]
    return text.rstrip()


def _within(entries: Sequence[Entry], strengths: dict[str, Strength]) -> list[Pair]:
    """All pairs in a topic that may be made, those to be made first.

    They are those that name each other, and then those of an entry that few others would pair with.
    """
    found = [
        Pair(pro, contra)
        for pro in entries
        for contra in entries
        if (pro.side, contra.side) == ("for", "against")
        and (pro.counter == contra.id or contra.counter == pro.id)
    ]
    partners = Counter(entry.id for pair in found for entry in pair.entries)

    def order(pair: Pair) -> tuple[bool, int, tuple[Strength, ...]]:
        fewest = min(partners[it.id] for it in pair.entries)
        return _is_mutual(pair), -fewest, _rank(pair, strengths)

    return sorted(found, key=order, reverse=True)


def _across(pack: Pack, entries: Sequence[Entry], strengths: dict[str, Strength]) -> Iterator[Pair]:
    """The same of an entry in the topic and its counter in another."""
    for entry in sorted(entries, key=lambda it: strengths[it.id], reverse=True):
        counter = pack.live_entry(entry.counter)
        if counter and counter.topic != entry.topic:
            yield _pair(entry.side, entry, counter)


def _pair(side: Side, entry: Entry, counter: Entry | None) -> Pair:
    return Pair(entry, counter) if side == "for" else Pair(counter, entry)


def _is_mutual(pair: Pair) -> bool:
    return bool(
        pair.pro
        and pair.contra
        and pair.pro.counter == pair.contra.id
        and pair.contra.counter == pair.pro.id
    )


def _rank(pair: Pair, strengths: dict[str, Strength]) -> tuple[Strength, ...]:
    return tuple(sorted(strengths[it.id] for it in pair.entries))


def _publisher(source: Source) -> str:
    """Who published the source, as far as it is known."""
    return source.publisher or source.author or source.id
