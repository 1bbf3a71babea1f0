"""Questions that turn an entry around: negation, opposites and exchanged parts.

"Should we not ban it", "should we allow it" and "does A sue B" share nearly all their words with
the question that they turn around, so that no likeness of words tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.matching.language import Language
from bot.matching.terms import Terms

WINDOW = 4
"""How far from the word between them two words may stand that have a part in it."""
LEAST_SAID = 0.6
FEWEST_SAID = 2
"""How many of a question's telling words a phrasing must hold, as a share and at least: one that
says something else is no turning around."""
MOSTLY = 0.75
"""The share of the comparable phrasings that it must turn around, by how much they compare."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What turning around could change in a text."""

    is_negated: bool
    sides: dict[int, int]
    """The pairs of opposites that it takes one side of, and which: 0 or 1."""
    triples: frozenset[tuple[str, str, str]]
    """Two telling words and a word between them that parts what each of them does."""
    telling: frozenset[str]
    """The stems that name something; of opposites the number of their pair."""


class Turning:
    """Tells whether a question turns an entry's phrasings around, as far as the language says."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def profile(self, terms: Terms) -> Profile:
        """What turning around could change in `terms`."""
        negations = [
            word in self._language.negations
            and not (word in self._language.confirming and not place)
            for place, word in enumerate(terms.words)
        ]
        if self._ends_in_tag(terms.words):
            negations = []
        sides: dict[int, set[int]] = {}
        for stem in terms.stems:
            for pair, side in self._language.opposites.get(stem, ()):
                sides.setdefault(pair, set()).add(side)
        return Profile(
            sum(negations) % 2 == 1,
            {pair: min(found) for pair, found in sides.items() if len(found) == 1},
            frozenset(self._triples(terms.stems)),
            frozenset(
                f"{min(self._language.opposites[stem])[0]}"
                if stem in self._language.opposites
                else stem
                for stem in terms.stems
                if stem not in self._language.function_words
            ),
        )

    def _ends_in_tag(self, words: Sequence[str]) -> bool:
        """Whether the words end in one that asks for agreement, as "isn't it" or "are they" do."""
        verbs = self._language.confirming | self._language.auxiliaries
        return len(words) > 2 and words[-1] in self._language.pronouns and words[-2] in verbs

    def is_turned(self, question: Profile, phrasings: Sequence[Profile], nearest: int) -> bool:
        """Whether the question is an entry's turned around.

        It must be turned beside the phrasing most like it, which stands at `nearest`. Of those that
        say most of what it says, it must be turned beside each that has most in common with it in
        what could be turned, and beside most of the others.
        """
        in_common, is_odd = _compare(question, phrasings[nearest])
        if in_common and not is_odd:
            return False
        needed = max(LEAST_SAID * len(question.telling), FEWEST_SAID)
        comparisons = [
            _compare(question, it)
            for it in phrasings
            if len(question.telling & it.telling) >= needed
        ]
        most = max((common for common, _ in comparisons), default=0)
        if not most and not is_odd:
            return False
        weights = [(common if most else 1, is_odd) for common, is_odd in comparisons]
        odd = sum(weight for weight, is_odd in weights if is_odd)
        return (
            odd > 0
            and all(is_odd for common, is_odd in comparisons if common == most)
            and odd >= MOSTLY * sum(weight for weight, _ in weights)
        )

    def _triples(self, stems: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        passive = self._language.passive
        fillers = self._language.function_words
        for place, pivot in enumerate(stems):
            if pivot in passive or (pivot in fillers and pivot not in self._language.directions):
                continue
            is_passive = any(it in passive for it in stems[place + 1 : place + 3])
            before = set(stems[max(place - WINDOW, 0) : place]) - fillers - {pivot}
            after = set(stems[place + 1 : place + 1 + WINDOW]) - fillers - {pivot}
            for x in before:
                for y in after - {x}:
                    yield (y, pivot, x) if is_passive else (x, pivot, y)


def _compare(question: Profile, phrasing: Profile) -> tuple[int, bool]:
    """In how much the two can be compared, and whether one turns the other around oddly often."""
    pairs = question.sides.keys() & phrasing.sides.keys()
    turns = sum(question.sides[it] != phrasing.sides[it] for it in pairs)
    turns += question.is_negated != phrasing.is_negated
    same = question.triples & phrasing.triples
    exchanged = {(y, pivot, x) for x, pivot, y in question.triples} & phrasing.triples
    kept = {frozenset((x, y)) for x, _, y in same}
    turns += any(frozenset((x, y)) not in kept for x, _, y in exchanged)
    return len(pairs) + bool(exchanged or same), turns % 2 == 1
