"""How often phrasings hold terms, counted anew only where phrasings are new."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
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
        self, kept: Ints, added: Iterable[Sequence[Hashable]], first: Iterable[str] = ()
    ) -> Counts:
        """Counts for a changed list of texts, made from these.

        `kept` gives for each text of the new list its number in this one, or `NEW`; `added` are the
        new texts. Every term keeps its column, even where no text holds it any more. Terms that are
        new get columns behind those, the ones in `first` before the others.
        """
        sizes = [0]

        def terms() -> Iterator[Hashable]:
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
        old = self.widened(columns).matrix
        rows = kept.copy()
        rows[kept == NEW] = np.arange(shape[0]) + old.shape[0]
        return Counts(columns, sp.vstack([old, new], format="csr")[rows])

    def widened(self, columns: Numbering) -> Counts:
        """The same, with what columns there are beyond its own in `columns`."""
        held = self.matrix
        shape = (held.shape[0], len(columns))
        return Counts(columns, sp.csr_array((held.data, held.indices, held.indptr), shape))


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
    """Of each kind by itself, with columns for the terms of all."""

    @classmethod
    def of(cls, phrasings: Sequence[Terms]) -> TermCounts:
        """The counts of `phrasings`."""
        return cls().changed(phrasings, np.full(len(phrasings), NEW))

    def changed(self, phrasings: Sequence[Terms], kept: Ints) -> TermCounts:
        """Counts for a changed list of phrasings, made from these in a fraction of the time.

        `kept` gives for each phrasing its number here, or `NEW`. The result differs from that of
        `of` only in the order of the columns, and in keeping columns for terms that no phrasing
        holds any more.
        """
        added = new_of(phrasings, kept)
        vocabulary = sorted({word for it in added for word in it.words})
        words = self._words.changed(kept, [it.words for it in added], vocabulary)
        new_words = self._words.columns.missing(vocabulary)
        kept_words = np.full(len(words.columns), NEW)
        kept_words[: len(self._words.columns)] = np.arange(len(self._words.columns))
        new_grams = self._grams.changed(kept_words, (list(grams(it)) for it in new_words))
        others = {}
        columns = self.other_columns
        for kind, counts in self._others.items():
            before = counts.widened(columns)
            others[kind] = before.changed(kept, (it.of_kind(kind) for it in added))
            columns = others[kind].columns
        others = {kind: counts.widened(columns) for kind, counts in others.items()}
        return TermCounts(words, new_grams, others)

    def __len__(self) -> int:
        return self._words.matrix.shape[0]

    @property
    def words(self) -> int:
        """How many words there are."""
        return len(self._words.columns)

    @property
    def gram_columns(self) -> Numbering:
        """The columns of n-grams."""
        return self._grams.columns

    @property
    def other_columns(self) -> Numbering:
        """The columns of the terms of all other kinds."""
        return self._others[OTHER_KINDS[0]].columns

    def of_kind(self, kind: str) -> sp.csr_array:
        """The counts of the terms of one kind."""
        if kind != "grams":
            return self._others[kind].matrix
        found: sp.csr_array = self._words.matrix @ self._grams.matrix
        return found


def new_of(phrasings: Sequence[Terms], kept: Ints) -> list[Terms]:
    """Those of `phrasings` for which `kept` has `NEW`."""
    return [phrasings[it] for it in np.flatnonzero(kept == NEW).tolist()]
