from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.numbering import NEW, Ints
from bot.matching.terms import Analyser, Terms
from bot.matching.vectors import FEW, Vectors
from tests.matching import oracle
from tests.matching.generated import TEXTS


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8, unique=True), TEXTS, st.booleans())
def test_likeness_is_the_cosine_of_the_vectors(
    texts: list[str], question: str, has_strange_word: bool
) -> None:
    analyser = Analyser("xx")
    phrasings = [analyser.analyse(text) for text in texts]
    asked = analyser.analyse(question + " zyx" * has_strange_word)
    vectors = Vectors.of(phrasings)
    expected = [oracle.likeness(asked, phrasing, phrasings) for phrasing in phrasings]
    assert vectors.likeness(vectors.vector(asked)) == pytest.approx(expected, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8, unique=True))
def test_a_phrasing_is_as_like_the_others_as_the_same_question_is(texts: list[str]) -> None:
    analyser = Analyser("en")
    phrasings = [analyser.analyse(text) for text in texts]
    vectors = Vectors.of(phrasings)
    rows = np.arange(len(texts))
    by_row = vectors.likeness_of_rows(rows)
    assert vectors.gram(rows) == pytest.approx(by_row, abs=1e-5)
    for row, phrasing in enumerate(phrasings):
        asked = vectors.likeness(vectors.vector(phrasing))
        assert asked == pytest.approx(by_row[row], abs=1e-5)
        assert asked[row] == pytest.approx(1.0, abs=1e-5)


def test_a_question_of_strange_words_is_like_nothing() -> None:
    analyser = Analyser("en")
    vectors = Vectors.of([analyser.analyse("how long to steep tea")])
    assert vectors.likeness(vectors.vector(analyser.analyse("xyzzy qwrk"))).tolist() == [0.0]


def places(texts: Sequence[str], before: Sequence[str]) -> Ints:
    return np.array([before.index(it) if it in before else NEW for it in texts])


def changed(before: Sequence[str], after: Sequence[str]) -> tuple[Vectors, list[Terms]]:
    """Vectors of `before` changed to those of `after`, and the terms of `after`."""
    analyser = Analyser("en")
    terms = {it: analyser.analyse(it) for it in (*before, *after)}
    vectors = Vectors.of([terms[it] for it in before])
    phrasings = [terms[it] for it in after]
    return vectors.changed(phrasings, places(after, before)), phrasings


def assert_compare_alike(found: Vectors, phrasings: Sequence[Terms], asked: Sequence[str]) -> None:
    """Fails unless vectors of `phrasings` compare as fresh ones do."""
    fresh = Vectors.of(phrasings)
    rows = np.arange(len(phrasings))
    assert found.likeness_of_rows(rows) == pytest.approx(fresh.likeness_of_rows(rows), abs=1e-5)
    assert found.gram(rows) == pytest.approx(fresh.gram(rows), abs=1e-5)
    # Of a larger group only some terms are compared; which of equal ones, is left open.
    groups = [rows[:1], rows[-1:]]
    grouped = found.likeness_of_groups(groups)
    assert grouped == pytest.approx(fresh.likeness_of_groups(groups), abs=1e-5)
    for terms in (*phrasings, *map(Analyser("en").analyse, asked)):
        likeness = found.likeness(found.vector(terms))
        assert likeness == pytest.approx(fresh.likeness(fresh.vector(terms)), abs=1e-5)


SEVERAL = st.lists(TEXTS, min_size=1, max_size=8, unique=True)


@settings(max_examples=60, deadline=None)
@given(SEVERAL, SEVERAL, TEXTS, st.data())
def test_changed_vectors_compare_as_fresh_ones_do(
    before: list[str], others: list[str], question: str, data: st.DataObject
) -> None:
    texts = list(dict.fromkeys([*before, *others, "an aardvark's zyx"]))
    after = data.draw(st.lists(st.sampled_from(texts), min_size=1, unique=True))
    found, phrasings = changed(before, after)
    assert_compare_alike(found, phrasings, [question, *texts, f"{question} qwrk"])


def test_changes_may_follow_each_other() -> None:
    first, second, third = ["tea leaf", "cup"], ["why brew", "tea leaf"], ["cup of tea", "why brew"]
    vectors, _ = changed(first, second)
    phrasings = [Analyser("en").analyse(it) for it in third]
    assert_compare_alike(vectors.changed(phrasings, places(third, second)), phrasings, first)


@pytest.mark.parametrize(
    ("before", "after"),
    [(FEW - 5, FEW + 30), (FEW + 30, FEW - 5)],
    ids=["become too common", "are no longer too common"],
)
def test_terms_that_a_change_makes_common_or_not_are_compared_as_in_fresh_vectors(
    before: int, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.matching.vectors.COMMONEST", FEW)
    texts = [f"steeping tea number {number}" for number in range(FEW + 30)]
    found, phrasings = changed(texts[:before], texts[:after][::-1])
    assert_compare_alike(found, phrasings, ["steeping", "number 7"])


def test_a_phrasing_that_came_with_a_change_is_wholly_like_itself_and_one_that_went_is_gone() -> (
    None
):
    vectors, phrasings = changed(["tea leaf", "milk cow"], ["oolong pot", "tea leaf"])
    alike = [vectors.likeness(vectors.vector(it)).tolist() for it in phrasings]
    assert alike == [pytest.approx([1, 0], abs=1e-5), pytest.approx([0, 1], abs=1e-5)]
    gone = vectors.likeness(vectors.vector(Analyser("en").analyse("milk cow")))
    assert gone.tolist() == [0, 0]
