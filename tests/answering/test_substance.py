"""What counts as a change to somebody who read an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answering.substance import fingerprint
from bot.knowledge.model import Entry, Pack

ANSWER = "Tea has less caffeine, a study says. [^leaf-journal: page 3] It costs $5. [^bean-board]"


def entry(tea: Pack, **changes: Any) -> Entry:
    # The changes are fields of an entry of any type.
    return tea.entries[0].model_copy(update={"answer": ANSWER, **changes})


def changed(before: tuple[Pack, Entry], after: tuple[Pack, Entry]) -> bool:
    return fingerprint(*before) != fingerprint(*after)


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "Why is tea healthier than water?"},
        {"answer": ANSWER.replace("less", "more")},
        {"answer": ANSWER.replace("$5", "€5")},
        {"answer": ANSWER.replace("$5", "$50")},
        {"answer": ANSWER.replace(" [^bean-board]", "")},
        {"answer": ANSWER.replace("[^bean-board]", "[^leaf-journal]")},
        {
            "answer": "Tea has less caffeine, a study says. [^bean-board] It costs $5. "
            "[^leaf-journal]"
        },
        {"answer": ANSWER + " Or so. [^bean-board]"},
        {"side": "against"},
    ],
    ids=str,
)
def test_what_readers_are_told_is_substance(tea: Pack, changes: dict[str, Any]) -> None:
    before, after = (tea, entry(tea)), (tea, entry(tea, **changes))
    assert changed(before, after)
    assert fingerprint(*before) != fingerprint(*after)


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "why is tea healthier than coffee"},
        {"answer": ANSWER.replace(" It", "\n\nIt")},
        {"answer": ANSWER.replace("caffeine,", "caffeine –")},
        {"answer": ANSWER.replace("less", "*less*")},
        {"answer": ANSWER.replace(". [^bean-board]", " [^bean-board].")},
        {"answer": "- " + ANSWER},
        {"phrasings": ("something else",)},
        {"related": ()},
        {"counter": None},
        {"reviewed": date(2026, 11, 1)},
        {"accept": {"short-answer": "it is short"}},
    ],
    ids=str,
)
def test_what_they_are_not_told_is_none(tea: Pack, changes: dict[str, Any]) -> None:
    before, after = (tea, entry(tea)), (tea, entry(tea, **changes))
    assert not changed(before, after)
    assert fingerprint(*before) == fingerprint(*after)


def test_a_side_is_substance_only_where_there_is_a_motion(tea: Pack) -> None:
    steep = tea.entry_by_id["how-long-to-steep"]
    after = steep.model_copy(update={"side": "against"})
    assert not changed((tea, steep), (tea, after))


def test_two_sources_in_one_place_have_no_order(tea: Pack) -> None:
    one = entry(tea, answer="So. [^leaf-journal] [^bean-board]")
    other = entry(tea, answer="So. [^bean-board] [^leaf-journal]")
    assert not changed((tea, one), (tea, other))


def with_source(tea: Pack, **changes: Any) -> Pack:
    first, *others = tea.sources
    return tea.model_copy(update={"sources": (first.model_copy(update=changes), *others)})


@pytest.mark.parametrize(
    "changes", [{"title": "The Leaf Review"}, {"url": "https://example.org/other"}], ids=str
)
def test_another_title_or_address_of_a_source_is_substance(
    tea: Pack, changes: dict[str, Any]
) -> None:
    assert changed((tea, entry(tea)), (with_source(tea, **changes), entry(tea)))


def test_what_is_not_shown_of_a_source_is_none(tea: Pack) -> None:
    after = with_source(tea, accept={"uncited-source": "kept"})
    assert not changed((tea, entry(tea)), (after, entry(tea)))


def test_another_motion_is_substance_and_another_title_of_the_topic_is_none(tea: Pack) -> None:
    first, *others = tea.topics

    def with_topic(**changes: Any) -> Pack:
        topics = (first.model_copy(update=changes), *others)
        return tea.model_copy(update={"topics": topics})

    assert changed((tea, entry(tea)), (with_topic(motion="Tea is a drink."), entry(tea)))
    assert not changed((tea, entry(tea)), (with_topic(title="Body"), entry(tea)))
