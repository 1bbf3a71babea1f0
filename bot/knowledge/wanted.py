"""The values that an item is to have, and which of its old ones are kept."""

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
    """The values that the keys of a mapping are to have; a key that is not in `new` is removed."""

    old: Mapping[str, object]
    """The values that the text has now."""
    new: Mapping[str, Value]
    """The new values. Keys that are not there yet are put in in this order."""

    def is_kept(self, key: str) -> bool:
        """Whether the value of `key` stays."""
        return key in self.new and self.old.get(key) == self.new[key]


@dataclass(frozen=True, slots=True)
class Parts(Generic[T]):
    """What becomes of the items of a list, or of the pairs of a mapping."""

    kept: list[T | None]
    """For each of the old parts, what stands in its place, or None where it is removed."""
    added: dict[int, list[T]] = field(default_factory=dict)
    """New parts, by the number of the old one behind which they go; -1 is the front."""

    def behind(self, number: int) -> list[T]:
        """The new parts behind an old one."""
        return self.added.get(number, [])


def placed(keys: Sequence[str], new: Mapping[str, Value]) -> dict[int, list[str]]:
    """The new keys that are not in `keys`, by the number of the key behind which they go."""
    placed: dict[int, list[str]] = {}
    number = -1
    for key in new:
        if key in keys:
            number = keys.index(key)
        else:
            placed.setdefault(number, []).append(key)
    return placed


def matched(old: Sequence[str], new: Sequence[str]) -> Parts[str]:
    """Which text of a list each old one becomes, so that as many as possible stay the same."""
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
    """The texts of a list: those in `old` if these are known, else those in the file."""
    if isinstance(old, tuple) and len(old) == len(value.items):
        return [text if isinstance(text, str) else "" for text in old]
    return [item.text if isinstance(item, Scalar) else "" for item in value.items]


def known(old: object) -> Mapping[str, object]:
    """The values of a mapping as they are known."""
    return old if isinstance(old, Mapping) else {}
