"""The words of a pack's entries, read anew only where they have changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.knowledge.model import Entry
from bot.matching.answers import told_by
from bot.matching.numbering import NEW, Ints
from bot.matching.terms import Analyser, Terms
from bot.matching.text import fold

GONE = -1


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way to ask an entry's question, analysed."""

    text: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Wording:
    """What an entry is asked as, and what it is not for, analysed."""

    entry: Entry
    phrasings: tuple[Phrasing, ...]
    """In the order of their text."""
    negatives: tuple[Terms, ...]
    """In the order in which the entry has them."""
    told: frozenset[str]
    """The stems of its answer's words that tell something."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Which wordings and phrasings were there before, and the numbers that they had."""

    phrasings: Ints
    """The number of each phrasing, those of all entries in one order; `NEW` where it is new."""
    moved: Ints
    """The other way round: the number now of each that was there; `GONE` where it is not."""
    entries: Mapping[int, int]
    """The number of each entry that has the phrasings which it had, and no others."""


def read_wordings(
    entries: Sequence[Entry], analyser: Analyser, earlier: Sequence[Wording] = ()
) -> tuple[Wording, ...]:
    """The wording of each entry; what has not changed is taken from `earlier`.

    `earlier` must have been read with an analyser like this one.
    """
    before = {it.entry.id: it for it in earlier}
    return tuple(_read(entry, analyser, before.get(entry.id)) for entry in entries)


def _read(entry: Entry, analyser: Analyser, earlier: Wording | None) -> Wording:
    if earlier is not None and entry.asked_as == earlier.entry.asked_as:
        phrasings = earlier.phrasings
    else:
        known = {it.text: it for it in earlier.phrasings} if earlier else {}
        texts = sorted({fold(text): text for text in sorted(entry.asked_as)}.values())
        phrasings = tuple(
            known.get(text) or Phrasing(text, analyser.analyse(text)) for text in texts
        )
    if earlier is not None and entry.not_for == earlier.entry.not_for:
        negatives = earlier.negatives
    else:
        negatives = tuple(analyser.analyse(text) for text in entry.not_for)
    if earlier is not None and entry.answer == earlier.entry.answer:
        told = earlier.told
    else:
        told = told_by(entry.answer, analyser)
    return Wording(entry, phrasings, negatives, told)


def kept_of(earlier: Sequence[Wording], wordings: Sequence[Wording]) -> Kept:
    """What `wordings` have of `earlier`."""
    numbers = {it.entry.id: number for number, it in enumerate(earlier)}
    starts = np.cumsum([0, *(len(it.phrasings) for it in earlier)]).tolist()
    rows: list[int] = []
    entries: dict[int, int] = {}
    for number, wording in enumerate(wordings):
        before = numbers.get(wording.entry.id)
        if before is None:
            rows += [NEW] * len(wording.phrasings)
            continue
        known = {it.text: row for row, it in enumerate(earlier[before].phrasings, starts[before])}
        found = [known.get(it.text, NEW) for it in wording.phrasings]
        if found == list(known.values()):
            entries[number] = before
        rows += found
    phrasings = np.array(rows, np.int64)
    stay = np.flatnonzero(phrasings != NEW)
    moved = np.full(starts[-1], GONE)
    moved[phrasings[stay]] = stay
    return Kept(phrasings, moved, entries)
