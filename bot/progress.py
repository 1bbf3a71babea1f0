"""Progress bars on standard error, for what takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PATIENCE_SECONDS = 1.0
"""What takes less shows no bar."""


@contextmanager
def progress_bar(
    description: str, console: Console, *, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to be told how much is done and how much there is.

    The bar is shown once that takes long, and goes when it is done. Nothing is shown where
    `console` is no terminal.
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
    timer = Timer(patience_seconds, bar.start)
    if patience_seconds:
        timer.start()
    else:
        bar.start()
    try:
        yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        if patience_seconds:
            timer.cancel()
            timer.join()
        bar.stop()
