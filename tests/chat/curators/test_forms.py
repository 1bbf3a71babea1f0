"""What curators type becomes edits, and nothing of it is lost."""

from __future__ import annotations

import pytest

from bot.chat.curators.forms import Typed, fields_of, find_entry, from_text, lines, to_text
from bot.curating.changes import Put
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry, Item, Pack, Source, Topic, kind_of

NEW = {
    "question": "Is tea older than coffee?",
    "answer": "By a thousand years.\n\nSo the story goes.",
    "topic": "health",
    "side": "for",
    "sources": "leaf-journal\nThe tea book | https://example.org/book | press",
}


def items(pack: Pack) -> tuple[Item, ...]:
    return (*pack.sources, *pack.topics, *pack.entries)


def entry_of(edits: tuple[Put, ...]) -> Entry:
    found = edits[-1].item
    assert isinstance(found, Entry)
    return found


def test_a_new_entry_comes_with_what_is_new_in_it_and_cites_its_sources(tea: Pack) -> None:
    source, entry = Typed("entries", NEW).edits(tea)
    assert source == Put(
        Source(
            id="the-tea-book", title="The tea book", url="https://example.org/book", kind="press"
        )
    )
    assert isinstance(entry.item, Entry)
    assert entry.item.answer.count("[^leaf-journal] [^the-tea-book]") == 2
    assert entry.item.side == "for"
    assert entry.base is None


def test_a_form_that_is_not_touched_changes_nothing(tea: Pack) -> None:
    for item in items(tea):
        edits = Typed(kind_of(item), fields_of(item), item).edits(tea)
        live = {"status": "live"} if isinstance(item, Entry) else {}
        assert edits == (Put(item.model_copy(update=live), item),)


def test_what_discord_trims_is_no_change(tea: Pack) -> None:
    entry = tea.entry_by_id["tea-is-healthier"]
    fields = {name: it.strip().replace("\n", "\r\n") for name, it in fields_of(entry).items()}
    assert Typed("entries", fields, entry).edits(tea) == (Put(entry, entry),)


def test_a_form_survives_being_kept(tea: Pack) -> None:
    for item in items(tea):
        typed = Typed(kind_of(item), fields_of(item), item)
        assert from_text(to_text(typed)) == typed


def test_fields_that_come_later_are_set(tea: Pack) -> None:
    more = {
        "counter": "why is coffee healthier than tea?",
        "related": "- milk-first\n- steeping time for black tea\n- milk-first",
        "phrasings": "* was tea first\n\n  was tea first \nwhich drink is older",
        "not_for": "is tea cheaper",
        "reviewed": "2026-11-21",
    }
    entry = entry_of(Typed("entries", NEW | more).edits(tea))
    assert entry.counter == "coffee-is-healthier"
    assert entry.related == ("milk-first", "how-long-to-steep")
    assert entry.phrasings == ("was tea first", "which drink is older")
    assert entry.not_for == ("is tea cheaper",)
    assert str(entry.reviewed) == "2026-11-21"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"sources": "leaf-jurnal"}, 'no source `leaf-jurnal`. Did you mean "leaf-journal"?'),
        ({"counter": "coffee-is-healthie"}, 'Did you mean "coffee-is-healthier"?'),
        ({"related": "milk-first\nnothing of the kind"}, "related: no entry"),
        ({"reviewed": "2026-02-30"}, "there is no day 30 in February 2026"),
        ({"topic": " "}, "topic: say which"),
        ({"question": " "}, "question:"),
        ({"side": "sideways"}, "side:"),
    ],
    ids=lambda it: next(iter(it)) if isinstance(it, dict) else "",
)
def test_what_cannot_be_an_entry_is_refused_with_the_reason(
    tea: Pack, fields: dict[str, str], reason: str
) -> None:
    with pytest.raises(ChangeRefused) as refused:
        Typed("entries", NEW | fields).edits(tea)
    assert reason in str(refused.value)


def test_a_source_takes_its_details_from_lines(tea: Pack) -> None:
    fields = {"title": "A book", "kind": "press", "details": "Author: A. Writer\n\ndate: 2023-10"}
    (put,) = Typed("sources", fields).edits(tea)
    assert put.item == Source(
        id="a-book", title="A book", kind="press", author="A. Writer", date="2023-10"
    )


def test_a_detail_that_is_none_is_refused_with_those_there_are(tea: Pack) -> None:
    fields = {"title": "A book", "kind": "press", "details": "auhtor: A. Writer"}
    with pytest.raises(ChangeRefused, match='Did you mean "author"'):
        Typed("sources", fields).edits(tea)


def test_a_field_that_is_emptied_is_left_out(tea: Pack) -> None:
    source = tea.source_by_id["bean-board"]
    (put,) = Typed("sources", fields_of(source) | {"stake": ""}, source).edits(tea)
    assert isinstance(put.item, Source)
    assert put.item.stake is None
    assert put.item.title == source.title


def test_a_new_topic_gets_an_id_of_its_own(tea: Pack) -> None:
    (put,) = Typed("topics", {"title": "Health!", "motion": ""}).edits(tea)
    assert put == Put(Topic(id="health-2", title="Health!"))


def test_what_was_typed_stays_when_the_form_is_for_what_somebody_else_made(tea: Pack) -> None:
    base = tea.entry_by_id["how-long-to-steep"]
    theirs = base.model_copy(update={"question": "How long?", "answer": "Two. [^leaf-journal]"})
    mine = Typed("entries", fields_of(base) | {"answer": "Four. [^leaf-journal]"}, base)
    rebased = mine.rebased(theirs)
    wanted = theirs.model_copy(update={"answer": "Four. [^leaf-journal]"})
    assert rebased.edits(tea) == (Put(wanted, theirs),)


def test_an_entry_is_found_by_its_id_question_or_phrasing(tea: Pack) -> None:
    for text in ("milk-first", "does the MILK go in  first?", "milk before tea or after"):
        assert find_entry(text, tea, "counter").id == "milk-first"


def test_lines_are_told_apart_from_bullets() -> None:
    assert lines("- a\n-b\n* a\n• c - d\n\n") == ("a", "-b", "c - d")
