"""Text as the terms by which it is compared.

Four kinds of term see four kinds of likeness: character n-grams survive typos and inflection, stems
and their neighbours carry the words in order, pairs of stems a little apart carry which words go
together, and meanings carry what was said in other words.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from sys import intern

from bot.matching.language import Language, language_of
from bot.matching.spelling import Spelling
from bot.matching.text import fold, words

GRAM_SIZES = (3, 4)
"""Lengths of the n-grams. 2 to 5 did no better on CLINC150's validation set, and took a quarter
longer."""
RARITIES_KEPT = 2000
"""How many rarities are remembered, for a question asks for a handful."""
LETTERS_KEPT = 2000
"""How many texts have their letters remembered: a question's are compared with those of several."""
PAIR_WINDOW = 6
"""How far apart two stems may stand to be a pair."""
KINDS = {"grams": 1.0, "phrases": 0.5, "pairs": 0.5, "meanings": 0.3}
"""The kinds of term, and what each counts in a likeness."""

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text consists of."""

    folded: str
    read: str
    """The words that were meant, for an encoder."""
    words: tuple[str, ...]
    """As typed."""
    stems: tuple[str, ...]
    """Of the words that were meant, each synonym replaced by the first of its group."""
    meant: tuple[str, ...]
    """The words behind the stems, one for each: of a synonym its own, if they are as many as those
    of the first of its group, else the first's."""
    meanings: tuple[str, ...]
    """The groups of like words that the language knows some of the words in."""

    @property
    def letters(self) -> str:
        """The text as folded, its words in alphabetical order, for comparing spelling.

        It is computed when it is asked for: few texts need it, and kept for all it would double
        their size.
        """
        return _letters(self.folded)

    def of_kind(self, kind: str) -> Sequence[Hashable]:
        """The terms of a kind but n-grams, which are cut from each word by `grams`.

        None is a term of another kind.
        """
        match kind:
            case "phrases":
                return self.phrases()
            case "pairs":
                return self.pairs()
            case "meanings":
                return self.meanings
        raise ValueError(f"There is no kind of term {kind!r}.")

    def phrases(self) -> list[str]:
        """The stems, and each two neighbours."""
        return [*self.stems, *map(" ".join, pairwise(self.stems))]

    def pairs(self) -> list[int]:
        """Each two stems that stand within the window, whichever is first, as what both hash to.

        Nobody reads them, and as text they would take twice as long.
        """
        hashes = list(map(hash, self.stems))
        return [
            first ^ second
            for index, first in enumerate(hashes)
            for second in hashes[index + 1 : index + 1 + PAIR_WINDOW]
            if first != second
        ]


class Analyser:
    """Turns text into terms, as the language and the synonyms of one pack have it."""

    def __init__(self, language: str | None = None, synonyms: Iterable[Sequence[str]] = ()) -> None:
        self.language: Language = language_of(language)
        self._canonical: dict[_Words, tuple[_Words, _Words]] = {}
        for group in synonyms:
            named = [tuple(it) for name in group if (it := words(fold(name)))]
            forms = [tuple(self.language.stems(it)) for it in named]
            for form in forms:
                self._canonical.setdefault(form, (forms[0], named[0]))
        self._longest = max((len(form) for form in self._canonical), default=0)

    def is_like(self, other: Analyser) -> bool:
        """Whether both turn every text into the same terms."""
        return self.language is other.language and self._canonical == other._canonical

    def analyse(self, text: str, spelling: Spelling | None = None) -> Terms:
        """The terms of `text`; its stems are those of the words that `spelling` reads in it."""
        folded = fold(text)
        if folded == text:
            folded = text  # one string rather than two alike
        tokens = tuple(map(intern, words(folded)))  # thousands of phrasings share them
        corrected = tuple(map(spelling.correct, tokens)) if spelling else tokens
        stems, meant = self._with_synonyms(corrected)
        meanings = tuple(self.language.meanings(stems))
        read = folded if corrected == tokens else " ".join(corrected)
        return Terms(folded, read, tokens, tuple(stems), meant, meanings)

    def _with_synonyms(self, tokens: _Words) -> tuple[list[str], _Words]:
        """The stems of `tokens`, every synonym replaced by its group's first, longest match first.

        With them come the words behind them.
        """
        stems = self.language.stems(tokens)
        if not self._longest:
            return stems, tokens
        result: list[str] = []
        meant: list[str] = []
        position = 0
        while position < len(stems):
            for length in range(min(self._longest, len(stems) - position), 0, -1):
                found = self._canonical.get(tuple(stems[position : position + length]))
                if found is not None:
                    form, named = found
                    result += form
                    own = tokens[position : position + length]
                    meant += own if len(own) == len(form) else named
                    position += length
                    break
            else:
                result.append(stems[position])
                meant.append(tokens[position])
                position += 1
        behind = tuple(meant)
        return result, tokens if behind == tokens else behind


def grams(word: str) -> Iterator[str]:
    """The character n-grams of a word and the white space around it."""
    padded = f" {word} "
    for size in GRAM_SIZES:
        if len(padded) <= size:
            yield padded
            return
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


@lru_cache(LETTERS_KEPT)
def _letters(folded: str) -> str:
    return " ".join(sorted(folded.split()))


@lru_cache(RARITIES_KEPT)
def rarity(containing: int, total: int) -> float:
    """Smoothed inverse document frequency; a term in no document is the rarest of all."""
    return math.log((1.0 + total) / (1.0 + containing)) + 1.0
