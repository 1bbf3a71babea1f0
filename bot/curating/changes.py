"""What a curator wants changed in a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import ChangeRefused
from bot.knowledge.block import Block
from bot.knowledge.model import Item, ItemKind, PackHeader
from bot.translation import N_, _

NAMES: Mapping[ItemKind, str] = {
    "entries": N_("entry"),
    "sources": N_("source"),
    "topics": N_("topic"),
}
"""What one item of a kind is called."""


@dataclass(frozen=True, slots=True)
class Put:
    """Adds an item, or changes it to `item`.

    `base` is the item as its curator saw it before, or None if it is new. Changes that others made
    since then are kept, field by field; if both changed the same field, the edit is refused as an
    `Overlap`.
    """

    item: Item
    base: Item | None = None


@dataclass(frozen=True, slots=True)
class PutHeader:
    """Changes the pack's title and language to those that `header` has, and adds `synonyms`.

    Groups of synonyms that the pack has stay, and so does its id. `base` is the title and language
    as the curator saw them; the edit is refused if somebody else has changed one that it changes
    too.
    """

    header: PackHeader
    base: PackHeader
    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Removes an item and, unless `is_alone`, every link to it and every expectation of it.

    `base` is the item as its curator saw it; the edit is refused if somebody has changed it since.
    """

    kind: ItemKind
    id: str
    is_alone: bool = False
    base: Item | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """Puts an item's earlier text back into `file`."""

    block: Block
    file: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Replaces the lines `before`, which stand once outside of the items, with `after`.

    If `before` is empty, `after` goes to the top of the file.
    """

    file: str
    before: str
    after: str


Wish = Put | PutHeader | Remove
"""What a curator asks for."""
Edit = Wish | Restore | Replace


class Overlap(ChangeRefused):
    """Somebody else changed the same fields in the meantime; `current` is the item as it is now."""

    def __init__(self, current: Item, fields: Sequence[str]) -> None:
        super().__init__(changed_meanwhile(current, fields))
        self.current = current
        self.fields = tuple(fields)


def changed_meanwhile(current: Item, fields: Sequence[str]) -> str:
    """Tells a curator which fields of an item somebody else changed before they did."""
    return _(
        "Somebody else has changed {names} of `{id}` meanwhile. Look at what it is now, "
        "and decide again."
    ).format(names=", ".join(fields), id=current.id)


def merged(wanted: Item, base: Item, current: Item) -> Item:
    """`current` with what `wanted` changes of `base`. Raises `Overlap` if both changed a field."""
    changes: dict[str, object] = {}
    clashing: list[str] = []
    for name in type(current).model_fields:
        value = getattr(wanted, name)
        if value == getattr(base, name) or value == getattr(current, name):
            continue
        if getattr(current, name) != getattr(base, name):
            clashing.append(name)
        changes[name] = value
    if clashing:
        raise Overlap(current, clashing)
    return current.model_copy(update=changes)
