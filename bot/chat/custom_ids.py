"""What a button or select carries: an action and the ids of what it is about, never text.

Nothing is remembered between sending a component and its press, so that every one works after a
restart. `action[number]:pack:entry[:percent]` fits Discord's 100 characters at the longest ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Action = Literal["open", "pick", "related", "topic", "topics", "why", "wrong"]

_CUSTOM_ID = re.compile(
    r"(?P<action>open|pick|related|topic|topics|why|wrong)(?P<number>\d{0,2})"
    r"(?::(?P<pack>[a-z0-9-]{1,24}):(?P<entry>[a-z0-9-]{1,64})(?::(?P<percent>\d{1,3}))?)?"
)
_VALUE = re.compile(r"([a-z0-9-]{1,24}):([a-z0-9-]{1,64})")


@dataclass(frozen=True, slots=True)
class CustomId:
    """A component's `custom_id`, taken apart."""

    action: Action
    pack: str | None = None
    entry: str | None = None
    percent: int | None = None
    """How sure the bot was when it sent the answer."""
    number: int | None = None
    """Tells apart components of one message that do the same."""

    def __str__(self) -> str:
        number = "" if self.number is None else str(self.number)
        parts = [f"{self.action}{number}"]
        if self.pack and self.entry:
            parts += [self.pack, self.entry]
            if self.percent is not None:
                parts.append(str(self.percent))
        return ":".join(parts)


def parse_custom_id(text: str) -> CustomId | None:
    """The action and ids in `text`, or None if it is none of this bot's."""
    match = _CUSTOM_ID.fullmatch(text)
    if match is None:
        return None
    number, percent = match["number"], match["percent"]
    return CustomId(
        cast(Action, match["action"]),  # the pattern names the actions
        match["pack"],
        match["entry"],
        int(percent) if percent else None,
        int(number) if number else None,
    )


def option_value(pack_id: str, item_id: str) -> str:
    """What a select's option stands for: an entry or a topic of a pack."""
    return f"{pack_id}:{item_id}"


def parse_option_value(text: str) -> tuple[str, str] | None:
    """The pack's and the item's id in a select's value, or None if it is not one."""
    match = _VALUE.fullmatch(text)
    return (match[1], match[2]) if match else None
