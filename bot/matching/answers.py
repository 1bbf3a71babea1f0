"""What entries answer, as far as its words tell that a question is for them.

An entry with few phrasings is asked in words that only its answer has; of one with dozens they tell
next to nothing. So what they count falls with the number of phrasings, as a mean's error does.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import scipy.sparse as sp

from bot.matching.ranking import Array
from bot.matching.terms import Analyser, Terms, rarity

SHARE = 0.6
"""What an answer made of exactly the question's words adds to the score of an entry with one
phrasing. For an entry with more phrasings this is divided by the root of their number."""

LEAST_HELD = 0.5
"""The share of a question's telling words that one answer must hold for its entry to be suggested
where no phrasing holds any of them."""

_APART = re.compile(r"\[\^[^\[\]]*\]|\]\([^()\s]*\)|https?://\S+")
"""Citation marks, and addresses."""


def told_by(answer: str, analyser: Analyser) -> frozenset[str]:
    """The stems of an answer's words that tell something."""
    terms = analyser.analyse(_APART.sub(" ", answer))
    return frozenset(terms.stems) - analyser.language.stop_words


class Answers:
    """Compares questions with answers: the cosine of their stems, each weighed by its rarity."""

    def __init__(
        self,
        told: Sequence[AbstractSet[str]],
        phrasings: Sequence[int],
        stop_words: AbstractSet[str],
    ) -> None:
        """`told` has the stems of each entry's answer, `phrasings` how many phrasings it has."""
        self._stop_words = stop_words
        self._entries = len(told)
        self._holding = Counter(stem for it in told for stem in it)
        self._rows = {stem: row for row, stem in enumerate(sorted(self._holding))}
        sizes = [len(it) for it in told]
        columns = np.fromiter((self._rows[it] for held in told for it in sorted(held)), np.int32)
        rarities = np.array([self._rarity(it) for it in self._rows])
        weights = rarities[columns]
        owners = np.repeat(np.arange(len(told), dtype=np.int32), sizes)
        lengths = np.sqrt(np.bincount(owners, weights**2, len(told)))
        weights *= (SHARE / np.sqrt(phrasings) / np.maximum(lengths, 1.0))[owners]
        shape = len(self._rows), len(told)
        self._postings: sp.csr_array = sp.csr_array((weights, (columns, owners)), shape)

    def hold(self, question: Terms) -> bool:
        """Whether any one answer has at least half of the question's telling words."""
        telling = set(question.stems) - self._stop_words
        rows = [self._rows[it] for it in telling if it in self._rows]
        if not rows:
            return False
        starts, owners = self._postings.indptr, self._postings.indices
        holding = Counter[int]()
        for row in rows:
            holding.update(owners[starts[row] : starts[row + 1]].tolist())
        return max(holding.values()) >= LEAST_HELD * len(telling)

    def scores(self, question: Terms) -> Array:
        """What its answer adds to the score of each entry."""
        scores = np.zeros(self._entries)
        rows: list[tuple[int, float]] = []
        squares = 0.0
        for stem in sorted(set(question.stems) - self._stop_words):
            weight = self._rarity(stem)
            squares += weight * weight
            if stem in self._rows:
                rows.append((self._rows[stem], weight))
        length = math.sqrt(squares)
        starts, held = self._postings.indptr, self._postings
        for row, weight in rows:
            places = slice(starts[row], starts[row + 1])
            scores[held.indices[places]] += weight / length * held.data[places]
        return scores

    def _rarity(self, stem: str) -> float:
        return rarity(self._holding[stem], self._entries)
