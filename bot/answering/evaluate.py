"""How well a pack meets its expectations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer, Choice, Outcome, Suggestions
from bot.knowledge.model import Expectation
from bot.matching.text import fold

Half = Literal["tuning", "held-out"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one expectation got."""

    expectation: Expectation
    outcome: Outcome

    @property
    def is_right(self) -> bool:
        """Answered with the expected entry, or, where nothing was to answer, not answered."""
        if self.expectation.wants_nothing:
            return not isinstance(self.outcome, Answer)
        return self._answered() == self.expectation.expect

    @property
    def is_wrong(self) -> bool:
        """Answered with something else than what was expected."""
        return isinstance(self.outcome, Answer) and not self.is_right

    @property
    def is_offered(self) -> bool:
        """The expected entry is the answer or among the suggestions."""
        if isinstance(self.outcome, Suggestions):
            return self.expectation.expect in {it.entry.id for it in self.outcome.suggested}
        return self.is_right

    @property
    def rival(self) -> Choice | None:
        """The likeliest entry that was not expected."""
        choices = self.outcome.choices
        return next((it for it in choices if it.entry.id != self.expectation.expect), None)

    def _answered(self) -> str | None:
        return self.outcome.chosen.entry.id if isinstance(self.outcome, Answer) else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over some verdicts."""

    asked: int
    """Questions that an entry should answer."""
    right: int
    offered: int
    """Answered right, or with the right entry among the suggestions."""
    wrong: int
    declinable: int
    """Questions that nothing should answer."""
    answered_anyway: int


def half_of(question: str) -> Half:
    """Which half of a pack's expectations a question is in: by a hash of its folded text."""
    digest = hashlib.sha256(fold(question).encode()).digest()
    return "tuning" if digest[0] % 2 == 0 else "held-out"


def evaluate(answerer: Answerer, expectations: Iterable[Expectation]) -> list[Verdict]:
    """Asks every expectation."""
    return [Verdict(it, answerer.ask(it.ask)) for it in expectations]


def count(verdicts: Sequence[Verdict]) -> Figures:
    """The figures of `verdicts`."""
    asked = [it for it in verdicts if not it.expectation.wants_nothing]
    declinable = [it for it in verdicts if it.expectation.wants_nothing]
    return Figures(
        asked=len(asked),
        right=sum(it.is_right for it in asked),
        offered=sum(it.is_offered for it in asked),
        wrong=sum(it.is_wrong for it in asked),
        declinable=len(declinable),
        answered_anyway=sum(it.is_wrong for it in declinable),
    )
