"""Learning from a pack which phrasings speak for which entry, and which against.

For each entry a support vector machine with squared hinge loss tells the entry's own phrasings from
those of others. It is trained as in Chapelle, "Training a support vector machine in the primal"
(2007): ridge regression on the phrasings within the margin, repeated until these stay the same.
Only phrasings that resemble the entry's own can be within the margin, so that each machine is small
however large the pack.

Ridge regression's predictions for what is left out have a closed form (the margin's phrasings taken
as they are), which is what lets a pack teach its own confidence as it is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.matching.products import times
from bot.matching.vectors import Floats

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MARGIN = 0.5
"""The score that another entry's phrasing may have without being pushed down; the entry's own are
pushed up to 1. 0.4 to 0.6 were within a point of each other, 0.2 and 0.3 did worse."""
RIDGE = 0.5
"""How strongly a machine is held back, beside a phrasing's likeness of 1 to itself."""
FEWEST_RIVALS = 60
RIVALS_PER_PHRASING = 3
"""How many phrasings of others an entry is told apart from."""
ROUNDS = 12
"""Rounds at most; the margin's phrasings are mostly settled after three."""
MOST_SWEEPS = 500
SMALLEST_CHANGE = 1e-6
CHUNK = 64
"""How many entries are learned at a time."""
_NONE: Mapping[int, Machine] = {}


@dataclass(frozen=True, slots=True)
class Machine:
    """What was learned for one entry: parallel arrays over the phrasings within its margin."""

    phrasings: Ints
    coefficients: Array
    """How much likeness to the phrasing counts for the entry; negative where it counts against."""


@dataclass(frozen=True, slots=True)
class Unlearned:
    """How much lower entries would score a phrasing, had less been learned.

    These are three parallel arrays.
    """

    entries: Ints
    without_phrasing: Array
    """Had the phrasing itself not been learned."""
    without_entry: Array
    """Had no phrasing of the phrasing's own entry been learned."""


