"""Phrasings and questions compared by what their words mean."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.matching.language import Language
from bot.matching.terms import Terms, rarity
from bot.matching.vectors import Floats, Ints


class SenseVectors:
    """Phrasings as the sums of their telling stems' senses, by rarity; each as long as one.

    A phrasing none of whose telling stems has a sense is like nothing.
    """

    def __init__(self, phrasings: Sequence[Terms], language: Language) -> None:
        self._language = language
        self._total = len(phrasings)
        stems = [self._telling(it) for it in phrasings]
        telling = sorted({stem for row in stems for stem in row})
        numbers = {stem: number for number, stem in enumerate(telling)}
        rows = [[numbers[stem] for stem in row] for row in stems]  # in order, as stems are
        columns = np.array([number for row in rows for number in row], np.int32)
        holding = np.bincount(columns, minlength=len(telling)).tolist()
        self._rarities = {
            stem: rarity(times, self._total) for stem, times in zip(telling, holding, strict=True)
        }
        self._table = language.senses.table(telling)
        weights = np.array(list(self._rarities.values()), np.float32)
        starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)
        shape = (len(rows), len(telling))
        self._matrix: sp.csr_array = sp.csr_array((weights[columns], columns, starts), shape)
        lengths = np.linalg.norm(self._matrix @ self._table, axis=1)
        lengths[lengths == 0] = 1
        self._matrix.data /= np.repeat(lengths, np.diff(starts))

    def vector(self, terms: Terms) -> Floats:
        """The vector of a question."""
        found = np.zeros(self._table.shape[1], np.float32)
        for stem in sorted(set(terms.stems) - self._language.stop_words):
            sense = self._language.senses.get(stem)
            if sense is not None:
                found += np.float32(self._rarities.get(stem, rarity(0, self._total))) * sense
        length = math.sqrt(found @ found)
        return found / np.float32(length) if length else found

    def likeness(self, question: Floats) -> Floats:
        """How alike a question is to each phrasing, from -1 to 1."""
        found: Floats = self._matrix @ (self._table @ question)
        return found

    def likeness_of_rows(self, rows: Ints) -> Floats:
        """How alike each of the phrasings numbered `rows` is to each phrasing."""
        sums = self._matrix[rows] @ self._table
        found: Floats = (self._matrix @ (self._table @ sums.T)).T
        return found

    def gram(self, rows: Ints) -> npt.NDArray[np.float64]:
        """How alike the phrasings numbered `rows` are to each other."""
        sums = self._matrix[rows] @ self._table
        found: npt.NDArray[np.float64] = (sums @ sums.T).astype(np.float64)
        return found

    def _telling(self, terms: Terms) -> list[str]:
        """The stems of `terms` that name something and have a sense, each once, in order."""
        senses, fillers = self._language.senses, self._language.stop_words
        return [it for it in sorted(set(terms.stems)) if it not in fillers and it in senses]
