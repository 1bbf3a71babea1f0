"""Learning anew only what a change of a pack concerns."""

from __future__ import annotations

import numpy as np

from bot.matching.meaning import Likeness
from bot.matching.numbering import Ints
from bot.matching.ranking import MARGIN, Machine, Ranking, learn
from bot.matching.wordings import GONE, Kept

CHUNK = 100
"""How many phrasings are compared with all others at a time."""


def learn_changes(earlier: Ranking, kept: Kept, likeness: Likeness, owners: Ints) -> Ranking:
    """What `earlier` learned, with only those entries learned anew that a change concerns.

    A change concerns the entries that it touches, and every entry that would score a changed
    phrasing above its margin. `likeness` compares the phrasings as they are now, and `owners` gives
    the number of each one's entry.
    """
    known: dict[int, Machine] = {}
    for now, before in kept.entries.items():
        machine = earlier.machines[before]
        places = kept.moved[machine.phrasings]
        if (places != GONE).all():
            known[now] = Machine(places, machine.coefficients)
    learned = learn(likeness, owners, (), known)
    is_new = ~np.isin(owners, list(known))
    numbers = np.flatnonzero(is_new)
    is_rival = np.zeros(owners[-1] + 1, bool)
    for start in range(0, len(numbers), CHUNK):
        for row in likeness.of_rows(numbers[start : start + CHUNK]).likeness:
            is_rival |= learned.scores(row) > MARGIN
    is_rival[owners[is_new]] = False
    stays = {it: learned.machines[it] for it in np.flatnonzero(~is_rival).tolist()}
    return learn(likeness, owners, (), stays)
