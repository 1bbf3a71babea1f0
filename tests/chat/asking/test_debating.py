"""Which topic somebody means who types one."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.chat.asking.debating import has_words, topic_named, topics_like


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("tea:health", "health"),
        ("tea:brewing", "brewing"),
        ("Health", "health"),
        ("better for peop", "health"),
        ("coffee is good for the liver", "health"),
        ("tea:nowhere", None),
        ("the stock market", None),
    ],
)
def test_a_topic_is_found_by_its_id_its_words_or_its_questions(
    text: str, topic: str | None, answerer: Answerer
) -> None:
    found = topic_named(text, answerer)
    assert (found[1].id if found else None) == topic


def test_only_debated_topics_are_offered_unless_others_are_wanted_too(answerer: Answerer) -> None:
    assert [it.id for _, it in topics_like("", answerer)] == ["health"]
    everything = topics_like("", answerer, are_debated=False)
    assert [it.id for _, it in everything] == ["health", "brewing"]


def test_words_are_met_by_their_beginnings() -> None:
    assert has_words("leaf jour", "The Leaf Journal", None)
    assert has_words("", None)
    assert not has_words("leaf tree", "The Leaf Journal")
