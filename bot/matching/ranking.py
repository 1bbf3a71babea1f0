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

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from bot.matching.vectors import Vectors

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

RIDGE = 0.5
"""How strongly a machine is held back, beside a phrasing's likeness of 1 to itself."""
MARGIN = 0.15
"""The score that another entry's phrasing may have without being pushed down; the entry's own are
pushed up to 1."""
FEWEST_RIVALS = 60
RIVALS_PER_PHRASING = 3
"""How many phrasings of others an entry is told apart from."""
ROUNDS = 12
"""Rounds at most; the margin's phrasings are mostly settled after three."""
CHUNK = 64
"""How many entries are learned at a time."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was learned. All matrices have a row for each phrasing and a column for each entry."""

    coefficients: sp.csr_array
    """How much likeness to the phrasing counts for the entry; negative where it counts against."""
    without_phrasing: sp.csr_array
    """Less what an entry scores for the phrasing: its score had the phrasing not been learned."""
    without_entry: sp.csr_array
    """The same, had no phrasing of the phrasing's own entry been learned."""

    def scores(self, likeness: npt.NDArray[np.float32]) -> Array:
        """The score of each entry, given the question's likeness to each phrasing."""
        found: Array = self.coefficients.T @ likeness
        return found


def learn(vectors: Vectors, owners: Ints) -> Ranking:
    """Learns from phrasings, of which `owners` gives the entries' numbers, in ascending order."""
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    bounds = np.append(firsts, len(owners))
    chunks = [range(it, min(it + CHUNK, len(firsts))) for it in range(0, len(firsts), CHUNK)]
    with ThreadPoolExecutor(2) as pool:
        machines = [
            machine
            for learned in pool.map(partial(_learn_chunk, vectors, owners, bounds), chunks)
            for machine in learned
        ]
    rows = np.concatenate([it.phrasings for it in machines])
    columns = np.repeat(np.arange(len(machines)), [len(it.phrasings) for it in machines])
    shape = (len(owners), len(firsts))

    def matrix(parts: Iterator[Array]) -> sp.csr_array:
        return sp.csr_array((np.concatenate(list(parts)), (rows, columns)), shape)

    return Ranking(
        matrix(it.coefficients for it in machines),
        matrix(it.without_phrasing for it in machines),
        matrix(it.without_entry for it in machines),
    )


@dataclass(frozen=True, slots=True)
class _Machine:
    """One entry's: parallel arrays over the phrasings within its margin."""

    phrasings: Ints
    coefficients: Array
    without_phrasing: Array
    without_entry: Array


def _learn_chunk(vectors: Vectors, owners: Ints, bounds: Ints, entries: range) -> list[_Machine]:
    blocks = [np.arange(bounds[it], bounds[it + 1]) for it in entries]
    likeness = vectors.likeness_of_groups(blocks)
    machines = []
    for own, towards in zip(blocks, likeness, strict=True):
        towards[own] = 0
        rivals = _largest(towards, max(FEWEST_RIVALS, RIVALS_PER_PHRASING * len(own)))
        machines.append(_train(vectors, owners, own, rivals))
    return machines


def _train(vectors: Vectors, owners: Ints, own: Ints, rivals: Ints) -> _Machine:
    phrasings = np.concatenate([own, rivals])
    gram = vectors.gram(phrasings)
    targets = np.where(np.arange(len(phrasings)) < len(own), 1.0, MARGIN)
    is_within = np.ones(len(phrasings), bool)
    for _ in range(ROUNDS):
        within = np.flatnonzero(is_within)
        inverse = np.linalg.inv(gram[np.ix_(within, within)] + RIDGE * np.eye(len(within)))
        coefficients = inverse @ targets[within]
        scores = gram[:, within] @ coefficients
        now = np.where(targets == 1.0, scores < 1.0, scores > MARGIN)
        if (now == is_within).all():
            break
        is_within = now
    scores = scores[within]
    without_phrasing = targets[within] - coefficients / np.diag(inverse)
    without_entry = without_phrasing.copy()
    by_owner = owners[phrasings[within]]
    for owner in np.unique(by_owner):
        block = np.flatnonzero(by_owner == owner)
        if len(block) > 1:
            without_entry[block] = targets[within][block] - np.linalg.solve(
                inverse[np.ix_(block, block)], coefficients[block]
            )
    return _Machine(
        phrasings[within],
        np.asarray(coefficients, np.float64),
        np.asarray(without_phrasing - scores, np.float64),
        np.asarray(without_entry - scores, np.float64),
    )


def _largest(values: npt.NDArray[np.float32], most: int) -> Ints:
    """Where the `most` largest positive values stand, in ascending order; ties go to the first."""
    places = np.flatnonzero(values)
    if len(places) > most:
        places = places[np.argsort(-values[places], kind="stable")[:most]]
    return np.sort(places)
