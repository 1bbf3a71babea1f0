from __future__ import annotations

import numpy as np
import pytest

from bot.matching.language import language_of
from bot.matching.meaning import Likeness
from bot.matching.senses import Senses, of_length_one
from bot.matching.terms import Analyser

ENGLISH = language_of("en")


@pytest.mark.parametrize(
    ("word", "like", "other"),
    [("wage", "salari", "dog"), ("flight", "airlin", "recip"), ("ban", "prohibit", "cook")],
)
def test_words_that_mean_the_like_point_the_same_way(word: str, like: str, other: str) -> None:
    first, second, third = of_length_one(ENGLISH.senses.table([word, like, other]))
    assert first @ second > 0.5
    assert first @ third < 0.3


@pytest.mark.parametrize(("telling", "filler"), [("wage", "the"), ("flight", "of")])
def test_a_word_that_tells_more_has_a_longer_sense(telling: str, filler: str) -> None:
    more, less = np.linalg.norm(ENGLISH.senses.table([telling, filler]), axis=1)
    assert more > 2 * less > 0


def test_neighbours_have_a_sense_of_their_own_beside_that_of_each() -> None:
    assert "how much" in ENGLISH.senses
    assert ENGLISH.senses.get("much how") is None


def test_common_stems_are_told_from_rare_ones_and_unknown_ones() -> None:
    assert ENGLISH.senses.is_common("wage")
    assert "conveyor" in ENGLISH.senses
    assert not ENGLISH.senses.is_common("conveyor")
    assert not ENGLISH.senses.is_common("qxz")


def test_an_unknown_stem_has_no_sense() -> None:
    assert ENGLISH.senses.get("qxz") is None
    assert Senses().get("wage") is None
    assert len(Senses()) == 0


def test_the_direction_of_nothing_is_nothing() -> None:
    vectors = np.array([[3.0, 4.0], [0.0, 0.0]], np.float32)
    assert of_length_one(vectors).tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0]]


@pytest.mark.parametrize("misspelt", ["salarri", "salri", "salrai", "salaro"])
def test_an_unknown_stem_one_slip_away_means_the_same(misspelt: str) -> None:
    sense, other = ENGLISH.senses.get("salari"), ENGLISH.senses.get(misspelt)
    assert sense is not None
    assert other is not None
    assert (sense == other).all()


@pytest.mark.parametrize("stem", ["salarrri", "xalari", "slri", "s4lari"])
def test_two_slips_one_in_the_first_letter_and_short_stems_mean_nothing(stem: str) -> None:
    assert ENGLISH.senses.get(stem) is None


def test_phrasings_in_other_words_of_the_same_sense_are_alike() -> None:
    analyser = Analyser("en")
    phrasings = [analyser.analyse(it) for it in ("my wage", "a dog bites", "qxz vwk")]
    likeness = Likeness(phrasings, ENGLISH).of(analyser.analyse("salaries")).likeness
    assert likeness[0] > 0
    assert likeness[0] > max(likeness[1], 0)
    plain = Likeness(phrasings, language_of("xx")).of(analyser.analyse("salaries")).likeness
    assert likeness[0] > plain[0]


def test_questions_that_ask_the_same_in_other_words_are_alike_by_what_they_ask() -> None:
    analyser = Analyser("en")
    texts = ("how much does a ticket cost", "where can i buy a ticket", "who invented the ticket")
    vectors = Likeness([analyser.analyse(it) for it in texts], ENGLISH)
    found = vectors.of(analyser.analyse("what is the price of a ticket")).meaning
    assert found.argmax() == 0
    assert found[0] > 0.6


def test_a_comparative_means_what_its_adjective_does() -> None:
    compared, adjective = ENGLISH.senses.table(["riskier", "riski"])
    assert np.array_equal(compared, adjective)
