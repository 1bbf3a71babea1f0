"""Whether an answer says yes or no to its question."""

from __future__ import annotations

import pytest

from bot.answering.verdict import can_be_denied, verdict
from bot.knowledge.model import Entry, Pack


def entry(question: str, answer: str) -> Entry:
    return Entry(id="x", topic="health", question=question, answer=answer)


@pytest.mark.parametrize(
    ("answer", "says_yes"),
    [
        ("Yes. [^leaf-journal]", True),
        ("No, say most. [^leaf-journal]", False),
        ("Supporters say that it is. [^leaf-journal]", True),
        ("Doctors say so: it cannot harm. [^leaf-journal]", True),
        ("By a strict reading, no. [^leaf-journal]", False),
        ("Sceptics doubt it. [^leaf-journal]", False),
        ("Not always. It is said to. [^leaf-journal]", None),
        ("Tea has leaves. It is. [^leaf-journal]", None),
        ("The Board studied tea, though not green tea. [^leaf-journal]", None),
        ("### Tea\n\nIt does. [^leaf-journal]", True),
        ("It [^leaf-journal] does.", True),
    ],
)
def test_the_first_sentence_decides(tea: Pack, answer: str, says_yes: bool | None) -> None:
    assert verdict(tea, entry("Is tea healthy?", answer)) is says_yes


@pytest.mark.parametrize("question", ["Why is tea healthy?", "What is good about tea?"])
def test_what_a_question_takes_for_granted_is_not_denied(tea: Pack, question: str) -> None:
    asked = entry(question, "No. [^leaf-journal]")
    assert verdict(tea, asked) is True
    assert not can_be_denied(tea, asked)


def test_of_another_kind_of_sentence_nothing_is_known(tea: Pack) -> None:
    assert verdict(tea, entry("Tea or coffee?", "Yes. [^leaf-journal]")) is None


def test_of_a_language_without_a_file_nothing_is_known(tea: Pack) -> None:
    german = tea.model_copy(update={"language": "de"})
    assert verdict(german, entry("Ist Tee gesund?", "Ja. [^leaf-journal]")) is None


def test_an_answer_that_says_nothing_has_no_verdict(tea: Pack) -> None:
    assert verdict(tea, entry("Is tea healthy?", "```\nyes\n```")) is None
