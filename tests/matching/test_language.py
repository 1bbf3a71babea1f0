from __future__ import annotations

from importlib import resources

import pytest

from bot.matching.language import Language, language_of
from bot.matching.terms import Analyser


def test_words_of_one_group_mean_the_same() -> None:
    english = language_of("en")
    banned = english.meanings(english.stems(["outlawed"]))
    assert set(banned) & set(english.meanings(english.stems(["ban"])))
    assert not set(banned) & set(english.meanings(english.stems(["tea"])))


def test_the_longest_phrase_is_read_as_one() -> None:
    language = Language("xx", [[["credit card", "plastic"], ["card", "ticket"]]])
    assert language.meanings(["my", "credit", "card"]) == language.meanings(["plastic"])


def test_a_language_without_a_folder_still_has_stems_and_stop_words() -> None:
    german = language_of("de")
    assert german.stems(["häuser"]) == german.stems(["häusern"])
    assert "und" in german.stop_words
    assert german.meanings(["haus"]) == []


@pytest.mark.parametrize("code", [None, "", "xx", "../en", "en/../en", "EN-gb"])
def test_any_code_gives_a_language(code: str | None) -> None:
    assert language_of(code).stems(["tea"]) == ["tea"]


def test_the_english_groups_are_groups() -> None:
    folder = resources.files("bot.matching").joinpath("languages", "en")
    for line in folder.joinpath("meanings.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            members = [it.strip() for it in line.split(",")]
            assert all(members), line
            assert len(members) == len(set(members)) > 1, line
            assert line == line.lower()


def test_a_question_in_other_words_shares_meanings() -> None:
    analyser = Analyser("en")
    one, other = analyser.analyse("should we outlaw it"), analyser.analyse("should we forbid it")
    assert set(one.meanings) == set(other.meanings) != set()
