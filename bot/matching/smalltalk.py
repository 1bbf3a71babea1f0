"""Questions that no pack is for: everyday talk, and a pack's own words asked about idly.

They teach the confidence what a pack cannot: that sharing one telling word with an entry, as "how
old is …" does, is little. Each language has them in its folder, as `idle.txt`; a line with `{}` is
filled with words of the pack.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, cycle

from bot.matching.language import Language
from bot.matching.text import fold, words

_Words = tuple[str, ...]

LONGEST_NAME = 5
"""Words of the longest name that fills a frame, articles and the like among them."""
NEIGHBOUR_SHARE = 0.4
"""In how many of a word's phrasings another must stand beside it to belong to its name."""


def chatter(language: Language) -> list[str]:
    """The language's everyday messages."""
    return [line for line in language.idle if "{}" not in line]


def framed(language: Language, telling_words: Sequence[str]) -> list[str]:
    """The language's frames, each filled with one of `telling_words`, in turn."""
    frames = (line for line in language.idle if "{}" in line)
    return [line.format(it) for line, it in zip(frames, cycle(telling_words), strict=False)]


class Frames:
    """Tells whether a question is one of the language's frames around a name.

    "Is {} married" asks nothing that an entry on that person is about, unless it speaks of it.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._frames: dict[str, dict[tuple[str, int], list[tuple[int, _Words, _Words]]]] = {}
        """What stands before and after a name, by the first word, then by the last if any stands
        after the name, and by how many there are; each with its place among all."""
        for number, line in enumerate(language.idle):
            before, slot, after = line.partition("{}")
            if slot and before.strip():
                start, end = (tuple(words(fold(part))) for part in (before, after))
                alike = self._frames.setdefault(start[0], {})
                key = end[-1] if end else "", len(start) + len(end)
                alike.setdefault(key, []).append((number, start, end))

    def telling(self, asked: Sequence[str]) -> frozenset[str]:
        """The telling stems of the longest frame around a name in the words `asked`; empty if none.

        A name has `LONGEST_NAME` words at most.
        """
        spoken = tuple(asked)
        frames = self._frames.get(spoken[0], {}) if spoken else {}
        for named in range(1, min(LONGEST_NAME, len(spoken)) + 1) if frames else ():
            length = len(spoken) - named
            ends = frames.get(("", length)), frames.get((spoken[-1], length))
            if ends == (None, None):
                continue
            for _, start, end in sorted(chain.from_iterable(filter(None, ends))):
                if spoken[: len(start)] == start and spoken[len(start) + named :] == end:
                    stems = self._language.stems([*start, *end])
                    return frozenset(stems) - self._language.function_words
        return frozenset()


def telling_words(entries: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """For each entry the name that tells it most from the others, without repeats, in order.

    A name is a word together with the neighbours that nearly always stand beside it.

    `entries` holds, for each entry, the words of each of its phrasings. A word tells an entry when
    many of its phrasings hold it and few other entries do.
    """
    holders: Counter[str] = Counter()
    counts: list[Counter[str]] = []
    for phrasings in entries:
        count = Counter(word for phrasing in phrasings for word in set(phrasing))
        counts.append(count)
        holders.update(count.keys())
    found: list[str] = []
    for phrasings, count in zip(entries, counts, strict=True):
        if count:
            word = max(sorted(count), key=lambda it: count[it] / holders[it] ** 0.5)
            found += [word, _with_neighbours(word, phrasings)]
    return list(dict.fromkeys(found))


def _with_neighbours(word: str, phrasings: Sequence[Sequence[str]]) -> str:
    """The word with those that stand right before and behind it in most phrasings that hold it."""
    holding = [list(it) for it in phrasings if word in it]
    before = Counter(it[it.index(word) - 1] for it in holding if it.index(word) > 0)
    behind = Counter(it[it.index(word) + 1] for it in holding if it.index(word) + 1 < len(it))
    name = [word]
    for neighbours, position in ((before, 0), (behind, len(name))):
        for neighbour, times in neighbours.most_common(1):
            if times >= NEIGHBOUR_SHARE * len(holding):
                name.insert(position, neighbour)
    return " ".join(name)
