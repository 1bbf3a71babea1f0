from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.terms import Analyser
from bot.matching.vectors import Vectors
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
    vectors = Vectors(phrasings)
    expected = [oracle.likeness(asked, phrasing, phrasings) for phrasing in phrasings]
    assert vectors.likeness(vectors.vector(asked)) == pytest.approx(expected, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8, unique=True))
def test_a_phrasing_is_as_like_the_others_as_the_same_question_is(texts: list[str]) -> None:
    analyser = Analyser("en")
    phrasings = [analyser.analyse(text) for text in texts]
    vectors = Vectors(phrasings)
    rows = np.arange(len(texts))
    by_row = vectors.likeness_of_rows(rows)
    assert vectors.gram(rows) == pytest.approx(by_row, abs=1e-5)
    for row, phrasing in enumerate(phrasings):
        asked = vectors.likeness(vectors.vector(phrasing))
        assert asked == pytest.approx(by_row[row], abs=1e-5)
        assert asked[row] == pytest.approx(1.0, abs=1e-5)


def test_a_question_of_strange_words_is_like_nothing() -> None:
    analyser = Analyser("en")
    vectors = Vectors([analyser.analyse("how long to steep tea")])
    assert vectors.likeness(vectors.vector(analyser.analyse("xyzzy qwrk"))).tolist() == [0.0]
