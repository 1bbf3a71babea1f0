"""How sure the bot must be to speak unasked, and what it then says."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Abstention, Answer, Suggestions
from bot.chat.asking.unasked import needed_unasked, prepare_unasked, sure_answer
from bot.store.servers import ServerSettings
from tests.standin.limits import COMPONENTS_V2, message_breaches, walk

AUTHOR = 1000000000000000053
QUESTION = "how long should tea steep?"


def parts(view: Any) -> list[dict[str, Any]]:
    """The components as sent; discord.py does not type the call."""
    found: list[dict[str, Any]] = view.to_components()
    return found


def ids_in(view: Any) -> list[str]:
    return [it["custom_id"] for it in walk(parts(view)) if "custom_id" in it]


@pytest.mark.parametrize(("bar", "needed"), [(0.5, 0.75), (0.65, 0.825), (0.9, 0.95), (1.0, 1.0)])
def test_the_bar_is_halfway_to_certainty(bar: float, needed: float) -> None:
    assert needed_unasked(bar) == pytest.approx(needed)


async def test_a_sure_answer_is_given(answerer: Answerer) -> None:
    answer = await sure_answer(QUESTION, answerer)
    assert answer is not None
    assert answer.chosen.entry.id == "how-long-to-steep"


async def test_what_would_do_for_who_asked_is_not_enough_unasked(answerer: Answerer) -> None:
    asked = answerer.ask(QUESTION)
    assert isinstance(asked, Answer)
    bar = asked.chosen.confidence - 0.001
    strict = Answerer(answerer.snapshot, Bars(answer=bar, suggest=0.2))
    assert isinstance(strict.ask(QUESTION), Answer)
    assert await sure_answer(QUESTION, strict) is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [("healthy drinks", Suggestions), ("who won the cup last night?", Abstention)],
    ids=["suggestions", "an abstention"],
)
async def test_nothing_but_an_answer_is_ever_given(
    question: str, kind: type[Suggestions | Abstention], answerer: Answerer
) -> None:
    usual = Answerer(answerer.snapshot, Bars(answer=0.65, suggest=0.2))
    outcome = usual.ask(question)
    assert isinstance(outcome, kind)
    assert await sure_answer(question, usual) is None


async def test_small_talk_about_the_subject_is_not_answered(answerer: Answerer) -> None:
    for text in ("anyone want some tea later?", "do you like tea or coffee more?"):
        assert await sure_answer(text, answerer) is None


async def test_the_reply_says_that_nobody_asked_and_can_be_dismissed(answerer: Answerer) -> None:
    answer = await sure_answer(QUESTION, answerer)
    assert answer is not None
    prepared = prepare_unasked(answer, AUTHOR, ServerSettings())
    first = next(it["content"] for it in walk(parts(prepared.view)) if "content" in it)
    assert first.startswith("-# Nobody asked me.")
    assert "`/settings`" in first.splitlines()[0]
    assert f"dismiss:{AUTHOR}" in ids_in(prepared.view)
    assert not any(it.startswith("solved:") for it in ids_in(prepared.view))
    assert prepared.found == (answer.chosen.pack, answer.chosen.entry)
    assert message_breaches({"components": parts(prepared.view), "flags": COMPONENTS_V2}) == []


async def test_a_posts_reply_can_be_called_the_solution(answerer: Answerer) -> None:
    answer = await sure_answer(QUESTION, answerer)
    assert answer is not None
    prepared = prepare_unasked(answer, AUTHOR, ServerSettings(), is_post=True)
    assert f"solved:{AUTHOR}" in ids_in(prepared.view)


async def test_other_questions_of_the_message_are_not_offered(answerer: Answerer) -> None:
    answer = await sure_answer(f"{QUESTION} and is coffee good for the liver?", answerer)
    assert answer is not None
    assert answer.also
    ids = ids_in(prepare_unasked(answer, AUTHOR, ServerSettings()).view)
    assert not any(it.startswith("pick:") for it in ids)
