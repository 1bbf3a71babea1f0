"""Phrasings as sparse TF-IDF vectors, and questions as vectors that compare with them."""

from __future__ import annotations

import math
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.matching.terms import KINDS, Terms, grams, rarity

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

COMMONEST = 4000
"""Terms of more phrasings than this count in a vector's length alone: they tell next to nothing,
and would take most of the time."""
COMMON_SHARE = 0.2
FEW = 50
"""N-grams count in the length alone from this share of the phrasings on, but not while they are
few."""
TELLING_TERMS = 100
"""By how many terms a whole group of phrasings is compared."""
SMALLEST = 1e-30
"""Keeps what is nothing from being divided by nothing."""
_OTHER_KINDS = [it for it in KINDS if it != "grams"]
_KINDS = np.arange(len(KINDS))
_WEIGHTS = np.array(list(KINDS.values()))
_NOTHING = np.zeros(0, np.int64)


class Vectors:
    """The vectors of phrasings, each of length one, so that a product of two is their cosine."""

    def __init__(self, phrasings: Sequence[Terms]) -> None:
        vocabulary = {it: number for number, it in enumerate(sorted(_words(phrasings)))}
        numberings: list[dict[str, int]] = []
        rarities: list[Floats] = []
        blocks: list[sp.csr_array] = []
        squares = np.zeros(len(phrasings))
        width = 0
        for name, weight in KINDS.items():
            numbering: dict[str, int] = {}
            most = COMMONEST
            if name == "grams":
                # Words repeat, so that n-grams are cut from each only once.
                by_word = _count_matrix([list(grams(word)) for word in vocabulary], numbering)
                counts = _count_matrix([it.words for it in phrasings], vocabulary) @ by_word
                most = max(min(COMMONEST, int(COMMON_SHARE * len(phrasings))), FEW)
            else:
                counts = _count_matrix([it.of_kind(name) for it in phrasings], numbering)
            containing = np.bincount(counts.indices, minlength=counts.shape[1])
            rare = np.log((1.0 + len(phrasings)) / (1.0 + containing)).astype(np.float32) + 1
            blocks.append(_weighted(counts, rare, weight, containing <= most))
            squares += weight * (np.diff(counts.indptr) > 0)
            numberings.append({term: width + it for term, it in numbering.items()})
            rarities.append(rare)
            width += len(numbering)
        squares[squares == 0] = 1
        self.matrix: sp.csr_array = _narrow(sp.hstack(blocks, format="csr", dtype=np.float32))
        """One row a phrasing."""
        self.matrix.data /= np.sqrt(np.repeat(squares, np.diff(self.matrix.indptr)))
        self._postings: sp.csr_array = _narrow(self.matrix.T.tocsr())
        self._columns = numberings
        """The column of each term, kind by kind."""
        self._rarities = np.concatenate(rarities)
        self._unheard = rarity(0, len(phrasings))
        self._grams_of_word: dict[str, tuple[Ints, list[str]]] = {}
        self._vocabulary = vocabulary
        self._scratch = threading.local()

    def vector(self, terms: Terms) -> Vector:
        """The vector of a question.

        Terms that no phrasing holds count in its length: what the pack has never heard of is
        evidence against every entry.
        """
        columns, times, unheard = self._counted_grams(terms.words)
        others: list[int] = []
        counts: list[int] = []
        sizes = [len(columns)]
        squares = [self._square(unheard)]
        for name, numbering in zip(_OTHER_KINDS, self._columns[1:], strict=True):
            found = Counter(terms.of_kind(name))
            known = [term for term in found if term in numbering]
            others += [numbering[term] for term in known]
            counts += [found[term] for term in known]
            sizes.append(len(known))
            squares.append(self._square([found[it] for it in found if it not in numbering]))
        columns = np.concatenate([columns, np.array(others, np.int64)])
        times = np.concatenate([times, np.array(counts, np.int64)])
        kinds = np.repeat(_KINDS, sizes)
        values = (1 + np.log(times)) * self._rarities[columns]
        lengths = np.array(squares) + np.bincount(kinds, values**2, len(KINDS))
        shares = np.where(lengths > 0, _WEIGHTS, 0.0)
        scale = np.sqrt(shares / np.maximum(lengths, SMALLEST) / max(shares.sum(), SMALLEST))
        return Vector(columns, (values * scale[kinds]).astype(np.float32))

    def _square(self, counts: Iterable[int]) -> float:
        """What terms add to a vector's squared length that no phrasing holds."""
        return self._unheard**2 * sum((1 + math.log(it)) ** 2 for it in counts)

    def likeness(self, question: Vector) -> Floats:
        """How alike a question is to each phrasing, from 0 to 1."""
        starts = self._postings.indptr[question.columns]
        counts = self._postings.indptr[question.columns + 1] - starts
        ends = np.cumsum(counts)
        # The places of the columns' postings, one column after the other.
        places = np.repeat(starts - ends + counts, counts)
        places += np.arange(len(places), dtype=places.dtype)
        products = self._postings.data[places]
        products *= np.repeat(question.weights, counts)
        rows = self._postings.indices[places]
        return np.bincount(rows, products, self.matrix.shape[0]).astype(np.float32)

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
            numbers = self._scratch.numbers = np.empty(self.matrix.shape[1], np.int32)
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

    def _counted_grams(self, words: Sequence[str]) -> tuple[Ints, Ints, list[int]]:
        """The columns of the words' n-grams, how often each occurs, and how often others do."""
        found = [self._grams(word) for word in words]
        columns = np.concatenate([it[0] for it in found] or [_NOTHING])
        columns.sort()
        is_first = np.ones(len(columns) + 1, bool)
        np.not_equal(columns[1:], columns[:-1], out=is_first[1:-1])
        bounds = np.flatnonzero(is_first)
        unheard = Counter(gram for it in found for gram in it[1])
        return columns[bounds[:-1]], bounds[1:] - bounds[:-1], list(unheard.values())

    def _grams(self, word: str) -> tuple[Ints, list[str]]:
        """The columns of the word's n-grams, and those of them that no phrasing holds."""
        found = self._grams_of_word.get(word)
        if found is None:
            numbering = self._columns[0]
            cut = list(grams(word))
            known = np.array([numbering[it] for it in cut if it in numbering], np.int64)
            found = known, [it for it in cut if it not in numbering]
            if word in self._vocabulary:
                self._grams_of_word[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Vector:
    """The columns that a question's vector is not zero in, and its weight in each."""

    columns: Ints
    weights: Floats


def _words(phrasings: Iterable[Terms]) -> set[str]:
    return {word for phrasing in phrasings for word in phrasing.words}


def _count_matrix(documents: Sequence[Sequence[str]], columns: dict[str, int]) -> sp.csr_array:
    """How often each document holds each term; terms that `columns` lacks are added to it."""
    numbering = defaultdict(count(len(columns)).__next__, columns)
    numbers = [numbering[term] for document in documents for term in document]
    columns.update(numbering)
    starts = np.cumsum([0, *map(len, documents)])
    matrix = sp.csr_array(
        (np.ones(len(numbers), np.float32), numbers, starts), (len(documents), len(columns))
    )
    matrix.sum_duplicates()
    return matrix


def _narrow(matrix: sp.csr_array) -> sp.csr_array:
    """The same with indices of half the width, which are read in half the time."""
    return sp.csr_array(
        (matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)),
        matrix.shape,
    )


def _weighted(
    counts: sp.csr_array, rarities: Floats, weight: float, is_kept: npt.NDArray[np.bool_]
) -> sp.csr_array:
    """TF-IDF with a damped count, as in scikit-learn's `sublinear_tf`; rows of square `weight`."""
    data = (1 + np.log(counts.data)) * rarities[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, data**2, counts.shape[0]))
    data = weight**0.5 * data / lengths[rows] * is_kept[counts.indices]
    weighted = sp.csr_array((data.astype(np.float32), counts.indices, counts.indptr), counts.shape)
    weighted.eliminate_zeros()
    return weighted
