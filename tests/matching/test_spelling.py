from __future__ import annotations

from collections import Counter

import pytest

from bot.matching.language import language_of
from bot.matching.spelling import Spelling

PACK = Counter({"licence": 9, "silence": 1, "kinds": 4, "steep": 3, "tea": 8, "brewing": 2})
KNOWN = {"kids", "lice", "sheep", "growing"}


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(PACK, ["what", "the", "of"], KNOWN.__contains__)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("licnece", "licence"),
        ("licenc", "licence"),
        ("liccence", "licence"),
        ("kicence", "licence"),
        ("wht", "what"),
        ("whta", "what"),
        ("breewing", "brewing"),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(
    spelling: Spelling, typed: str, meant: str
) -> None:
    assert spelling.correct(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("teaaaa", "tea"),
        ("whaaaat", "what"),
        ("steeeep", "steep"),
        ("kiiiids", "kids"),
        ("siiilence", "silence"),
        ("zzzz", "zzzz"),
        ("3000", "3000"),
    ],
)
def test_letters_that_are_drawn_out_are_read_once_or_twice(
    spelling: Spelling, typed: str, meant: str
) -> None:
    assert spelling.correct(typed) == meant


@pytest.mark.parametrize("word", ["tea", "of", "te", "3.5", "gpt4", "zebra", "lnceice"])
def test_what_is_right_too_short_or_too_far_off_stays(spelling: Spelling, word: str) -> None:
    assert spelling.correct(word) == word


@pytest.mark.parametrize(
    ("typed", "held"), [("reactive", "proactive"), ("affection", "infection"), ("tame", "name")]
)
def test_a_word_that_is_long_or_has_an_opposite_is_meant_as_typed(typed: str, held: str) -> None:
    english = language_of("en")
    assert Spelling.of({held: 9}, english).correct(typed) == typed
    assert Spelling(Counter([held]), [], lambda _: False).correct(typed) == held


def test_a_word_is_no_slip_in_another_form_of_itself() -> None:
    assert Spelling.of({"chase": 9}, language_of("en")).correct("chased") == "chased"


def test_a_word_that_the_language_has_stays_however_like_the_packs_it_is() -> None:
    spelling = Spelling(PACK, [], KNOWN.__contains__)
    assert spelling.correct("kids") == "kids"
    assert spelling.correct("sheep") == "sheep"
    assert Spelling(PACK, [], lambda _: False).correct("sheep") == "steep"
    assert Spelling.of({"spending": 9}, language_of("en")).correct("sending") == "sending"


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("hypotension", "hypertension"),
        ("microeconomics", "macroeconomics"),
        ("emigration", "immigration"),
        ("implicit", "explicit"),
        ("proscribe", "prescribe"),
        ("imperfect", "perfect"),
        ("perfects", "imperfects"),
    ],
)
def test_a_word_is_not_taken_for_its_contrary(typed: str, held: str) -> None:
    assert Spelling.of(Counter({held: 3}), language_of("en")).correct(typed) == typed


@pytest.mark.parametrize(
    ("typed", "held"), [("cannot", "cannon"), ("hardly", "hardy"), ("refuse", "reuse")]
)
def test_what_negates_is_read_as_nothing_else(typed: str, held: str) -> None:
    assert Spelling.of(Counter({held: 3}), language_of("en")).correct(typed) == typed


def test_a_word_that_the_language_has_is_read_as_nothing_that_negates() -> None:
    spelling = Spelling.of(Counter({"dont": 3, "cannot": 3}), language_of("en"))
    assert spelling.correct("donut") == "donut"
    assert spelling.correct("cannto") == "cannot"


def test_a_word_that_differs_elsewhere_too_is_no_contrary() -> None:
    english = language_of("en")
    assert Spelling.of(Counter({"hypertension": 3}), english).correct("hypertnsion") == (
        "hypertension"
    )
    assert Spelling.of(Counter({"immigration": 3}), english).correct("imigration") == "immigration"


@pytest.mark.parametrize(
    ("typed", "held"), [("maus", "haus"), ("macht", "nacht"), ("김정은은", "김정일은")]
)
def test_of_a_language_whose_words_are_not_known_any_word_may_be_meant(
    typed: str, held: str
) -> None:
    assert Spelling.of(Counter({held: 3}), language_of("de")).correct(typed) == typed


def test_of_such_a_language_long_words_are_read_too() -> None:
    german = Spelling.of(Counter({"kernkraft": 3}), language_of("de"))
    assert german.correct("kernkrafft") == "kernkraft"


def test_of_words_as_near_the_pack_uses_the_commoner_one_is_meant() -> None:
    near = Spelling(Counter({"model": 9, "modem": 1}), [], lambda _: False)
    assert near.correct("mode") == "model"
    assert Spelling(Counter({"model": 1, "modem": 9}), [], lambda _: False).correct("mode") == (
        "modem"
    )


def test_of_words_as_near_the_one_in_the_same_letters_is_meant() -> None:
    spelling = Spelling(Counter({"to": 9, "or": 9}), ["not", "for"], lambda _: False)
    assert spelling.correct("nto") == "not"
    assert spelling.correct("ofr") == "for"
