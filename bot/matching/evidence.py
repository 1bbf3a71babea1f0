"""What speaks for and against a candidate, as a handful of numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from bot.matching.terms import Terms, rarity


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbers that a confidence is computed from; each is about 0 to 1 but the last."""

    score: float
    """What the learned ranking gives the entry."""
    lead: float
    """How far the score is ahead of the best other entry's; negative when behind."""
    lead_share: float
    """The lead as a share of the score, from -1 to 1: long questions have low scores, and may be
    just as far ahead."""
    nearest: float
    """How alike the entry's most similar phrasing is."""
    nearest_lead: float
    """How far that is ahead of the most similar phrasing of another entry."""
    covered: float
    """The share of the question's stems, by rarity, that the entry's phrasings hold."""
    breadth: float
    """The same without the one covered stem that weighs most: an entry that shares a single
    telling word with the question has little of it."""
    known: float
    """The share of the question's stems, by rarity, that any phrasing in the pack holds."""
    spelling: float
    """How alike the letters of the question and of the most similar phrasing are."""
    length: float
    """The logarithm of the number of words."""

    def vector(self) -> npt.NDArray[np.float64]:
        """The numbers in the order of the fields."""
        return np.array(astuple(self))


class StemCounts:
    """How many phrasings of each entry, and of the pack, hold each stem."""

    def __init__(self, stems: Sequence[Iterable[str]], owners: Sequence[int]) -> None:
        self._by_entry: dict[int, Counter[str]] = {}
        self._in_pack: Counter[str] = Counter()
        self._phrasings = len(owners)
        for tokens, owner in zip(stems, owners, strict=True):
            unique = set(tokens)
            self._by_entry.setdefault(owner, Counter()).update(unique)
            self._in_pack.update(unique)

    def shares(
        self, stems: Iterable[str], entry: int, *, held_out: int = 0, without: int | None = None
    ) -> tuple[float, float, float]:
        """How much of `stems` is covered, covered but for the weightiest, and known; 0 to 1.

        `held_out` says that the stems are those of that many phrasings of the pack, here 0 or 1,
        which do not count. `without` is an entry whose phrasings do not count either.
        """
        covered = known = total = weightiest = 0.0
        mine = self._by_entry.get(entry, _NOTHING)
        gone = self._by_entry.get(without, _NOTHING) if without is not None else _NOTHING
        for token in sorted(set(stems)):
            others = self._in_pack[token] - (gone[token] if without is not None else held_out)
            weight = rarity(max(others, 0), self._phrasings)
            total += weight
            known += weight if others > 0 else 0.0
            if mine[token] - held_out > 0:
                covered += weight
                weightiest = max(weightiest, weight)
        if not total:
            return 0.0, 0.0, 0.0
        return covered / total, (covered - weightiest) / total, known / total

    def count(self, stem: str) -> int:
        """How many phrasings of the pack hold the stem."""
        return self._in_pack[stem]


_NOTHING: Counter[str] = Counter()


def spelling_likeness(question: Terms, phrasing: Terms) -> float:
    """How alike two texts are letter by letter, whatever the order of their words; 0 to 1."""
    return fuzz.token_sort_ratio(question.folded, phrasing.folded) / 100


def word_count(question: Terms) -> float:
    """The logarithm of the number of words, 0 for none."""
    return math.log1p(len(question.stems))
