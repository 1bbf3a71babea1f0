"""The questions that got no answer, or a wrong one, grouped by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.answering.answerer import Answerer
from bot.answering.outcome import Choice
from bot.matching.text import fold, words
from bot.store.questions import LoggedQuestion

ALIKE = 75
"""Of 100: how alike the words of two questions must be, in any order, to be one miss. A misspelt or
reordered question still meets itself; different ones hardly ever meet."""
COMPARED = 300
"""Characters of a question's words that are compared, each with those of all others."""


@dataclass(frozen=True, slots=True)
class Miss:
    """Questions that are alike."""

    questions: tuple[LoggedQuestion, ...]
    """Newest first."""
    nearest: Choice | None = None
    """What stands nearest to them, once that was looked for by `with_nearest`."""
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


def group(misses: Sequence[LoggedQuestion]) -> list[Miss]:
    """`misses`, newest first, as groups: most asked first, then newest.

    What was reported as wrong stands apart for each entry that was wrong. What is nearest is not
    looked for, which takes much longer.
    """
    groups: list[list[LoggedQuestion]] = []
    texts: list[str] = []
    for it in misses:
        text = _compared(it.question)
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
    return [Miss(tuple(it), wrong=_wrong(it[0])) for it in groups]


def alike(question: int, misses: Sequence[LoggedQuestion]) -> list[LoggedQuestion]:
    """The one of `misses` with that id, and then those that are reviewed with it."""
    wanted = next((it for it in misses if it.id == question), None)
    if wanted is None:
        return []
    texts = [_compared(it.question) for it in misses]
    scores = process.cdist([_compared(wanted.question)], texts, scorer=fuzz.token_sort_ratio)[0]
    return [
        wanted,
        *(
            it
            for it, score in zip(misses, scores, strict=True)
            if score >= ALIKE and it.outcome == wanted.outcome and it is not wanted
        ),
    ]


def with_nearest(miss: Miss, answerer: Answerer) -> Miss:
    """A miss with the entry that stands nearest to it; never the one that was wrong."""
    ranked = answerer.rank(miss.asked)
    return replace(miss, nearest=next((it for it in ranked if it.ids != miss.wrong), None))


def _wrong(question: LoggedQuestion) -> tuple[str, str] | None:
    if question.outcome == "wrong" and question.pack and question.entry:
        return question.pack, question.entry
    return None


def _compared(question: str) -> str:
    return " ".join(words(fold(question)))[:COMPARED]
