"""Items of a pack from what a curator types into a form."""

from __future__ import annotations

import re

import pytest

from bot.curating.changes import Put
from bot.curating.composing import Form, compose, made, marked, new_id, sources_of
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry, Pack, Source, Topic
from bot.translation import speaking

FORM = Form("Is  decaf any good? ", "Some say so.\n\n- It keeps nobody awake.", "Brewing", "Pro")


def composed(form: Form, pack: Pack, base: Entry | None = None) -> tuple[list[Put], Entry]:
    *others, last = compose(form, pack, base)
    assert isinstance(last.item, Entry)
    return others, last.item


def form(**changes: str) -> Form:
    return Form(**({"question": "Q?", "answer": "A.", "topic": "health"} | changes))


def test_a_form_becomes_an_entry_with_an_id_of_its_question(tea: Pack) -> None:
    others, entry = composed(FORM, tea)
    assert others == []
    assert entry.id == "is-decaf-any-good"
    assert (entry.question, entry.topic, entry.side) == ("Is decaf any good?", "brewing", "for")


def test_sources_are_found_by_id_title_and_address_and_made_where_they_are_new(tea: Pack) -> None:
    sources = (
        "leaf-journal\nwhat the bean board SAYS\nhttps://example.org/leaf_(tea)\n"
        "The Decaf Report | https://example.org/decaf | government\nhttps://example.net/x\n"
    )
    others, entry = composed(form(sources=sources), tea)
    assert [it.item for it in others] == [
        Source(
            id="the-decaf-report",
            title="The Decaf Report",
            url="https://example.org/decaf",
            kind="government",
        ),
        Source(id="example-net", title="example.net", url="https://example.net/x", kind="other"),
    ]
    marks = "[^leaf-journal] [^bean-board] [^the-decaf-report] [^example-net]"
    assert entry.answer == f"A. {marks}"
    assert sources_of(entry).splitlines()[:2] == ["leaf-journal", "bean-board"]


@pytest.mark.parametrize("parting", [", ", "; ", ": ", " - ", " "])
def test_what_parts_a_title_from_its_address_is_no_part_of_it(tea: Pack, parting: str) -> None:
    [source], _ = composed(form(sources=f"The Decaf Report{parting}https://example.org/d"), tea)
    assert source.item == Source(
        id="the-decaf-report", title="The Decaf Report", url="https://example.org/d", kind="other"
    )


def test_a_title_by_itself_makes_a_source_and_what_looks_like_an_id_does_not(tea: Pack) -> None:
    [source], _ = composed(form(sources="The Decaf Report"), tea)
    assert source.item == Source(id="the-decaf-report", title="The Decaf Report", kind="other")
    with pytest.raises(ChangeRefused, match="there is no source `decaf-report`"):
        compose(form(sources="decaf-report"), tea, None)


def test_a_pack_without_topics_names_none(tea: Pack) -> None:
    empty = tea.model_copy(update={"topics": (), "entries": ()})
    with pytest.raises(ChangeRefused) as refused:
        composed(form(topic=""), empty)
    assert str(refused.value) == "topic: say which; a new title makes a new one."


def test_bars_without_spaces_part_a_new_source_too(tea: Pack) -> None:
    [source], _ = composed(form(sources="The Decaf Report|https://example.org/decaf|press"), tea)
    assert source.item == Source(
        id="the-decaf-report",
        title="The Decaf Report",
        url="https://example.org/decaf",
        kind="press",
    )


@pytest.mark.parametrize("again", ["The Decaf Report", "https://example.org/decaf"])
def test_a_new_source_that_is_named_twice_is_one(tea: Pack, again: str) -> None:
    sources = f"The Decaf Report | https://example.org/decaf | press\n{again}"
    others, entry = composed(form(sources=sources), tea)
    assert len(others) == 1
    assert entry.answer == "A. [^the-decaf-report]"


def test_a_new_title_makes_a_topic(tea: Pack) -> None:
    [topic], entry = composed(form(topic="Tea & trade"), tea)
    assert topic.item == Topic(id="tea-trade", title="Tea & trade")
    assert entry.topic == "tea-trade"


def test_an_entry_that_is_changed_keeps_what_the_form_does_not_speak_of(tea: Pack) -> None:
    base = tea.entry_by_id["tea-is-healthier"]
    others, entry = composed(form(side="against"), tea, base)
    assert others == []
    assert (entry.id, entry.phrasings, entry.counter) == (base.id, base.phrasings, base.counter)
    assert entry.side == "against"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"question": " "}, "question: "),
        ({"answer": ""}, "answer: "),
        ({"side": "both"}, "side: "),
        ({"topic": ""}, "Known: `health`"),
        ({"sources": "leaf-jurnal"}, 'Did you mean "leaf-journal"'),
        ({"sources": "X | https://x.example | rumour"}, "kind: "),
    ],
)
def test_what_cannot_be_an_entry_is_refused_with_the_reason(
    tea: Pack, changes: dict[str, str], reason: str
) -> None:
    with pytest.raises(ChangeRefused, match=re.escape(reason)):
        compose(form(**changes), tea)


def test_what_was_left_blank_is_told_in_the_language_that_is_spoken() -> None:
    for language, reason in (
        ("en", "title: nothing of this can be seen; write something."),
        ("de", "title: davon ist nichts zu sehen; schreibe etwas."),
    ):
        with speaking(language), pytest.raises(ChangeRefused, match=re.escape(reason)):
            made(Source, {"id": "the-decaf-report", "kind": "press"})


def test_marks_go_to_every_passage_that_needs_one_unless_there_are_some() -> None:
    answer = "### Head\n\nOne\nline.\n\n- a\n- b\n\n```\ncode\n```"
    assert marked(answer, ["s"]) == (
        "### Head\n\nOne\nline. [^s]\n\n- a [^s]\n- b [^s]\n\n```\ncode\n```"
    )
    assert marked("One. [^t]\n\nTwo.", ["s"]) == "One. [^t]\n\nTwo."


def test_ids_are_unlike_those_taken_and_reserved() -> None:
    assert new_id("Was ist größer?", ()) == "was-ist-groer"
    assert new_id("None?", ()) == "none-2"
    assert new_id("Same", {"same", "same-2"}) == "same-3"
    assert new_id("日本", ()) == "item"
    assert len(new_id("word " * 50, ())) <= 64
