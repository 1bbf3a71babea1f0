"""Numbers for terms, without the terms."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Columns = npt.NDArray[np.int32]

NEW = -1
"""In the place of a number that something had before, where it is new."""
_NOTHING = np.zeros(0, np.int64)
_LARGEST = np.iinfo(np.int64).max


class Numbering:
    """Terms numbered from 0 in the order in which they came.

    Of a term its hash is kept, so that it takes 12 bytes rather than a string and a dictionary's
    place: a pack has some twenty times as many terms as phrasings. Two of one hash are taken for
    one; where hashes have 64 bits, any two of a million are with a chance of one in thirty million.
    Numbers do not depend on hashes, which differ from process to process.
    """

    def __init__(self, hashes: Ints = _NOTHING) -> None:
        """`hashes` are those of the terms, in order."""
        order = np.argsort(hashes)
        # One more behind the last, for what would be sorted there.
        self._hashes = np.append(hashes[order], _LARGEST)
        self._numbers = np.append(order, NEW).astype(np.int32)

    def __len__(self) -> int:
        return len(self._hashes) - 1

    def find(self, terms: Iterable[Hashable], first: int = 0, missing: int = NEW) -> Columns:
        """The number of each term, counted from `first`; `missing` for one that has none."""
        return self._find(np.fromiter(map(hash, terms), np.int64), first, missing)

    def missing(self, terms: Sequence[str]) -> list[str]:
        """Those of `terms` that have no number."""
        return [terms[it] for it in np.flatnonzero(self.find(terms) == NEW).tolist()]

    def extended(self, terms: Iterable[Hashable]) -> tuple[Numbering, Columns]:
        """This numbering with numbers for new `terms` too, and the numbers of all `terms`."""
        hashes = np.fromiter(map(hash, terms), np.int64)
        numbers = self._find(hashes)
        is_new = numbers == NEW
        if not is_new.any():
            return self, numbers
        found, firsts, places = np.unique(hashes[is_new], return_index=True, return_inverse=True)
        order = np.argsort(firsts)
        following = np.empty_like(order)
        following[order] = np.arange(len(self), len(self) + len(order))
        numbers[is_new] = following[places]
        return Numbering(np.concatenate([self._in_order(), found[order]])), numbers

    def _in_order(self) -> Ints:
        hashes = np.empty(len(self), np.int64)
        hashes[self._numbers[:-1]] = self._hashes[:-1]
        return hashes

    def _find(self, hashes: Ints, first: int = 0, missing: int = NEW) -> Columns:
        places = self._hashes.searchsorted(hashes)
        numbers = self._numbers.take(places)
        numbers += first
        numbers[self._hashes.take(places) != hashes] = missing
        return numbers
