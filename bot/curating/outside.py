"""What differs between two versions of a file outside of its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

CONTEXT_LINES = 2
"""Unchanged lines kept around a change, so that its place is found again to undo it."""

_ROOM = re.compile(
    r"[\s,\]]*(['\"]?)(?P<key>sources|topics|entries)\1\s*:\s*(\[\s*\]?)?[\s,}]*(#.*)?"
)
"""A line that is there for items, and changes with them."""
_BRACKETS = re.compile(r"[\s,\[\]{}]*")
"""What stands beside an item in brackets."""
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that says something, or the place of a key that has items."""

    text: str
    stretch: int
    """Lines of one stretch stand together, with nothing but blank lines between them."""
    above: str = ""
    """The blank lines between the line before in its stretch and this."""
    is_room: bool = False


def changed_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines in which two versions differ, but for blank lines and those that room items.

    A version is what stands before, between and behind the items of its file. Each change is what
    stood and what stands in a place; all lines of either stand together in its version.
    """
    olds, news = _telling(old), _telling(new)
    old_texts, new_texts = ([it.text.rstrip("\r\n") for it in lines] for lines in (olds, news))
    steps = SequenceMatcher(None, old_texts, new_texts).get_opcodes()
    same = [stop - start if tag == "equal" else 0 for tag, start, stop, _, _ in steps] + [0]
    for number, (tag, start, stop, new_start, new_stop) in enumerate(steps):
        if tag == "equal":
            continue
        parts, new_parts = _parts(olds, start, stop), _parts(news, new_start, new_stop)
        count = max(len(parts), len(new_parts))
        parts += [(stop, stop)] * (count - len(parts))
        new_parts += [(new_stop, new_stop)] * (count - len(new_parts))
        for was, now in zip(parts, new_parts, strict=True):
            above = same[number - 1] if (was[0], now[0]) == (start, new_start) else 0
            below = same[number + 1] if (was[1], now[1]) == (stop, new_stop) else 0
            for step in range(CONTEXT_LINES):
                for is_above, size in ((True, above), (False, below)):
                    wider = _widened(olds, was, is_above)
                    new_wider = _widened(news, now, is_above)
                    if step < size and wider and new_wider:
                        was, now = wider, new_wider
            yield _joined(olds, was), _joined(news, now)


def _telling(texts: Sequence[str]) -> list[_Line]:
    """The lines of a version that say something; what makes room for items parts them."""
    found: list[_Line] = []
    stretch = 0
    for number, text in enumerate(texts):
        stretch, above = stretch + 1, ""
        lines = text.splitlines(keepends=True)
        # Whether an item, or room for one, stands right before a line, or behind the last one.
        is_behind, has_below = number > 0, number < len(texts) - 1
        for at, line in enumerate(lines):
            is_beside = is_behind or (has_below and at == len(lines) - 1)
            if not line.strip():
                above += line
            elif room := _ROOM.fullmatch(line.strip()):
                found.append(_Line(room["key"], stretch + 1, is_room=True))
                stretch, above, is_behind = stretch + 2, "", True
            elif not (is_beside and _BRACKETS.fullmatch(line)):
                is_first = not found or found[-1].stretch != stretch
                found.append(_Line(line, stretch, "" if is_first else above))
                is_behind, above = False, ""
    return found


def _parts(lines: Sequence[_Line], start: int, stop: int) -> list[_Span]:
    """The spans of those lines that stand together."""
    bounds = [it for it in range(start + 1, stop) if lines[it].stretch != lines[it - 1].stretch]
    parts = pairwise([start, *bounds, stop]) if start < stop else ()
    return [part for part in parts if not lines[part[0]].is_room]


def _widened(lines: Sequence[_Line], span: _Span, is_above: bool) -> _Span | None:
    """The span with the line above or below it; None if that does not stand together with it."""
    start, stop = span
    added = start - 1 if is_above else stop
    if not 0 <= added < len(lines) or lines[added].is_room:
        return None
    if start < stop and lines[added].stretch != lines[start].stretch:
        return None
    return min(start, added), max(stop, added + 1)


def _joined(lines: Sequence[_Line], span: _Span) -> str:
    """The text of lines that stand together."""
    start, stop = span
    return "".join(it.above + it.text if at else it.text for at, it in enumerate(lines[start:stop]))
