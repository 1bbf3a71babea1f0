from __future__ import annotations

import numpy as np
import pytest

from bot.matching.evidence import Evidence, LeftOut, Observer
from bot.matching.language import language_of
from bot.matching.meaning import Compared
from bot.matching.terms import Analyser, Terms

ENGLISH = language_of("en")
ASKED = ["green tea wage", "green tea leaf", "black coffee bean", "black coffee grind"]
OWNERS = np.array([0, 0, 1, 1])
LIKENESS = np.array([0.5, 0.25, 0.375, 0.125], np.float32)
MEANING = np.array([0.2, 0.9, 0.1, 0.3], np.float32)
SCORES = np.array([0.5, 0.25])


def analysed(text: str) -> Terms:
    return Analyser("en").analyse(text)


def observed(question: str, left_out: LeftOut | None = None) -> list[Evidence]:
    observer = Observer([analysed(it) for it in ASKED], OWNERS, ENGLISH)
    near = Compared(LIKENESS, MEANING).near(observer.blocks([0, 1]))
    found = observer.observe(analysed(question), near, SCORES, [0, 1], left_out or LeftOut())
    assert [nearest for _, nearest in found] == [0, 2]
    return [evidence for evidence, _ in found]


def test_the_nearest_phrasings_and_scores_are_compared_with_the_other_entry() -> None:
    first, second = observed("green tea")
    assert (first.nearest_lead, second.nearest_lead) == (0.125, -0.125)
    assert (first.support, second.support) == (0.375, 0.25)
    assert (first.lead, second.lead) == (0.25, -0.25)
    assert (first.meaning, second.meaning) == pytest.approx((0.9, 0.3))


def test_what_an_entry_holds_of_a_question_is_covered() -> None:
    first, second = observed("green tea")
    assert (first.covered, first.known, first.in_order) == (1.0, 1.0, 1.0)
    assert (second.covered, second.uncovered, second.in_order) == (0.0, 1.0, 0.0)


def test_a_word_that_means_the_like_counts_in_part() -> None:
    first, second = observed("salary")
    assert first.covered == second.covered == 0.0
    assert 0.5 < first.meant < 1.0
    assert second.meant < first.meant


def test_of_a_left_out_phrasing_only_what_others_hold_counts() -> None:
    first, _ = observed("green tea wage", LeftOut(phrasing=0))
    assert 0 < first.covered < 1
    assert first.meant < 1


def test_of_an_entry_that_is_left_out_nothing_counts_as_known() -> None:
    assert [it.known for it in observed("green tea")] == [1.0, 1.0]
    assert [it.known for it in observed("green tea", LeftOut(entry=0))] == [0.0, 0.0]
    assert [it.known for it in observed("green tea", LeftOut(entry=1))] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("question", "is_strange"),
    [("is tea green", False), ("is tea purple", True), ("what is it", False), ("quokkas", True)],
)
def test_a_question_is_strange_that_has_a_word_of_which_the_pack_has_never_heard(
    question: str, is_strange: bool
) -> None:
    observer = Observer([analysed(it) for it in ASKED], OWNERS, ENGLISH)
    assert observer.is_strange(analysed(question)) is is_strange
