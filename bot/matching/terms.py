"""Text as the terms by which it is compared.

Three kinds of term see three kinds of likeness: character n-grams survive typos and inflection,
stems and their neighbours carry the words in order, and pairs of stems a little apart carry which
words go together, whatever stands between them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.matching.spelling import Spelling
from bot.matching.text import fold, stem, words

GRAM_SIZES = (2, 3, 4, 5)
"""As in the best lexical baseline of MATCHING.md; 3-5 and 2-4 were within 0.2 points of it on
CLINC150's validation set."""
PAIR_WINDOW = 6
"""How far apart two stems may stand to be a pair."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text consists of, each kind with how often each term occurs."""

    folded: str
    stems: tuple[str, ...]
    grams: Counter[str]
    phrases: Counter[str]
    pairs: Counter[str]

    @property
    def kinds(self) -> tuple[Counter[str], ...]:
        """The kinds of term, in the order of `KIND_WEIGHTS`."""
        return (self.grams, self.phrases, self.pairs)


KIND_WEIGHTS = (1.0, 1.0, 0.5)
"""What each kind of term counts in a likeness: chosen on CLINC150's validation set, where pairs at
half weight gave a point of top-1 and a point of answered@90."""


class Analyser:
    """Turns text into terms, as the language and the synonyms of one pack have it."""

    def __init__(self, language: str | None = None, synonyms: Iterable[Sequence[str]] = ()) -> None:
        self.language = language
        self._canonical: dict[tuple[str, ...], tuple[str, ...]] = {}
        for group in synonyms:
            forms = [tuple(stem(words(fold(name)), language)) for name in group]
            for form in forms:
                if form:
                    self._canonical.setdefault(form, forms[0])
        self._longest = max((len(form) for form in self._canonical), default=0)

    def analyse(self, text: str, spelling: Spelling | None = None) -> Terms:
        """The terms of `text`; its stems are those of the words that `spelling` reads in it."""
        folded = fold(text)
        tokens = words(folded)
        meant = [spelling.correct(token) for token in tokens] if spelling else tokens
        stems = self._with_synonyms(stem(meant, self.language))
        return Terms(folded, tuple(stems), _grams(tokens), _phrases(stems), _pairs(stems))

    def _with_synonyms(self, stems: list[str]) -> list[str]:
        """`stems` with every synonym replaced by its group's first, longest match first."""
        if not self._longest:
            return stems
        result: list[str] = []
        position = 0
        while position < len(stems):
            for length in range(min(self._longest, len(stems) - position), 0, -1):
                found = self._canonical.get(tuple(stems[position : position + length]))
                if found is not None:
                    result += found
                    position += length
                    break
            else:
                result.append(stems[position])
                position += 1
        return result


def _grams(tokens: Sequence[str]) -> Counter[str]:
    grams: Counter[str] = Counter()
    for token in tokens:
        padded = f" {token} "
        for size in GRAM_SIZES:
            if len(padded) <= size:
                grams[padded] += 1
                break
            grams.update(padded[start : start + size] for start in range(len(padded) - size + 1))
    return grams


def _phrases(stems: Sequence[str]) -> Counter[str]:
    phrases = Counter(stems)
    phrases.update(f"{first} {second}" for first, second in pairwise(stems))
    return phrases


def _pairs(stems: Sequence[str]) -> Counter[str]:
    return Counter(
        f"{min(first, second)} {max(first, second)}"
        for index, first in enumerate(stems)
        for second in stems[index + 1 : index + 1 + PAIR_WINDOW]
        if first != second
    )


def term_weight(count: int, rarity: float) -> float:
    """TF-IDF with a damped count, as in scikit-learn's `sublinear_tf`."""
    return (1.0 + math.log(count)) * rarity


def rarity(containing: int, total: int) -> float:
    """Smoothed inverse document frequency; a term in no document is the rarest of all."""
    return math.log((1.0 + total) / (1.0 + containing)) + 1.0
