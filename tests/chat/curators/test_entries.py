"""Phrasings come and go one at a time."""

from __future__ import annotations

from typing import Literal

import pytest

from bot.chat.curators.entries import with_texts
from bot.errors import ChangeRefused
from bot.knowledge.model import Pack


def test_a_text_is_added_and_another_removed(tea: Pack) -> None:
    entry = tea.entry_by_id["milk-first"]
    changed = with_texts(entry, "phrasings", "  tea  or milk first", "milk before tea or after")
    assert changed.phrasings == (*entry.phrasings[1:], "tea or milk first")


@pytest.mark.parametrize(
    ("add", "remove", "reason"),
    [
        (None, None, "Say what"),
        ("milk before tea or after", None, "already"),
        ("Does the milk go in first?", None, "already"),
        (None, "nothing of the kind", "has no"),
    ],
    ids=["nothing", "has it", "is the question", "has it not"],
)
def test_what_would_change_nothing_is_refused(
    tea: Pack, add: str | None, remove: str | None, reason: str
) -> None:
    with pytest.raises(ChangeRefused, match=reason):
        with_texts(tea.entry_by_id["milk-first"], "phrasings", add, remove)


@pytest.mark.parametrize(
    ("field", "add", "reason"),
    [
        ("not_for", "milk before tea or after", "therefore answers it"),
        ("not_for", "Does the milk go in first?", "therefore answers it"),
        ("phrasings", "does the sugar go in first", "is a negative phrasing"),
    ],
    ids=["a phrasing", "the question", "a negative phrasing"],
)
def test_what_an_entry_is_for_is_not_also_what_it_is_not_for(
    tea: Pack, field: Literal["phrasings", "not_for"], add: str, reason: str
) -> None:
    entry = tea.entry_by_id["milk-first"].model_copy(
        update={"not_for": ("does the sugar go in first",)}
    )
    with pytest.raises(ChangeRefused, match=reason):
        with_texts(entry, field, add, None)
