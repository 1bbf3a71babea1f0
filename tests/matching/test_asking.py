"""Finding what may be all that is asked in a text with words around it."""

from __future__ import annotations

import pytest

from bot.matching.asking import clauses, parts
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
    assert list(parts("na ja, soll man tee verbieten", language_of("de"))) == []


def test_of_clauses_those_are_asked_by_themselves_that_begin_as_questions_do() -> None:
    text = "nobody here knows why people drink tea, we lost an hour, should we ban tea, why so"
    assert list(clauses(text, ENGLISH)) == ["should we ban tea"]
    assert list(clauses("should we ban tea", ENGLISH)) == []
    assert list(clauses(", , should we ban tea", ENGLISH)) == []
    assert list(clauses("na ja, soll man tee verbieten", language_of("de"))) == []
