from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from bot.matching.language import language_of
from bot.matching.meaning import Likeness
from bot.matching.senses import Senses
from bot.matching.terms import Analyser
from bot.matching.text import fold, words

ENGLISH = language_of("en")


def test_every_word_of_the_thesaurus_has_a_sense() -> None:
    folder = resources.files("bot.matching").joinpath("languages", "en")
    lines = folder.joinpath("thesaurus.txt").read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if not line.startswith("#") for name in line.split(",")]
    single = [it for name in names if len(it := ENGLISH.stems(words(fold(name)))) == 1]
    assert len(single) > 5000
    assert [it for [it] in single if it not in ENGLISH.senses] == []


@pytest.mark.parametrize(
    ("word", "like", "other"),
    [("wage", "salari", "dog"), ("flight", "airlin", "recip"), ("ban", "prohibit", "cook")],
)
def test_words_of_a_group_mean_more_alike_than_others(word: str, like: str, other: str) -> None:
    first, second, third = ENGLISH.senses.table([word, like, other])
    assert first @ second > 0.5
    assert first @ third < 0.3


def test_a_sense_has_length_one_and_an_unknown_stem_has_none() -> None:
    sense = ENGLISH.senses.get("wage")
    assert sense is not None
    assert np.linalg.norm(sense) == pytest.approx(1, abs=1e-5)
    assert ENGLISH.senses.get("qxz") is None
    assert Senses().get("wage") is None


@pytest.mark.parametrize("misspelt", ["salarri", "salri", "salrai", "salaro"])
def test_an_unknown_stem_one_slip_away_means_the_same(misspelt: str) -> None:
    sense, other = ENGLISH.senses.get("salari"), ENGLISH.senses.get(misspelt)
    assert sense is not None
    assert other is not None
    assert sense @ other == pytest.approx(1, abs=1e-5)


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
