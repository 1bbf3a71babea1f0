"""Standard output, and what becomes of a command that cannot write to it."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator

from bot.errors import OutputError


@contextlib.contextmanager
def standard_output() -> Iterator[None]:
    """Within, standard output raises `OutputError` where it cannot be written.

    All of it is written at the end. A reader that has left raises `BrokenPipeError`, as anywhere.
    """
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        sys.stdout = _Output(
            stream.buffer,
            stream.encoding,
            stream.errors,
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
    try:
        try:
            yield
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except (OutputError, BrokenPipeError):
        # Python writes what is left once more when it ends, and would tell of the same again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Has what standard output's bytes raise become an `OutputError`, as for its text."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"Standard output cannot be written: {error.strerror}. Some of it is missing."
        ) from error


class _Output(io.TextIOWrapper):
    def write(self, text: str, /) -> int:
        with writing():
            return super().write(text)

    def flush(self) -> None:
        with writing():
            super().flush()
