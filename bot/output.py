"""A command's output: JSON for machines, and what happens where output cannot be written."""

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
    """Within the block, standard output raises `OutputError` where it cannot be written.

    At the end of the block, all of it is written. If its reader has left, as `head` does, the
    command goes on, as it may be in the midst of a change, and what it prints is dropped. What it
    prints to standard error is dropped as well, if that has no reader either.
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
        # When it ends, Python writes what is left once more, and would report the same error.
        _point_nowhere(sys.stdout.fileno())
        raise


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Treats errors of writing to standard output's buffer as those of writing text to it."""
    with sys.stdout.written() if isinstance(sys.stdout, _Output) else contextlib.nullcontext():
        yield


def has_reader() -> bool:
    """Whether standard output has a reader, as far as is known.

    A command that reads line after line should end if not.
    """
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
        # If nothing referred to the old stream, it would close the buffer of both.
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
    """Points `descriptor` at the null device: what is written to it from now on is dropped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
