"""Progress bars on standard error, for what takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE_SECONDS = 1.0
"""What takes less shows no bar."""


@contextmanager
def progress_bar(
    description: str, console: Console, *, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to call with how much is done and how much there is.

    The bar appears once `patience_seconds` are over, and goes at the end of the block. Nothing is
    shown where `console` is no terminal.
    """
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task(description, total=None)
    with _shown(bar, patience_seconds):
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def waiting(
    description: str, console: Console, *, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[None]:
    """Shows that something is being done, where nobody can tell how much of it is done.

    The sign appears once `patience_seconds` are over. Nothing is shown where `console` is no
    terminal.
    """
    if not console.is_terminal:
        yield
        return
    with _shown(console.status(description), patience_seconds):
        yield


class _Sign(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


@contextmanager
def _shown(sign: _Sign, patience_seconds: float) -> Iterator[None]:
    """Shows `sign` once `patience_seconds` are over, until the end of the block."""
    timer = Timer(patience_seconds, sign.start)
    if patience_seconds:
        timer.start()
    else:
        sign.start()
    try:
        yield
    finally:
        if patience_seconds:
            timer.cancel()
            timer.join()
        sign.stop()
