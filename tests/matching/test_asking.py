"""Finding what may be all that is asked in a text with words around it."""

from __future__ import annotations

import pytest

from bot.matching.asking import begins_as_question, clauses, halves, parts
from bot.matching.language import language_of

ENGLISH = language_of("en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i don't get it, should we ban tea", ["should we ban tea"]),
        ("nobody here knows why people drink tea", ["why people drink tea"]),
        (
            "is it true what people who drink tea say, or not",
            ["is it true what people who drink tea say"],
        ),
        ("so my aunt said: how is tea made - she asks a lot", ["how is tea made"]),
    ],
)
def test_what_begins_as_questions_do_is_a_part(text: str, found: list[str]) -> None:
    assert list(parts(text, ENGLISH)) == found


@pytest.mark.parametrize("text", ["why is tea healthy", "tea is healthy", "well, why tea", ""])
def test_neither_the_whole_nor_a_few_words_are_a_part(text: str) -> None:
    assert list(parts(text, ENGLISH)) == []


def test_a_language_that_has_no_such_words_has_no_parts() -> None:
    assert list(parts("bene, il tè è buono", language_of("it"))) == []


def test_of_clauses_those_are_asked_by_themselves_that_begin_as_questions_do() -> None:
    text = "nobody here knows why people drink tea, we lost an hour, should we ban tea, why so"
    assert list(clauses(text, ENGLISH)) == ["should we ban tea"]
    assert list(clauses("should we ban tea", ENGLISH)) == []
    assert list(clauses(", , should we ban tea", ENGLISH)) == []
    assert list(clauses("bene, il tè è buono", language_of("it"))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "So what is tea, and also how is coffee made?",
            [("So what is tea", "how is coffee made?")],
        ),
        (
            "what is tea and why do people drink it and who grows so much coffee",
            [
                ("what is tea", "why do people drink it and who grows so much coffee"),
                ("what is tea and why do people drink it", "who grows so much coffee"),
            ],
        ),
        ("what is tea and and why so", [("what is tea", "why so")]),
        ("what is the difference between tea and coffee", []),
        ("I drink tea and what is coffee made of", []),
        ("I can drink tea but what is coffee made of", []),
        ("So I am a tea drinker and can I drink coffee", []),
        ("But people can drink tea and what is coffee made of", []),
        (
            "I mean can I drink tea and what is coffee made of",
            [("I mean can I drink tea", "what is coffee made of")],
        ),
        ("and what is tea made of", []),
        ("and and what is tea made of", []),
        (f"what is tea {'so ' * 60}and what is coffee", []),
        ("", []),
    ],
)
def test_a_sentence_may_be_two_questions_that_both_begin_as_such(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert list(halves(text, ENGLISH)) == found


def test_a_language_that_has_no_such_words_joins_nothing() -> None:
    assert list(halves("dove cresce il tè e dove cresce il caffè", language_of("it"))) == []


def test_german_questions_are_told_apart_too() -> None:
    found = list(halves("Na ja, was ist Tee, und wie macht man Kaffee?", language_of("de")))
    assert found == [("Na ja, was ist Tee", "wie macht man Kaffee?")]


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        ("and why is tea healthy", True),
        ("Is green tea healthy", True),
        ("why so", False),
        ("I mean green tea only", False),
        ("", False),
    ],
)
def test_a_question_is_known_by_how_it_begins(text: str, is_question: bool) -> None:
    assert begins_as_question(text, ENGLISH) is is_question
