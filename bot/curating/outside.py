"""What differs between two versions of a file outside of its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count, pairwise, zip_longest

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
    """A line that says something, or stands for a key under which there are items."""

    text: str
    stretch: int
    """Lines with the same number stand together, with at most blank lines between them."""
    above: str = ""
    """The blank lines between this line and the one before it in its stretch."""
    is_room: bool = False


def changed_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The changes between two versions of what stands around the items of a file.

    A version is the text before, between and behind the items. Blank lines do not count, nor do
    lines that only make room for items. Each change gives the lines that stood in a place and those
    that stand there now, or None for the latter where nothing tells the place any more.

    A change includes unchanged lines around it: as many as it takes to find its place by them
    alone, once the changes before it are undone. Comments that were removed together with all lines
    around them have no place any more. All other lines have one. Keys may stand anywhere, lines
    from the very top go back there, and the lines of a file that is gone are better put back
    anywhere than lost.
    """
    olds, news = _telling(old), _telling(new)
    old_texts, new_texts = ([it.above + it.text for it in lines] for lines in (olds, news))
    changes = _changes(olds, news)
    ends = [((0, 0), (0, 0)), *changes, ((len(olds), len(olds)), (len(news), len(news)))]
    for above, (was, now), below in zip(ends, changes, ends[2:], strict=False):
        bounds, new_bounds = (above[0][1], below[0][0]), (above[1][1], below[1][0])
        for size in count():
            if size >= CONTEXT_LINES:
                text = "".join([*old_texts[: was[0]], *new_texts[now[0] :]])
                if text.count(_joined(news, now)) == 1:
                    break
            narrow = was, now
            for is_above in (True, False):
                wider = _widened(olds, was, is_above, bounds)
                new_wider = _widened(news, now, is_above, new_bounds)
                if wider and new_wider:
                    was, now = wider, new_wider
            if (was, now) == narrow:
                break
        is_lost = news and was[0] > 0 and now[0] == now[1] and _is_comment(olds, was)
        yield _joined(olds, was), None if is_lost else _joined(news, now)


def _changes(olds: Sequence[_Line], news: Sequence[_Line]) -> list[tuple[_Span, _Span]]:
    """The places in which lines differ. Two places whose unchanged lines would overlap are one."""
    old_texts, new_texts = ([it.text.rstrip("\r\n") for it in lines] for lines in (olds, news))
    steps = SequenceMatcher(None, old_texts, new_texts).get_opcodes()
    found: list[tuple[_Span, _Span]] = []
    for tag, start, stop, new_start, new_stop in steps:
        if tag == "equal":
            continue
        parts, new_parts = _parts(olds, start, stop), _parts(news, new_start, new_stop)
        for part, new_part in zip_longest(parts, new_parts):
            was, now = part or (stop, stop), new_part or (new_stop, new_stop)
            if found and was[0] - found[-1][0][1] < 2 * CONTEXT_LINES:
                whole, new_whole = (found[-1][0][0], was[1]), (found[-1][1][0], now[1])
                if _is_together(olds, whole) and _is_together(news, new_whole):
                    found.pop()
                    was, now = whole, new_whole
            found.append((was, now))
    return found


def _telling(texts: Sequence[str]) -> list[_Line]:
    """A version's lines that are not blank. A line that makes room for items ends a stretch."""
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
    """The spans of lines from `start` to `stop` that stand together."""
    bounds = [it for it in range(start + 1, stop) if lines[it].stretch != lines[it - 1].stretch]
    parts = pairwise([start, *bounds, stop]) if start < stop else ()
    return [part for part in parts if not lines[part[0]].is_room]


def _widened(lines: Sequence[_Line], span: _Span, is_above: bool, bounds: _Span) -> _Span | None:
    """The span with the line above or below it added; None if that line does not belong with it."""
    start, stop = (span[0] - 1, span[1]) if is_above else (span[0], span[1] + 1)
    is_within = bounds[0] <= start and stop <= bounds[1]
    return (start, stop) if is_within and _is_together(lines, (start, stop)) else None


def _is_together(lines: Sequence[_Line], span: _Span) -> bool:
    """Whether the lines of a span stand in one stretch that makes no room for items."""
    start, stop = span
    if start == stop:
        return True
    return lines[start].stretch == lines[stop - 1].stretch and not lines[start].is_room


def _is_comment(lines: Sequence[_Line], span: _Span) -> bool:
    """Whether the lines of a span are comments and nothing else."""
    return all(it.text.lstrip().startswith("#") for it in lines[slice(*span)])


def _joined(lines: Sequence[_Line], span: _Span) -> str:
    """The text of lines that stand together."""
    start, stop = span
    return "".join(it.above + it.text if at else it.text for at, it in enumerate(lines[start:stop]))
