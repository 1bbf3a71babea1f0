from __future__ import annotations

import pytest

from bot.matching.everyday import Everyday, everyday_of
from bot.matching.language import Language, language_of
from bot.matching.senses import Senses
from bot.matching.terms import Analyser

ANALYSER = Analyser("en")


def likeness(question: str) -> float:
    return everyday_of(language_of("en")).likeness(ANALYSER.analyse(question))


@pytest.mark.parametrize(
    ("everyday", "other"),
    [
        ("what college did the minister go to", "what reasons did the minister give"),
        ("how much is a season ticket for the club", "why does the club oppose the union"),
        ("whats the forecast for the weekend", "do wind farms spoil the landscape"),
    ],
)
def test_a_question_that_means_much_what_an_everyday_one_does_is_like_it(
    everyday: str, other: str
) -> None:
    assert likeness(everyday) > likeness(other) + 0.1


def test_an_everyday_message_is_not_compared_with_itself_or_what_it_contains() -> None:
    one = Language("en", idle=["good morning", "is {} married"], senses=language_of("en").senses)
    assert Everyday(one).likeness(ANALYSER.analyse("good morning, is jo married")) == 0.0
    assert 0.0 < Everyday(one).likeness(ANALYSER.analyse("is jo engaged")) < 1.0


def test_a_language_without_senses_knows_nothing_everyday() -> None:
    none = Language("en", idle=["good morning"], senses=Senses())
    assert Everyday(none).likeness(ANALYSER.analyse("good evening")) == 0.0
