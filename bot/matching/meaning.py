"""Likeness in words, and with an encoder in meaning too, as one.

All that is learned from a pack, and all that its held-out phrasings teach, sees the two as one
likeness, so that the encoder joins the one decision and makes none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from bot.matching.counts import new_of
from bot.matching.encoder import Encoder
from bot.matching.half_floats import HalfFloats, widened
from bot.matching.language import Language
from bot.matching.numbering import NEW, Ints
from bot.matching.ranking import Ranking
from bot.matching.sense_vectors import SenseVectors, at
from bot.matching.terms import Terms
from bot.matching.vectors import Floats, Vectors

_Numbers = TypeVar("_Numbers", Floats, npt.NDArray[np.float64])

SENSES_SHARE = 0.4
"""What the senses of the words count in a likeness in words, the words themselves the rest, where
entries have `USUAL` phrasings each."""
USUAL = 10.0
FEWEST = 4.0
MOST = 25.0
DECLINE = 0.2
"""More phrasings say more in words, so that senses count less: as this power of their number. With
fewer than `FEWEST` they count no more, and with more than `MOST` no less."""
SHARE = 0.6
"""What an encoder's meaning counts in a likeness, words counting the rest."""


class Near(NamedTuple):
    """How alike a question is to each phrasing of one entry.

    As lists, for an entry has too few phrasings for arrays to be quicker.
    """

    likeness: list[float]
    """In all."""
    meaning: list[float]
    """In meaning alone."""


class Compared(NamedTuple):
    """How alike a question is to each phrasing; of several questions, a row for each."""

    likeness: Floats
    """In all."""
    meaning: Floats
    """In meaning alone, from -1 to 1: as an encoder has it, or as the senses have, or, where the
    language has none, as the words themselves."""

    def row(self, number: int) -> Compared:
        """The question numbered `number` of several. What the row forgets is forgotten here too."""
        return Compared(self.likeness[number], self.meaning[number])

    def near(self, blocks: Iterable[slice]) -> list[Near]:
        """The same for the phrasings of some entries, each of which has a block of them."""
        return [Near(self.likeness[it].tolist(), self.meaning[it].tolist()) for it in blocks]

    def forget(self, phrasings: Ints) -> None:
        """Makes the phrasings numbered `phrasings` unlike the question."""
        self.likeness[phrasings] = 0
        self.meaning[phrasings] = 0


class Read(NamedTuple):
    """What a question is compared by."""

    words: Floats
    """How alike each phrasing is to it in words."""
    direction: Floats
    """What its words mean, and then what an encoder says that it means."""


