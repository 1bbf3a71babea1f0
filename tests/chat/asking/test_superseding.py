"""What of an answer stays when it is brought up to date."""

from __future__ import annotations

from typing import Any

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer
from bot.chat.asking.forums import add_solved
from bot.chat.asking.superseding import also_on
from bot.chat.rendering import Frame, also_asked, render_entry, render_outcome
from bot.knowledge.model import Knowledge, Pack
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
