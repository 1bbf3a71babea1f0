"""Words as vectors of what they mean.

Learned from a thesaurus and a sentence encoder by `benchmarks/senses.py`: words that stand in the
same groups, or that the encoder takes for alike, point the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

Floats = npt.NDArray[np.float32]

ROWS_KEPT = 1000
"""Senses that are kept at full length; in the table each number takes a byte."""
SHORTEST_MISSPELT = 5
"""Letters of the shortest stem that is read as another; a shorter one is one slip from too many."""


class Senses:
    """The sense of each stem that was learned, as a vector of length one."""

    def __init__(
        self, stems: Sequence[str] = (), table: npt.NDArray[np.int8] | None = None
    ) -> None:
        self._numbers = {stem: number for number, stem in enumerate(stems)}
        self._by_initial: dict[str, list[str]] = {}
        for stem in stems:
            if len(stem) >= SHORTEST_MISSPELT - 1:
                self._by_initial.setdefault(stem[0], []).append(stem)
        self._nearest = lru_cache(ROWS_KEPT)(self._one_slip_away)
        self._table = np.zeros((0, 1), np.int8) if table is None else table
        self._row = lru_cache(ROWS_KEPT)(lambda number: _of_length_one(self._table[number]))

    @classmethod
    def read(cls, file: Traversable) -> Senses:
        """The senses in a file as `benchmarks/senses.py` writes it; none if it does not exist."""
        if not file.is_file():
            return cls()
        with file.open("rb") as opened, np.load(opened) as parts:
            return cls(str(parts["stems"]).split(), parts["table"])

    def __contains__(self, stem: str) -> bool:
        return stem in self._numbers

    def get(self, stem: str) -> Floats | None:
        """The sense of `stem`, or of one that it is a slip away from; None if there is neither.

        A slip is as in `bot.matching.spelling`, but not in the first letter.
        """
        number = self._numbers.get(stem)
        if number is None:
            number = self._nearest(stem)
        return None if number is None else self._row(number)

    def _one_slip_away(self, stem: str) -> int | None:
        if len(stem) < SHORTEST_MISSPELT or not stem.isalpha():
            return None
        like = self._by_initial.get(stem[0], [])
        found = process.extractOne(stem, like, scorer=OSA.distance, score_cutoff=1)
        return self._numbers[found[0]] if found else None

    def table(self, stems: Sequence[str]) -> Floats:
        """The senses of `stems`, a row each; all of them must be held."""
        return _of_length_one(self._table[[self._numbers[it] for it in stems]])


def _of_length_one(vectors: npt.NDArray[np.int8]) -> Floats:
    found: Floats = vectors.astype(np.float32)
    found /= np.linalg.norm(found, axis=-1, keepdims=True)
    return found
