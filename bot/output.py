"""What a command puts out: what machines read of it, and what becomes of what cannot be written."""

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

    All of it is written at the end. A reader that has left, as `head` does, is no reason for a
    command to end, as it may be in the midst of a change: what is written to it goes nowhere, and
    what is written to standard error as well where that has no reader either.
    """
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _Stream.of(sys.stderr)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = _Output.of(sys.stdout)
    try:
        try:
            yield
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except OutputError:
        # Python writes what is left once more when it ends, and would tell of the same again.
        _point_nowhere(sys.stdout.fileno())
        raise


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Has what standard output's bytes raise become of them what becomes of its text."""
    with sys.stdout.written() if isinstance(sys.stdout, _Output) else contextlib.nullcontext():
        yield


def has_reader() -> bool:
    """Whether standard output has not been found to go nowhere; what reads on should end then."""
    return not isinstance(sys.stdout, _Output) or sys.stdout.has_reader


def say_json(value: object, *, indent: int | None = None) -> None:
    """Prints `value` for a machine: it is JSON whatever standard output's encoding is."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    is_utf_8 = codecs.lookup(encoding).name == "utf-8"
    print(json.dumps(value, ensure_ascii=not is_utf_8, indent=indent), flush=True)


class _Stream(io.TextIOWrapper):
    """A stream whose reader may leave."""

    has_reader = True
    _instead_of: io.TextIOWrapper

    @classmethod
    def of(cls, stream: io.TextIOWrapper) -> _Stream:
        made = cls(
            stream.buffer,
            stream.encoding,
            stream.errors,
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        # Forgotten, it would close what both write to.
        made._instead_of = stream
        return made

    def write(self, text: str, /) -> int:
        with self.written():
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with self.written():
            super().flush()

    @contextlib.contextmanager
    def written(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self.has_reader = False
            _point_nowhere(self.fileno())


class _Output(_Stream):
    @contextlib.contextmanager
    def written(self) -> Iterator[None]:
        try:
            with super().written():
                yield
        except OSError as error:
            raise OutputError(
                f"Standard output cannot be written: {error.strerror}. Some of it is missing."
            ) from error


def _point_nowhere(descriptor: int) -> None:
    """Has what is written to `descriptor` from now on be dropped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
