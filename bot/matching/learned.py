"""What was learned from a pack, as numbers that can be kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.matching.confidence import UNTAUGHT, Confidence
from bot.matching.kept_learning import Arrays
from bot.matching.ranking import Machine, Ranking


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned from a pack: numbers alone, without its words."""

    ranking: Ranking
    """Which phrasings speak for which entry."""
    confidence: Confidence
    """How sure evidence makes."""

    def to_arrays(self) -> Arrays:
        """All that `from_arrays` needs, to the last digit."""
        machines = self.ranking.machines
        return {
            "sizes": np.array([len(it.phrasings) for it in machines]),
            "phrasings": np.concatenate([it.phrasings for it in machines]).astype(np.int32),
            "coefficients": np.concatenate([it.coefficients for it in machines]),
            "weights": self.confidence.weights,
            "scale": np.array([self.confidence.slope, self.confidence.offset]),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays, entries: int, phrasings: int) -> Learned:
        """What `to_arrays` gave, for a pack with so many `entries` and `phrasings`.

        Raises `ValueError` if the arrays cannot be those of such a pack.
        """
        names = ("sizes", "phrasings", "coefficients", "weights", "scale")
        sizes, numbers, coefficients, weights, scale = (arrays[it] for it in names)
        ends = np.cumsum(sizes)
        fits = (
            sizes.shape == (entries,)
            and (sizes >= 0).all()
            and numbers.shape == coefficients.shape == (ends[-1],)
            and ((numbers >= 0) & (numbers < phrasings)).all()
            and weights.shape == UNTAUGHT.shape
            and scale.shape == (2,)
        )
        kinds = [it.dtype.kind for it in (sizes, numbers, coefficients, weights, scale)]
        if kinds != ["i", "i", "f", "f", "f"] or not fits:
            raise ValueError("these numbers are of another pack")
        machines = [
            Machine(places, values)
            for places, values in zip(
                np.split(numbers.astype(np.int64), ends[:-1]),
                np.split(coefficients, ends[:-1]),
                strict=True,
            )
        ]
        slope, offset = scale.tolist()
        return cls(Ranking(machines, phrasings, {}), Confidence(weights, slope, offset))
