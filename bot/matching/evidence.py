"""What speaks for and against each candidate, as a handful of numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from bot.matching.ranking import Ints
from bot.matching.terms import Terms, rarity

Array = npt.NDArray[np.float64]


class Evidence(NamedTuple):
    """The numbers that a confidence is computed from; each is about 0 to 1 but the last."""

    score: float
    """What the learned ranking gives the entry."""
    lead_share: float
    """How far the score is ahead of the best other's, as a share of it, from -1 to 1: long
    questions have low scores, and may be just as far ahead."""
    nearest: float
    """How alike the entry's most similar phrasing is."""
    covered: float
    """The share of the question's telling stems, by rarity, that the entry's phrasings hold."""
    uncovered: float
    """1 where that is nothing, else 0."""
    breadth: float
    """The share covered without the one stem that weighs most: an entry that shares a single
    telling word with the question has little of it."""
    known: float
    """The share of the question's telling stems, by rarity, that any phrasing in the pack holds."""
    phrased: float
    """The share of all of the question's stems, by rarity, that the entry's phrasings hold."""
    in_order: float
    """The share of the question's pairs of neighbouring stems that the entry's phrasings hold."""
    spelling: float
    """How alike the letters of the question and of the most similar phrasing are."""
    length: float
    """The logarithm of the number of words."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is taken as not learned, where a pack's own phrasing is asked."""

    phrasing: int | None = None
    """The phrasing alone."""
    entry: int | None = None
    """A whole entry with all its phrasings."""


NOTHING = LeftOut()


class Observer:
    """Gathers evidence from the phrasings of a pack, each of which is owned by an entry."""

    def __init__(self, phrasings: Sequence[Terms], owners: Ints, stop_words: Iterable[str]) -> None:
        self._phrasings = phrasings
        self._owners = owners
        self._bounds = [*np.flatnonzero(np.diff(owners, prepend=-1)).tolist(), len(owners)]
        self._stop_words = frozenset(stop_words)
        self._meanings = {it for phrasing in phrasings for it in phrasing.meanings if "." in it}
        self._in_pack: Counter[str] = Counter()
        self._in_entry: list[Counter[str]] = [Counter() for _ in self._bounds[1:]]
        for phrasing, owner in zip(phrasings, owners, strict=True):
            held = set(phrasing.of_kind("phrases"))
            self._in_pack.update(held)
            self._in_entry[owner].update(held)

    def count(self, stem: str) -> int:
        """How many phrasings of the pack hold the stem."""
        return self._in_pack[stem]

    def is_strange(self, question: Terms) -> bool:
        """Whether the question has a telling word that the pack has never heard of."""
        return any(not self._in_pack[it] for it in set(question.stems) - self._stop_words)

    def is_foreign(self, question: Terms) -> bool:
        """Whether the pack has never heard of any of the question's telling words and meanings."""
        telling = set(question.stems) - self._stop_words
        heard = any(self._in_pack[it] for it in telling) or any(
            it in self._meanings for it in question.meanings
        )
        return bool(telling) and not heard

    def observe(
        self,
        question: Terms,
        likeness: npt.NDArray[np.float32],
        scores: Array,
        entries: Sequence[int],
        left_out: LeftOut = NOTHING,
    ) -> list[tuple[Evidence, int]]:
        """The evidence for each of `entries`, and the number of its most similar phrasing.

        `entries` are the best in descending order of their scores.
        """
        gone = None if left_out.entry is None else self._in_entry[left_out.entry]
        own = None if left_out.phrasing is None else int(self._owners[left_out.phrasing])
        weights: dict[str, float] = {}
        fillers: dict[str, float] = {}
        known = 0.0
        for stem in sorted(set(question.stems)):
            held = self._in_pack[stem] - (own is not None) - (gone[stem] if gone else 0)
            weight = rarity(max(held, 0), len(self._phrasings))
            if stem in self._stop_words:
                fillers[stem] = weight
            else:
                weights[stem] = weight
                known += weight if held > 0 else 0.0
        whole = sum(weights.values()) or 1.0
        everything = sum(weights.values()) + sum(fillers.values()) or 1.0
        neighbours = {f"{first} {second}" for first, second in pairwise(question.stems)}
        length = math.log1p(len(question.stems))
        telling, filling = list(weights), list(fillers)
        several = len(entries) > 1
        found = []
        for entry in entries:
            first, last = self._bounds[entry], self._bounds[entry + 1]
            nearest = first + int(likeness[first:last].argmax())
            mine = self._in_entry[entry]
            held_here: AbstractSet[str] = mine.keys()
            if own == entry:
                held_here = {stem for stem, times in mine.items() if times > 1}
            covered = [weights[it] for it in telling if it in held_here]
            filled = [fillers[it] for it in filling if it in held_here]
            in_order = sum(it in held_here for it in neighbours)
            covering = sum(covered)
            score = float(scores[entry])
            best_other = float(scores[entries[0 if entry != entries[0] else 1]]) if several else 0.0
            evidence = Evidence(
                score=score,
                lead_share=_share(score, best_other),
                nearest=float(likeness[nearest]),
                covered=covering / whole,
                uncovered=float(not covered),
                breadth=(covering - max(covered, default=0.0)) / whole,
                known=known / whole,
                phrased=(covering + sum(filled)) / everything,
                in_order=in_order / max(len(neighbours), 1),
                spelling=spelling_likeness(question, self._phrasings[nearest]),
                length=length,
            )
            found.append((evidence, nearest))
        return found


SMALLEST_SCORE = 0.01
"""Scores below this are noise around zero."""


def _share(score: float, best_other: float) -> float:
    return min(max((score - best_other) / max(score, SMALLEST_SCORE), -1.0), 1.0)


def spelling_likeness(question: Terms, phrasing: Terms) -> float:
    """How alike two texts are letter by letter, whatever the order of their words; 0 to 1."""
    return fuzz.ratio(question.letters, phrasing.letters) / 100
