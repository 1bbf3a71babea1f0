"""Standard output: what machines read of it, and what becomes of what cannot be written to it."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
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


def say_json(value: object, *, indent: int | None = None) -> None:
    """Prints `value` for a machine: it is JSON whatever standard output's encoding is."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    is_utf_8 = codecs.lookup(encoding).name == "utf-8"
    print(json.dumps(value, ensure_ascii=not is_utf_8, indent=indent), flush=True)


class _Output(io.TextIOWrapper):
    def write(self, text: str, /) -> int:
        with writing():
            return super().write(text)

    def flush(self) -> None:
        with writing():
            super().flush()
