"""Learning anew only what a change of a pack concerns."""

from __future__ import annotations

from bot.matching.counts import Ints
from bot.matching.ranking import Comparing, Machine, Ranking, learn
from bot.matching.wordings import GONE, Kept


def learn_changes(earlier: Ranking, kept: Kept, likeness: Comparing, owners: Ints) -> Ranking:
    """What `earlier` learned, and anew what has changed and what competes with that.

    `likeness` compares the phrasings of now, and `owners` gives their entries' numbers.
    """
    known: dict[int, Machine] = {}
    for now, before in kept.entries.items():
        machine = earlier.machines[before]
        places = kept.moved[machine.phrasings]
        if (places != GONE).all():
            known[now] = Machine(places, machine.coefficients)
    changed = set(range(owners[-1] + 1)) - known.keys()
    learned = learn(likeness, owners, (), known)
    rivals = {int(owners[it]) for entry in changed for it in learned.machines[entry].phrasings}
    unrivalled = {
        entry: machine
        for entry, machine in enumerate(learned.machines)
        if entry in changed or entry not in rivals
    }
    return learn(likeness, owners, (), unrivalled)
