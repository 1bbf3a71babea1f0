"""Phrasings as sparse TF-IDF vectors, and questions as vectors that compare with them."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.matching.counts import OTHER_KINDS, TermCounts
from bot.matching.numbering import NEW, Columns, Ints
from bot.matching.products import sum_of_rows
from bot.matching.terms import KINDS, Terms, grams, rarity

Floats = npt.NDArray[np.float32]

COMMONEST = 4000
"""Terms in more phrasings than this count towards a vector's length alone. They tell next to
nothing, and comparing them would take most of the time."""
COMMON_SHARE = 0.05
FEW = 50
"""N-grams in a larger share of the phrasings than this count towards the length alone, unless there
are few phrasings. With four times the share nothing was gained, and a question of the shipped pack
took half as long again."""
TELLING_TERMS = 100
"""By how many terms a whole group of phrasings is compared."""
WORDS_KEPT = 1000
LONGEST_KEPT = 20
"""How many words beyond the phrasings' own have their n-grams remembered, and of what length."""
_KINDS = np.arange(len(KINDS))
_WEIGHTS = tuple(KINDS.values())


class Vectors:
    """The vectors of phrasings, each of length one, so that a product of two is their cosine."""

    def __init__(self, counts: TermCounts) -> None:
        self._counts = counts
        self._first = len(counts.gram_columns)
        """The first column that is of no n-gram."""
        width = self._first + len(counts.other_columns)
        containing = np.zeros(width, np.int64)
        blocks: list[sp.csr_array] = []
        squares = np.zeros(len(counts))
        for name, weight in KINDS.items():
            held = counts.of_kind(name)
            is_gram = name == "grams"
            most = COMMONEST
            if is_gram:
                most = max(min(COMMONEST, int(COMMON_SHARE * len(counts))), FEW)
            columns = slice(0, self._first) if is_gram else slice(self._first, width)
            holding = np.bincount(held.indices, minlength=held.shape[1])
            containing[columns] += holding
            block = _weighted(held, _rare(holding, len(counts)), weight, holding <= most)
            # A kind of which a phrasing has only the commonest terms does not count in its length.
            squares += weight * (np.diff(block.indptr) > 0)
            blocks.append(block)
        squares[squares == 0] = 1
        together = sum(blocks[2:], blocks[1])
        self._unheard = width
        """The column of all that no phrasing holds, and so an empty one."""
        empty = sp.csr_array((len(counts), 1), dtype=np.float32)
        matrix: sp.csr_array = sp.hstack(
            [blocks[0], together, empty], format="csr", dtype=np.float32
        )
        matrix.data /= np.sqrt(np.repeat(squares, np.diff(matrix.indptr)))
        self._postings: sp.csr_array = _narrow(matrix.T.tocsr())
        rarities = _rare(containing, len(counts))
        self._rarities = np.append(rarities, np.float32(rarity(0, len(counts))))
        self._grams_of_word: dict[str, tuple[bytes, list[str]]] = {}
        self._scratch = threading.local()

    @classmethod
    def of(cls, phrasings: Sequence[Terms]) -> Vectors:
        """The vectors of `phrasings`."""
        return cls(TermCounts.of(phrasings))

    def changed(self, phrasings: Sequence[Terms], kept: Ints) -> Vectors:
        """The vectors of a changed list of `phrasings`, made in a fraction of the time.

        `kept` gives for each phrasing its number here, or `NEW`. They compare as those of `of` do,
        but for rounding.
        """
        return Vectors(self._counts.changed(phrasings, kept))

    @cached_property
    def matrix(self) -> sp.csr_array:
        """One row a phrasing. Only learning reads it, and questions do without."""
        return _narrow(self._postings.T.tocsr())

    def forget_matrix(self) -> None:
        """Lets go of what only learning needs."""
        self.__dict__.pop("matrix", None)

    def vector(self, terms: Terms) -> Vector:
        """The vector of a question.

        Terms that no phrasing holds count in its length: what the pack has never heard of is
        evidence against every entry.
        """
        grams, times, strange = self._counted_grams(terms.words)
        others = [_counted(terms.of_kind(name)) for name in OTHER_KINDS]
        sizes = [len(grams) + len(strange), *map(len, others)]
        # None is no term, and so one that no phrasing holds.
        names = chain(repeat(None, len(strange)), *others)
        numbers = self._counts.other_columns.find(names, self._first, self._unheard)
        columns = np.concatenate([grams, numbers])
        often = chain.from_iterable([it.values() for it in (strange, *others)])
        times = np.concatenate([times, np.fromiter(often, np.int64, len(numbers))])
        values = np.log(times)
        values += 1
        values *= self._rarities.take(columns)
        kinds = _KINDS.repeat(sizes)
        lengths = np.bincount(kinds, values * values, len(KINDS)).tolist()
        shares = [it if length else 0.0 for it, length in zip(_WEIGHTS, lengths, strict=True)]
        whole = sum(shares) or 1.0
        scale = [
            math.sqrt(share / length / whole) if share else 0.0
            for share, length in zip(shares, lengths, strict=True)
        ]
        values *= np.array(scale).take(kinds)
        return Vector(columns, values.astype(np.float32))

    def likeness(self, question: Vector) -> Floats:
        """How alike a question is to each phrasing, from 0 to 1."""
        return sum_of_rows(self._postings, question.columns, question.weights)

    def likeness_of_rows(self, rows: Ints) -> Floats:
        """How alike each of the phrasings numbered `rows` is to each phrasing."""
        found: Floats = (self.matrix[rows] @ self._postings).toarray()
        return found

    def gram(self, rows: Ints) -> npt.NDArray[np.float64]:
        """How alike the phrasings numbered `rows` are to each other."""
        chosen = self.matrix[rows]
        # Few of all columns are used: numbering them anew makes a matrix that is quick to turn.
        numbers = self._numbers(chosen.indices)
        shape = (len(rows), len(numbers))
        compact = sp.csr_array((chosen.data, numbers, chosen.indptr), shape)
        found: npt.NDArray[np.float64] = (compact @ compact.T).toarray().astype(np.float64)
        return found

    def _numbers(self, columns: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """For each of `columns` a number that only its like have, below how many there are."""
        numbers: npt.NDArray[np.int32] | None = getattr(self._scratch, "numbers", None)
        if numbers is None:
            numbers = self._scratch.numbers = np.empty(self._postings.shape[0], np.int32)
        numbers[columns] = np.arange(len(columns), dtype=np.int32)
        return numbers[columns]

    def likeness_of_groups(self, groups: Sequence[Ints]) -> Floats:
        """How alike each group of phrasings is, in the terms that tell it best, to each phrasing.

        Only the order of the values means something.
        """
        rows: list[sp.csr_array] = []
        for group in groups:
            chosen = self.matrix[group]
            columns, places = np.unique(chosen.indices, return_inverse=True)
            weights = np.bincount(places, chosen.data).astype(np.float32)
            if len(columns) > TELLING_TERMS:
                best = np.argsort(-weights, kind="stable")[:TELLING_TERMS]
                columns, weights = columns[best], weights[best]
            rows.append(
                sp.csr_array((weights, columns, [0, len(columns)]), (1, self.matrix.shape[1]))
            )
        found: Floats = (sp.vstack(rows, format="csr") @ self._postings).toarray()
        return found

    def _counted_grams(self, words: Sequence[str]) -> tuple[Columns, Ints, Mapping[Hashable, int]]:
        """The columns of the words' n-grams, and how often each occurs.

        With them come those that no phrasing holds.
        """
        found = [self._grams(word) for word in words]
        columns: Columns = np.frombuffer(bytearray().join([it for it, _ in found]), np.int32)
        columns.sort()
        is_first = np.empty(len(columns) + 1, bool)
        is_first[0] = is_first[-1] = True
        np.not_equal(columns[1:], columns[:-1], out=is_first[1:-1])
        bounds = is_first.nonzero()[0]
        starts = bounds[:-1]
        strange = _counted([gram for _, missing in found for gram in missing])
        return columns.take(starts), bounds[1:] - starts, strange

    def _grams(self, word: str) -> tuple[bytes, list[str]]:
        """The columns of the word's n-grams, and those of them that no phrasing holds.

        As bytes, which take a third of the room and of the time to be joined.
        """
        found = self._grams_of_word.get(word)
        if found is None:
            cut = list(grams(word))
            numbers = self._counts.gram_columns.find(cut)
            is_known = numbers != NEW
            missing = [it for it, known in zip(cut, is_known.tolist(), strict=True) if not known]
            found = numbers[is_known].tobytes(), missing
            if len(word) <= LONGEST_KEPT:
                if len(self._grams_of_word) >= self._counts.words + WORDS_KEPT:
                    self._grams_of_word.clear()
                self._grams_of_word[word] = found
        return found


class Vector(NamedTuple):
    """The columns of what a question says, and what each weighs."""

    columns: npt.NDArray[np.int32]
    weights: Floats


def _counted(terms: Sequence[Hashable]) -> Mapping[Hashable, int]:
    """How often each term occurs."""
    once = dict.fromkeys(terms, 1)
    return once if len(once) == len(terms) else Counter(terms)


def _narrow(matrix: sp.csr_array) -> sp.csr_array:
    """The same with indices of half the width, which are read in half the time."""
    return sp.csr_array(
        (matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)),
        matrix.shape,
    )


def _rare(containing: Ints, total: int) -> Floats:
    """The rarity of each term, of which so many of all phrasings have it."""
    found: Floats = np.log((1.0 + total) / (1.0 + containing)).astype(np.float32) + 1
    return found


def _weighted(
    counts: sp.csr_array, rarities: Floats, weight: float, is_kept: npt.NDArray[np.bool_]
) -> sp.csr_array:
    """TF-IDF with a damped count, as in scikit-learn's `sublinear_tf`; rows of square `weight`."""
    data = (1 + np.log(counts.data)) * rarities[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, data**2, counts.shape[0]))
    data = weight**0.5 * data / lengths[rows] * is_kept[counts.indices]
    # A copy, for what is eliminated from it must stay in `counts`.
    weighted = sp.csr_array(
        (data.astype(np.float32), counts.indices, counts.indptr), counts.shape, copy=True
    )
    weighted.eliminate_zeros()
    return weighted