class Likeness:
    """Compares questions with phrasings, and phrasings with each other.

    Without an encoder only words and their senses count. What a phrasing means takes many numbers,
    so that a question's meaning is compared with whole entries first, and with the phrasings of a
    few entries only.
    """

    def __init__(
        self,
        phrasings: Sequence[Terms],
        language: Language,
        encoder: Encoder | None = None,
        *,
        each: float = USUAL,
    ) -> None:
        """`each` is how many phrasings an entry has."""
        self._words = Vectors.of(phrasings)
        self._senses = SenseVectors.of(phrasings, language)
        share = SENSES_SHARE * (USUAL / min(max(each, FEWEST), MOST)) ** DECLINE
        self._senses_share = share if len(language.senses) else 0.0
        self._encoder = encoder
        self._meaning_share = 0.0 if encoder is None else SHARE
        self._meanings: Floats | None = None
        self._learned_meanings: HalfFloats | None = None
        if encoder is not None:
            self._meanings = encoder.encode_lasting([it.read for it in phrasings])

    @property
    def is_encoded(self) -> bool:
        """Whether an encoder says what texts mean."""
        return self._encoder is not None

    def changed(self, phrasings: Sequence[Terms], kept: Ints) -> Likeness:
        """Compares a changed list of `phrasings`, and is made in a fraction of the time.

        `kept` gives for each phrasing its number here, or `NEW`. Results differ from those of a new
        one by rounding alone.
        """
        found = copy(self)
        found._words = self._words.changed(phrasings, kept)
        found._senses = self._senses.changed(phrasings, kept)
        if self._encoder is not None and self._learned_meanings is not None:
            added = [it.read for it in new_of(phrasings, kept)]
            found._meanings = widened(self._learned_meanings[kept])
            found._meanings[kept == NEW] = self._encoder.encode_lasting(added)
        return found

    def of(self, question: Terms) -> Compared:
        """How alike the question is to each phrasing."""
        return self._compared(question, self._encoded(question))

    def read(self, question: Terms) -> Read:
        """What the question is compared by."""
        words = self._words.likeness(self._words.vector(question))
        senses = self._senses.vector(question)
        encoded = self._encoded(question)
        return Read(words, senses if encoded is None else np.concatenate([senses, encoded]))

    def scores(self, question: Read) -> npt.NDArray[np.float64]:
        """The score of each entry, as the ranking gives it that was `learned`."""
        share = (1 - self._senses_share) * (1 - self._meaning_share)
        scores = self._ranking.scores(question.words, share)
        scores += self._directions @ question.direction
        return scores

    def near(self, question: Read, blocks: Sequence[slice]) -> list[Near]:
        """How alike the question is to the phrasings of some entries, a block of them each."""
        dimensions = self._senses.dimensions
        senses = self._senses.likeness_at(question.direction[:dimensions], blocks)
        found = self._with_senses(at(question.words, blocks), senses)
        if self._learned_meanings is not None:
            meaning = widened(at(self._learned_meanings, blocks)) @ question.direction[dimensions:]
            found = Compared(_mixed(found.likeness, meaning, SHARE), meaning)
        likeness, meanings = found.likeness.tolist(), found.meaning.tolist()
        bounds = pairwise([0, *accumulate(it.stop - it.start for it in blocks)])
        return [Near(likeness[first:last], meanings[first:last]) for first, last in bounds]

    def of_each(self, questions: Sequence[Terms]) -> Iterator[Compared]:
        """The same for each of several questions that will be asked again, and so are kept."""
        if self._encoder is None:
            meanings: Iterable[Floats | None] = repeat(None, len(questions))
        else:
            meanings = self._encoder.encode_lasting([it.read for it in questions])
        return map(self._compared, questions, meanings)

    def of_rows(self, rows: Ints) -> Compared:
        """How alike each of the phrasings numbered `rows` is to each phrasing."""
        words = self._words.likeness_of_rows(rows)
        found = self._with_senses(words, self._senses.likeness_of_rows(rows))
        if self._meanings is None:
            return found
        meaning = self._meanings[rows] @ self._meanings.T
        return Compared(_mixed(found.likeness, meaning, SHARE), meaning)

    def gram(self, rows: Ints) -> npt.NDArray[np.float64]:
        """How alike the phrasings numbered `rows` are to each other."""
        words = _mixed(self._words.gram(rows), self._senses.gram(rows), self._senses_share)
        if self._meanings is None:
            return words
        chosen = self._meanings[rows]
        return _mixed(words, (chosen @ chosen.T).astype(np.float64), SHARE)

    def learned(self, ranking: Ranking) -> None:
        """Prepares to score questions with `ranking`, and frees what only learning needs."""
        self._ranking = ranking
        senses = self._senses.summed(ranking.coefficients)
        self._directions = self._senses_share * (1 - self._meaning_share) * senses
        if self._meanings is not None:
            meanings = self._meaning_share * (ranking.coefficients @ self._meanings)
            self._directions = np.hstack([self._directions, meanings])
            # As precise as an encoder is; what is learned would take longer with half the width.
            self._learned_meanings = self._meanings.astype(np.float16)
            self._meanings = None
        self._words.forget_matrix()
        self._senses.forget_sums()

    def likeness_of_groups(self, groups: Sequence[Ints]) -> Floats:
        """How alike each group of phrasings is to each phrasing.

        Only the order of the values means something.
        """
        words = self._words.likeness_of_groups(groups)
        if self._meanings is None:
            return words
        sums = np.stack([self._meanings[it].sum(axis=0) for it in groups])
        return _mixed(words, sums @ self._meanings.T, SHARE)

    def _encoded(self, question: Terms) -> Floats | None:
        return None if self._encoder is None else self._encoder.encode(question.read)

    def _compared(self, question: Terms, encoded: Floats | None) -> Compared:
        words = self._words.likeness(self._words.vector(question))
        senses = self._senses.likeness(self._senses.vector(question))
        found = self._with_senses(words, senses)
        if self._meanings is None or encoded is None:
            return found
        meaning = self._meanings @ encoded
        return Compared(_mixed(found.likeness, meaning, SHARE), meaning)

    def _with_senses(self, words: Floats, senses: Floats) -> Compared:
        """Likeness in words and their senses; in words alone where the language has no senses."""
        if not self._senses_share:
            return Compared(words, words)
        return Compared(_mixed(words, senses, self._senses_share), senses)


def _mixed(words: _Numbers, meaning: _Numbers, share: float) -> _Numbers:
    """Both in one, changing `words`: at 100,000 phrasings a copy takes as long as the sum."""
    words *= 1 - share
    words += share * meaning
    return words
