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
    """An item is to be as `item`; with `base`, what its curator saw of it before, or None if new.

    What others changed since `base` is kept, field by field; where both changed one field, the
    edit is refused as an `Overlap`.
    """

    item: Item
    base: Item | None = None


@dataclass(frozen=True, slots=True)
class PutHeader:
    """The pack's title and language are to be those of `header`, as far as it says them.

    It is to have all of `synonyms` as well; no group that it has goes, and its id never changes.
    `base` is what its curator saw of title and language: where somebody else has changed what this
    edit changes, it is refused.
    """

    header: PackHeader
    base: PackHeader
    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """An item is to go, and, unless `is_alone`, every link to it and every expectation of it.

    `base` is what its curator saw of it: where somebody else has changed it since, it stays.
    """

    kind: ItemKind
    id: str
    is_alone: bool = False
    base: Item | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """An item's earlier text is to stand in `file` again."""

    block: Block
    file: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Lines outside of items are to be others: `before`, which stands there once, `after` now.

    Where `before` is empty, `after` goes to the top of the file.
    """

    file: str
    before: str
    after: str


Wish = Put | PutHeader | Remove
"""What a curator asks for."""
Edit = Wish | Restore | Replace


class Overlap(ChangeRefused):
    """Somebody else changed the same fields meanwhile; `current` is the item as it is now."""

    def __init__(self, current: Item, fields: Sequence[str]) -> None:
        super().__init__(changed_meanwhile(current, fields))
        self.current = current
        self.fields = tuple(fields)


def changed_meanwhile(current: Item, fields: Sequence[str]) -> str:
    """What a curator reads of fields that somebody else changed before they came to it."""
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
