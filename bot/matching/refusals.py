"""Negative phrasings: what an entry is not for, however much it looks so.

An entry is no candidate for a question that repeats one of its negative phrasings. For a question
that only resembles one it may be suggested, but it does not answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.knowledge.model import Entry
from bot.matching.evidence import spelling_likeness
from bot.matching.language import Language
from bot.matching.terms import Terms
from bot.matching.wordings import Wording

VETO = 0.9
"""How alike in letters, word order apart, a question is to a negative phrasing that it repeats."""
DOUBT = 0.7
"""The same for one that it only resembles."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A negative phrasing that a question resembles."""

    entry: Entry
    phrasing: str
    """As the entry has it."""
    is_veto: bool
    """Whether it keeps the entry out altogether; otherwise the entry may be suggested."""


class Refusals:
    """The negative phrasings of a pack's entries."""

    def __init__(self, wordings: Sequence[Wording], language: Language) -> None:
        self._wordings = wordings
        self._stop_words = language.stop_words

    def of(self, question: Terms, entry: int) -> Refusal | None:
        """The negative phrasing of the entry with this number that is most like the question.

        None where the question is at least as much like one of the entry's own phrasings.
        """
        wording = self._wordings[entry]
        if not wording.negatives:
            return None
        stems = frozenset(question.stems)
        likeness = [self._likeness(question, stems, it) for it in wording.negatives]
        if max(likeness) < DOUBT:
            return None
        orders = [_order_likeness(question, it) for it in wording.negatives]
        alike = list(zip(likeness, orders, strict=True))
        most = max(alike)
        own = [it.terms for it in wording.phrasings]
        own_orders = [_order_likeness(question, it) for it in own]
        own_likeness = (self._likeness(question, stems, it) for it in own)
        if most <= max(zip(own_likeness, own_orders, strict=True)):
            return None
        # The same words in another order may be what the phrasing is against: "A sues B".
        number = alike.index(most)
        is_exchanged = frozenset(wording.negatives[number].stems) == stems
        if is_exchanged and most[1] < max(own_orders):
            return None
        return Refusal(wording.entry, wording.entry.not_for[number], is_veto=most[0] >= VETO)

    def all(self, question: Terms) -> list[Refusal]:
        """The one of each entry that has one, in the order of the entries."""
        found = (self.of(question, number) for number in range(len(self._wordings)))
        return [it for it in found if it]

    def _likeness(self, question: Terms, stems: frozenset[str], other: Terms) -> float:
        """How alike two texts are in their words, 0 to 1; `stems` are those of the question."""
        likeness = spelling_likeness(question, other)
        telling = stems - self._stop_words
        if likeness < DOUBT and not all(it in other.stems for it in telling):
            return likeness
        others = frozenset(other.stems)
        if stems == others:
            return 1.0
        if telling and telling == others - self._stop_words:
            return max(likeness, DOUBT)
        return likeness


def _order_likeness(question: Terms, other: Terms) -> float:
    """How alike two texts are in the order of their words, 0 to 1."""
    return fuzz.ratio(question.words, other.words) / 100
