"""Words that mark an entry: most of its phrasings hold one, and few of the other entries' do.

Who asks for the view of one company in the words in which another's is asked for means the former,
though all but the name speaks for the latter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

MOSTLY = 0.6
"""In what share of an entry's phrasings a word stands that marks it. With 0.4 two in a hundred of
the shipped pack's right answers were lost."""
UNSEEN = 4
"""How many phrasings more are taken to be without the word: in most of a few one is by chance."""
OFTENER = 5.0
"""How many times as large that share is at least as the word's among all phrasings of the pack, if
less than half of those with the word are the entry's."""
HARDLY = 0.03
"""In what share of its phrasings another entry may hold it that does not speak of it."""


class Marks:
    """The marks of a pack's entries."""

    def __init__(
        self,
        held: Sequence[Mapping[str, int]],
        sizes: Sequence[int],
        uses: Mapping[str, int],
        fillers: Collection[str],
    ) -> None:
        """Of each entry how many of its phrasings hold which stem, and how many it has.

        `uses` says how many phrasings of the pack hold a stem.
        """
        self._held = held
        self._sizes = sizes
        whole = sum(sizes)
        self._marks = [
            frozenset(
                stem
                for stem, times in it.items()
                if times >= MOSTLY * (size + UNSEEN)
                and " " not in stem  # but two neighbours
                and stem not in fillers
                and times >= min(OFTENER * size / whole, 0.5) * uses[stem]
            )
            for it, size in zip(held, sizes, strict=True)
        ]
        self._all = frozenset[str]().union(*self._marks)

    def meant(self, stems: Collection[str], entries: Sequence[int]) -> list[int]:
        """Those of `entries` that a question of these stems may mean by what it names.

        The others have marks, of which it has none, while it has one of another of `entries` that
        they do not speak of.
        """
        some = self._all.intersection(stems)
        marks = [self._marks[it] for it in entries]
        named = frozenset(it for it in some if any(it in own for own in marks))
        return [it for it in entries if self._may_mean(named, it)] if named else list(entries)

    def _may_mean(self, named: frozenset[str], entry: int) -> bool:
        marks, held = self._marks[entry], self._held[entry]
        if not marks or not marks.isdisjoint(named):
            return True
        return all(held.get(it, 0) > HARDLY * self._sizes[entry] for it in named)
