"""Progress bars are for people who wait."""

from __future__ import annotations

import io

from rich.console import Console

from bot.progress import progress_bar, waiting


def shown(*, is_terminal: bool, patience_seconds: float) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=is_terminal, width=80)
    with progress_bar("Counting", console, patience_seconds=patience_seconds) as advance:
        for done in range(1, 4):
            advance(done, 3)
    return file.getvalue()


def test_a_bar_is_shown_where_it_takes_longer_than_people_wait_gladly() -> None:
    assert "Counting" in shown(is_terminal=True, patience_seconds=0)
    assert "Counting" not in shown(is_terminal=True, patience_seconds=60)


def waited(*, is_terminal: bool, patience_seconds: float) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=is_terminal, width=80)
    with waiting("Learning", console, patience_seconds=patience_seconds):
        pass
    return file.getvalue()


def test_what_cannot_be_counted_shows_that_something_is_done() -> None:
    assert "Learning" in waited(is_terminal=True, patience_seconds=0)
    assert "Learning" not in waited(is_terminal=True, patience_seconds=60)


def test_nothing_is_shown_where_nobody_looks() -> None:
    assert shown(is_terminal=False, patience_seconds=0) == ""
    assert waited(is_terminal=False, patience_seconds=0) == ""
