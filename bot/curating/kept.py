"""Edits as text, for a proposal that waits to be published."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from bot.curating.changes import Wish

_WISHES = TypeAdapter(tuple[Wish, ...])


def to_text(edits: Sequence[Wish]) -> str:
    """`edits` as JSON, which `from_text` reads."""
    return _WISHES.dump_json(tuple(edits)).decode()


def from_text(text: str) -> tuple[Wish, ...]:
    """What `to_text` wrote. Raises pydantic's `ValidationError` for anything else."""
    return _WISHES.validate_json(text)
