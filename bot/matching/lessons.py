"""What a pack can teach about when to trust its ranking.

Its own phrasings are asked as if the pack did not know them: each with itself left out, for
questions that should be answered, and, for near misses that should not, with its whole entry left
out or with a telling word exchanged for another. The negative phrasings that curators wrote are
near misses as people ask them, and everyday questions are added that no pack is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.alterations import Alterations, checksum
from bot.matching.answers import Answers
from bot.matching.confidence import Example
from bot.matching.evidence import NOTHING, Evidence, LeftOut, Observer
from bot.matching.meaning import Compared, Likeness
from bot.matching.ranking import Array, Ints, Ranking
from bot.matching.terms import Terms


@dataclass(frozen=True, slots=True)
class Share:
    """How much all examples of one kind count together; all held-out phrasings together count 1."""

    importance: float
    """In learning what speaks for a candidate."""
    frequency: float
    """In learning how sure that makes one."""


HELD_OUT = Share(1.0, 1.0)
NEAR_MISS = Share(0.15, 0.0)
IDLE = Share(1.0, 0.06)
"""More frequent, they left packs of 20 entries less sure than they were right; less, answered@90
fell by a point."""
SHORTENED = Share(0.1, 0.3)
"""Phrasings with a word missing teach that what nearly repeats a phrasing is right, which no
held-out phrasing does. Six times as important, they taught that the frame of a question is enough:
half of the questions about another thing in a known frame were answered."""
LONE = Share(0.15, 0.0)
"""A word alone means an entry as likely as its use is that entry's; see `bot.matching.names`."""
EXCHANGED = Share(0.5, 0.0)
"""Phrasings with another telling word teach what a near miss in a known frame looks like. With
these, and with fewer that are shortened, `benchmarks/turned.py` has a third of such questions
answered, and half without."""
NEAR_MISS_ENCODED = Share(0.45, 0.0)
EXCHANGED_ENCODED = Share(0.15, 0.0)
"""The same with an encoder, to which a phrasing with another word in it says much the same still.
With both as without one, answered@90 was 1.3 points lower with 10 phrasings and 1.7 with 100, and a
hundredth of the shipped pack's questions was suggested that is answered right."""
NEGATIVE = Share(2.0, 0.1)
"""With a seventh of this importance a quarter more of the shipped pack's near misses were answered
that were written without a look at its negative phrasings, and hardly more questions right."""
MOST_EACH = 6.0
"""How many held-out phrasings one example may count as. Without a limit, the only negative phrasing
of a pack of few entries would stand for all that is asked of it."""
MOST_PHRASINGS = 400
MOST_IDLE = 300
MOST_NEGATIVE = 1000
"""At most so many phrasings, everyday questions and negative phrasings are asked. Twice as many
taught nothing more."""
NEAR_MISS_EVERY = 2
EXCHANGED_EVERY = 2
SHORTENED_EVERY = 4
"""Of how many phrasings that are asked one is also asked without its entry, with a word exchanged,
and with a word missing. Twice as many taught nothing more."""
CHUNK = 100
"""How many phrasings are compared with all others at a time."""
SHORTLIST = 6
"""How many entries the ranking hands on to be ordered by confidence."""
_LEAST = float(np.finfo(np.float64).min)
"""Any score but that of what cannot be meant."""


_Lesson = tuple[Array, Array]
"""A row of evidence for each candidate, and how likely each is meant."""
_Meant = Mapping[int, float]
"""How likely entries are meant, by their numbers; the others are not."""


def chosen(phrasings: Sequence[Terms], most: int = MOST_PHRASINGS) -> Ints:
    """The numbers of at most `most` phrasings, which are asked as if they were not known.

    They are chosen by a checksum of what they say. A change of the pack changes few of them, so
    that what is learned hardly moves.
    """
    sums = np.array([checksum(it.folded) for it in phrasings])
    return np.sort(np.argsort(sums, kind="stable")[:most])


