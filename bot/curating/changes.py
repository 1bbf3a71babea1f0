"""What a curator wants changed in a pack, applied to its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ChangeRefused
from bot.knowledge.edit import (
    Block,
    add_item,
    put_item,
    remove_item,
    restore_block,
)
from bot.knowledge.expectations import remove_expectations
from bot.knowledge.load import PackReading, is_expectations
from bot.knowledge.model import Entry, Item, ItemKind, Pack, kind_of

NAMES: Mapping[ItemKind, str] = {"entries": "entry", "sources": "source", "topics": "topic"}
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
class Remove:
    """An item is to go, and, unless `is_alone`, every link to it and every expectation of it."""

    kind: ItemKind
    id: str
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Restore:
    """An item's earlier text is to stand in `file` again."""

    block: Block
    file: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Lines outside of items are to be others: `before`, which stands there once, `after` now."""

    file: str
    before: str
    after: str


Edit = Put | Remove | Restore | Replace


class Overlap(ChangeRefused):
    """Somebody else changed the same fields meanwhile; `current` is the item as it is now."""

    def __init__(self, current: Item, fields: Sequence[str]) -> None:
        names = ", ".join(fields)
        super().__init__(
            f"Somebody else has changed {names} of `{current.id}` meanwhile. Look at what it is "
            "now, and decide again."
        )
        self.current = current
        self.fields = tuple(fields)


def apply(
    edits: Iterable[Edit], texts: Mapping[str, str], reading: PackReading, path: Path
) -> dict[str, str]:
    """The texts of the files of the pack at `path`, by name, with `edits` made.

    `reading` is what the texts were read as; it has a pack. Raises `ChangeRefused` where an edit
    does not fit, and `EditError` where it cannot be written into the text.
    """
    if reading.pack is None:
        raise ValueError("a pack with errors cannot be edited")
    work = _Work(dict(texts), reading, path)
    for edit in edits:
        match edit:
            case Put():
                work.put(edit)
            case Remove():
                work.remove(edit)
            case Restore():
                work.restore(edit)
            case Replace():
                work.replace(edit)
    return work.texts


class _Work:
    """The texts while they are edited, and where each item stands in them."""

    def __init__(self, texts: dict[str, str], reading: PackReading, path: Path) -> None:
        self.texts = texts
        self._path = path
        self._pack: Pack = reading.pack or Pack(id="", title="")
        self._items: dict[tuple[ItemKind, str], Item] = {}
        self._files: dict[tuple[ItemKind, str], str] = {}
        for file in reading.files:
            for items in (file.sources, file.topics, file.entries):
                for item in items.values():
                    self._items[kind_of(item), item.id] = item
                    self._files[kind_of(item), item.id] = file.document.path.name

    def put(self, edit: Put) -> None:
        key = kind_of(edit.item), edit.item.id
        current = self._items.get(key)
        if current is None and edit.base is not None:
            raise ChangeRefused(
                f"The {NAMES[key[0]]} `{key[1]}` is not there any more: somebody removed it."
            )
        if current is not None and edit.base is None:
            raise ChangeRefused(f"There is a {NAMES[key[0]]} `{key[1]}` already; edit that one.")
        if current is None:
            self._add(edit.item)
        else:
            self._change(merged(edit.item, edit.base or current, current))

    def remove(self, edit: Remove) -> None:
        key = edit.kind, edit.id
        if key not in self._items:
            raise ChangeRefused(f"There is no {NAMES[edit.kind]} `{edit.id}`.")
        if edit.kind == "entries" and not edit.is_alone:
            self._unlink(edit.id)
        name = self._files.pop(key)
        self.texts[name] = remove_item(
            self.texts[name], edit.kind, edit.id, path=self._path_of(name)
        )
        del self._items[key]

    def restore(self, edit: Restore) -> None:
        key = edit.block.kind, edit.block.id
        name = self._files.get(key, edit.file)
        text = self.texts.get(name, "")
        self.texts[name] = restore_block(text, edit.block, path=self._path_of(name))
        self._files[key] = name

    def replace(self, edit: Replace) -> None:
        text = self.texts.get(edit.file, "")
        if text.count(edit.before) != 1:
            raise ChangeRefused(
                f"The lines of {edit.file} that are to be put back have changed since. "
                "Put them back by hand; the revision shows them."
            )
        self.texts[edit.file] = text.replace(edit.before, edit.after)

    def _change(self, item: Item) -> None:
        key = kind_of(item), item.id
        if item == self._items[key]:
            return
        if isinstance(item, Entry) and not item.is_live:
            self._forget_expectations(item.id)
        name = self._files[key]
        self.texts[name] = put_item(self.texts[name], item, path=self._path_of(name))
        self._items[key] = item

    def _add(self, item: Item) -> None:
        name = self._home_of(item)
        self.texts[name] = add_item(self.texts.get(name, ""), item, path=self._path_of(name))
        self._items[kind_of(item), item.id] = item
        self._files[kind_of(item), item.id] = name

    def _home_of(self, item: Item) -> str:
        """The file for a new item: where its like stands, the last of an entry's topic first."""
        kind = kind_of(item)
        if isinstance(item, Entry):
            for (its_kind, _), other in reversed(self._items.items()):
                if isinstance(other, Entry) and other.topic == item.topic:
                    return self._files[its_kind, other.id]
            if ("topics", item.topic) in self._files:
                return self._files["topics", item.topic]
        alike = [name for (its_kind, _), name in self._files.items() if its_kind == kind]
        return alike[-1] if alike else min(self._pack_files(), default="pack.yaml")

    def _unlink(self, entry_id: str) -> None:
        for item in list(self._items.values()):
            if not isinstance(item, Entry) or item.id == entry_id:
                continue
            related = tuple(it for it in item.related if it != entry_id)
            counter = None if item.counter == entry_id else item.counter
            self._change(item.model_copy(update={"related": related, "counter": counter}))
        self._forget_expectations(entry_id)

    def _forget_expectations(self, entry_id: str) -> None:
        for name in self.texts.keys() - self._pack_files():
            text = remove_expectations(self.texts[name], entry_id, path=self._path_of(name))
            self.texts[name] = text

    def _pack_files(self) -> set[str]:
        return {name for name in self.texts if not is_expectations(Path(name))}

    def _path_of(self, name: str) -> Path:
        return self._path / name if self._path.is_dir() else self._path.with_name(name)


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
