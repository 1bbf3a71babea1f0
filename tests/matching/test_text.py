"""What a question says, apart from how it was typed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.matching.text import fold, stem, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Open   SOURCE\n", "open source"),
        ("Ｏｐｅｎ　ＡＩ", "open ai"),
        ("naïve café ÅNGSTRÖM", "naive cafe angstrom"),
        ("o\u200bp\u200den \u202eai\u202c", "open ai"),
        ("what\u2019s", "what's"),
        ("Straße", "strasse"),
        ("が か", "が か"),
        ("a\x00b\x07", "a b"),
        ("1\ufe0f\u20e3 v\u20d7", "1 v"),
        ("Ёлка, Йод и", "елка, йод и"),
        ("हिन्दी", "हिन्दी"),
        ("ปี", "ปี"),
        ("שָׁלוֹם", "שלום"),
        ("مُدَرِّسٌ أول", "مدرس أول"),
    ],
    ids=[
        *("case", "width", "accents", "invisible", "apostrophe", "sharp s", "kana", "controls"),
        *("decoration", "short i", "vowel signs", "vowels above", "niqqud", "harakat"),
    ],
)
def test_folding_keeps_what_tells_words_apart(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@example("\u0439\ufe00\u3099")
@given(st.text() | st.text("aиกक\u0301\u0306\u05b8\u064e\u0653\u093c\u0e35\u3099\ufe0f'"))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_letter_keeps_the_marks_that_belong_to_it() -> None:
    assert words(fold("हिन्दी में काला-धन?")) == ["हिन्दी", "में", "काला", "धन"]
    assert words(fold("ภาษาอื่น ปี")) == ["ภา", "าษ", "ษา", "าอื่", "อื่น", "ปี"]
    assert stem(words(fold("открытый открытая")), "ru") == ["открыт", "открыт"]


@pytest.mark.parametrize("mark", "’‘ʼ`´′ʹ＇｀")
def test_whatever_a_keyboard_has_for_an_apostrophe_is_one(mark: str) -> None:
    assert fold(f"doesn{mark}t") == "doesn't"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’avion d'hier, c'est l'œuvre", ["avion", "hier", "est", "œuvre"]),
        ("qu'il parte jusqu'à lundi", ["que", "il", "parte", "jusque", "a", "lundi"]),
        ("nell'arte c'è un'idea", ["arte", "e", "idea"]),
        ("aujourd'hui o'clock d'you c'mon", ["aujourdhui", "oclock", "dyou", "cmon"]),
    ],
)
def test_what_is_elided_before_a_word_is_no_part_of_it(text: str, found: list[str]) -> None:
    assert words(fold(text)) == found


def test_words_lose_possessives_and_apostrophes() -> None:
    assert words(fold("Meta's view: don't, **won't** #1!")) == ["meta", "view", "dont", "wont", "1"]


def test_stems_follow_the_language_and_nothing_is_assumed() -> None:
    assert stem(["regulations", "banned"], "en") == ["regul", "ban"]
    assert stem(["regulations"], "en-GB") == ["regul"]
    assert stem(["Häuser".casefold()], "de") == ["haus"]
    assert stem(["regulations"], None) == ["regulations"]
    assert stem(["regulations"], "xx") == ["regulations"]


def test_scripts_without_spaces_are_cut_into_neighbouring_pairs() -> None:
    assert words(fold("紅茶は体にいい")) == ["紅茶", "茶は", "は体", "体に", "にい", "いい"]
    assert words(fold("iPhone用の茶 と 水")) == ["iphone", "用の", "の茶", "と", "水"]


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_fold_as_they_do_beside_others(text: str) -> None:
    assert fold(f"{text} é") == f"{fold(text)} e".strip()


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Has threads take turns a hundred times as often."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 100)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_threads_that_stem_at_once_find_what_each_does_alone() -> None:
    texts = [[f"{letter}e{it}ologically" for it in range(2000)] for letter in "bcdf"]
    with ThreadPoolExecutor(len(texts)) as pool:
        found = list(pool.map(lambda it: stem(it, "en"), texts))
    assert found == [[word.removesuffix("ically") for word in text] for text in texts]
