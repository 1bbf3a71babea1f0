"""Misspelt words, read as the word that was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.language import Language
from bot.matching.text import fold, words

SHORTEST = 3
"""Letters of the shortest word that is read as another."""
LONG = 8
"""Letters from which on a word may have two slips; shorter ones may have one."""
SHORTEST_UNSURE = 5
UNSURE_LIKENESS = 0.8
"""How alike a typed word and one of the pack's must be, in a language whose words are not known:
one slip in five letters. Any word may be meant as it stands there. So only long words are
corrected, and only to words with the same first letter."""
REMEMBERED = 2000
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")


class Spelling:
    """The words of a pack and of its language, and the likeliest of them for one that is neither.

    A slip is a letter too many, too few or wrong, or two neighbours exchanged (optimal string
    alignment). Letters that are drawn out ("whaaat") are no slips. Of words as near, one in the
    same letters is the likeliest, and then the commonest.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        common: Iterable[str],
        is_known: Callable[[str], bool],
        contrary: Iterable[Sequence[str]] = (),
        fixed: AbstractSet[str] = frozenset(),
        is_listed: Callable[[str], bool] = lambda _: False,
        are_forms: Callable[[str, str], bool] = lambda *_: False,
        *,
        is_unsure: bool = False,
    ) -> None:
        """`counts` says how often the pack uses each word; the rest tells of its language.

        `common` are words that everybody uses. `is_known` tells whether the language has a word.
        Common and known words are meant as they are typed. `contrary` are groups of prefixes: two
        words that differ only by prefixes of one group are contraries, and neither is read as the
        other. `fixed` are words that are never read as others; other words are read as one of them
        only if they are not `is_listed`, however rare. A word is left alone if `are_forms` says
        that it is another form of the word it resembles. `is_unsure` says that the language has
        many words of which nothing is known.
        """
        self._counts = counts
        self._is_known = is_known
        self._contrary = [tuple(it) for it in contrary]
        self._fixed = fixed
        self._is_listed = is_listed
        self._is_unsure = is_unsure
        self._are_forms = are_forms
        targets = sorted({*counts, *(it for it in common if len(it) >= SHORTEST)})
        self._targets = [it for it in targets if len(it) >= SHORTEST - 1 and it.isalpha()]
        self._common = frozenset(targets) - counts.keys()
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= SHORTEST_UNSURE - 1:
                self._by_initial.setdefault(word[0], []).append(word)
        self._corrected: dict[str, str] = {}

    @classmethod
    def of(cls, counts: Mapping[str, int], language: Language) -> Spelling:
        """The spelling of a pack whose words occur as `counts` says, in `language`."""
        turning = language.turning
        contrary = [*turning.get("contrary", ()), *((it, "") for it in turning.get("prefixes", ()))]
        # "cannot" is no "cannon", nor "refuse" "reuse", nor "donut" "dont": what the question asks
        # would turn around.
        negations = (words(fold(it)) for it in turning.get("negations", ()))
        fixed = frozenset(it for form in negations for it in form)
        return cls(
            counts,
            language.common_words,
            language.has,
            contrary,
            fixed,
            language.means,
            language.are_forms,
            is_unsure=not language.knows_words,
        )

    def correct(self, word: str) -> str:
        """`word`, or the word that it misspells."""
        found = self._corrected.get(word)
        if found is None:
            if len(self._corrected) >= REMEMBERED:
                self._corrected.clear()
            found = self._corrected[word] = self._correct(word)
        return found

    def _correct(self, word: str) -> str:
        if word in self._counts or word in self._fixed:
            return word
        if len(word) < SHORTEST or not word.isalpha():
            return word
        if word in self._common or self._is_known(word):
            return word
        if self._is_unsure:
            return self._correct_unsure(word)
        drawn_in = (_DRAWN_OUT.sub(it, word) for it in (r"\1\1", r"\1"))
        meant = next((it for it in drawn_in if it != word and self._has(it)), None)
        if meant is not None:
            return meant
        most = 2 if len(word) >= LONG else 1
        found = process.extract(
            word, self._targets, scorer=OSA.distance, score_cutoff=most, limit=None
        )
        found = [it for it in found if not self._are_contrary(word, it[0])]
        if any(it[0] in self._fixed for it in found) and self._is_listed(word):
            found = [it for it in found if it[0] not in self._fixed]
        if not found:
            return word
        letters = sorted(word)

        def unlikeliness(target: str, slips: int) -> tuple[int, bool, int, str]:
            return slips, sorted(target) != letters, -self._counts.get(target, 0), target

        return min(found, key=lambda it: unlikeliness(it[0], it[1]))[0]

    def _has(self, word: str) -> bool:
        return word in self._counts or word in self._common or self._is_known(word)

    def _correct_unsure(self, word: str) -> str:
        if len(word) < SHORTEST_UNSURE:
            return word
        found = process.extractOne(
            word,
            self._by_initial.get(word[0], []),
            scorer=OSA.normalized_similarity,
            score_cutoff=UNSURE_LIKENESS,
        )
        if found is None or self._are_forms(word, found[0]) or self._are_contrary(word, found[0]):
            return word
        return found[0]

    def _are_contrary(self, first: str, second: str) -> bool:
        """Whether two words are one with prefixes that make contraries of it: hyper-, hypo-."""
        for prefixes in self._contrary:
            rests = [
                {word.removeprefix(it): it for it in prefixes if word.startswith(it)}
                for word in (first, second)
            ]
            for rest in rests[0].keys() & rests[1].keys():
                if rests[0][rest] != rests[1][rest]:
                    return True
        return False
