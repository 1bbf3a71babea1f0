"""How often phrasings hold terms, counted anew only where phrasings are new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from bot.matching.numbering import NEW, Ints, Numbering
from bot.matching.terms import KINDS, Terms, grams

OTHER_KINDS = [it for it in KINDS if it != "grams"]
"""The kinds of which a phrasing has its terms at hand."""

TIMES = np.uint16
"""Enough for how often a text holds a term: it has a thousand characters at most."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each of some texts holds each of some terms."""

    columns: Numbering = field(default_factory=Numbering)
    """The column of each term."""
    matrix: sp.csr_array = field(default_factory=lambda: sp.csr_array(np.zeros((0, 0), TIMES)))
    """One row a text."""

    def changed(
        self, kept: Ints, added: Iterable[Sequence[str]], first: Iterable[str] = ()
    ) -> Counts:
        """The counts of texts of which `kept` gives the numbers here, and `NEW` for those `added`.

        Terms keep their columns, also those that no text holds any more. New ones come after
        them, and of these those in `first` before others.
        """
        sizes = [0]

        def terms() -> Iterator[str]:
            for it in added:
                sizes.append(len(it))
                yield from it

        columns, _ = self.columns.extended(first)
        columns, numbers = columns.extended(terms())
        starts = np.cumsum(sizes, dtype=np.int32)
        shape = (len(starts) - 1, len(columns))
        ones = np.ones(len(numbers), TIMES)
        new = sp.csr_array((ones, numbers.astype(np.int32), starts), shape)
        new.sum_duplicates()
        old = self.matrix
        widened = sp.csr_array((old.data, old.indices, old.indptr), (old.shape[0], len(columns)))
        rows = kept.copy()
        rows[kept == NEW] = np.arange(shape[0]) + old.shape[0]
        return Counts(columns, sp.vstack([widened, new], format="csr")[rows])


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each of some phrasings holds each term, kind by kind.

    Words repeat, so that n-grams are cut from each only once.
    """

    _words: Counts = field(default_factory=Counts)
    _grams: Counts = field(default_factory=Counts)
    """Of each word, in the order of the words' columns."""
    _others: Mapping[str, Counts] = field(
        default_factory=lambda: dict.fromkeys(OTHER_KINDS, Counts())
    )

    @classmethod
    def of(cls, phrasings: Sequence[Terms]) -> TermCounts:
        """The counts of `phrasings`."""
        return cls().changed(phrasings, np.full(len(phrasings), NEW))

    def changed(self, phrasings: Sequence[Terms], kept: Ints) -> TermCounts:
        """The counts of `phrasings`, of which `kept` gives the numbers here, or `NEW`.

        They differ from those of `of` in the order of the columns, and in that terms which no
        phrasing holds any more keep theirs.
        """
        added = new_of(phrasings, kept)
        vocabulary = sorted({word for it in added for word in it.words})
        words = self._words.changed(kept, [it.words for it in added], vocabulary)
        new_words = self._words.columns.missing(vocabulary)
        kept_words = np.full(len(words.columns), NEW)
        kept_words[: len(self._words.columns)] = np.arange(len(self._words.columns))
        return TermCounts(
            words,
            self._grams.changed(kept_words, (list(grams(it)) for it in new_words)),
            {
                kind: counts.changed(kept, (it.of_kind(kind) for it in added))
                for kind, counts in self._others.items()
            },
        )

    def __len__(self) -> int:
        return self._words.matrix.shape[0]

    def has_word(self, word: str) -> bool:
        """Whether the word is one whose n-grams all have a column."""
        return bool(self._words.columns.find([word])[0] != NEW)

    def of_kind(self, kind: str) -> Counts:
        """The counts of the terms of one kind."""
        if kind != "grams":
            return self._others[kind]
        return Counts(self._grams.columns, self._words.matrix @ self._grams.matrix)


def new_of(phrasings: Sequence[Terms], kept: Ints) -> list[Terms]:
    """Those of `phrasings` for which `kept` has `NEW`."""
    return [phrasings[it] for it in np.flatnonzero(kept == NEW).tolist()]
