"""From evidence to a probability, which the pack itself teaches.

A conditional logit with an outside option (McFadden, "Conditional logit analysis of qualitative
choice behavior", 1974): a question means one of the candidates or none of them, each candidate as
likely as the exponential of its weighted evidence, none as likely as 1. So candidates that are as
good as each other share what one alone would have. Each number of the evidence may weigh more or
less from one stretch of its range to the next (a linear spline).

It is learned in two steps by Newton's method: first what speaks for a candidate, from examples in
the mixture that tells most, then how sure that makes one, from the same in the mixture that people
ask (Platt scaling). Both start from what other packs taught, so that a pack of a few entries is not
left to its few examples, and a large one overrules it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from bot.matching import prior as taught
from bot.matching.evidence import Evidence

Array = npt.NDArray[np.float64]

KNOTS: dict[str, tuple[float, ...]] = {
    "score": (0.2, 0.3, 0.45, 0.6),
    "lead": (0.0, 0.1, 0.25, 0.4),
    "nearest_lead": (-0.1, 0.0, 0.1),
    "support": (0.1, 0.2, 0.3),
    "covered": (0.25, 0.5, 0.75),
    "meant": (0.25, 0.5, 0.75),
    "uncovered": (),
    "breadth": (0.1, 0.25, 0.4, 0.6),
    "known": (0.4, 0.7, 0.9),
    "phrased": (0.25, 0.5, 0.75),
    "in_order": (0.05, 0.15, 0.3),
    "spelling": (0.4, 0.55, 0.7),
    "length": (1.4, 1.8, 2.2, 2.8),
    "meaning": (0.3, 0.45, 0.6, 0.75),
    "everyday": (0.4, 0.55, 0.7, 0.85),
}
"""Where each number's stretches meet: its weight may change from one stretch to the next."""
_COLUMNS = [name for name, knots in KNOTS.items() for _ in knots]
_PLACES = np.array(
    [np.inf, *[0.0] * len(Evidence._fields), *(it for knots in KNOTS.values() for it in knots)]
)
_LEAST = np.array([1.0, *[-np.inf] * len(Evidence._fields), *[0.0] * len(_COLUMNS)])
_NUMBERS = np.array(
    [0, *range(len(Evidence._fields)), *map(Evidence._fields.index, _COLUMNS)], np.int64
)
"""The logit's columns: how far which number is beyond a place, and the least that counts. For the
first that is always 1, and for the numbers themselves nothing is too little."""
PRIOR_STRENGTH = 10.0
"""How strongly a pack must speak against the prior to move it: this is worth a handful of examples.
With 3, the order of candidates in large packs depended on which phrasings had been asked."""
SHARPER = 1.15
"""By what factor a confidence's logit is stretched for real questions. A pack learns from its own
phrasings, each asked while it is left out, and so with one phrasing fewer to resemble than a real
question has. With 1.1 to 1.3, CLINC150's validation set was right as often as the confidences said,
in packs of 20 entries and of 150; the lower the factor, the fewer wrong answers."""
LEFT_OUT_COSTS = 1.0
"""How many logits a confidence loses where a phrasing is left out of two; where it is left out of
n, it loses this divided by n - 1. Real questions are given it back. With 2, small packs answered
more questions, those for nothing that they know included."""
SINGLE_GAINS = 3.0
"""What a candidate with one phrasing alone gains, in logits, if its score is `FULL_SCORE` at least,
and the less the lower that is. A question resembles one phrasing less than the best of several; and
as it leaves nothing when it is left out, all that it teaches is that none is meant. Without this,
packs of 20 intents of CLINC150 with one phrasing each answered 2% of the validation set's
questions, and 17% with it, and 1% of those for other intents; where half of the intents have six,
4% and 27% of the questions for the others. With 4 half as many more, and twice as many of those for
other intents."""
SCORE_WEIGHT = 2.5
"""How many logits more the score counts, above `MIDDLING_SCORE`, than a pack's own phrasings say,
each asked while it is left out. With 5 more was answered, and more of what the shipped pack should
decline too; with 0 both were fewer."""
FULL_SCORE = 0.2
"""Without this, a pack of one entry with one phrasing was 28% sure that "no" is meant for it."""
MIDDLING_SCORE = 0.5
ITERATIONS = 50
"""Newton's method is done after some eight steps on most packs."""
SMALLEST_STEP = 1e-6
LARGEST_LOGIT = 35.0


@dataclass(frozen=True, slots=True)
class Example:
    """A question whose meaning is known."""

    evidence: Array
    """A row for each candidate, and a column for each number of its `Evidence`."""
    meant: Array
    """How likely each candidate is meant; what is missing to 1 is that of none."""
    importance: float = 1.0
    """How much it counts in learning what speaks for a candidate."""
    frequency: float = 1.0
    """How often its like is asked, beside the others; 0 for what only teaches."""


