"""How well a pack meets its expectations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.answerer import Answerer
from bot.answering.calibration import Calibration, calibrate
from bot.answering.outcome import Answer, Choice, Outcome, Suggestions
from bot.answering.subject import Subject
from bot.knowledge.model import Expectation
from bot.matching.text import fold

Half = Literal["tuning", "held-out"]
HALVES: tuple[Half, ...] = ("tuning", "held-out")
Group = Literal["asked", "near miss", "chatter"]
Grade = Literal["right", "suggested", "missed", "wrong"]
GRADES: tuple[Grade, ...] = ("right", "suggested", "missed", "wrong")
"""From best to worst. A question that an entry should answer is suggested where that entry is
suggested, and missed where it is not; one that nothing should answer is right where it is declined,
suggested where anything is suggested. Both are wrong where a wrong entry answers."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one expectation got."""

    expectation: Expectation
    outcome: Outcome
    group: Group
    """Whether an entry should answer; if none should, whether the question is about the pack's
    subject (a near miss) or not (chatter), which `Subject` tells."""

    @property
    def half(self) -> Half:
        """Which half of the expectations it is in."""
        return half_of(self.expectation.ask)

    @property
    def grade(self) -> Grade:
        """How well the expectation was met."""
        if isinstance(self.outcome, Answer):
            return "right" if self.outcome.chosen.entry.id == self.expectation.expect else "wrong"
        if self.expectation.wants_nothing:
            return "suggested" if isinstance(self.outcome, Suggestions) else "right"
        suggested = self.outcome.suggested if isinstance(self.outcome, Suggestions) else ()
        is_suggested = self.expectation.expect in {it.entry.id for it in suggested}
        return "suggested" if is_suggested else "missed"

    @property
    def is_right(self) -> bool:
        """Answered with the expected entry, or, where nothing was to answer, not answered."""
        if self.expectation.wants_nothing:
            return not self.is_wrong
        return self.grade == "right"

    @property
    def is_wrong(self) -> bool:
        """Answered with something else than what was expected."""
        return self.grade == "wrong"

    @property
    def rival(self) -> Choice | None:
        """The likeliest entry that was not expected."""
        choices = self.outcome.choices
        return next((it for it in choices if it.entry.id != self.expectation.expect), None)

    @property
    def confidence_in_expected(self) -> float:
        """How likely the expected entry was found; 0 where it is not among the best five."""
        found = (it for it in self.outcome.choices if it.entry.id == self.expectation.expect)
        return next((it.confidence for it in found), 0.0)


@dataclass(frozen=True, slots=True)
class Declines:
    """Counts over questions that nothing should answer."""

    asked: int
    suggested: int
    answered: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over some verdicts."""

    asked: int
    """Questions that an entry should answer."""
    right: int
    offered: int
    """Answered right, or with the right entry among the suggestions."""
    wrong: int
    near_misses: Declines
    chatter: Declines


def half_of(question: str) -> Half:
    """Which half of a pack's expectations a question is in: by a hash of its folded text."""
    digest = hashlib.sha256(fold(question).encode()).digest()
    return "tuning" if digest[0] % 2 == 0 else "held-out"


def evaluate(answerer: Answerer, expectations: Iterable[Expectation]) -> Iterator[Verdict]:
    """Asks every expectation, one at a time."""
    subjects = [Subject(pack) for pack in answerer.knowledge.packs]
    for it in expectations:
        group: Group = "asked"
        if it.wants_nothing:
            is_near = any(subject.is_of(it.ask) for subject in subjects)
            group = "near miss" if is_near else "chatter"
        yield Verdict(it, answerer.ask(it.ask), group)


def count(verdicts: Iterable[Verdict]) -> Figures:
    """The figures of `verdicts`."""
    by_group: dict[Group, list[Grade]] = {"asked": [], "near miss": [], "chatter": []}
    for it in verdicts:
        by_group[it.group].append(it.grade)
    asked = by_group["asked"]
    return Figures(
        asked=len(asked),
        right=asked.count("right"),
        offered=asked.count("right") + asked.count("suggested"),
        wrong=asked.count("wrong"),
        near_misses=_declines(by_group["near miss"]),
        chatter=_declines(by_group["chatter"]),
    )


def calibration_of(verdicts: Iterable[Verdict]) -> Calibration:
    """How well the confidence in the likeliest entry says whether it is the expected one.

    Questions that nothing should answer count too: whatever is likeliest for them is not right.
    """
    return calibrate(
        (best.confidence, best.entry.id == it.expectation.expect)
        for it in verdicts
        for best in it.outcome.choices[:1]
    )


def _declines(grades: Sequence[Grade]) -> Declines:
    return Declines(len(grades), grades.count("suggested"), grades.count("wrong"))
