"""Debates and replies to claims as Discord gets them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answering.answerer import Answerer
from bot.answering.countering import Meaning, Reply, Unsure, counter
from bot.answering.outcome import Abstention
from bot.chat.asking.debate_views import render_countered, render_debate
from bot.chat.look import ACCENTS
from bot.chat.rendering import Frame
from bot.knowledge.model import Entry, Pack, Source, Topic
from tests.chat.test_rendering import parts, payload, text_of
from tests.standin.limits import message_breaches, walk

LONG_ID = "e" * 60


def press_ids(view: Any) -> list[str]:
    return [it["custom_id"] for it in walk(parts(view)) if "custom_id" in it]


def largest(tea: Pack) -> Pack:
    """A pack whose every text is as long as it may be."""
    sources = tuple(
        Source(
            id=f"{'s' * 62}{n:02}",
            title="*title* " * 120,
            stake="a stake " * 120,
            url="https://example.org/" + "(" * 480,
            kind="lobby",
        )
        for n in range(30)
    )
    marks = " ".join(f"word [^{it.id}: {'somewhere ' * 20}]." for it in sources)
    entries = tuple(
        Entry(
            id=f"{LONG_ID}{n:04}",
            topic="t" * 64,
            question=f"{n} " + "long question " * 70,
            side="for" if n % 2 else "against",
            counter=f"{LONG_ID}{n ^ 1:04}",
            answer=marks,
        )
        for n in range(40)
    )
    topic = Topic(id="t" * 64, title="title " * 160, motion="motion " * 140)
    return tea.model_copy(
        update={"id": "p" * 24, "sources": sources, "topics": (topic,), "entries": entries}
    )


def test_both_sides_stand_there_with_their_sources(tea: Pack) -> None:
    view = render_debate(tea, "health")
    assert text_of(view) == (
        "### Tea is better for people than coffee.\n"
        "-# Debate: Health\n"
        "**For the motion**\nWhy is tea healthier than coffee?\n"
        "The Leaf Journal says that tea has less caffeine, and that this lets people sleep. [1]\n"
        "-# [1] [The Leaf Journal](<https://example.org/leaf_%28tea%29>), 2020\\-05 "
        "(academic; page 3)\n"
        "**Against the motion**\nWhy is coffee healthier than tea?\n"
        "The Bean Board says that coffee keeps the liver well. [2] Others doubt it. [1]\n"
        "-# [2] What the Bean Board says (lobby, sells coffee)\n"
        "-# [1] [The Leaf Journal](<https://example.org/leaf_%28tea%29>), 2020\\-05 (academic)"
    )
    accents = [it["accent_color"] for it in parts(view) if "accent_color" in it]
    assert accents == [ACCENTS["for"], ACCENTS["against"]]
    assert press_ids(view) == ["open:tea:tea-is-healthier", "open:tea:coffee-is-healthier"]


def test_a_debate_turns_page_by_page(tea: Pack) -> None:
    pack = largest(tea)
    first = render_debate(pack, "t" * 64)
    assert "Page 1 of 20" in text_of(first)
    turns = [it for it in walk(parts(first)) if it.get("custom_id", "").startswith("debate")]
    assert [it["custom_id"] for it in turns] == [
        f"debate0:{'p' * 24}:{'t' * 64}",
        f"debate1:{'p' * 24}:{'t' * 64}",
    ]
    assert [it["disabled"] for it in turns] == [True, False]
    last = render_debate(pack, "t" * 64, 19)
    assert "Page 20 of 20" in text_of(last)
    assert text_of(render_debate(pack, "t" * 64, 500)) == text_of(last)


def test_the_longest_texts_fit(tea: Pack) -> None:
    pack = largest(tea)
    for page in range(20):
        view = render_debate(pack, "t" * 64, page)
        assert message_breaches(payload(view)) == []
    shown = text_of(render_debate(pack, "t" * 64))
    assert "more source" in shown


def test_what_is_cut_ends_with_a_citation(tea: Pack) -> None:
    answer = "A sentence with a source. [^leaf-journal] " * 40
    entries = tuple(it.model_copy(update={"answer": answer}) for it in tea.entries)
    pack = tea.model_copy(update={"entries": entries})
    point = next(it for it in walk(parts(render_debate(pack, "health"))) if _is_point(it))
    assert 400 < len(point["content"]) < 850
    assert point["content"].endswith("[1]")


def _is_point(component: dict[str, Any]) -> bool:
    return str(component.get("content", "")).startswith("A sentence")


def test_a_point_alone_says_where_its_reply_stands(tea: Pack) -> None:
    first, second, *others = tea.entries
    third = first.model_copy(update={"id": "tea-too", "question": "Is tea good too?"})
    pack = tea.model_copy(update={"entries": (first, second, third, *others)})
    view = render_debate(pack, "health", 1)
    assert "The reply is told on another page: Why is coffee healthier than tea?" in text_of(view)
    assert "open:tea:coffee-is-healthier" in press_ids(view)
    bare = third.model_copy(update={"counter": None})
    pack = tea.model_copy(update={"entries": (bare,)})
    assert "Nobody has written a reply to that yet." in text_of(render_debate(pack, "health"))


def test_a_point_from_another_topic_says_so(tea: Pack) -> None:
    first, second, *others = tea.entries
    away = second.model_copy(update={"topic": "drinks"})
    topics = (*tea.topics, Topic(id="drinks", title="Drinks", motion="Coffee is a drink."))
    pack = tea.model_copy(update={"entries": (first, away, *others), "topics": topics})
    assert "From the topic Drinks" in text_of(render_debate(pack, "health"))


def test_a_point_that_rests_on_interested_parties_says_so(tea: Pack) -> None:
    first, second, *others = tea.entries
    paid = second.model_copy(update={"answer": "Beans. [^bean-board]"})
    pack = tea.model_copy(update={"entries": (first, paid, *others)})
    assert "interested party alone" in text_of(render_debate(pack, "health"))


@pytest.mark.parametrize("entries", [(), "neutral"], ids=["none", "neutral"])
def test_a_topic_without_points_says_so(tea: Pack, entries: Any) -> None:
    left = tuple(it.model_copy(update={"side": "neutral"}) for it in tea.entries)
    pack = tea.model_copy(update={"entries": left if entries else ()})
    view = render_debate(pack, "health")
    assert "Nobody has written anything for or against" in text_of(view)
    assert message_breaches(payload(view)) == []


def test_a_reply_tells_the_claim_and_where_it_takes_a_side(answerer: Answerer) -> None:
    found = counter("health benefits of drinking tea", answerer)
    assert isinstance(found, Reply)
    view = render_countered(found, Frame(asker=7, takes_votes=True))
    assert text_of(view).startswith(
        "-# Claim: health benefits of drinking tea\n"
        "-# The claim takes a side in: Why is tea healthier than coffee?\n"
    )
    assert "### Why is coffee healthier than tea?" in text_of(view)
    assert "dismiss:7" in press_ids(view)
    assert message_breaches(payload(view)) == []


def test_a_claim_formats_nothing_and_pings_nobody(answerer: Answerer) -> None:
    view = render_countered(counter("**@everyone** [x](https://e.org) flurb", answerer))
    assert r"\*\*\@everyone\*\*" in text_of(view)
    assert "I have no reply to that." in text_of(view)


def test_each_meaning_of_a_claim_has_its_reply(tea: Pack) -> None:
    first, second = tea.entries[:2]
    meanings = (
        Meaning(tea, first, second),
        Meaning(tea, second, first),
        Meaning(tea, tea.entries[2], second),
    )
    view = render_countered(Unsure("x" * 1000, meanings, ()), Frame(asker=7))
    assert press_ids(view) == [
        "pick:tea:coffee-is-healthier",
        "pick:tea:tea-is-healthier",
        "dismiss:7",
    ]
    assert first.question in text_of(view)
    assert "**For the motion:** Tea is better" in text_of(view)
    assert message_breaches(payload(view)) == []


def test_the_longest_meanings_fit(tea: Pack) -> None:
    pack = largest(tea)
    meanings = tuple(
        Meaning(pack, it, pack.entries[n ^ 1]) for n, it in enumerate(pack.entries[:5])
    )
    view = render_countered(Unsure("*" * 1000, meanings, ()), Frame(asker=7))
    assert message_breaches(payload(view)) == []


def test_without_a_reply_there_is_a_way_to_what_there_is() -> None:
    view = render_countered(Abstention("flurb", (), ""), Frame(asker=7))
    assert press_ids(view) == ["topics", "dismiss:7"]
    assert press_ids(render_countered(Abstention("flurb", (), ""))) == ["topics"]
