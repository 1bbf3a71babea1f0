"""How much each side of each topic has to say, and on what sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Literal

from bot.knowledge.model import Entry, Pack, Side, Source, SourceKind, Topic
from bot.knowledge.passages import parse_answer
from bot.knowledge.prose import count_words

Measure = Literal["entries", "words", "sources"]

SIDES: tuple[Side, ...] = ("for", "against", "neutral")
MEASURES: tuple[Measure, ...] = ("entries", "words", "sources")
LARGEST_SHARE = 0.6
"""Of what both sides of a topic have together: with more, the topic is lopsided."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What some entries hold together."""

    entries: int
    words: int
    """The words of their answers."""
    sources: tuple[Source, ...]
    """The sources that the answers cite, each once, in the order of the pack."""

    def count(self, measure: Measure) -> int:
        """How many entries, words or sources there are, as `measure` says."""
        match measure:
            case "entries":
                return self.entries
            case "words":
                return self.words
            case "sources":
                return len(self.sources)


@dataclass(frozen=True, slots=True)
class TopicBalance:
    """A topic's live entries, side by side."""

    topic: Topic
    sides: Mapping[Side, Tally]
    whole: Tally

    @property
    def is_debated(self) -> bool:
        """Whether any entry takes a side."""
        return self.sides["for"].entries + self.sides["against"].entries > 0

    def both(self, measure: Measure) -> tuple[int, int]:
        """What `for` and `against` have."""
        return self.sides["for"].count(measure), self.sides["against"].count(measure)

    def is_lopsided(self, measure: Measure) -> bool:
        """Whether one side has more than its share of what both have."""
        both = self.both(measure)
        return max(both) > LARGEST_SHARE * sum(both)


def balance(pack: Pack) -> tuple[TopicBalance, ...]:
    """The balance of each topic that has live entries, in the pack's order."""
    found = []
    for topic in pack.topics:
        entries = [it for it in pack.live_entries if it.topic == topic.id]
        if entries:
            sides = {side: tally(pack, [it for it in entries if it.side == side]) for side in SIDES}
            found.append(TopicBalance(topic, sides, tally(pack, entries)))
    return tuple(found)


def tally(pack: Pack, entries: Sequence[Entry]) -> Tally:
    """What `entries` of the pack hold together."""
    cited = {name for entry in entries for name in cited_by(entry)}
    return Tally(
        len(entries),
        sum(count_words(entry.answer) for entry in entries),
        tuple(source for source in pack.sources if source.id in cited),
    )


def cited_by(entry: Entry) -> list[str]:
    """The ids of the sources that the entry's answer cites, each once, in order."""
    marks = (mark for passage in parse_answer(entry.answer) for mark in passage.marks())
    return list(dict.fromkeys(mark.source_id for mark in marks))


def count_kinds(sources: Iterable[Source]) -> Counter[SourceKind]:
    """How many sources of each kind there are."""
    return Counter(source.kind for source in sources)


def years(sources: Iterable[Source]) -> list[int]:
    """The years of the sources whose date is known, in order."""
    return sorted(int(source.date[:4]) for source in sources if source.date)


def median_year(sources: Iterable[Source]) -> int | None:
    """The year by which half of the dated sources were published; None where none is dated."""
    found = years(sources)
    return median_low(found) if found else None
