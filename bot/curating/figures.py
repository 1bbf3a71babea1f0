"""What came of the questions in a server, by week and by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.store.questions import Outcome, Tally

WEEKS = 12
"""How far back is looked, this week included."""
COUNTED: tuple[Outcome, ...] = ("answer", "suggest", "none")
"""What comes of a question that is asked; a report of a wrong match is none."""
NAMES: Mapping[Outcome, str] = {
    "answer": "answered",
    "suggest": "suggested",
    "none": "declined",
    "wrong": "reported as wrong",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each thing came of questions."""

    by_outcome: Mapping[Outcome, int]

    def of(self, outcome: Outcome) -> int:
        """How often that came of one."""
        return self.by_outcome.get(outcome, 0)

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return sum(self.of(it) for it in COUNTED)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the questions of some weeks."""

    whole: Counts
    weeks: tuple[tuple[date, Counts], ...]
    """By each week's Monday, oldest first; weeks without questions too."""
    entries: tuple[tuple[tuple[str, str], Counts], ...]
    """By pack's and entry's id: those that answered or were reported as wrong, most asked first."""


def first_day(today: date) -> date:
    """The Monday with which the weeks that are counted begin."""
    return _monday(today) - timedelta(weeks=WEEKS - 1)


def count(tallies: Iterable[Tally], today: date) -> Figures:
    """The figures of `tallies`, those of the last weeks."""
    whole: Counter[Outcome] = Counter()
    start = first_day(today)
    weeks: dict[date, Counter[Outcome]] = {
        start + timedelta(weeks=number): Counter() for number in range(WEEKS)
    }
    entries: dict[tuple[str, str], Counter[Outcome]] = {}
    for it in tallies:
        week = _monday(it.day)
        if week not in weeks:
            continue
        whole[it.outcome] += it.count
        weeks[week][it.outcome] += it.count
        if it.pack and it.entry and it.outcome in ("answer", "wrong"):
            entries.setdefault((it.pack, it.entry), Counter())[it.outcome] += it.count
    ranked = sorted(entries.items(), key=lambda it: (-it[1]["answer"], -it[1]["wrong"], it[0]))
    return Figures(
        Counts(whole),
        tuple((week, Counts(counts)) for week, counts in weeks.items()),
        tuple((ids, Counts(counts)) for ids, counts in ranked),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
