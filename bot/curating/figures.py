"""What came of the questions in a server, and what people said of the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from bot.answering.chance import wilson
from bot.store.questions import Outcome, Tally
from bot.store.votes import Reason, Vote
from bot.translation import N_

WEEKS = 12
"""How many weeks are counted, this one included."""
COUNTED: tuple[Outcome, ...] = ("answer", "suggest", "none")
"""What can come of a question; the report of a wrong match is not a question and does not count."""
NAMES: Mapping[Outcome, str] = {
    "answer": N_("answered"),
    "suggest": N_("suggested"),
    "none": N_("declined"),
    "wrong": N_("reported as wrong"),
}
REASONS: Mapping[Reason | None, str] = {
    "wrong": N_("wrong match"),
    "outdated": N_("outdated"),
    "unclear": N_("unclear"),
    "unfair-for": N_("unfair to those for the motion"),
    "unfair-against": N_("unfair to those against the motion"),
    None: N_("no reason given"),
}
FEWEST_AGAINST = 2
"""The fewest unhelpful votes of a disputed entry: what one person finds unhelpful is not
disputed."""

Ids = tuple[str, str]
"""A pack's and an entry's id."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each thing came of questions, and how people voted."""

    by_outcome: Mapping[Outcome, int]
    helpful: int = 0
    """How many votes were helpful."""
    by_reason: Mapping[Reason | None, int] = field(default_factory=dict)
    """How many votes were unhelpful, by reason. Those without a reason are counted under None."""

    def of(self, outcome: Outcome) -> int:
        """How often `outcome` came of a question."""
        return self.by_outcome.get(outcome, 0)

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return sum(self.of(it) for it in COUNTED)

    @property
    def unhelpful(self) -> int:
        """How many votes were not helpful."""
        return sum(self.by_reason.values())

    @property
    def votes(self) -> int:
        """How many votes there were."""
        return self.helpful + self.unhelpful

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked, reported or voted."""
        return not (any(self.by_outcome.values()) or self.votes)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the questions of some weeks."""

    whole: Counts
    weeks: tuple[tuple[date, Counts], ...]
    """The counts of each week by its Monday, oldest first, also for weeks without questions."""
    entries: tuple[tuple[Ids, Counts], ...]
    """The entries that answered, were reported as wrong or were voted on, most asked first."""

    @property
    def disputed(self) -> tuple[Ids, Counts] | None:
        """The entry that most likely fails the most of its readers; None where votes are too few.

        It has the highest lower bound of the share of votes that were not helpful, so that a few
        votes weigh less than many.
        """
        against = [it for it in self.entries if it[1].unhelpful >= FEWEST_AGAINST]
        return max(against, key=lambda it: wilson(it[1].unhelpful, it[1].votes)[0], default=None)


def first_day(today: date) -> date:
    """The Monday with which the weeks that are counted begin."""
    return _monday(today) - timedelta(weeks=WEEKS - 1)


def count(tallies: Iterable[Tally], today: date, votes: Iterable[Vote] = ()) -> Figures:
    """The figures of those of `tallies` and `votes` that are from the last `WEEKS` weeks."""
    start = first_day(today)
    mondays = [start + timedelta(weeks=number) for number in range(WEEKS)]
    counted = [it for it in tallies if _monday(it.day) in mondays]
    voted = [it for it in votes if _monday(_day(it)) in mondays]
    weeks = [
        (
            monday,
            total(
                [it for it in counted if _monday(it.day) == monday],
                [it for it in voted if _monday(_day(it)) == monday],
            ),
        )
        for monday in mondays
    ]
    of_entries: dict[Ids, tuple[list[Tally], list[Vote]]] = {}
    for tally in counted:
        if tally.pack and tally.entry and tally.outcome in ("answer", "wrong"):
            of_entries.setdefault((tally.pack, tally.entry), ([], []))[0].append(tally)
    for vote in voted:
        of_entries.setdefault((vote.pack, vote.entry), ([], []))[1].append(vote)
    entries = [(ids, total(*both)) for ids, both in of_entries.items()]
    entries.sort(key=lambda it: (-it[1].of("answer"), -it[1].of("wrong"), -it[1].votes, it[0]))
    return Figures(total(counted, voted), tuple(weeks), tuple(entries))


def total(tallies: Iterable[Tally], votes: Iterable[Vote]) -> Counts:
    """The sums of all `tallies` and `votes`, whatever days they are from."""
    by_outcome: Counter[Outcome] = Counter()
    for tally in tallies:
        by_outcome[tally.outcome] += tally.count
    helpful = 0
    by_reason: Counter[Reason | None] = Counter()
    for vote in votes:
        if vote.is_helpful:
            helpful += 1
        else:
            by_reason[vote.reason] += 1
    return Counts(by_outcome, helpful, by_reason)


def _day(vote: Vote) -> date:
    """The day on which it was cast, in UTC as tallies are."""
    return vote.voted_at.astimezone(UTC).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
