"""Misses, grouped by likeness."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answering.answerer import Answerer
from bot.curating.misses import alike, group, with_nearest
from bot.store.questions import LoggedQuestion, Outcome
from tests.effort import work

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def asked(
    *questions: str, outcome: Outcome = "none", entry: str | None = None
) -> list[LoggedQuestion]:
    return [
        LoggedQuestion(
            number,
            1,
            NOW - timedelta(days=number),
            question,
            outcome,
            "tea" if entry else None,
            entry,
            0.1,
            "open",
        )
        for number, question in enumerate(questions)
    ]


def test_questions_alike_are_one_miss_and_the_most_asked_comes_first() -> None:
    found = group(
        asked(
            "who drinks the most tea?",
            "does tea stain teeth",
            "Does tea stain your teeth?!",
            "do teas stain the teeth",
        )
    )
    assert [it.times for it in found] == [3, 1]
    assert found[0].asked == "does tea stain teeth"
    assert found[0].ids == (1, 2, 3)
    assert found[0].first == NOW - timedelta(days=3)


def test_each_miss_names_the_entry_nearest_to_it(answerer: Answerer) -> None:
    [miss] = group(asked("how many minutes should it steep"))
    assert miss.nearest is None
    miss = with_nearest(miss, answerer)
    assert miss.nearest is not None
    assert miss.nearest.entry.id == "how-long-to-steep"


def test_a_wrong_match_stands_apart_and_its_entry_is_not_its_nearest(answerer: Answerer) -> None:
    question = "is tea good for your heart"
    found = group(asked(question) + asked(question, outcome="wrong", entry="tea-is-healthier"))
    wrong = with_nearest(next(it for it in found if it.wrong), answerer)
    assert len(found) == 2
    assert wrong.wrong == ("tea", "tea-is-healthier")
    assert wrong.nearest is None or wrong.nearest.entry.id != "tea-is-healthier"


@pytest.mark.parametrize(
    ("number", "found"), [(0, [0, 2]), (2, [2, 0]), (1, [1]), (3, [3]), (9, [])]
)
def test_an_entry_that_is_written_settles_the_questions_that_are_alike(
    number: int, found: list[int]
) -> None:
    misses = asked("steep oolong leaves", "who won the cup", "leaves oolong steep?")
    (wrong,) = asked("steep oolong leaves", outcome="wrong", entry="how-long-to-steep")

    assert [it.id for it in alike(number, [*misses, replace(wrong, id=3)])] == found


def test_a_server_full_of_long_questions_is_grouped_about_as_fast_as_one_of_short() -> None:
    def seconds(*questions: str) -> float:
        return work(lambda: group(asked(*questions)))

    def question(letters: int) -> str:
        return "".join(chance.choices("abcdefgh ", k=letters))

    chance = random.Random(1)
    long = [question(4000) for _ in range(60)]
    assert seconds(*long) < 10 * seconds(*(it[:300] for it in long))
