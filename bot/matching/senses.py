"""Words as vectors of what they mean.

Distilled from a sentence encoder by `benchmarks/senses.py`: the sum of a text's senses points where
the encoder would put the text. So a sense's length says how much the word counts, and function
words have one too, since they say what is asked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources.abc import Traversable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

Floats = npt.NDArray[np.float32]

_NO_FORMS: Mapping[str, int] = {}
ROWS_KEPT = 1000
"""Stems whose direction is kept; in the table each number takes a byte."""
TEXTS_KEPT = 100
"""Texts whose direction is kept, for a question is compared with more than its pack."""
SMALLEST = 1e-12
"""Keeps what is nothing from being divided by nothing."""
COMMON = 8000
"""How many of the commonest stems are meant as they are typed. Of 14,000, which a slip may make of
others, a point of answered@90 was lost with typos, and nothing gained without."""
SHORTEST_MISSPELT = 5
"""Letters of the shortest stem that is read as another; a shorter one is one slip from too many."""


class Senses:
    """The sense of each name that was learned: of a stem, or of two neighbours as "how much"."""

    def __init__(
        self,
        names: Sequence[str] = (),
        table: npt.NDArray[np.int8] | None = None,
        scale: npt.NDArray[np.float16] | None = None,
        forms: Mapping[str, int] = _NO_FORMS,
    ) -> None:
        """`names` are in order of how common they are, the pairs last.

        `table` has a row for each, to be multiplied by its number in `scale`. `forms` are further
        names, each with the number of the one whose sense it has.
        """
        self._numbers = {name: number for number, name in enumerate(names)}
        self._numbers.update(forms)
        self._by_initial: dict[str, list[str]] = {}
        for name in names:
            if len(name) >= SHORTEST_MISSPELT - 1 and " " not in name:
                self._by_initial.setdefault(name[0], []).append(name)
        self._nearest = lru_cache(ROWS_KEPT)(self._one_slip_away)
        self._table = np.zeros((0, 1), np.int8) if table is None else table
        scale = np.zeros(0, np.float16) if scale is None else scale
        self._scale: Floats = scale.astype(np.float32)[:, None]
        self._direction = lru_cache(TEXTS_KEPT)(self._direction_of)
        self._row = lru_cache(ROWS_KEPT)(lambda number: of_length_one(self._rows([number])[0]))

    @classmethod
    def read(cls, file: Traversable) -> Senses:
        """The senses in a file as `benchmarks/senses.py` writes it; none if it does not exist."""
        if not file.is_file():
            return cls()
        with file.open("rb") as opened, np.load(opened) as parts:
            names, forms = (str(parts[it]).splitlines() for it in ("names", "forms"))
            bases = dict(zip(forms, parts["bases"].tolist(), strict=True))
            return cls(names, parts["table"], parts["scale"], bases)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def is_common(self, stem: str) -> bool:
        """Whether the stem is so common that it is meant as it is typed."""
        return self._numbers.get(stem, COMMON) < COMMON

    def get(self, name: str) -> Floats | None:
        """The direction of the sense of `name`, or of a stem that it is a slip away from.

        None if there is neither. A slip is as in `bot.matching.spelling`, but not in the first
        letter.
        """
        number = self._number(name)
        return None if number is None else self._row(number)

    def _number(self, name: str) -> int | None:
        number = self._numbers.get(name)
        if number is None and " " not in name:
            number = self._nearest(name)
        return number

    def _one_slip_away(self, stem: str) -> int | None:
        if len(stem) < SHORTEST_MISSPELT or not stem.isalpha():
            return None
        like = self._by_initial.get(stem[0], [])
        found = process.extractOne(stem, like, scorer=OSA.distance, score_cutoff=1)
        return self._numbers[found[0]] if found else None

    def of_text(self, stems: tuple[str, ...]) -> Floats:
        """The direction, of length one, in which the senses of a text point together.

        They are those of its `stems` and of each two neighbours, and each counts once; nothing
        where none has a sense.
        """
        return self._direction(stems)

    def _direction_of(self, stems: tuple[str, ...]) -> Floats:
        names = sorted({*stems, *map(" ".join, pairwise(stems))})
        numbers = [it for it in map(self._number, names) if it is not None]
        together: Floats = np.add.reduce(self._rows(numbers), axis=0)
        # As in `of_length_one`, in fewer steps.
        length = math.sqrt(np.add.reduce(together * together))
        found: Floats = together / max(length, SMALLEST)
        found.setflags(write=False)  # the next to ask gets the same
        return found

    def table(self, names: Sequence[str]) -> Floats:
        """The senses of `names`, a row each; all of them must be held."""
        return self._rows([self._numbers[it] for it in names])

    def _rows(self, numbers: Sequence[int]) -> Floats:
        places = np.array(numbers, np.int64)
        table, scale = self._table.take(places, axis=0), self._scale.take(places, axis=0)
        return np.multiply(table, scale, dtype=np.float32)


def of_length_one(vectors: Floats) -> Floats:
    """The directions of `vectors`, one a row; nothing stays nothing."""
    # As NumPy's `norm`, which takes longer.
    lengths: Floats = np.add.reduce(vectors * vectors, axis=-1, keepdims=True)
    np.sqrt(lengths, out=lengths)
    np.maximum(lengths, SMALLEST, out=lengths)
    found: Floats = vectors / lengths
    return found