_NO_CHANGE = Unlearned(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


class Ranking:
    """Scores entries, given a question's likeness to each phrasing."""

    def __init__(
        self, machines: Sequence[Machine], phrasings: int, unlearned: Mapping[int, Unlearned]
    ) -> None:
        self.machines = machines
        """One an entry."""
        self._unlearned = unlearned
        starts = np.cumsum([0, *(len(it.phrasings) for it in machines)])
        places = np.concatenate([it.phrasings for it in machines])
        values = np.concatenate([it.coefficients for it in machines])
        # Half the width is half the time: scoring consists of reading this.
        self.coefficients: sp.csr_array = sp.csr_array(
            (values.astype(np.float32), places.astype(np.int32), starts.astype(np.int32)),
            (len(machines), phrasings),
        )
        """How much likeness to each phrasing counts for each entry, one a row."""

    def scores(self, likeness: Floats, share: float = 1.0) -> Array:
        """The score of each entry, times `share`."""
        found: Array = np.multiply(times(self.coefficients, likeness), share, dtype=np.float64)
        return found

    def unlearned(self, phrasing: int) -> Unlearned:
        """How much lower the entries would score a phrasing that was `asked` for."""
        return self._unlearned.get(phrasing, _NO_CHANGE)


class Comparing(Protocol):
    """What compares phrasings."""

    def gram(self, rows: Ints) -> Array:
        """How alike the phrasings numbered `rows` are to each other."""
        ...

    def likeness_of_groups(self, groups: Sequence[Ints]) -> Floats:
        """How alike each group of phrasings is to each phrasing; only the order counts."""
        ...


def learn(
    likeness: Comparing, owners: Ints, asked: Iterable[int], known: Mapping[int, Machine] = _NONE
) -> Ranking:
    """Learns which phrasings speak for which entry.

    `owners` gives the number of each phrasing's entry, in ascending order. `asked` are the
    phrasings for which `Ranking.unlearned` will be called. Entries in `known` keep the machines
    that they have there.
    """
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    bounds = np.append(firsts, len(owners))
    is_asked = np.zeros(len(owners), bool)
    is_asked[list(asked)] = True
    wanted = [it for it in range(len(firsts)) if it not in known]
    chunks = [wanted[it : it + CHUNK] for it in range(0, len(wanted), CHUNK)]
    with ThreadPoolExecutor(2) as pool:
        learned = list(pool.map(partial(_learn_chunk, likeness, owners, bounds, is_asked), chunks))
    machines = dict(known)
    parts: dict[int, list[tuple[int, float, float]]] = {}
    for entry, (machine, missing) in zip(wanted, chain.from_iterable(learned), strict=True):
        machines[entry] = machine
        for phrasing, without_phrasing, without_entry in missing:
            parts.setdefault(phrasing, []).append((entry, without_phrasing, without_entry))
    return Ranking(
        [machines[it] for it in range(len(firsts))],
        len(owners),
        {
            phrasing: Unlearned(*(np.array(column) for column in zip(*rows, strict=True)))
            for phrasing, rows in parts.items()
        },
    )


_Missing = list[tuple[int, float, float]]
"""For phrasings that were asked for: its number, and the two columns of `Unlearned`."""


def _learn_chunk(
    likeness: Comparing,
    owners: Ints,
    bounds: Ints,
    is_asked: npt.NDArray[np.bool_],
    entries: Sequence[int],
) -> list[tuple[Machine, _Missing]]:
    blocks = [np.arange(bounds[it], bounds[it + 1]) for it in entries]
    machines = []
    for own, towards in zip(blocks, likeness.likeness_of_groups(blocks), strict=True):
        towards[own] = -1
        rivals = _largest(towards, max(FEWEST_RIVALS, RIVALS_PER_PHRASING * len(own)))
        machines.append(_train(likeness, owners, is_asked, own, rivals))
    return machines


def _train(
    likeness: Comparing, owners: Ints, is_asked: npt.NDArray[np.bool_], own: Ints, rivals: Ints
) -> tuple[Machine, _Missing]:
    phrasings = np.concatenate([own, rivals])
    gram = likeness.gram(phrasings)
    targets = np.where(np.arange(len(phrasings)) < len(own), 1.0, MARGIN)
    is_own = targets == 1.0
    is_within = np.ones(len(phrasings), bool)
    for _ in range(ROUNDS):
        within = np.flatnonzero(is_within)
        ridged = gram[np.ix_(within, within)] + RIDGE * np.eye(len(within))
        coefficients = np.linalg.solve(ridged, targets[within])
        scores = gram[:, within] @ coefficients
        now = np.where(is_own, scores < 1.0, scores > MARGIN)
        if (now == is_within).all():
            break
        is_within = now
    else:
        # A few go round in circles; these are put right one coefficient at a time.
        coefficients = _descend(gram, targets, is_own)
        within = np.flatnonzero(coefficients)
        coefficients = coefficients[within]
        ridged = gram[np.ix_(within, within)] + RIDGE * np.eye(len(within))
        scores = gram[:, within] @ coefficients
    kept = phrasings[within]
    machine = Machine(kept, np.asarray(coefficients, np.float64))
    asked = np.flatnonzero(is_asked[kept])
    if not len(asked):
        return machine, []
    inverse = np.linalg.inv(ridged)
    wanted, scores = targets[within], scores[within]
    without_phrasing = wanted - coefficients / np.diag(inverse)
    without_entry = without_phrasing.copy()
    by_owner = owners[kept]
    for owner in np.unique(by_owner[asked]):
        block = np.flatnonzero(by_owner == owner)
        if len(block) > 1:
            without_entry[block] = wanted[block] - np.linalg.solve(
                inverse[np.ix_(block, block)], coefficients[block]
            )
    without_phrasing -= scores
    without_entry -= scores
    return machine, [
        (int(kept[it]), float(without_phrasing[it]), float(without_entry[it])) for it in asked
    ]


def _descend(gram: Array, targets: Array, is_own: npt.NDArray[np.bool_]) -> Array:
    """A machine's coefficients by coordinate descent, which always arrives."""
    found = np.zeros(len(targets))
    scores = np.zeros(len(targets))
    for _ in range(MOST_SWEEPS):
        largest = 0.0
        for row in range(len(targets)):
            step = (targets[row] - scores[row] - RIDGE * found[row]) / (gram[row, row] + RIDGE)
            value = found[row] + step
            value = max(value, 0.0) if is_own[row] else min(value, 0.0)
            change = value - found[row]
            scores += change * gram[row]
            found[row] = value
            largest = max(largest, abs(change))
        if largest < SMALLEST_CHANGE:
            break
    return found


def _largest(values: Floats, most: int) -> Ints:
    """Where the `most` largest values stand, in ascending order, but none below 0.

    Ties go to the first.
    """
    places = np.flatnonzero(values > 0)
    if len(places) <= most:
        nothing = np.flatnonzero(values == 0)
        return np.sort(np.concatenate([places, nothing[: most - len(places)]]))
    found = values[places]
    least = np.partition(found, len(found) - most)[len(found) - most]
    above = places[found > least]
    ties = places[found == least][: most - len(above)]
    return np.sort(np.concatenate([above, ties]))
