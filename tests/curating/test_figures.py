"""What came of questions, by week and by entry."""

from __future__ import annotations

from datetime import date

from bot.curating.figures import WEEKS, count, first_day
from bot.store.questions import Outcome, Tally

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
