"""The points of a debate, side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.debate import Pair, Strength, brief, points, strength
from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Pack, Side, Source, Topic
from bot.knowledge.passages import Citation
from tests.conftest import REPOSITORY

SOURCES = (
    Source(id="a", title="A", kind="academic", publisher="One"),
    Source(id="b", title="B", kind="press", publisher="Two"),
    Source(id="c", title="C", kind="press", publisher="Two"),
    Source(id="sold", title="D", kind="vendor", publisher="Three"),
    Source(id="paid", title="E", kind="academic", publisher="Four", stake="is paid for it"),
    Source(id="alone", title="F", kind="personal"),
)


def point(name: str, side: Side, cites: str = "a", counter: str | None = None) -> Entry:
    marks = " ".join(f"[^{it}]" for it in cites.split())
    return Entry(
        id=name,
        topic="t",
        question=f"{name}?",
        side=side,
        answer=f"So it is. {marks}",
        counter=counter,
    )


def pack(*entries: Entry) -> Pack:
    topics = (
        Topic(id="t", title="T", motion="It is so."),
        Topic(id="u", title="U", motion="It is not."),
        Topic(id="v", title="V"),
    )
    return Pack(id="p", title="P", sources=SOURCES, topics=topics, entries=entries)


def ids(pairs: list[Pair]) -> list[tuple[str | None, str | None]]:
    return [(it.pro.id if it.pro else None, it.contra.id if it.contra else None) for it in pairs]


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        ("a b", Strength(independent=2, kinds=2, publishers=2, places=2)),
        ("b c", Strength(independent=1, kinds=1, publishers=1, places=2)),
        ("a sold paid", Strength(independent=1, kinds=1, publishers=3, places=3)),
        ("alone", Strength(independent=1, kinds=1, publishers=1, places=1)),
        ("", Strength(independent=0, kinds=0, publishers=0, places=0)),
    ],
)
def test_a_point_is_as_strong_as_its_sources(cites: str, expected: Strength) -> None:
    entry = point("x", "for", cites)
    assert strength(pack(entry), entry) == expected


def test_a_stake_counts_for_nothing_beside_one_without() -> None:
    free, interested = point("x", "for", "a"), point("y", "for", "sold paid")
    held = pack(free, interested)
    assert strength(held, free) > strength(held, interested)


def test_an_entry_and_its_counter_stand_side_by_side_whichever_names_the_other() -> None:
    assert ids(points(pack(point("x", "for", counter="y"), point("y", "against")), "t")) == [
        ("x", "y")
    ]
    assert ids(points(pack(point("x", "for"), point("y", "against", counter="x")), "t")) == [
        ("x", "y")
    ]


def test_each_entry_stands_there_once_and_those_that_name_each_other_stay_together() -> None:
    held = pack(
        point("x", "for", counter="y"),
        point("z", "for", "a b", counter="y"),
        point("y", "against", counter="x"),
    )
    assert ids(points(held, "t")) == [("x", "y"), ("z", None)]


def test_who_has_one_partner_alone_is_not_left_for_who_has_several() -> None:
    held = pack(
        point("x", "for", "a b", counter="y"),
        point("z", "for", counter="w"),
        point("y", "against", counter="z"),
        point("w", "against", counter="x"),
    )
    assert sorted(ids(points(held, "t"))) in (
        [("x", "w"), ("z", "y")],
        [("x", "y"), ("z", "w")],
    )


def test_pairs_are_as_strong_as_the_weaker_of_the_two() -> None:
    held = pack(
        point("x", "for", "a b", counter="y"),
        point("y", "against", "sold", counter="x"),
        point("z", "for", "a", counter="w"),
        point("w", "against", "b", counter="z"),
    )
    assert ids(points(held, "t")) == [("z", "w"), ("x", "y")]


def test_what_has_no_partner_follows_the_strongest_first() -> None:
    held = pack(
        point("x", "for", "sold"),
        point("y", "against", "a"),
        point("z", "for", "a b"),
        point("n", "neutral", "a b"),
    )
    assert ids(points(held, "t")) == [("z", None), (None, "y"), ("x", None)]


def test_a_counter_in_another_topic_stands_on_the_other_side() -> None:
    other = point("o", "for").model_copy(update={"topic": "u"})
    assert ids(points(pack(point("y", "against", counter="o"), other), "t")) == [("o", "y")]


def test_drafts_and_unknown_counters_are_no_points() -> None:
    draft = point("d", "against").model_copy(update={"status": "draft"})
    assert ids(points(pack(point("x", "for", counter="d"), draft), "t")) == [("x", None)]


@pytest.mark.parametrize("topic", ["v", "nowhere"])
def test_without_a_motion_there_is_nothing_to_debate(topic: str) -> None:
    entry = point("x", "neutral").model_copy(update={"topic": "v"})
    assert points(pack(entry), topic) == []


def test_the_order_of_the_file_changes_nothing_but_ties() -> None:
    nuclear = read_pack(REPOSITORY / "tests" / "packs" / "nuclear-power.yaml").sound()
    turned = nuclear.model_copy(update={"entries": nuclear.entries[::-1]})
    for topic in nuclear.topics:
        there, back = points(nuclear, topic.id), points(turned, topic.id)
        assert sorted(map(str, ids(there))) == sorted(map(str, ids(back)))


@pytest.mark.parametrize("path", ["tests/packs/nuclear-power.yaml", "knowledge/open-source-ai"])
def test_every_point_of_a_pack_is_in_its_debate_once(path: str) -> None:
    held = read_pack(REPOSITORY / Path(path)).sound()
    for topic in held.topics:
        shown = [it for pair in points(held, topic.id) for it in pair.entries]
        own = [it.id for it in shown if it.topic == topic.id]
        sided = [it.id for it in held.live_entries if it.topic == topic.id and it.side != "neutral"]
        assert sorted(own) == sorted(sided)
        assert len({it.id for it in shown}) == len(shown)


def test_a_point_in_short_is_its_first_paragraph() -> None:
    entry = point("x", "for").model_copy(
        update={"answer": "### Head\n\nOne [^b: p. 1] and two. [^a]\n\nThree. [^c]"}
    )
    found = brief(entry)
    assert found.text == "One [1] and two. [2]"
    assert found.citations == (Citation("b", ("p. 1",)), Citation("a", ()))


def test_a_list_belongs_to_the_paragraph_that_introduces_it() -> None:
    entry = point("x", "for").model_copy(
        update={"answer": "Three say so: [^a]\n\n- one [^b]\n- two [^b]\n\nMore. [^c]"}
    )
    assert brief(entry).text == "Three say so: [1]\n- one [2]\n- two [2]"


def test_citations_are_labelled_as_wanted() -> None:
    entry = point("x", "for", "b a")
    assert brief(entry, label=lambda number, source: f"<{number}{source}>").text == (
        "So it is. <1b> <2a>"
    )


def test_an_answer_without_a_paragraph_is_nothing_in_short() -> None:
    entry = point("x", "for").model_copy(update={"answer": "```\ncode\n```"})
    assert brief(entry).text == ""
