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
"""How alike, from 0 to 100, the words of two questions must be, in any order, for the two to be one
miss. A misspelt or reordered question reaches it, and different questions hardly ever do."""
COMPARED = 300
"""How many characters of a question are compared: each question is compared with all others."""


@dataclass(frozen=True, slots=True)
class Miss:
    """Questions that are alike."""

    questions: tuple[LoggedQuestion, ...]
    """Newest first."""
    nearest: Choice | None = None
    """The entry nearest to the questions; None until `with_nearest` has looked for it."""
    wrong: tuple[str, str] | None = None
    """The ids of the pack and entry whose answer was reported as wrong; None if none was."""

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
    """Groups questions from the newest to the oldest into misses: most asked first, then newest.

    What was reported as wrong is grouped apart for each entry that was wrong. The nearest entries
    are not looked for here, because that takes much longer.
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
    """The miss with that id, followed by those that are reviewed together with it."""
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
    """The miss with the entry that is nearest to it, other than one that was reported as wrong."""
    ranked = answerer.rank(miss.asked)
    return replace(miss, nearest=next((it for it in ranked if it.ids != miss.wrong), None))


def _wrong(question: LoggedQuestion) -> tuple[str, str] | None:
    if question.outcome == "wrong" and question.pack and question.entry:
        return question.pack, question.entry
    return None


def _compared(question: str) -> str:
    return " ".join(words(fold(question)))[:COMPARED]
