"""Posts of forums: what they ask, which tag marks them, and what becomes of the button."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from discord.components import _component_factory

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer
from bot.chat.asking.forums import (
    TAG_NAMES,
    add_solved,
    carry_solved,
    post_question,
    solved_tag,
    solved_view,
)
from bot.chat.look import render_note
from bot.chat.rendering import Frame, render_entry, render_outcome
from bot.knowledge.model import Knowledge, Pack
from bot.translation import _, languages, speaking
from tests.standin.limits import COMPONENTS_V2, message_breaches, walk

AUTHOR = 1000000000000000053


def parts(view: Any) -> list[dict[str, Any]]:
    """The components as sent; discord.py does not type the call."""
    found: list[dict[str, Any]] = view.to_components()
    return found


def sent(view: Any) -> Any:
    """A message of the bot with that view, as discord.py makes it of what Discord sends."""
    components: list[Any] = parts(view)
    return SimpleNamespace(components=[_component_factory(it) for it in components])


def solved_buttons(view: Any) -> list[dict[str, Any]]:
    return [it for it in walk(parts(view)) if it.get("custom_id", "").startswith("solved:")]


def text_of(view: Any) -> str:
    return "\n".join(it["content"] for it in walk(parts(view)) if "content" in it)


@pytest.fixture
def answer(tea: Pack) -> Any:
    frame = Frame(asker=AUTHOR, takes_votes=True, notes=("Nobody asked.",))
    return render_entry(tea, tea.entry_by_id["tea-is-healthier"], frame, percent=97)


def test_a_post_is_asked_with_its_title() -> None:
    assert post_question(" Bitter tea ", "How long should it steep?\n") == (
        "Bitter tea\nHow long should it steep?"
    )
    assert post_question("How long should tea steep?", "") == "How long should tea steep?"


def test_an_answer_is_found_for_title_and_text_together(answerer: Answerer) -> None:
    question = post_question("Steeping tea", "How long should it take? Mine is bitter.")
    outcome = answerer.ask(question)
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "how-long-to-steep"


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (["Question", "Solved"], 1),
        (["✅ SOLVED!", "Question"], 0),
        (["Unsolved", "Resolved"], 1),
        (["Unsolved", "Not answered", "Discussion"], None),
        ([], None),
    ],
)
def test_the_tag_that_says_solved_is_found_by_its_name(names: list[str], place: int | None) -> None:
    assert solved_tag(names) == place


@pytest.mark.parametrize("language", languages())
def test_a_forum_may_name_its_tag_in_any_language_whatever_is_spoken(language: str) -> None:
    with speaking(language):
        own = [it.strip() for it in _(TAG_NAMES).split(",")]
    assert len(own) > 1
    assert all(solved_tag(["x", name]) == 1 for name in own)


def test_the_button_carries_its_post_s_author_and_fits(answer: Any) -> None:
    add_solved(answer, AUTHOR)
    assert [it["custom_id"] for it in solved_buttons(answer)] == [f"solved:{AUTHOR}"]
    assert message_breaches({"components": parts(answer), "flags": COMPONENTS_V2}) == []


def test_a_solved_answer_differs_in_nothing_but_its_button(answer: Any) -> None:
    before = text_of(answer).splitlines()
    add_solved(answer, AUTHOR)
    done = solved_view(sent(answer))
    [button] = solved_buttons(done)
    assert button["disabled"]
    assert button["label"] == "Solved"
    assert text_of(done).splitlines()[:-1] == before
    assert text_of(done).endswith("This post is marked as solved.")
    others = [it["custom_id"] for it in walk(parts(answer)) if "custom_id" in it]
    assert [it["custom_id"] for it in walk(parts(done)) if "custom_id" in it] == others
    assert message_breaches({"components": parts(done), "flags": COMPONENTS_V2}) == []


@pytest.mark.parametrize("is_solved", [False, True], ids=["open", "solved"])
def test_an_answer_that_is_drawn_anew_keeps_the_button_as_it_was(
    answer: Any, tea: Pack, is_solved: bool
) -> None:
    add_solved(answer, AUTHOR)
    shown = solved_view(sent(answer)) if is_solved else answer
    anew = carry_solved(sent(shown), render_entry(tea, tea.entry_by_id["how-long-to-steep"]))
    [before], [after] = solved_buttons(shown), solved_buttons(anew)
    for name in ("custom_id", "label", "disabled"):
        assert after[name] == before[name]
    assert text_of(anew).splitlines()[-1] == text_of(shown).splitlines()[-1]


def test_an_answer_without_the_button_gets_none(answer: Any, tea: Pack) -> None:
    anew = carry_solved(sent(answer), render_note("Something else."))
    assert solved_buttons(anew) == []
    assert text_of(anew) == "Something else."


def test_the_longest_answers_have_room_for_the_button(tea: Pack, answerer: Answerer) -> None:
    for entry in tea.live_entries:
        long = entry.model_copy(update={"answer": "A sentence of tea. " * 400})
        view = add_solved(render_entry(tea, long, Frame(asker=AUTHOR), percent=99), AUTHOR)
        assert message_breaches({"components": parts(view), "flags": COMPONENTS_V2}) == []
    outcome = answerer.ask("how long should tea steep")
    view = add_solved(render_outcome(outcome, Knowledge(packs=(tea,))), AUTHOR)
    assert len(solved_buttons(view)) == 1
