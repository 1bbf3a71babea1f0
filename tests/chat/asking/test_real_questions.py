"""What is a question to whoever may know, and what is only talk."""

from __future__ import annotations

import pytest

from bot.chat.asking.real_questions import (
    LONGEST,
    QUESTION_WORDS,
    is_real_post,
    is_real_question,
)
from bot.translation import _, languages, speaking


@pytest.mark.parametrize(
    "text",
    [
        "How long should tea steep?",
        "how long should tea steep",
        "Is tea healthier than coffee?",
        "is tea really good for you?!",
        "My tea is always bitter. How long should it steep?",
        "How long should tea steep? Thanks in advance!",
        "whats the best water for tea",
        "Wie lange muss Tee ziehen?",
        "¿Cuánto tiempo debe reposar el té?",
        "お茶は何分蒸らすべきですか？",
    ],
)
def test_a_question_is_one(text: str) -> None:
    assert is_real_question(text)


@pytest.mark.parametrize("language", languages())
def test_a_languages_own_words_and_the_english_ones_begin_a_question(language: str) -> None:
    with speaking(language):
        own = _(QUESTION_WORDS).split()
        assert len(own) > 3
        assert all(is_real_question(f"{word} tea steeps long") for word in own)
        assert is_real_question("what tea steeps long")


def test_what_asks_in_another_language_alone_is_a_statement() -> None:
    with speaking("de"):
        assert is_real_question("was macht der Tee mit den Nerven")
    assert not is_real_question("was thinking of making tea")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("?", id="a mark alone"),
        pytest.param("why?", id="about what was said"),
        pytest.param("tea steeps for three minutes", id="a statement"),
        pytest.param("what a lovely cup of tea!", id="an exclamation"),
        pytest.param("how nice of you...", id="trailing off"),
        pytest.param("thanks, that helped", id="thanks"),
        pytest.param("who knows", id="too short without a mark"),
        pytest.param("!ask how long should tea steep?", id="another bot's command"),
        pytest.param("/ask how long should tea steep?", id="a mistyped slash command"),
        pytest.param("?tag how long should tea steep?", id="a command that is a mark"),
        pytest.param("Is this true? https://example.org/tea", id="about an address"),
        pytest.param("<@1000> how long should tea steep?", id="to somebody"),
        pytest.param("@everyone how long should tea steep?", id="to everybody"),
        pytest.param(
            "Why is tea healthy? Because it has less caffeine than coffee.", id="answers itself"
        ),
        pytest.param("> how long should tea steep?\nThree minutes I think.", id="quotes one"),
        pytest.param("```\nhow long should tea steep?\n```\ngives an error", id="in code"),
        pytest.param("I think. " * 4 + "Is tea healthy for you?", id="one of many sentences"),
        pytest.param("tea " * LONGEST + "?", id="an essay"),
    ],
)
def test_talk_is_none(text: str) -> None:
    assert not is_real_question(text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("How long should tea steep?", "Mine is always bitter."),
        ("how long should tea steep", ""),
        ("Bitter tea", "Mine is always so bitter. " * 6 + "How long should it steep? I am lost."),
        ("Bitter tea", "See https://example.org/tea. Should it steep for less?"),
    ],
    ids=["title", "title without a mark", "a long text", "a text with an address"],
)
def test_a_post_asks_in_its_title_or_anywhere_in_its_text(title: str, text: str) -> None:
    assert is_real_post(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Show your teapots", "Here is mine, from Japan."),
        ("Rules of this forum", "Be kind. Why? Because."),
        ("!poll", "Do you like tea more than coffee?"),
    ],
)
def test_a_post_that_shows_something_asks_nothing(title: str, text: str) -> None:
    assert not is_real_post(title, text)
