"""What comes of a question: an answer, suggestions, or an abstention, each with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.knowledge.model import Entry, Pack
from bot.matching.index import Candidate


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate together with its pack."""

    pack: Pack
    candidate: Candidate

    @property
    def entry(self) -> Entry:
        """The candidate's entry."""
        return self.candidate.entry

    @property
    def ids(self) -> tuple[str, str]:
        """The ids of the pack and of the entry."""
        return self.pack.id, self.entry.id

    @property
    def confidence(self) -> float:
        """How likely the entry is what was asked, from 0 to 1."""
        return self.candidate.confidence


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot is sure enough: `chosen` answers the question."""

    question: str
    chosen: Choice
    choices: tuple[Choice, ...]
    """The best five, the chosen one first."""
    reason: str
    part: str = ""
    """What of the question was looked up; empty stands for all of it."""
    also: tuple[Answer | Suggestions, ...] = ()
    """What other questions in the message get, each likeliest to mean an entry of its own."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Several entries are close, or none is sure: the asker may pick one of `suggested`."""

    question: str
    suggested: tuple[Choice, ...]
    choices: tuple[Choice, ...]
    reason: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Abstention:
    """Nothing in the packs is likely enough to be meant."""

    question: str
    choices: tuple[Choice, ...]
    reason: str
    part: str = ""


Outcome = Answer | Suggestions | Abstention


def percent(share: float) -> str:
    """`share` as text, in `points`."""
    return f"{points(share)}%"


def points(share: float) -> int:
    """`share` in whole percent, rounded down: what is below a bar never looks as if it met it."""
    return math.floor(round(share * 100, 6))
