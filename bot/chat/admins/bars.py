"""How sure is sure enough: the choices, and what each would have made of the questions of late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.answerer import MAX_CHOICES, Answerer, Bars
from bot.answering.outcome import Abstention, Answer, Choice, Suggestions
from bot.answering.snapshot import Snapshot

CHOICES = (0.95, 0.88, 0.8, 0.72, 0.5)
"""The bars that a server may choose from, the strictest first."""
MOST_QUESTIONS = 100
"""How many of the last questions are asked again."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What came, or would have come, of some questions."""

    answered: int
    suggested: int
    declined: int

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return self.answered + self.suggested + self.declined


def effects(
    snapshot: Snapshot,
    bars: Iterable[float],
    questions: Sequence[str],
    *,
    suggest: float,
    first: str | None = None,
) -> dict[float, Effect]:
    """What each bar for answers would have made of the questions, asked as an `Answerer` asks them.

    Each question is looked up only once for all bars. It may take a second: keep it off the event
    loop.
    """
    known: dict[tuple[str, int], tuple[Choice, ...]] = {}
    return {
        bar: _effect(_Recalling(snapshot, Bars(bar, suggest), known, first=first), questions)
        for bar in bars
    }


class _Recalling(Answerer):
    """An answerer that looks nothing up twice; those that share `known` have the same snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        bars: Bars,
        known: dict[tuple[str, int], tuple[Choice, ...]],
        *,
        first: str | None,
    ) -> None:
        super().__init__(snapshot, bars, first=first)
        self._known = known

    def rank(self, question: str, *, most: int = MAX_CHOICES) -> tuple[Choice, ...]:
        key = question, most
        if key not in self._known:
            self._known[key] = super().rank(question, most=most)
        return self._known[key]


def _effect(answerer: Answerer, questions: Sequence[str]) -> Effect:
    found = Counter(type(answerer.ask(it)) for it in questions)
    return Effect(found[Answer], found[Suggestions], found[Abstention])