class Teacher:
    """Asks the parts of an index what they would say."""

    def __init__(
        self,
        likeness: Likeness,
        ranking: Ranking,
        observer: Observer,
        phrasings: Sequence[Terms],
        owners: Ints,
        answers: Answers,
    ) -> None:
        self._likeness = likeness
        self._ranking = ranking
        self._observer = observer
        self._phrasings = phrasings
        self._owners = owners
        self._answers = answers
        self._chosen = chosen(phrasings)

    def examples(
        self,
        alterations: Alterations,
        idle: Sequence[Terms],
        lone: Iterable[tuple[Terms, _Meant]],
        negatives: Sequence[tuple[Terms, int]],
    ) -> list[Example]:
        """All examples that the pack can give.

        `alterations` alters phrasings, `idle` are everyday questions, `lone` are single words with
        the likelihood that they mean each entry, and `negatives` are negative phrasings with the
        numbers of the entries that they are not for.
        """
        held_out, near_misses = self._left_out()
        is_encoded = self._likeness.is_encoded
        kinds = (
            (HELD_OUT, held_out),
            (NEAR_MISS_ENCODED if is_encoded else NEAR_MISS, near_misses),
            (SHORTENED, self._shortened(alterations)),
            (EXCHANGED_ENCODED if is_encoded else EXCHANGED, self._exchanged(alterations)),
            (IDLE, self._asked([(idle[it], {}) for it in chosen(idle, MOST_IDLE)])),
            (LONE, self._asked(list(lone))),
            (NEGATIVE, self._negative(negatives)),
        )
        examples: list[Example] = []
        for share, found in kinds:
            each = self._each(share, len(found), len(held_out))
            counts = share.importance * each, share.frequency * each
            examples += [Example(evidence, meant, *counts) for evidence, meant in found]
        return examples

    def _each(self, share: Share, found: int, held_out: int) -> float:
        """How often one of `found` examples counts, which share what their kind counts."""
        whole = len(self._phrasings)
        most = MOST_EACH * whole / held_out
        return min(whole / max(found, 1), most / share.importance)

    def _left_out(self) -> tuple[list[_Lesson], list[_Lesson]]:
        """Each phrasing asked with itself left out, and with its entry left out."""
        held_out: list[_Lesson] = []
        near_misses: list[_Lesson] = []
        for start in range(0, len(self._chosen), CHUNK):
            numbers = self._chosen[start : start + CHUNK]
            rows = self._likeness.of_rows(numbers)
            for place, number in enumerate(numbers.tolist()):
                terms, owner = self._phrasings[number], int(self._owners[number])
                compared = rows.row(place)
                scores = self._scores(terms, compared)
                unlearned = self._ranking.unlearned(number)
                compared.forget(np.array([number]))
                changed = scores.copy()
                changed[unlearned.entries] += unlearned.without_phrasing
                left_out = LeftOut(phrasing=number)
                held_out.append(self._lesson(terms, compared, changed, {owner: 1}, left_out))
                if self._owners[-1] == 0 or checksum(terms.folded) % NEAR_MISS_EVERY:
                    continue
                compared.forget(np.flatnonzero(self._owners == owner))
                changed = scores
                changed[unlearned.entries] += unlearned.without_entry
                changed[owner] = -np.inf
                left_out = LeftOut(entry=owner)
                near_misses.append(self._lesson(terms, compared, changed, {}, left_out))
        return held_out, near_misses

    def _one_in(self, many: int) -> list[int]:
        """The numbers of one in `many` of the phrasings that are asked, picked by checksum."""
        sums = {it: checksum(self._phrasings[it].folded) for it in self._chosen.tolist()}
        return [it for it, found in sums.items() if found % many == 0]

    def _shortened(self, alterations: Alterations) -> list[_Lesson]:
        asked = [
            (terms, {int(self._owners[number]): 1.0})
            for number in self._one_in(SHORTENED_EVERY)
            if (terms := alterations.shortened(self._phrasings[number]))
        ]
        return self._asked(asked)

    def _exchanged(self, alterations: Alterations) -> list[_Lesson]:
        """Phrasings with a word exchanged, themselves left out, where their entry is still first.

        Of others some are for another entry.
        """
        asked = [
            (terms, number)
            for number in self._one_in(EXCHANGED_EVERY)
            if (terms := alterations.exchanged(self._phrasings[number], int(self._owners[number])))
        ]
        found: list[_Lesson] = []
        compared = self._likeness.of_each([terms for terms, _ in asked])
        for (terms, number), it in zip(asked, compared, strict=True):
            it.forget(np.array([number]))
            scores = self._scores(terms, it)
            if shortlist(scores)[0] == self._owners[number]:
                found.append(self._lesson(terms, it, scores, {}, LeftOut(phrasing=number)))
        return found

    def _negative(self, negatives: Sequence[tuple[Terms, int]]) -> list[_Lesson]:
        """Negative phrasings asked, of those for which the entry that must not answer is first.

        Of others some are for another entry.
        """
        numbers = chosen([terms for terms, _ in negatives], MOST_NEGATIVE)
        asked = [negatives[it] for it in numbers.tolist()]
        found: list[_Lesson] = []
        compared = self._likeness.of_each([terms for terms, _ in asked])
        for (terms, owner), it in zip(asked, compared, strict=True):
            scores = self._scores(terms, it)
            if shortlist(scores)[0] == owner:
                found.append(self._lesson(terms, it, scores, {}, NOTHING))
        return found

    def _asked(self, questions: Sequence[tuple[Terms, _Meant]]) -> list[_Lesson]:
        compared = self._likeness.of_each([terms for terms, _ in questions])
        return [
            self._lesson(terms, it, self._scores(terms, it), meant, NOTHING)
            for (terms, meant), it in zip(questions, compared, strict=True)
        ]

    def _scores(self, terms: Terms, compared: Compared) -> Array:
        return self._ranking.scores(compared.likeness) + self._answers.scores(terms)

    def _lesson(
        self,
        terms: Terms,
        compared: Compared,
        scores: Array,
        meant: _Meant,
        left_out: LeftOut,
    ) -> _Lesson:
        entries = shortlist(scores)
        near = compared.near(self._observer.blocks(entries))
        observed = self._observer.observe(terms, near, scores, entries, left_out)
        # As an array, for as thousands of tuples it would leave holes in the process's memory.
        found = np.array([evidence for evidence, _ in observed]).reshape(-1, len(Evidence._fields))
        return found, np.array([meant.get(it, 0.0) for it in entries])


def shortlist(scores: Array) -> list[int]:
    """The entries that may be meant, best first."""
    least = _LEAST
    if len(scores) > SHORTLIST:
        ordered = scores.copy()
        ordered.partition(-SHORTLIST)
        least = max(float(ordered[-SHORTLIST]), _LEAST)
    found = (scores >= least).nonzero()[0]
    order: list[int] = found[(-scores[found]).argsort(kind="stable")].tolist()
    return order[:SHORTLIST]
