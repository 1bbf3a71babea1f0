"""Which questions are a name alone, and what that means."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from bot.matching.evidence import OTHER_USES, Observer
from bot.matching.names import NAME_CONFIDENCE, Names
from bot.matching.spelling import Spelling
from bot.matching.terms import Analyser

PHRASINGS = (
    "assam leaves",
    "when is assam picked",
    "assam or ceylon",
    "is assam strong",
    "ceylon weather",
    "the best bot for black tea",
    "black tea or green tea",
)
OWNERS = (0, 0, 0, 1, 1, 2, 3)
ANALYSER = Analyser("en")
TERMS = [ANALYSER.analyse(it) for it in PHRASINGS]
NAMES = Names(ANALYSER, Observer(TERMS, np.array(OWNERS), ANALYSER.language))
USES = Counter(word for it in TERMS for word in it.words)


def alone(question: str) -> str | None:
    spelling = Spelling.of(USES, ANALYSER.language)
    found = NAMES.alone(ANALYSER.analyse(question, spelling))
    return found.folded if found else None


@pytest.mark.parametrize(
    "question",
    [
        "assam",
        "Assam??",
        "assma",
        "the assam",
        "and assam?",
        "tell me about assam",
        "so what about the assam",
        "how about assam",
    ],
)
def test_a_name_is_alone_with_words_that_ask_nothing_about_it(question: str) -> None:
    assert alone(question) == "assam"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "lol",
        "the best",
        "coffee",
        "assam or ceylon",
        "assam please my friend",
        "who is assam",
        "why is it assam",
        "is it assam",
        "what is assam about",
    ],
)
def test_a_question_with_more_or_without_a_word_of_the_packs_is_no_name(question: str) -> None:
    assert alone(question) is None


def test_a_word_of_everyday_talk_is_a_name_only_by_itself() -> None:
    assert alone("weather") == "weather"
    assert alone("the weather") is None


def test_two_words_are_a_name_where_several_entries_have_them_together() -> None:
    assert alone("tell me about black tea") == "black tea"
    assert alone("green tea") is None
    assert alone("tea black") is None


def test_the_commonest_names_come_first_with_what_each_entry_has_of_their_use() -> None:
    found = {name.folded: shares for name, shares in NAMES.commonest(USES)}
    assert list(found)[:4] == ["assam", "tea", "black", "ceylon"]
    whole = 4 + OTHER_USES
    assert found["assam"] == pytest.approx({0: 3 / whole, 1: 1 / whole})
    assert found.keys().isdisjoint({"is", "the", "when"})


def test_whether_any_entry_is_meant_is_what_evidence_says_and_use_says_which_too() -> None:
    name = ANALYSER.analyse("assam")
    found = NAMES.confidences(name, [0, 1, 2], [0.0, 0.3, 0.1])
    assert found == pytest.approx([0.15, 0.2, 0.05])


def test_a_name_makes_no_surer_than_an_entrys_share_of_its_use_or_half() -> None:
    found = NAMES.confidences(ANALYSER.analyse("leaves"), [0, 1], [0.95, 0.01])
    assert found[0] == NAME_CONFIDENCE


def test_entries_that_do_not_hold_a_name_share_what_evidence_says() -> None:
    found = NAMES.confidences(ANALYSER.analyse("leaves"), [1, 2], [0.2, 0.1])
    assert found == pytest.approx([0.1, 0.05])


def test_words_of_everyday_talk_make_no_synonym_of_the_packs_together() -> None:
    talk = sorted(Analyser("en").language.talk)
    pair = talk[:2]
    analyser = Analyser("en", [("zebra", " ".join(pair))])
    terms = [analyser.analyse(it) for it in ("what is a zebra", "why is a zebra striped")]
    names = Names(analyser, Observer(terms, np.array([0, 1]), analyser.language))
    assert {stem for it in pair for stem in analyser.analyse(it).stems} <= names._common
    assert "zebra" not in names._common


@pytest.mark.parametrize(
    ("question", "is_missing"),
    [
        ("is it strong", True),
        ("who picks those?", True),
        ("is assam strong", False),
        ("is it strong tea", False),
        ("pick it", False),
        ("", False),
    ],
)
def test_a_question_about_what_it_does_not_name_is_noticed(question: str, is_missing: bool) -> None:
    assert NAMES.is_missing(ANALYSER.analyse(question)) == is_missing


def test_where_asking_words_are_not_known_a_name_stands_without_any_other_word() -> None:
    german = Analyser("de")
    terms = [german.analyse(it) for it in ("wer soll das bezahlen", "assam tee", "wo wächst assam")]
    names = Names(german, Observer(terms, np.array([0, 1, 2]), german.language))
    assert names.alone(german.analyse("assam")) is not None
    assert names.alone(german.analyse("und wer soll das bezahlen")) is None
