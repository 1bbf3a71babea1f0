"""What `/ask` offers to somebody who is typing."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.chat.asking.commands import entries_like


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("how lo", "how-long-to-steep", id="a word that is begun"),
        pytest.param("long t", "how-long-to-steep", id="words from the middle"),
        pytest.param("coffee is good for the liver", "coffee-is-healthier", id="a phrasing"),
        pytest.param("steeep teh tea", "how-long-to-steep", id="misspelt"),
    ],
)
def test_what_is_typed_so_far_offers_what_it_begins_first(
    typed: str, offered: str, answerer: Answerer
) -> None:
    found = [entry.id for _, entry in entries_like(typed, answerer)]
    assert found[0] == offered
    assert len(found) == len(set(found))


def test_what_would_be_answered_goes_before_what_merely_has_the_words(answerer: Answerer) -> None:
    assert answerer.rank("tea st")[0].confidence >= answerer.bars.answer
    found = [entry.id for _, entry in entries_like("tea st", answerer)]
    assert found[:2] == ["tea-is-healthier", "how-long-to-steep"]


@pytest.mark.parametrize("typed", ["", "?", "zzqx"])
def test_what_says_nothing_offers_something(typed: str, answerer: Answerer) -> None:
    assert entries_like(typed, answerer)
