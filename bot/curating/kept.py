"""Edits as text, for a proposal that waits to be published."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from bot.curating.changes import Put, Remove

_EDITS = TypeAdapter(tuple[Put | Remove, ...])


def to_text(edits: Sequence[Put | Remove]) -> str:
    """`edits` as JSON, which `from_text` reads."""
    return _EDITS.dump_json(tuple(edits)).decode()


def from_text(text: str) -> tuple[Put | Remove, ...]:
    """What `to_text` wrote. Raises pydantic's `ValidationError` for anything else."""
    return _EDITS.validate_json(text)
