"""What shall become of an item's values, and which of the old ones are kept in that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from bot.knowledge import document
from bot.knowledge.document import Scalar
from bot.knowledge.emit import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the keys of a mapping shall hold; a key that is not in `new` goes."""

    old: Mapping[str, object]
    """What the text says now."""
    new: Mapping[str, Value]
    """The values, in the order in which keys that are not there yet are put in."""

    def is_kept(self, key: str) -> bool:
        """Whether the value of `key` stays."""
        return key in self.new and self.old.get(key) == self.new[key]


@dataclass(frozen=True, slots=True)
class Parts(Generic[T]):
    """What becomes of the items of a list, or of the pairs of a mapping."""

    kept: list[T | None]
    """For each of the old ones what stands in its place, or None where it goes."""
    added: dict[int, list[T]] = field(default_factory=dict)
    """New ones by the number of the old one behind which they go; -1 is the front."""

    def behind(self, number: int) -> list[T]:
        """The new ones behind an old one."""
        return self.added.get(number, [])


def placed(keys: Sequence[str], new: Mapping[str, Value]) -> dict[int, list[str]]:
    """Those of the new keys that are not in `keys`, by the number of the key to go behind."""
    placed: dict[int, list[str]] = {}
    number = -1
    for key in new:
        if key in keys:
            number = keys.index(key)
        else:
            placed.setdefault(number, []).append(key)
    return placed


def matched(old: Sequence[str], new: Sequence[str]) -> Parts[str]:
    """Which text of a list becomes which, so that most of them stay."""
    parts: Parts[str] = Parts([None] * len(old))
    for _, start, stop, new_start, new_stop in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        shared = min(stop - start, new_stop - new_start)
        parts.kept[start : start + shared] = new[new_start : new_start + shared]
        if new_stop > new_start + shared:
            parts.added[start + shared - 1] = list(new[new_start + shared : new_stop])
    return parts


def texts(old: object, value: document.Sequence) -> Sequence[str]:
    """The texts of a list as they are known, or as they stand where they are not."""
    if isinstance(old, tuple) and len(old) == len(value.items):
        return [text if isinstance(text, str) else "" for text in old]
    return [item.text if isinstance(item, Scalar) else "" for item in value.items]


def known(old: object) -> Mapping[str, object]:
    """The values of a mapping as they are known."""
    return old if isinstance(old, Mapping) else {}
