"""Which changes of a message are edits of its text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.chat.asking.edits import MOST_KEPT, Edits

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def message(number: int, edited_at: datetime | None) -> Any:
    return SimpleNamespace(id=number, edited_at=edited_at)


def test_what_was_never_edited_is_not_new() -> None:
    assert not Edits().is_new(message(1, None))


def test_an_edit_is_new_once() -> None:
    edits = Edits()
    times = (NOW, NOW, NOW + timedelta(seconds=1), NOW + timedelta(seconds=1))
    assert [edits.is_new(message(1, it)) for it in times] == [True, False, True, False]
    assert edits.is_new(message(2, NOW))


def test_the_latest_edits_are_remembered() -> None:
    edits = Edits()
    assert edits.is_new(message(0, NOW))
    for number in range(1, MOST_KEPT):
        assert edits.is_new(message(number, NOW))
    assert edits.is_new(message(0, NOW + timedelta(seconds=1)))
    assert edits.is_new(message(MOST_KEPT, NOW))
    assert not edits.is_new(message(0, NOW + timedelta(seconds=1)))
    assert edits.is_new(message(1, NOW))
