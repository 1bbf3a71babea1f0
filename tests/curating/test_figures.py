"""What came of questions and what people said of answers, by week and by entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.curating.figures import WEEKS, count, first_day
from bot.store.questions import Outcome, Tally
from bot.store.votes import Reason, Vote

TODAY = date(2026, 11, 21)  # a Saturday
MONDAY = date(2026, 11, 16)


def tally(day: date, outcome: Outcome, number: int, entry: str | None = None) -> Tally:
    return Tally(1, day, outcome, "tea" if entry else None, entry, number)


def test_a_report_of_a_wrong_match_is_no_question() -> None:
    figures = count([tally(TODAY, "answer", 3, "a"), tally(TODAY, "wrong", 2, "a")], TODAY)
    assert figures.whole.asked == 3
    assert figures.whole.of("wrong") == 2


def test_weeks_begin_on_monday_and_those_without_questions_are_there_too() -> None:
    sunday = date(2026, 11, 15)
    figures = count([tally(MONDAY, "none", 1), tally(sunday, "suggest", 4, "a")], TODAY)
    assert len(figures.weeks) == WEEKS
    assert figures.weeks[-1][0] == MONDAY
    assert [counts.asked for _, counts in figures.weeks[-3:]] == [0, 4, 1]


def test_what_is_older_than_the_weeks_is_left_out() -> None:
    start = first_day(TODAY)
    before = date.fromordinal(start.toordinal() - 1)
    figures = count([tally(before, "answer", 9, "a"), tally(start, "answer", 1, "b")], TODAY)
    assert figures.whole.asked == 1
    assert [ids for ids, _ in figures.entries] == [("tea", "b")]


def test_entries_are_those_that_answered_or_were_wrong_most_asked_first() -> None:
    figures = count(
        [
            tally(TODAY, "answer", 1, "few"),
            tally(MONDAY, "answer", 1, "many"),
            tally(TODAY, "answer", 2, "many"),
            tally(TODAY, "wrong", 1, "bad"),
            tally(TODAY, "suggest", 9, "suggested"),
        ],
        TODAY,
    )
    assert [(ids[1], it.of("answer")) for ids, it in figures.entries] == [
        ("many", 3),
        ("few", 1),
        ("bad", 0),
    ]


def vote(day: date, *, reason: Reason | None = None, entry: str = "a", helps: bool = False) -> Vote:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Vote(1, "tea", entry, 7, helps, reason, at)


def votes(helpful: int, unhelpful: int, entry: str) -> list[Vote]:
    return [
        *[vote(TODAY, entry=entry, helps=True)] * helpful,
        *[vote(TODAY, entry=entry)] * unhelpful,
    ]


def test_votes_are_counted_in_all_by_week_and_by_entry_with_their_reasons() -> None:
    figures = count(
        [tally(TODAY, "answer", 1, "a")],
        TODAY,
        [
            vote(TODAY, helps=True),
            vote(TODAY, reason="unfair-for"),
            vote(MONDAY, reason="unfair-for", entry="b"),
            vote(date(2026, 11, 15)),
        ],
    )
    assert (figures.whole.helpful, figures.whole.unhelpful, figures.whole.votes) == (1, 3, 4)
    assert figures.whole.by_reason == {"unfair-for": 2, None: 1}
    assert [(it.helpful, it.unhelpful) for _, it in figures.weeks[-3:]] == [(0, 0), (0, 1), (1, 2)]
    assert [(ids[1], it.helpful, it.unhelpful) for ids, it in figures.entries] == [
        ("a", 1, 2),
        ("b", 0, 1),
    ]


def test_a_vote_is_of_its_day_in_utc_and_old_ones_are_left_out() -> None:
    start = first_day(TODAY)
    midnight = datetime(start.year, start.month, start.day, tzinfo=timezone(timedelta(hours=2)))
    old = Vote(1, "tea", "a", 7, True, None, midnight)
    figures = count([], TODAY, [old, replace(old, voted_at=midnight + timedelta(hours=2))])
    assert figures.whole.votes == 1
    assert figures.weeks[0][1].votes == 1


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        pytest.param((1, 4), (4, 1), "one", id="a larger share weighs more"),
        pytest.param((0, 2), (20, 40), "other", id="a few votes weigh less than many"),
        pytest.param((0, 1), (90, 2), "other", id="one person alone disputes nothing"),
    ],
)
def test_the_most_disputed_entry_is_the_one_that_most_likely_fails_most(
    one: tuple[int, int], other: tuple[int, int], disputed: str
) -> None:
    figures = count([], TODAY, [*votes(*one, entry="one"), *votes(*other, entry="other")])
    assert figures.disputed is not None
    assert figures.disputed[0] == ("tea", disputed)


def test_nothing_is_disputed_where_votes_are_too_few() -> None:
    assert count([], TODAY, [vote(TODAY), *votes(9, 0, "b")]).disputed is None


def test_only_what_has_neither_questions_nor_reports_nor_votes_is_empty() -> None:
    assert count([], TODAY).whole.is_empty
    assert not count([tally(TODAY, "none", 1)], TODAY).whole.is_empty
    assert not count([tally(TODAY, "wrong", 1, "a")], TODAY).whole.is_empty
    assert not count([], TODAY, [vote(TODAY)]).whole.is_empty
