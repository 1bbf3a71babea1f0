"""Phrasings as sparse TF-IDF vectors, kept by term so that a question meets only what it shares."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.terms import KIND_WEIGHTS, Terms, rarity, term_weight

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """One kind of term over all phrasings.

    The phrasings that hold term number `t` are `rows[starts[t]:starts[t + 1]]`, with the term's
    weight in each in `weights`. Each phrasing's vector of this kind has length one.
    """

    columns: dict[str, int]
    rarities: Floats
    starts: Ints
    rows: Ints
    weights: Floats
    documents: int

    @classmethod
    def build(cls, documents: Sequence[Counter[str]]) -> Postings:
        """The postings of `documents`, each a count of terms."""
        frequency: Counter[str] = Counter()
        for document in documents:
            frequency.update(document.keys())
        columns = {term: column for column, term in enumerate(sorted(frequency))}
        rarities = {term: rarity(frequency[term], len(documents)) for term in columns}
        lists: list[list[tuple[int, float]]] = [[] for _ in columns]
        for row, document in enumerate(documents):
            weighted = {t: term_weight(count, rarities[t]) for t, count in document.items()}
            length = _length(weighted.values())
            for term, weight in weighted.items():
                lists[columns[term]].append((row, weight / length))
        flat = [item for postings in lists for item in postings]
        starts = np.zeros(len(columns) + 1, np.int32)
        np.cumsum([len(postings) for postings in lists], out=starts[1:])
        return cls(
            columns,
            np.array([rarities[term] for term in columns], np.float32),
            starts,
            np.array([row for row, _ in flat], np.int32),
            np.array([weight for _, weight in flat], np.float32),
            len(documents),
        )

    def similarity(self, terms: Counter[str]) -> npt.NDArray[np.float64]:
        """The cosine of `terms` with every phrasing.

        Terms that no phrasing holds count in the length of the question's vector: what the pack
        has never heard of is evidence against every entry.
        """
        unknown = rarity(0, self.documents)
        known: list[tuple[int, float]] = []
        squares = 0.0
        for term in sorted(terms):
            column = self.columns.get(term)
            weight = term_weight(
                terms[term], unknown if column is None else float(self.rarities[column])
            )
            squares += weight * weight
            if column is not None:
                known.append((column, weight))
        if not known:
            return np.zeros(self.documents)
        spans = [slice(self.starts[column], self.starts[column + 1]) for column, _ in known]
        rows = np.concatenate([self.rows[span] for span in spans])
        lengths = [span.stop - span.start for span in spans]
        factors = np.repeat([weight for _, weight in known], lengths)
        weights = np.concatenate([self.weights[span] for span in spans]) * factors
        return np.bincount(rows, weights, self.documents) / math.sqrt(squares)

    def gram_matrix(self) -> Floats:
        """The cosine of every phrasing with every other."""
        gram = np.zeros((self.documents, self.documents), np.float32)
        for column in np.flatnonzero(np.diff(self.starts) > 1):
            span = slice(self.starts[column], self.starts[column + 1])
            rows, weights = self.rows[span], self.weights[span]
            gram[rows[:, None], rows] += weights[:, None] * weights
        # Most terms stand in one phrasing alone, and matter to its likeness to itself only.
        np.fill_diagonal(gram, np.bincount(self.rows, self.weights**2, self.documents))
        return gram


@dataclass(frozen=True, slots=True)
class Vectors:
    """All kinds of term over all phrasings."""

    kinds: tuple[Postings, ...]

    @classmethod
    def build(cls, phrasings: Sequence[Terms]) -> Vectors:
        """The vectors of `phrasings`, in their order."""
        return cls(
            tuple(
                Postings.build([terms.kinds[kind] for terms in phrasings])
                for kind in range(len(KIND_WEIGHTS))
            )
        )

    def similarity(self, terms: Terms) -> npt.NDArray[np.float64]:
        """How alike `terms` is to each phrasing, from 0 to 1."""
        total = sum(
            weight**2 * postings.similarity(counts)
            for weight, postings, counts in zip(KIND_WEIGHTS, self.kinds, terms.kinds, strict=True)
        )
        return np.asarray(total) / _WHOLE

    def gram_matrix(self) -> Floats:
        """How alike each phrasing is to each other, from 0 to 1."""
        total = sum(
            np.float32(weight**2 / _WHOLE) * postings.gram_matrix()
            for weight, postings in zip(KIND_WEIGHTS, self.kinds, strict=True)
        )
        return np.asarray(total)


_WHOLE = sum(weight**2 for weight in KIND_WEIGHTS)


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights)) or 1.0
