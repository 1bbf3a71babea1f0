"""Replies as Discord gets them, within its limits whatever a pack holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer, Suggestions
from bot.chat.custom_ids import CustomId, parse_custom_id, parse_option_value
from bot.chat.rendering import (
    TEXT_LIMIT,
    asked_in,
    escape,
    quote,
    render_entry,
    render_outcome,
    render_topic,
    render_topics,
)
from bot.knowledge.model import Entry, Knowledge, Pack
from tests.standin.limits import COMPONENTS_V2, message_breaches, walk


def parts(view: Any) -> list[dict[str, Any]]:
    """The components as sent; discord.py does not type the call."""
    found: list[dict[str, Any]] = view.to_components()
    return found


def payload(view: Any) -> dict[str, Any]:
    return {"components": parts(view), "flags": COMPONENTS_V2}


def text_of(view: Any) -> str:
    return "\n".join(it["content"] for it in walk(parts(view)) if "content" in it)


def test_an_entry_shows_question_answer_sources_side_and_review(tea: Pack) -> None:
    view = render_entry(tea, tea.entry_by_id["tea-is-healthier"], percent=87)
    assert text_of(view) == (
        "### Why is tea healthier than coffee?\n"
        "The Leaf Journal says that tea has less caffeine, and that this lets people sleep. "
        "[[1]](<https://example.org/leaf_%28tea%29>)\n\n"
        "- It is also kind to teeth. [[1]](<https://example.org/leaf_%28tea%29>)\n"
        "-# [1] [The Leaf Journal](<https://example.org/leaf_%28tea%29>), An Author, Leaf Press, "
        "2020\\-05 (page 3\\; page 9)\n"
        "-# **For:** Tea is better for people than coffee.\n"
        "-# Reviewed 2026-01-31"
    )
    ids = [it["custom_id"] for it in walk(parts(view)) if "custom_id" in it]
    assert ids == ["open:tea:coffee-is-healthier", "why:tea:tea-is-healthier:87", "related"]


def test_a_draft_is_neither_the_other_side_nor_related(tea: Pack) -> None:
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(
        update={"counter": "milk-first", "related": ("milk-first",)}
    )
    ids = [it.get("custom_id") for it in walk(parts(render_entry(tea, entry)))]
    assert [it for it in ids if it] == ["why:tea:tea-is-healthier"]


def test_every_reply_is_within_discords_limits(tea: Pack, answerer: Answerer) -> None:
    knowledge = Knowledge(packs=(tea,))
    for question in ("health benefits of drinking tea", "healthy", "who won the match"):
        view = render_outcome(answerer.ask(question), knowledge, asked=question)
        assert message_breaches(payload(view)) == []
    assert message_breaches(payload(render_topics(knowledge))) == []
    assert message_breaches(payload(render_topic(tea, "health"))) == []


@pytest.mark.parametrize("unit", ["word ", "A sentence of some length. ", "line\n\n", "x" * 300])
def test_an_answer_of_any_length_fits(tea: Pack, unit: str) -> None:
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(
        update={"answer": unit * (19_000 // len(unit)) + "[^leaf-journal]", "question": "Q" * 1000}
    )
    view = render_entry(tea, entry, note="n" * 200)
    assert message_breaches(payload(view)) == []
    assert "too long for one Discord message" in text_of(view)
    assert len(text_of(view)) <= TEXT_LIMIT + 10


def test_other_questions_of_a_message_are_offered_as_buttons(tea: Pack, answerer: Answerer) -> None:
    outcome = answerer.ask("is tea good for your heart? is **coffee** good for the liver?")
    view = render_outcome(outcome, Knowledge(packs=(tea,)))
    button = next(it for it in walk(parts(view)) if it.get("custom_id", "").startswith("pick:"))
    assert button["custom_id"] == "pick:tea:coffee-is-healthier"
    assert button["label"] == "Why is coffee healthier than tea?"
    assert r"You also asked: is \*\*coffee\*\* good for the liver\?" in text_of(view)


def test_many_long_other_questions_beside_a_long_answer_fit(tea: Pack, answerer: Answerer) -> None:
    outcome = answerer.ask("is tea good for your heart?")
    assert isinstance(outcome, Answer)
    entries = [
        tea.entries[1].model_copy(update={"id": f"{n:064}", "question": "long " * 100})
        for n in range(7)
    ]
    also = tuple(
        replace(
            outcome,
            question="?!*" * 400,
            choices=(replace(it, candidate=replace(it.candidate, entry=entry)),),
        )
        for it, entry in zip([outcome.chosen] * 7, entries, strict=True)
    )
    entry = outcome.chosen.entry.model_copy(update={"answer": "line [^leaf-journal]\n\n" * 800})
    assert message_breaches(payload(render_entry(tea, entry, also=also))) == []


def test_a_pack_of_many_long_entries_fits(tea: Pack) -> None:
    entries = tuple(
        Entry(
            id=f"{'e' * 60}{n:04}"[-64:],
            topic="health",
            question=f"{n} " + "long question " * 60,
            answer="So. [^leaf-journal]",
        )
        for n in range(300)
    )
    pack = tea.model_copy(update={"entries": entries, "id": "p" * 24})
    assert message_breaches(payload(render_topic(pack, "health"))) == []
    entry = entries[0].model_copy(update={"related": tuple(it.id for it in entries)})
    assert message_breaches(payload(render_entry(pack, entry, percent=100))) == []


@given(st.text())
def test_what_a_user_typed_formats_nothing_and_stays_in_one_short_line(text: str) -> None:
    shown = quote(text)
    assert "\n" not in shown
    assert len(shown) <= 2 * 200
    for position, character in enumerate(shown):
        if character in "*_~|`>[]()<@:#-":
            assert shown[position - 1] == "\\"


@given(st.text(max_size=150))
def test_a_question_that_a_reply_repeats_reads_back(text: str) -> None:
    shown = quote(text)
    if not shown.endswith("…"):
        line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
        assert asked_in(f"-# Asked: {shown}\n### An entry") == line


def test_a_question_cut_short_or_not_repeated_does_not_read_back() -> None:
    assert asked_in(f"-# Asked: {quote('word ' * 100)}\n### An entry") is None
    assert asked_in("### Asked: what?") is None


def test_escaping_reads_back_as_the_same_text() -> None:
    assert escape("**@everyone** <@1>") == r"\*\*\@everyone\*\* \<\@1\>"


def test_custom_ids_read_back_and_fit() -> None:
    longest = CustomId("why", "p" * 24, "e" * 64, 100)
    assert len(str(longest)) <= 100
    for custom_id in (longest, CustomId("topics"), CustomId("pick", number=3)):
        assert parse_custom_id(str(custom_id)) == custom_id


@pytest.mark.parametrize("text", ["", "vote:1", "open:", "open:A:b", "why:a:b:x", "open:a:b:1:2"])
def test_what_is_no_custom_id_is_none(text: str) -> None:
    assert parse_custom_id(text) is None


def test_what_is_no_option_is_none() -> None:
    assert parse_option_value("tea") is None
    assert parse_option_value("tea:health") == ("tea", "health")


def test_outcomes_are_told_apart(tea: Pack, answerer: Answerer) -> None:
    knowledge = Knowledge(packs=(tea,))
    answer = answerer.ask("health benefits of drinking tea")
    assert isinstance(answer, Answer)
    suggestions = Suggestions("q", answer.choices[:2], answer.choices, "close")
    assert "Is it one of these?" in text_of(render_outcome(suggestions, knowledge))
    decline = answerer.ask("who won the match")
    assert "I have no answer to that." in text_of(render_outcome(decline, knowledge))
