"""What of an answer stays when it is brought up to date."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer
from bot.chat.asking.forums import add_solved
from bot.chat.asking.superseding import also_on, tells_one_side
from bot.chat.rendering import Frame, also_asked, render_entry, render_outcome
from bot.knowledge.model import Knowledge, Pack
from bot.translation import languages, speaking
from tests.chat.asking.test_forums import sent

ASKED = "is tea good for your heart? is **coffee** good for the liver? how long should tea steep?"


def test_what_else_was_asked_is_read_from_the_answer(tea: Pack, answerer: Answerer) -> None:
    outcome = answerer.ask(ASKED)
    assert isinstance(outcome, Answer)
    assert len(outcome.also) == 2
    view = render_outcome(outcome, Knowledge(packs=(tea,)), Frame(asker=7, takes_votes=True))
    assert also_on(sent(add_solved(view, 7))) == also_asked(outcome.also)


def test_where_nothing_else_was_asked_nothing_is_read(tea: Pack, answerer: Answerer) -> None:
    answer: Any = render_entry(tea, tea.entry_by_id["tea-is-healthier"], Frame(is_one_sided=True))
    assert also_on(sent(answer)) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("is_one_sided", [True, False], ids=["one side", "both"])
def test_whether_one_side_was_heard_is_read_from_the_answer_in_any_language(
    tea: Pack, language: str, *, is_one_sided: bool
) -> None:
    with speaking(language):
        answer: Any = render_entry(
            tea, tea.entry_by_id["tea-is-healthier"], Frame(is_one_sided=is_one_sided)
        )
    assert tells_one_side(sent(answer)) is is_one_sided
