"""What a button or select carries: an action and the ids of what it is about, never text.

Nothing is remembered between sending a component and its press, so that every one works after a
restart. `action[number]:part:part` fits Discord's 100 characters at the longest ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 100

_CUSTOM_ID = re.compile(r"([a-z]{1,12})(\d{0,4})((?::[a-z0-9-]{0,64}){0,4})")
_VALUE = re.compile(r"([a-z0-9-]{1,24}):([a-z0-9-]{1,64})")


@dataclass(frozen=True, slots=True)
class CustomId:
    """A component's `custom_id`, taken apart."""

    action: str
    parts: tuple[str, ...] = ()
    number: int | None = None
    """Tells apart components of one message that do the same, or is a page's number."""


def custom_id(action: str, *parts: object, number: int | None = None) -> str:
    """The id of a component for `action`.

    Raises `ValueError` where it would carry more than ids, or be longer than Discord takes.
    """
    count = "" if number is None else str(number)
    found = ":".join([f"{action}{count}", *map(str, parts)])
    if len(found) > LONGEST or not _CUSTOM_ID.fullmatch(found):
        raise ValueError(f"{found!r} is no id of a component")
    return found


def parse_custom_id(text: str) -> CustomId | None:
    """The action and ids in `text`, or None if it is none of this bot's."""
    match = _CUSTOM_ID.fullmatch(text)
    if match is None:
        return None
    action, number, parts = match.groups()
    return CustomId(
        action, tuple(parts.split(":")[1:]) if parts else (), int(number) if number else None
    )


def option_value(pack_id: str, item_id: str) -> str:
    """The value of a select's option that stands for an entry or a topic of a pack."""
    return f"{pack_id}:{item_id}"


def parse_option_value(text: str) -> tuple[str, str] | None:
    """The pack's and the item's id in a select's value, or None if it is not one."""
    match = _VALUE.fullmatch(text)
    return (match[1], match[2]) if match else None
