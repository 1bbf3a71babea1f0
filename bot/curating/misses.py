"""The questions that got no answer, or a wrong one, grouped by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.answering.answerer import Answerer
from bot.answering.outcome import Choice
from bot.matching.text import fold, words
from bot.store.questions import LoggedQuestion

ALIKE = 75
"""Of 100: how alike the words of two questions must be, in any order, to be one miss. A misspelt or
reordered question still meets itself; different ones hardly ever meet."""


@dataclass(frozen=True, slots=True)
class Miss:
    """Questions that are alike, and what stands nearest to them."""

    questions: tuple[LoggedQuestion, ...]
    """Newest first."""
    nearest: Choice | None
    wrong: tuple[str, str] | None = None
    """The pack's and entry's ids where the answer was reported as wrong."""

    @property
    def asked(self) -> str:
        """The question as it was asked last."""
        return self.questions[0].question

    @property
    def times(self) -> int:
        """How often it was asked."""
        return len(self.questions)

    @property
    def first(self) -> datetime:
        """When it was asked first."""
        return self.questions[-1].asked_at

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the questions."""
        return tuple(it.id for it in self.questions)


def group(misses: Sequence[LoggedQuestion], answerer: Answerer) -> list[Miss]:
    """`misses`, newest first, as groups: most asked first, then newest.

    What was reported as wrong stands apart for each entry that was wrong.
    """
    groups: list[list[LoggedQuestion]] = []
    texts: list[str] = []
    for it in misses:
        text = " ".join(words(fold(it.question)))
        found = process.extract(
            text, texts, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=None
        )
        mate = next(
            (place for _, _, place in found if _wrong(groups[place][0]) == _wrong(it)), None
        )
        if mate is None:
            groups.append([it])
            texts.append(text)
        else:
            groups[mate].append(it)
    groups.sort(key=len, reverse=True)
    return [_miss(it, answerer) for it in groups]


def _miss(questions: Sequence[LoggedQuestion], answerer: Answerer) -> Miss:
    wrong = _wrong(questions[0])
    ranked = answerer.rank(questions[0].question)
    nearest = next((it for it in ranked if it.ids != wrong), None)
    return Miss(tuple(questions), nearest, wrong)


def _wrong(question: LoggedQuestion) -> tuple[str, str] | None:
    if question.outcome == "wrong" and question.pack and question.entry:
        return question.pack, question.entry
    return None
