"""A name of the pack asked alone, which says what a question is about and asks nothing.

Every entry that speaks of it may be meant, the likelier the more of its use in the pack is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from bot.matching.evidence import Observer
from bot.matching.terms import Analyser, Terms
from bot.matching.text import words

LONE_WORDS = 150
"""How many words teach what a word alone means. The 60 commonest words of a large pack belong to
many entries each, and taught that no word alone means any; among 150 are names that few entries
have."""
LONGEST_NAME = 2
"""Words of the longest name. Two that one entry alone has together are its question in short."""
NAME_CONFIDENCE = 0.5
"""The highest confidence that a name alone gives an entry, unless the entry has a larger share of
the name's uses. Without this limit most words that stand in one phrasing of a small pack were
answered."""


class Names:
    """The names of a pack: telling words, and pairs of them, that are none of everyday talk."""

    def __init__(self, analyser: Analyser, observer: Observer) -> None:
        language = analyser.language
        self._analyser = analyser
        self._observer = observer
        self._fillers = language.function_words
        asking = (*language.listed("asking"), *language.listed("auxiliaries"))
        self._asking = frozenset(language.stems(asking))
        self._referring = frozenset(words(" ".join(language.listed("referring"))))
        self._mentioning = {tuple(words(it)) for it in language.listed("mentioning")}
        self._stop_words = language.stop_words
        talk = (stem for word in language.talk for stem in analyser.analyse(word).stems)
        self._common = language.stop_words.union(talk)

    def alone(self, question: Terms) -> Terms | None:
        """The name that is all that `question` tells; None where there is none, or it asks more."""
        read = question.words if question.read == question.folded else words(question.read)
        stems = self._analyser.language.stems(read)
        # Of a language whose asking words are not known any word that names nothing may be one.
        asking = self._asking or self._fillers
        if not asking.isdisjoint(stems) and self._mentioning.isdisjoint(pairwise(read)):
            return None
        telling = [
            word for word, stem in zip(read, stems, strict=True) if stem not in self._fillers
        ]
        if not 0 < len(telling) <= LONGEST_NAME:
            return None
        name = self._analyser.analyse(" ".join(telling))
        common = self._stop_words if len(read) == 1 else self._common
        speakers = self._observer.shares(name.stems)
        return name if len(speakers) >= len(telling) and not common.issuperset(name.stems) else None

    def is_missing(self, question: Terms) -> bool:
        """Whether the question leaves unnamed what it asks about: "is it safe"."""
        if not question.stems or question.stems[0] not in self._asking:
            return False
        telling = set(question.stems) - self._fillers
        return len(telling) <= 1 and not self._referring.isdisjoint(question.words)

    def confidences(
        self, name: Terms, entries: Sequence[int], confidences: Sequence[float]
    ) -> list[float]:
        """The probability that `name`, asked alone, means each of `entries`.

        `confidences` says how sure the evidence is of each. Whether any entry is meant follows from
        their sum; which one follows in equal parts from them and from each entry's share of the
        name's uses.
        """
        held = self._observer.shares(name.stems)
        shares = [held.get(entry, 0.0) for entry in entries]
        by_use = sum(confidences) / (sum(shares) or 1.0)
        return [
            min((confidence + by_use * share) / 2, max(share, NAME_CONFIDENCE))
            for share, confidence in zip(shares, confidences, strict=True)
        ]

    def commonest(self, uses: Mapping[str, int]) -> Iterator[tuple[Terms, dict[int, float]]]:
        """The commonest names, each with how likely it means the entries that speak of it.

        `uses` says how often the pack has each of its words.
        """
        common = sorted(uses, key=lambda it: (-uses[it], it))
        names = (self.alone(self._analyser.analyse(it)) for it in common)
        for name in islice(filter(None, names), LONE_WORDS):
            yield name, self._observer.shares(name.stems)
