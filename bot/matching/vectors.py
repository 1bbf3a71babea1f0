"""Phrasings as sparse TF-IDF vectors, and questions as vectors that compare with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


class Vectors:
    """The vectors of phrasings, each of length one, so that a product of two is their cosine."""

    def __init__(self, phrasings: Sequence[Terms]) -> None:
        self._kinds: list[_Kind] = []
        blocks: list[sp.csr_array] = []
        vocabulary = {it: number for number, it in enumerate(sorted(_words(phrasings)))}
        squares = np.zeros(len(phrasings))
        for name, weight in KINDS.items():
            columns: dict[str, int] = {}
            most = COMMONEST
            if name == "grams":
                # Words repeat, so that n-grams are cut from each only once.
                by_word = _count_matrix([list(grams(word)) for word in vocabulary], columns)
                counts = _count_matrix([it.words for it in phrasings], vocabulary) @ by_word
                most = max(min(COMMONEST, int(COMMON_SHARE * len(phrasings))), FEW)
            else:
                counts = _count_matrix([it.of_kind(name) for it in phrasings], columns)
            containing = np.bincount(counts.indices, minlength=counts.shape[1])
            rarities = np.log((1.0 + len(phrasings)) / (1.0 + containing)).astype(np.float32) + 1
            self._kinds.append(_Kind(name, columns, rarities, weight))
            blocks.append(_weighted(counts, rarities, weight, containing <= most))
            squares += weight * (np.diff(counts.indptr) > 0)
        squares[squares == 0] = 1
        self.matrix: sp.csr_array = sp.hstack(blocks, format="csr", dtype=np.float32)
        """One row a phrasing."""
        self.matrix.data /= np.sqrt(np.repeat(squares, np.diff(self.matrix.indptr)))
        self._offsets = np.cumsum([0, *(len(it.columns) for it in self._kinds)])
        self._postings: sp.csr_array = self.matrix.T.tocsr()
        self._unheard = rarity(0, len(phrasings))
        self._grams_of_word: dict[str, list[int | str]] = {}
        self._vocabulary = vocabulary

    def vector(self, terms: Terms) -> Vector:
        """The vector of a question.

        Terms that no phrasing holds count in its length: what the pack has never heard of is
        evidence against every entry.
        """
        columns: list[Ints] = []
        weights: list[Floats] = []
        squares = 0.0
        for kind, offset in zip(self._kinds, self._offsets, strict=False):
            if kind.name == "grams":
                found = Counter(it for word in terms.words for it in self._gram_columns(word))
            else:
                found = Counter([kind.columns.get(it, it) for it in terms.of_kind(kind.name)])
            if not found:
                continue
            squares += kind.weight
            counts = {key: count for key, count in found.items() if isinstance(key, int)}
            numbers = np.fromiter(counts.keys(), np.int64, len(counts))
            values = np.fromiter(counts.values(), np.float32, len(counts))
            values = (1 + np.log(values)) * kind.rarities[numbers]
            length = float(values @ values)
            if len(counts) < len(found):
                unheard = np.array([it for key, it in found.items() if isinstance(key, str)])
                length += float(np.sum(((1 + np.log(unheard)) * self._unheard) ** 2))
            length **= 0.5
            columns.append(numbers + offset)
            weights.append(values * np.float32(kind.weight**0.5 / length))
        if not columns:
            return Vector(np.zeros(0, np.int64), np.zeros(0, np.float32))
        return Vector(np.concatenate(columns), np.concatenate(weights) / np.float32(squares**0.5))

    def likeness(self, question: Vector) -> Floats:
        """How alike a question is to each phrasing, from 0 to 1."""
        starts = self._postings.indptr[question.columns]
        counts = self._postings.indptr[question.columns + 1] - starts
        # The places of the columns' postings, one column after the other.
        places = np.arange(counts.sum()) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        products = self._postings.data[places] * np.repeat(question.weights, counts)
        rows = self._postings.indices[places]
        return np.bincount(rows, products, self.matrix.shape[0]).astype(np.float32)

    def likeness_of_rows(self, rows: Ints) -> Floats:
        """How alike each of the phrasings numbered `rows` is to each phrasing."""
        found: Floats = (self.matrix[rows] @ self._postings).toarray()
        return found

    def gram(self, rows: Ints) -> npt.NDArray[np.float64]:
        """How alike the phrasings numbered `rows` are to each other."""
        chosen = self.matrix[rows]
        found: npt.NDArray[np.float64] = (chosen @ chosen.T).toarray().astype(np.float64)
        return found

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

    def _gram_columns(self, word: str) -> list[int | str]:
        """The columns of the word's n-grams, or those themselves that no phrasing holds."""
        found = self._grams_of_word.get(word)
        if found is None:
            look_up = self._kinds[0].columns.get
            found = [look_up(gram, gram) for gram in grams(word)]
            if word in self._vocabulary:
                self._grams_of_word[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Vector:
    """The columns that a question's vector is not zero in, and its weight in each."""

    columns: Ints
    weights: Floats


class _Kind:
    """One kind of term: the column of each, and how much it tells."""

    def __init__(self, name: str, columns: dict[str, int], rarities: Floats, weight: float) -> None:
        self.name = name
        self.columns = columns
        self.rarities = rarities
        self.weight = weight


def _words(phrasings: Iterable[Terms]) -> set[str]:
    return {word for phrasing in phrasings for word in phrasing.words}


def _count_matrix(documents: Sequence[Sequence[str]], columns: dict[str, int]) -> sp.csr_array:
    """How often each document holds each term; terms that `columns` lacks are added to it."""
    numbers = [
        columns.setdefault(term, len(columns)) for document in documents for term in document
    ]
    starts = np.cumsum([0, *map(len, documents)])
    matrix = sp.csr_array(
        (np.ones(len(numbers), np.float32), numbers, starts), (len(documents), len(columns))
    )
    matrix.sum_duplicates()
    return matrix


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
