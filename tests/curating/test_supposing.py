"""What would be answered, were a pack another one."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer
from bot.curating.supposing import suppose, with_drafts_live
from bot.knowledge.model import Pack

ASKED = "does the milk go in first"


def test_a_draft_answers_once_it_is_supposed_to_be_live(answerer: Answerer, tea: Pack) -> None:
    supposed = suppose(answerer, with_drafts_live(tea))
    now, then = answerer.ask(ASKED), supposed.ask(ASKED)
    assert isinstance(then, Answer)
    assert then.chosen.entry.id == "milk-first"
    assert not any(it.entry.id == "milk-first" for it in now.choices)


def test_supposing_leaves_what_answers_as_it_is(answerer: Answerer, tea: Pack) -> None:
    suppose(answerer, with_drafts_live(tea))
    assert answerer.knowledge.packs == (tea,)


def test_a_pack_that_is_not_there_yet_comes_beside_the_others(
    answerer: Answerer, tea: Pack
) -> None:
    supposed = suppose(answerer, tea.model_copy(update={"id": "other"}))
    assert [pack.id for pack in supposed.knowledge.packs] == ["tea", "other"]
