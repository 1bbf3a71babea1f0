"""Which source somebody means, and what there is to talk about."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer, Bars
from bot.answering.snapshot import Snapshot
from bot.chat.asking.browsing import source_named, sources_like, starter
from bot.knowledge.model import Knowledge, Pack


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("tea:bean-board", "bean-board"),
        ("bean board", "bean-board"),
        ("an author", "leaf-journal"),
        ("leaf press", "leaf-journal"),
        ("tea:nowhere", None),
        ("flurb", None),
    ],
)
def test_a_source_is_found_by_its_id_or_its_words(
    text: str, source: str | None, answerer: Answerer
) -> None:
    found = source_named(text, answerer)
    assert (found[1].id if found else None) == source


def test_all_sources_are_offered_before_anything_is_typed(answerer: Answerer) -> None:
    assert len(sources_like("", answerer)) == 2


def test_a_starter_is_debated_where_anything_is_and_never_the_same_twice(
    answerer: Answerer,
) -> None:
    ids = ("tea", "tea-is-healthier")
    assert {it[1].id for _ in range(30) if (it := starter(answerer, but=ids))} == {
        "coffee-is-healthier"
    }


def test_a_single_entry_is_shown_again(tea: Pack) -> None:
    pack = tea.model_copy(update={"entries": tea.entries[2:3]})
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,))), Bars(0.5, 0.2))
    found = starter(answerer, but=("tea", "how-long-to-steep"))
    assert found == (pack, pack.entries[0])


def test_without_entries_there_is_nothing_to_talk_about() -> None:
    answerer = Answerer(Snapshot.build(Knowledge(packs=())), Bars(0.5, 0.2))
    assert starter(answerer) is None
