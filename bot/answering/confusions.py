"""Pairs of entries that take each other's questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering.answerer import MARGIN
from bot.answering.evaluate import Verdict


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two entries, and how many questions of each were lost to the other."""

    first: str
    """The id of the entry that lost more."""
    second: str
    lost_by_first: int
    lost_by_second: int

    @property
    def lost(self) -> int:
        """The questions lost between the two."""
        return self.lost_by_first + self.lost_by_second


def confusions(verdicts: Iterable[Verdict]) -> list[Confusion]:
    """The pairs that compete, worst first.

    A question is lost to the likeliest other entry if the expected one does not answer it and is
    not ahead of the other by what an answer needs. The pairs name no question, so that whoever acts
    on them has not read the half that is kept from tuning.
    """
    lost: dict[tuple[str, str], int] = {}
    for verdict in verdicts:
        expected, rival = verdict.expectation.expect, verdict.rival
        if verdict.expectation.wants_nothing or verdict.is_right or rival is None:
            continue
        if rival.confidence > verdict.confidence_in_expected - MARGIN:
            pair = (expected, rival.entry.id)
            lost[pair] = lost.get(pair, 0) + 1
    found = [
        Confusion(one, other, count, lost.get((other, one), 0))
        for (one, other), count in lost.items()
        if (-count, one) < (-lost.get((other, one), 0), other)
    ]
    return sorted(found, key=lambda it: (-it.lost, it.first, it.second))
