from __future__ import annotations

import pytest

from bot.answering.subject import Subject
from bot.knowledge.model import Pack


@pytest.mark.parametrize(
    ("question", "is_of"),
    [
        ("who grows the most tea", True),
        ("TEAS of the world", True),
        ("do you like espresso", True),
        ("who won the cup final yesterday", False),
        ("thanks, that was helpful", False),
        ("😀", False),
    ],
)
def test_a_question_with_a_word_of_the_subject_is_about_it(
    tea: Pack, question: str, is_of: bool
) -> None:
    pack = tea.model_copy(update={"entries": tea.entries[:2]})
    assert Subject(pack).is_of(question) == is_of


def test_everyday_words_are_of_no_subject(tea: Pack) -> None:
    entry = tea.entries[0].model_copy(
        update={"question": "thanks tea", "phrasings": ("thanks a lot tea", "thanks for tea")}
    )
    subject = Subject(tea.model_copy(update={"entries": (entry,)}))
    assert not subject.is_of("thanks")
    assert subject.is_of("tea")


def test_a_word_that_a_curator_used_once_in_many_phrasings_is_of_no_subject(tea: Pack) -> None:
    phrasings = tuple(f"tea {number}" for number in range(20))
    entry = tea.entries[0].model_copy(update={"question": "tea zebra", "phrasings": phrasings})
    subject = Subject(tea.model_copy(update={"entries": (entry,)}))
    assert not subject.is_of("zebra")
