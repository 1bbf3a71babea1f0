"""Phrasings and questions compared by what their words mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.matching.counts import Counts, new_of
from bot.matching.language import Language
from bot.matching.numbering import NEW, Ints
from bot.matching.terms import Terms
from bot.matching.vectors import Floats

_Number = TypeVar("_Number", bound=np.generic)

MOST_SUMMED = 2000
"""Of how many phrasings the vectors are kept, in 1 MB; those of more are computed when wanted."""


class SenseVectors:
    """Phrasings as the sums of the senses of their stems and pairs of stems; each as long as one.

    A phrasing none of which has a sense is like nothing.
    """

    def __init__(self, counts: Counts, names: Sequence[str], language: Language) -> None:
        """`counts` are those of each phrasing's stems and neighbours that have a sense.

        `names` are these, in the order of their columns.
        """
        self._counts = counts
        self._names = names
        self._language = language
        self._table = language.senses.table(names)
        self.dimensions: int = self._table.shape[1]
        """How many numbers a vector has."""
        held = counts.matrix
        lengths = np.linalg.norm(held @ self._table, axis=1)
        lengths[lengths == 0] = 1
        shares = np.repeat(1 / lengths, np.diff(held.indptr)).astype(np.float32)
        self._keeps_sums = False
        self._matrix: sp.csr_array = sp.csr_array((shares, held.indices, held.indptr), held.shape)

    @cached_property
    def _sums(self) -> Floats:
        """Every phrasing's vector, which takes five times the room of what it is computed from."""
        found: Floats = self._matrix @ self._table
        return found

    def forget_sums(self) -> None:
        """Lets go of the vectors of many phrasings, which only `gram` cannot do without."""
        self._keeps_sums = len(self._sums) <= MOST_SUMMED
        if not self._keeps_sums:
            self.__dict__.pop("_sums", None)

    @classmethod
    def of(cls, phrasings: Sequence[Terms], language: Language) -> SenseVectors:
        """The vectors of `phrasings`."""
        kept = np.full(len(phrasings), NEW)
        return cls(Counts(), (), language).changed(phrasings, kept)

    def changed(self, phrasings: Sequence[Terms], kept: Ints) -> SenseVectors:
        """The vectors of a changed list of `phrasings`, made in a fraction of the time.

        `kept` gives for each phrasing its number here, or `NEW`. They compare as those of `of` do,
        but for rounding.
        """
        added = [_sensible(it, self._language) for it in new_of(phrasings, kept)]
        new = self._counts.columns.missing(sorted({it for found in added for it in found}))
        counts = self._counts.changed(kept, added, new)
        return SenseVectors(counts, [*self._names, *new], self._language)

    def vector(self, terms: Terms) -> Floats:
        """The vector of a question."""
        return self._language.senses.of_text(terms.stems)

    def likeness(self, question: Floats) -> Floats:
        """How alike a question is to each phrasing, from -1 to 1."""
        found: Floats = self._matrix @ (self._table @ question)
        return found

    def likeness_at(self, question: Floats, blocks: Sequence[slice]) -> Floats:
        """The same of the phrasings in `blocks` alone."""
        if self._keeps_sums:
            near: Floats = at(self._sums, blocks) @ question
            return near
        held = self._matrix
        counts = at(held.indptr[1:], blocks) - at(held.indptr, blocks)
        places = [slice(held.indptr[it.start], held.indptr[it.stop]) for it in blocks]
        likeness: Floats = self._table @ question
        products = at(held.data, places) * likeness.take(at(held.indices, places))
        found = np.zeros(len(counts), np.float32)
        np.add.at(found, np.repeat(np.arange(len(counts)), counts), products)
        return found

    def summed(self, coefficients: sp.csr_array) -> Floats:
        """The sum of all phrasings' vectors, times the coefficients in each row."""
        found: Floats = coefficients @ self._sums
        return found

    def likeness_of_rows(self, rows: Ints) -> Floats:
        """How alike each of the phrasings numbered `rows` is to each phrasing."""
        sums = self._matrix[rows] @ self._table
        found: Floats = (self._matrix @ (self._table @ sums.T)).T
        return found

    def gram(self, rows: Ints) -> npt.NDArray[np.float64]:
        """How alike the phrasings numbered `rows` are to each other."""
        sums = self._sums[rows]
        found: npt.NDArray[np.float64] = (sums @ sums.T).astype(np.float64)
        return found


def at(numbers: npt.NDArray[_Number], blocks: Sequence[slice]) -> npt.NDArray[_Number]:
    """What stands in some blocks of an array, one block after the other."""
    return np.concatenate([numbers[it] for it in blocks])


def _sensible(terms: Terms, language: Language) -> list[str]:
    """The stems and neighbours of `terms` that have a sense, each once, in order."""
    return [it for it in sorted(set(terms.phrases())) if it in language.senses]
