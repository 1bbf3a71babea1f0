"""Names of a pack that were typed as one word or as two: "chat gpt", "wi-fi", "gptoss"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache, partial

SHORTEST_JOINED = 4
"""Letters of the shortest word that two may be read as."""
SHORTEST_PARTED = 6
"""Letters of the shortest that is read as two."""
SHORTEST_PART = 2
WORDS_KEPT = 2000
"""Words that are remembered as they are read."""


class Spacing:
    """Reads words as a pack spaces them."""

    def __init__(
        self,
        used: Collection[str],
        is_known: Callable[[str], bool],
        are_neighbours: Callable[[str, str], bool],
    ) -> None:
        """`used` are the pack's words, and `is_known` tells whether the language has a word.

        `are_neighbours` tells whether one of the pack's words stands right before another in it.
        """
        self._used = used
        self._is_known = is_known
        self._are_neighbours = are_neighbours
        self._parts_of = lru_cache(WORDS_KEPT)(partial(_parts, used, is_known, are_neighbours))

    def read(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """`tokens` with two as one, or one as two, where only so they are the pack's."""
        is_spaced = not any(map(self._are_one, tokens, tokens[1:]))
        if is_spaced and all(len(self._parts_of(it)) == 1 for it in tokens):
            return tuple(tokens)
        return tuple(self._read(tokens))

    def _read(self, tokens: Sequence[str]) -> Iterator[str]:
        place = 0
        while place < len(tokens):
            word = tokens[place]
            if place + 1 < len(tokens) and self._are_one(word, tokens[place + 1]):
                yield word + tokens[place + 1]
                place += 2
                continue
            yield from self._parts_of(word)
            place += 1

    def _are_one(self, first: str, second: str) -> bool:
        """Whether two words, of which one is none that the language has, are one of the pack's."""
        joined = first + second
        if joined not in self._used or len(joined) < SHORTEST_JOINED:
            return False
        are_known = self._is_known(first) and self._is_known(second)
        return not are_known and not self._are_neighbours(first, second)


def _parts(
    used: Collection[str],
    is_known: Callable[[str], bool],
    are_neighbours: Callable[[str, str], bool],
    word: str,
) -> Sequence[str]:
    """The two of the pack's words that `word` is, or itself."""
    if len(word) < SHORTEST_PARTED or not word.isalpha() or word in used or is_known(word):
        return (word,)
    for place in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        parts = word[:place], word[place:]
        if all(it in used for it in parts) and are_neighbours(*parts):
            return parts
    return (word,)
