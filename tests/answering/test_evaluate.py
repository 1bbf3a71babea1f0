"""Grades, figures and the pairs of entries that compete."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.answering.answerer import Answerer
from bot.answering.confusions import Confusion, confusions
from bot.answering.evaluate import (
    Declines,
    Grade,
    Group,
    Verdict,
    calibration_of,
    count,
    evaluate,
    half_of,
)
from bot.answering.outcome import Abstention, Answer, Choice, Outcome, Suggestions
from bot.knowledge.model import Expectation, Pack
from bot.matching.evidence import Evidence
from bot.matching.index import Candidate

NOTHING = Evidence(*[0.0] * len(Evidence._fields))


def chosen(pack: Pack, *likely: tuple[str, float]) -> tuple[Choice, ...]:
    return tuple(
        Choice(pack, Candidate(pack.entry_by_id[name], confidence, NOTHING, "-"))
        for name, confidence in likely
    )


def verdict(outcome: Outcome, expect: str, group: Group = "asked") -> Verdict:
    return Verdict(Expectation(ask="?", expect=expect), outcome, group)


def outcomes(pack: Pack, *likely: tuple[str, float]) -> list[Outcome]:
    choices = chosen(pack, *likely)
    return [
        Answer("?", choices[0], choices, "-"),
        Suggestions("?", choices, choices, "-"),
        Abstention("?", choices, "-"),
    ]


@pytest.mark.parametrize(
    ("expect", "grades"),
    [
        ("tea-is-healthier", ["right", "suggested", "missed"]),
        ("coffee-is-healthier", ["wrong", "missed", "missed"]),
        ("none", ["wrong", "suggested", "right"]),
    ],
)
def test_a_grade_says_how_well_an_expectation_was_met(
    tea: Pack, expect: str, grades: Sequence[Grade]
) -> None:
    found = outcomes(tea, ("tea-is-healthier", 0.5))
    assert [verdict(it, expect).grade for it in found] == grades


def test_what_nothing_should_answer_is_right_unless_it_is_answered(tea: Pack) -> None:
    found = [verdict(it, "none", "chatter") for it in outcomes(tea, ("tea-is-healthier", 0.5))]
    assert [it.is_right for it in found] == [False, True, True]


def test_near_misses_and_chatter_are_counted_apart(answerer: Answerer) -> None:
    asked = {
        "health benefits of drinking tea": "tea-is-healthier",
        "who grows the most tea": "none",
        "who won the cup final": "none",
        "good morning": "none",
    }
    expectations = [Expectation(ask=ask, expect=expect) for ask, expect in asked.items()]
    figures = count(evaluate(answerer, expectations))
    assert (figures.asked, figures.right) == (1, 1)
    assert figures.near_misses.asked == 1
    assert figures.chatter == Declines(asked=2, suggested=0, answered=0)


def test_the_calibration_is_that_of_the_likeliest_entry(tea: Pack) -> None:
    answer, *_ = outcomes(tea, ("tea-is-healthier", 0.95), ("coffee-is-healthier", 0.05))
    verdicts = [verdict(answer, "tea-is-healthier"), verdict(answer, "none")]
    assert calibration_of(verdicts).error == pytest.approx(0.45)
    assert calibration_of([verdict(Abstention("?", (), "-"), "none")]).error == 0


def test_pairs_that_take_each_others_questions_come_worst_first(tea: Pack) -> None:
    health = outcomes(tea, ("coffee-is-healthier", 0.8), ("tea-is-healthier", 0.1))
    steep = outcomes(tea, ("how-long-to-steep", 0.5), ("tea-is-healthier", 0.45))
    verdicts = [
        verdict(steep[1], "how-long-to-steep"),
        verdict(health[0], "tea-is-healthier"),
        verdict(health[1], "tea-is-healthier"),
        verdict(outcomes(tea, ("tea-is-healthier", 0.8))[0], "coffee-is-healthier"),
    ]
    assert confusions(verdicts) == [
        Confusion("tea-is-healthier", "coffee-is-healthier", 2, 1),
        Confusion("how-long-to-steep", "tea-is-healthier", 1, 0),
    ]
    assert confusions(verdicts)[0].lost == 3


def test_what_lost_to_no_other_entry_is_no_confusion(tea: Pack) -> None:
    unsure = outcomes(tea, ("tea-is-healthier", 0.5), ("coffee-is-healthier", 0.1))
    right = outcomes(tea, ("tea-is-healthier", 0.8), ("coffee-is-healthier", 0.75))
    assert confusions([verdict(unsure[1], "tea-is-healthier")]) == []
    assert confusions([verdict(right[0], "tea-is-healthier")]) == []
    assert confusions([verdict(unsure[0], "none", "near miss")]) == []
    assert confusions([verdict(Abstention("?", (), "-"), "tea-is-healthier")]) == []


@pytest.mark.parametrize("asked", ["what is openwashing", "why green tea"])
def test_a_question_is_in_the_tuning_half_for_good(asked: str) -> None:
    assert half_of(asked) == half_of(asked.upper()) == "tuning"


@pytest.mark.parametrize("asked", ["who founded meta?", "milk first?", "wie lange zieht tee?"])
def test_a_question_is_in_the_held_out_half_for_good(asked: str) -> None:
    assert half_of(asked) == half_of(asked.upper()) == "held-out"
