"""From evidence to a probability: a logistic regression that the pack itself teaches.

Fitted by Newton's method (iteratively reweighted least squares) with a Gaussian prior. The prior's
centre is what was learned from other packs, so that a pack of a few entries is not left to its few
examples, and a large one overrules it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.evidence import Evidence

Array = npt.NDArray[np.float64]

ITERATIONS = 50
"""Newton's method is done after some eight steps on most packs."""
SMALLEST_STEP = 1e-6


@dataclass(frozen=True, slots=True)
class Confidence:
    """`probability = 1 / (1 + exp(-(bias + weights . evidence)))`."""

    bias: float
    weights: Array

    def probability(self, evidence: Evidence) -> float:
        """How likely the candidate with this evidence is right, from 0 to 1."""
        return float(_sigmoid(self.bias + self.weights @ evidence.vector()))


def fit(
    rows: Sequence[Evidence], is_right: Sequence[bool], importance: Sequence[float]
) -> Confidence:
    """The confidence under which what was seen is most likely.

    `rows`, `is_right` and `importance` run in parallel; an example of importance 2 counts twice.
    """
    columns = PRIOR_WEIGHTS.size + 1
    examples = np.ones((len(rows), columns))
    if rows:
        examples[:, 1:] = [row.vector() for row in rows]
    targets = np.array(is_right, float)
    counts = np.array(importance, float)
    centre = np.concatenate([[PRIOR_BIAS], PRIOR_WEIGHTS])
    beta = centre.copy()

    def loss(weights: Array) -> float:
        margins = (examples @ weights) * (2 * targets - 1)
        penalty = PRIOR_STRENGTH / 2 * np.sum((weights - centre) ** 2)
        return float(counts @ np.logaddexp(0, -margins) + penalty)

    for _ in range(ITERATIONS):
        predicted = _sigmoid(examples @ beta)
        gradient = examples.T @ (counts * (predicted - targets)) + PRIOR_STRENGTH * (beta - centre)
        slope = counts * predicted * (1 - predicted)
        hessian = (examples * slope[:, None]).T @ examples + PRIOR_STRENGTH * np.eye(columns)
        step = np.linalg.solve(hessian, gradient)
        before = loss(beta)
        while loss(beta - step) > before and np.abs(step).max() > SMALLEST_STEP:
            step /= 2  # a whole step can overshoot where most examples are sure
        beta -= step
        if np.abs(step).max() < SMALLEST_STEP:
            break
    return Confidence(float(beta[0]), beta[1:])


def _sigmoid(value: Array | float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(value, -35, 35))))


PRIOR_BIAS = -4.8
PRIOR_WEIGHTS = np.array([4.4, 0.5, 2.0, 0.1, 1.5, 3.0, 1.0, -0.5, 0.3, 0.9])
"""What a pack of 150 entries with 10 phrasings each, drawn from CLINC150's training set, taught,
rounded; in the order of `Evidence`."""
PRIOR_STRENGTH = 3.0
"""How strongly a pack must speak against that to move it: as an example or two."""
