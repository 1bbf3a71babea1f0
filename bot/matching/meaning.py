"""Likeness in words, and with an encoder in meaning too, as one.

All that is learned from a pack, and all that its held-out phrasings teach, sees the two as one
likeness, so that the encoder joins the one decision and makes none of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import repeat
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from bot.matching.counts import new_of
from bot.matching.encoder import Encoder
from bot.matching.language import Language
from bot.matching.numbering import NEW, Ints
from bot.matching.sense_vectors import SenseVectors
from bot.matching.terms import Terms
from bot.matching.vectors import Floats, Vectors

_Numbers = TypeVar("_Numbers", Floats, npt.NDArray[np.float64])

SENSES_SHARE = 0.4
"""What the senses of the words count in a likeness in words, the words themselves the rest."""
SHARE = 0.6
"""What an encoder's meaning counts in a likeness, words counting the rest."""


class Compared(NamedTuple):
    """How alike one question is to each phrasing; or several are, one a row."""

    likeness: Floats
    """In all."""
    meaning: Floats
    """In meaning alone, from -1 to 1: as an encoder has it, or as the senses have, or, where the
    language has none, as the words themselves."""

    def row(self, number: int) -> Compared:
        """The question numbered `number` of several; what is forgotten in it is so in this."""
        return Compared(self.likeness[number], self.meaning[number])

    def forget(self, phrasings: Ints) -> None:
        """Makes the phrasings numbered `phrasings` unlike the question."""
        self.likeness[phrasings] = 0
        self.meaning[phrasings] = 0


class Likeness:
    """Compares questions with phrasings, and phrasings with each other.

    Without an encoder only words and their senses count.
    """

    def __init__(
        self, phrasings: Sequence[Terms], language: Language, encoder: Encoder | None = None
    ) -> None:
        self._words = Vectors.of(phrasings)
        self._senses = SenseVectors.of(phrasings, language)
        self._senses_share = SENSES_SHARE if len(language.senses) else 0.0
        self._encoder = encoder
        self._meanings = None
        if encoder is not None:
            self._meanings = encoder.encode_lasting([it.read for it in phrasings])

    def changed(self, phrasings: Sequence[Terms], kept: Ints) -> Likeness:
        """Compares `phrasings`, of which `kept` gives the numbers here, or `NEW`.

        It does so as if made for them, but for rounding, and is made in a fraction of the time.
        """
        found = copy(self)
        found._words = self._words.changed(phrasings, kept)
        found._senses = self._senses.changed(phrasings, kept)
        if self._encoder is not None and self._meanings is not None:
            added = [it.read for it in new_of(phrasings, kept)]
            found._meanings = self._meanings[kept]
            found._meanings[kept == NEW] = self._encoder.encode_lasting(added)
        return found

    def of(self, question: Terms) -> Compared:
        """How alike the question is to each phrasing."""
        encoder = self._encoder
        return self._compared(question, None if encoder is None else encoder.encode(question.read))

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

    def learned(self) -> None:
        """Lets go of what is needed for learning alone."""
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
