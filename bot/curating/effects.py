"""What a change to a pack would do to the questions that people ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer, Outcome, Suggestions
from bot.knowledge.model import Expectation

Effect = Literal["changed", "lost", "ambiguous", "gained"]
EFFECTS: tuple[Effect, ...] = ("lost", "changed", "ambiguous", "gained")
"""From worst to best: an answer is gone; it is another one; it is only suggested now, with others;
there is one where there was none."""


_TOLD: Mapping[Effect, tuple[str, str]] = {
    "changed": ("changes", "change"),
    "lost": ("is lost", "are lost"),
    "ambiguous": ("becomes ambiguous", "become ambiguous"),
    "gained": ("is gained", "are gained"),
}


@dataclass(frozen=True, slots=True)
class Affected:
    """A question whose outcome a change would alter."""

    question: str
    effect: Effect
    before: str | None
    """The id of the entry that answers now, or None."""
    after: str | None
    expected: str | None = None
    """What the pack's expectations want, if they speak of the question."""

    @property
    def is_broken(self) -> bool:
        """Whether an expectation that is met now would be no longer."""
        if self.expected is None:
            return False
        wanted = None if self.expected == "none" else self.expected
        return self.before == wanted and self.after != wanted


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change would do to the questions that were tried."""

    tried: int
    affected: tuple[Affected, ...]
    """Broken expectations first, then from worst to best."""

    @property
    def broken(self) -> tuple[Affected, ...]:
        """The expectations that would no longer be met."""
        return tuple(it for it in self.affected if it.is_broken)

    def __str__(self) -> str:
        """In a line, such as "3 answers change, 1 is lost, 2 become ambiguous"."""
        if not self.affected:
            return f"None of {self.tried} questions gets another answer."
        counts = Counter(it.effect for it in self.affected)
        told: list[str] = []
        for effect, (one, many) in _TOLD.items():
            if count := counts[effect]:
                noun = "" if told else "answer " if count == 1 else "answers "
                told.append(f"{count} {noun}{one if count == 1 else many}")
        return f"Of {self.tried} questions: {', '.join(told)}."


def effects(
    before: Answerer, after: Answerer, expectations: Sequence[Expectation], asked: Iterable[str]
) -> Effects:
    """Asks all of it before and after, and tells what differs; each question is tried once.

    Answers are told apart by the entry alone: a pack's new wording is no other answer.
    """
    expected = {it.ask: it.expect for it in expectations}
    questions = dict.fromkeys((*expected, *asked))
    affected = []
    for question in questions:
        was, now = before.ask(question), after.ask(question)
        effect = _effect(was, now)
        if effect:
            affected.append(
                Affected(question, effect, _answer(was), _answer(now), expected.get(question))
            )
    affected.sort(key=lambda it: (not it.is_broken, EFFECTS.index(it.effect)))
    return Effects(len(questions), tuple(affected))


def _effect(was: Outcome, now: Outcome) -> Effect | None:
    if _answer(was) == _answer(now):
        return None
    if _answer(was) is None:
        return "gained"
    if _answer(now) is None:
        return "ambiguous" if isinstance(now, Suggestions) else "lost"
    return "changed"


def _answer(outcome: Outcome) -> str | None:
    return outcome.chosen.entry.id if isinstance(outcome, Answer) else None
