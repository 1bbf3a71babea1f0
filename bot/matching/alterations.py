"""Phrasings altered by a word, so that they ask the same still, or something else."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection
from itertools import chain
from zlib import crc32

from bot.matching.evidence import Observer
from bot.matching.terms import Analyser, Terms

SHORTEST_SHORTENED = 4
"""Words of the shortest phrasing that is shortened: fewer mean something else with one missing."""
FEWEST_TELLING = 2
"""Telling words of the shortest phrasing that has one exchanged: of one alone no frame is left."""


class Alterations:
    """Alters the phrasings of a pack."""

    def __init__(self, analyser: Analyser, observer: Observer, used: Collection[str]) -> None:
        """`used` are the pack's words."""
        self._analyser = analyser
        self._observer = observer
        known = analyser.language.everyday_words.union(used)
        telling = [it for it in known if not self._is_filler(it)]
        self._ring = sorted((checksum(it), it) for it in telling)
        """The telling words of the pack and of everyday messages in an order of chance, in which a
        new one moves no other."""

    def shortened(self, phrasing: Terms) -> Terms | None:
        """The phrasing without its least telling word, as somebody might remember it.

        None for a phrasing so short that it would mean something else without that word.
        """
        tokens = list(phrasing.words)
        if len(tokens) < SHORTEST_SHORTENED:
            return None
        stems = self._analyser.language.stems(tokens)
        commonest = max(range(len(tokens)), key=lambda it: (self._observer.count(stems[it]), -it))
        return self._analyser.analyse(" ".join(tokens[:commonest] + tokens[commonest + 1 :]))

    def exchanged(self, phrasing: Terms, owner: int) -> Terms | None:
        """The phrasing with one telling word replaced by a word that the entry `owner` never uses.

        It asks for something else in the same frame. None where the phrasing has too few telling
        words for a frame to be left.
        """
        tokens = list(phrasing.words)
        places = [place for place, it in enumerate(tokens) if not self._is_filler(it)]
        if len(places) < FEWEST_TELLING:
            return None
        chance = checksum(phrasing.folded)
        start = bisect(self._ring, (chance, ""))
        for place in chain(range(start, len(self._ring)), range(start)):
            word = self._ring[place][1]
            if not self._observer.speaks_of(owner, self._stems(word)):
                tokens[places[chance % len(places)]] = word
                return self._analyser.analyse(" ".join(tokens))
        return None

    def _stems(self, word: str) -> frozenset[str]:
        return frozenset(self._analyser.language.stems([word]))

    def _is_filler(self, word: str) -> bool:
        return self._stems(word) <= self._analyser.language.stop_words


def checksum(text: str) -> int:
    """A number that stands in for chance: the same for the same text, on every machine."""
    return crc32(text.encode(errors="replace"))
