"""Replies as Discord gets them, within its limits whatever a pack holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer, Suggestions
from bot.chat.rendering import (
    Frame,
    also_asked,
    answer_pages,
    asked_in,
    may_be_to,
    render_abstention,
    render_cited,
    render_entry,
    render_help,
    render_outcome,
    render_page,
    repeated,
    title_of,
)
from bot.curating.homes import SERVER_PACK
from bot.knowledge.model import Knowledge, Pack, Source
from bot.translation import languages, speaking
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
        "-# **For the motion:** Tea is better for people than coffee.\n"
        "The Leaf Journal says that tea has less caffeine, and that this lets people sleep. "
        "[[1]](<https://example.org/leaf_%28tea%29>)\n\n"
        "- It is also kind to teeth. [1]\n"
        "-# [1] [The Leaf Journal](<https://example.org/leaf_%28tea%29>), 2020\\-05 "
        "(academic; page 3; page 9)\n"
        "-# Reviewed 31 Jan 2026"
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
        frame = Frame(asked=question * 20, asker=2**63, question_id=10**9, takes_votes=True)
        view = render_outcome(answerer.ask(question), knowledge, frame)
        assert message_breaches(payload(view)) == []


@pytest.mark.parametrize("unit", ["word ", "A sentence of some length. ", "line\n\n", "x" * 300])
def test_an_answer_of_any_length_is_read_page_by_page(tea: Pack, unit: str) -> None:
    answer = unit * (19_000 // len(unit)) + "[^leaf-journal]"
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(
        update={"answer": answer, "question": "Q" * 1000}
    )
    frame = Frame(asked="?!" * 400, asker=2**63, takes_votes=True, notes=("n" * 150,))
    view = render_entry(tea, entry, replace(frame, is_one_sided=True))
    assert message_breaches(payload(view)) == []
    assert "Part 1 of" in text_of(view)
    pages = answer_pages(tea, entry)
    read = [pages[0]]
    for number in range(1, len(pages)):
        later = render_page(tea, entry, number)
        assert message_breaches(payload(later)) == []
        read.append(parts(later)[0]["components"][1]["content"])
    assert "".join("".join(read).split()).startswith("".join((unit * 60).split()))
    assert "".join(read).count(unit.strip()) == answer.count(unit.strip())
    assert ("Part" in text_of(render_page(tea, entry, len(pages) - 2))) == (len(pages) > 2)


def test_an_answer_of_two_pages_is_read_on_once(tea: Pack) -> None:
    answer = "\n\n".join("A sentence of some length. " * 40 for _ in range(2)) + "[^leaf-journal]"
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(update={"answer": answer})
    assert len(answer_pages(tea, entry)) == 2
    assert "Part 1 of 2" in text_of(render_entry(tea, entry))
    assert "Part" not in text_of(render_page(tea, entry, 1))


def test_no_page_ends_within_a_sentence(tea: Pack) -> None:
    sentences = " ".join(f"Sentence {it} is here to be read." for it in range(300))
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(
        update={"answer": f"{sentences} [^leaf-journal]"}
    )
    pages = answer_pages(tea, entry)
    assert len(pages) > 2
    assert all(page.endswith("read.") for page in pages[:-1])


def test_sources_for_which_there_is_no_room_are_a_press_away(tea: Pack) -> None:
    sources = [
        Source(id=f"s-{it}", title="T" * 300, kind="press", stake="sells it") for it in range(40)
    ]
    marks = " ".join(f"[^{it.id}]" for it in sources)
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(update={"answer": f"So. {marks}"})
    pack = tea.model_copy(update={"entries": (entry,), "sources": tuple(sources)})
    view = render_entry(pack, entry)
    assert message_breaches(payload(view)) == []
    assert "more sources" in text_of(view)
    ids = [it["custom_id"] for it in walk(parts(view)) if "custom_id" in it]
    assert f"cited:tea:{entry.id}" in ids


def test_all_sources_of_an_answer_are_told_page_by_page_and_none_is_cut(tea: Pack) -> None:
    sources = [
        Source(id=f"s-{it}", title="T" * 300, kind="press", stake="sells it") for it in range(40)
    ]
    marks = " ".join(f"[^{it.id}]" for it in sources)
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(update={"answer": f"So. {marks}"})
    pack = tea.model_copy(update={"entries": (entry,), "sources": tuple(sources)})
    shown: list[str] = []
    for page in range(40):
        view = render_cited(pack, entry, page)
        assert message_breaches(payload(view)) == []
        shown.append(text_of(view))
        ids = [it for it in walk(parts(view)) if it.get("custom_id")]
        if next(it for it in ids if it["custom_id"].startswith(f"cited{page + 1}:"))["disabled"]:
            break
    told = "\n".join(shown)
    assert [told.count(f"**[{number}]**") for number in range(1, 41)] == [1] * 40
    assert told.count("press, with a stake: sells it") == 40
    assert text_of(render_cited(pack, entry, 99)) == shown[-1]


def test_a_source_says_what_it_is_and_what_it_stands_to_gain(tea: Pack) -> None:
    source = tea.sources[0].model_copy(update={"kind": "vendor", "stake": "sells *tea*"})
    pack = tea.model_copy(update={"sources": (source, *tea.sources[1:])})
    view = render_cited(pack, pack.entry_by_id["tea-is-healthier"])
    assert r"vendor, with a stake: sells \*tea\*" in text_of(view)
    assert "rests on an interested party alone" in text_of(view)
    brief = text_of(render_entry(pack, pack.entry_by_id["tea-is-healthier"]))
    assert r"(vendor, sells \*tea\*" in brief


def test_who_heard_one_side_only_is_offered_the_other(tea: Pack) -> None:
    view = render_entry(tea, tea.entry_by_id["tea-is-healthier"], Frame(is_one_sided=True))
    ids = [it["custom_id"] for it in walk(parts(view)) if "custom_id" in it]
    assert "pick:tea:coffee-is-healthier" in ids
    assert "only one side" in text_of(view)


def test_the_other_side_that_was_asked_for_as_well_is_offered_beside_itself(
    tea: Pack, answerer: Answerer
) -> None:
    outcome = answerer.ask("is tea good for your heart? is coffee good for the liver?")
    view = render_outcome(outcome, Knowledge(packs=(tea,)), Frame(is_one_sided=True))
    assert message_breaches(payload(view)) == []


def test_other_questions_of_a_message_are_offered_as_buttons(tea: Pack, answerer: Answerer) -> None:
    outcome = answerer.ask("is tea good for your heart? is **coffee** good for the liver?")
    view = render_outcome(outcome, Knowledge(packs=(tea,)))
    button = next(it for it in walk(parts(view)) if it.get("custom_id", "").startswith("pick:"))
    assert button["custom_id"] == "pick:tea:coffee-is-healthier"
    assert button["label"] == "Read"
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
            choices=(replace(it, candidate=it.candidate._replace(entry=entry)),),
        )
        for it, entry in zip([outcome.chosen] * 7, entries, strict=True)
    )
    entry = outcome.chosen.entry.model_copy(update={"answer": "line [^leaf-journal]\n\n" * 800})
    view = render_entry(tea, entry, also=also_asked(also))
    assert message_breaches(payload(view)) == []


@given(st.text(max_size=75), st.sampled_from(languages()))
@example("what about decaf…", "en")
@example("well… decaf… \u200b", "en")
def test_a_question_that_a_reply_repeats_reads_back_in_any_language(
    text: str, language: str
) -> None:
    with speaking(language):
        line = repeated(text)
    said = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    assert asked_in(f"-# For somebody\n{line}\n### An entry") == said.replace("…", "...")


def test_a_question_cut_short_or_not_repeated_does_not_read_back() -> None:
    assert asked_in(f"{repeated('word ' * 100)}\n### An entry") is None
    assert asked_in("### Asked: what?") is None


def test_a_question_cut_short_is_told_from_others() -> None:
    told = f"{repeated('word ' * 100)}\n### An entry"
    assert may_be_to(told, "word " * 100)
    assert not may_be_to(told, "is that true?")
    assert may_be_to("### An entry", "is that true?")


def test_outcomes_are_told_apart(tea: Pack, answerer: Answerer) -> None:
    knowledge = Knowledge(packs=(tea,))
    answer = answerer.ask("health benefits of drinking tea")
    assert isinstance(answer, Answer)
    suggestions = Suggestions("q", answer.choices[:2], answer.choices, "close")
    assert "Is it one of these?" in text_of(render_outcome(suggestions, knowledge))
    decline = answerer.ask("who won the match")
    assert "I have no answer to that." in text_of(render_outcome(decline, knowledge))


def test_a_servers_own_pack_without_a_title_is_not_called_by_its_id(tea: Pack) -> None:
    own = Pack(id=SERVER_PACK, title=SERVER_PACK)
    named = own.model_copy(update={"title": "Our kitchen"})
    for packs, said in (
        ((own, tea), "about **Tea and coffee**"),
        ((own,), "about **this server**"),
        ((named, tea), "about **Our kitchen**, **Tea and coffee**"),
    ):
        assert said in text_of(render_help(Knowledge(packs=packs)))
        assert said in text_of(render_abstention(Knowledge(packs=packs)))
    assert title_of(own) == "this server's own pack"
    assert title_of(named) == "Our kitchen"


def test_how_sure_an_answer_was_is_rounded_down_as_it_is_explained(
    tea: Pack, answerer: Answerer
) -> None:
    outcome = answerer.ask("health benefits of drinking tea")
    assert isinstance(outcome, Answer)
    nearly = outcome.chosen.candidate._replace(confidence=0.998)
    sure = replace(outcome, chosen=replace(outcome.chosen, candidate=nearly))
    assert "why:tea:tea-is-healthier:99" in str(
        parts(render_outcome(sure, Knowledge(packs=(tea,))))
    )
