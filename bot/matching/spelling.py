"""Misspelt words, read as the pack's word that was meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
"""Shorter words have too many neighbours: "kids" is no misspelt "kinds"."""
LIKENESS = 0.8
"""One slip in five letters, counting a swap of neighbours as one (optimal string alignment)."""


class Spelling:
    """The words of a pack, and the nearest of them to a word that is not among them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= SHORTEST - 1:
                self._by_initial.setdefault(word[0], []).append(word)

    def correct(self, word: str) -> str:
        """`word`, or the pack's word that it misspells; people rarely miss the first letter."""
        if word in self._words or len(word) < SHORTEST or not word.isalpha():
            return word
        found = process.extractOne(
            word,
            self._by_initial.get(word[0], []),
            scorer=OSA.normalized_similarity,
            score_cutoff=LIKENESS,
        )
        return found[0] if found else word
