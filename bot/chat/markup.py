"""Text on Discord: its limits, and how what people typed is kept from being more than text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, takewhile

from bot.translation import ngettext

TEXT_LIMIT = 4000
"""Characters of text in one message of components v2, all displays together."""
LABEL_LIMIT = 100
OPTIONS_LIMIT = 25
BUTTON_LIMIT = 80
QUOTED_LIMIT = 200
"""Characters of a question that are repeated."""

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+[」』）]*")


def quote(text: str, limit: int = QUOTED_LIMIT) -> str:
    """A user's text on one short line, in which nothing formats, links or pings."""
    line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return escape(shorten(line, limit))


def escape(text: str) -> str:
    """`text` with a backslash before every punctuation character, which Discord then shows."""
    return _PUNCTUATION.sub(r"\\\1", text)


def unescape(text: str) -> str:
    """What `escape` made `text` of."""
    return _ESCAPED.sub(r"\1", text)


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, ending in an ellipsis where something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def fitting(lines: Sequence[str], room: int) -> str:
    """As many of `lines` as fit into `room` characters, and how many do not."""
    kept = count_fitting(lines, room - len(_more(100_000)) - 1)
    left = len(lines) - kept
    return "\n".join([*lines[:kept], *([_more(left)] if left else [])])


def count_fitting(lines: Sequence[str], room: int) -> int:
    """How many of `lines`, with their line ends, fit into `room` characters."""
    ends = accumulate(len(line) + 1 for line in lines)
    return sum(1 for _end_of_line in takewhile(lambda end: end <= room, ends))


def pages(text: str, room: int) -> list[str]:
    """`text` in parts of at most `room` characters, each of which ends with a paragraph.

    A longer paragraph is cut after a line, a sentence or, if it has neither, a word.
    """
    found: list[str] = []
    rest = text.strip()
    while len(rest) > room:
        end = _end(rest, room)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest]


def _more(count: int) -> str:
    return ngettext("and {n} more", "and {n} more", count).format(n=f"{count:,}")


def _end(text: str, room: int) -> int:
    """Where the first part of `text` ends at the latest."""
    for mark in ("\n\n", "\n"):
        at = text.rfind(mark, 0, room + 1)
        if at > 0:
            return at
    ends = [it.end() for it in _SENTENCE_END.finditer(text[: room + 1]) if it.end() <= room]
    if ends:
        return ends[-1]
    at = text.rfind(" ", 0, room + 1)
    return at if at > 0 else room