UNTAUGHT: Array = np.zeros(1 + len(Evidence._fields) + len(_COLUMNS))
"""No weight in any column that is made of evidence."""
WITHOUT_ENCODER: Array = taught.WITHOUT_ENCODER
WITH_ENCODER: Array = taught.WITH_ENCODER
"""What the columns weigh as other packs taught."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How likely each candidate is meant, given the evidence for all of them."""

    weights: Array
    slope: float = 1.0
    offset: float = 0.0
    _sharpened: Array = field(init=False, repr=False, compare=False)
    """The weights with slope and offset in them."""

    def __post_init__(self) -> None:
        sharpened = self.slope * self.weights
        sharpened[0] += self.offset  # of the column that is always 1
        object.__setattr__(self, "_sharpened", sharpened)

    def probabilities(
        self, evidence: Sequence[Evidence], is_single: Sequence[bool] | None = None
    ) -> list[float]:
        """One probability for each candidate; what is missing to 1 is that of none.

        `is_single` says which candidates have one phrasing alone; without it, none has.
        """
        numbers = np.fromiter(chain.from_iterable(evidence), np.float64)
        columns = _spread(numbers.reshape(len(evidence), -1))
        logits: list[float] = (columns @ self._sharpened).tolist()
        if is_single is not None and any(is_single):
            gains = (
                SINGLE_GAINS * min(max(found.score / FULL_SCORE, 0.0), 1.0) if single else 0.0
                for found, single in zip(evidence, is_single, strict=True)
            )
            logits = [it + gain for it, gain in zip(logits, gains, strict=True)]
        odds = [math.exp(min(it, LARGEST_LOGIT)) for it in logits]
        whole = 1.0 + sum(odds)
        return [it / whole for it in odds]

    def with_all(self, phrasings: float) -> Confidence:
        """The confidence for real questions, to which every phrasing is known.

        What taught it had one phrasing fewer of an entry; `phrasings` is how many an entry has on
        average. See `LEFT_OUT_COSTS`.
        """
        return replace(self, offset=self.offset + LEFT_OUT_COSTS / max(phrasings - 1, 1.0))


def fit(
    examples: Sequence[Example],
    *,
    prior: Array = WITHOUT_ENCODER,
    score_weight: float = SCORE_WEIGHT,
) -> Confidence:
    """The confidence under which the examples are most likely, given the prior.

    With a `score_weight` of 0 the score counts just as the examples say; see `SCORE_WEIGHT`.
    """
    if not examples:
        return Confidence(prior)
    most = max(len(it.evidence) for it in examples)
    table = np.zeros((len(examples), most, prior.size))
    targets = np.zeros((len(examples), most))
    is_absent = np.ones((len(examples), most), bool)
    for row, example in enumerate(examples):
        count = len(example.evidence)
        is_absent[row, :count] = False
        targets[row, :count] = example.meant
    table[~is_absent] = _spread(np.concatenate([it.evidence for it in examples]))
    importance = np.array([it.importance for it in examples])
    weights = _newton(table, targets, is_absent, importance, prior)
    logits = table @ weights
    frequency = np.array([it.frequency for it in examples])
    offset, slope = _newton(
        np.stack([np.ones_like(logits), logits], axis=-1),
        targets,
        is_absent,
        frequency,
        np.array([0.0, 1.0]),
    )
    surer, sharper = float(offset) * SHARPER, float(slope) * SHARPER
    weights[1 + Evidence._fields.index("score")] += score_weight / sharper
    return Confidence(weights, sharper, surer - score_weight * MIDDLING_SCORE)


def _spread(evidence: Array) -> Array:
    """The columns of the logit: 1, each number, and the part of each beyond each of its knots."""
    found: Array = np.maximum(evidence.take(_NUMBERS, axis=1) - _PLACES, _LEAST)
    return found


def _newton(
    table: Array, targets: Array, is_absent: npt.NDArray[np.bool_], counts: Array, centre: Array
) -> Array:
    """The weights of a conditional logit, by Newton's method from `centre`.

    `table` holds examples, their candidates and the candidates' columns; `targets` is how likely
    a candidate is meant; an example counts `counts` times.
    """
    width = centre.size

    def predict(weights: Array) -> tuple[Array, float]:
        """The probabilities, and how badly they fit."""
        logits = np.minimum(table @ weights, LARGEST_LOGIT)
        logits[is_absent] = -np.inf
        largest = np.maximum(logits.max(axis=1, keepdims=True), 0)
        odds = np.exp(logits - largest)
        whole = odds.sum(axis=1, keepdims=True) + np.exp(-largest)
        chosen = (targets * np.where(is_absent, 0, logits)).sum(axis=1)
        likelihood = chosen - (np.log(whole) + largest)[:, 0]
        penalty = PRIOR_STRENGTH / 2 * np.sum((weights - centre) ** 2)
        return odds / whole, float(penalty - counts @ likelihood)

    weights = centre.copy()
    predicted, loss = predict(weights)
    for _ in range(ITERATIONS):
        error = (predicted - targets) * counts[:, None]
        gradient = np.tensordot(error, table, 2) + PRIOR_STRENGTH * (weights - centre)
        weighted = table * (predicted * counts[:, None])[:, :, None]
        mean = (table * predicted[:, :, None]).sum(axis=1)
        hessian = weighted.reshape(-1, width).T @ table.reshape(-1, width)
        hessian -= (mean * counts[:, None]).T @ mean
        hessian += PRIOR_STRENGTH * np.eye(width)
        step = np.linalg.solve(hessian, gradient)
        tried = predict(weights - step)
        while tried[1] > loss and np.abs(step).max() > SMALLEST_STEP:
            step /= 2  # a whole step can overshoot where most examples are sure
            tried = predict(weights - step)
        weights = weights - step
        predicted, loss = tried
        if np.abs(step).max() < SMALLEST_STEP:
            break
    return weights
