"""Whether confidences mean what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The candidates whose confidence lies in one stretch of 0 to 1."""

    low: float
    high: float
    count: int
    confidence: float
    """Their mean confidence; the stretch's middle where there are none."""
    right: int
    """How many of them were meant."""

    @property
    def share(self) -> float:
        """The share of them that was meant; 0 where there are none."""
        return self.right / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidences beside how often they were right."""

    bins: tuple[Bin, ...]
    error: float
    """The expected calibration error, from 0 to 1: how far a bin's mean confidence is from its
    share right, averaged over the cases."""


def calibrate(cases: Iterable[tuple[float, bool]]) -> Calibration:
    """The calibration of `cases`, each a confidence from 0 to 1 and whether it was right.

    Ten bins of equal width, each with its lower bound and without its upper one, but for the last
    (Naeini et al., "Obtaining well calibrated probabilities using Bayesian binning", 2015; Guo et
    al., "On calibration of modern neural networks", 2017). Equal widths keep the bins in place from
    one run to the next, so that they can be compared.
    """
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for case in cases:
        held[min(int(case[0] * BINS), BINS - 1)].append(case)
    bins = tuple(_bin(number, found) for number, found in enumerate(held))
    count = sum(it.count for it in bins)
    off = sum(it.count * abs(it.confidence - it.share) for it in bins)
    return Calibration(bins, off / count if count else 0.0)


def _bin(number: int, cases: list[tuple[float, bool]]) -> Bin:
    low, high = number / BINS, (number + 1) / BINS
    mean = sum(it for it, _ in cases) / len(cases) if cases else (low + high) / 2
    return Bin(low, high, len(cases), mean, sum(is_right for _, is_right in cases))
