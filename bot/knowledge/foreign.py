"""What came into a file along with its YAML: signs of Markdown and Git, spaces and line endings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.knowledge.problems import Place, Problem
from bot.translation import _

_FENCE = re.compile(r"(?:`{3,}|~{3,})\w*\s*")
_CONFLICT = "<<<<<<< "
_FRAME = re.compile(r"\s*(?:-\s+)*(?:(['\"]?)[a-z_]+\1\s*:(?:\s|$))?")
"""The part of a line that is YAML's syntax: its indentation, the dashes of items, and a key."""
_ODD_BREAKS = frozenset("\x85\u2028\u2029")
_ODD_SPACE = re.compile(r"[^\S\t\n\r ]")


def foreign(lines: Sequence[str], breaks: Sequence[str], line: int, path: Path) -> list[Problem]:
    """Problems with such foreign text that explain why a text is no YAML from `line` on.

    `breaks` are the line breaks behind each of `lines` but the last. Valid YAML may hold the same
    in its values, as in an answer.
    """
    return (
        [*_fences(lines, path), *_conflicts(lines, path)]
        or _odd_breaks(lines, breaks, line, path)
        or _odd_spaces(lines, line, path)
    )


def _fences(lines: Sequence[str], path: Path) -> Iterator[Problem]:
    """A problem for each fence of a code block around the file; a fence in a value is indented."""
    message = _("This line is Markdown's, and not YAML. Remove it.")
    for number, text in enumerate(lines, start=1):
        if _FENCE.fullmatch(text):
            yield Problem(Place(path, number), message)


def _conflicts(lines: Sequence[str], path: Path) -> Iterator[Problem]:
    message = _(
        "Git left a conflict here. Keep one of the two versions, and remove the lines that begin "
        "with `<<<<<<<`, `=======` and `>>>>>>>`."
    )
    for number, text in enumerate(lines, start=1):
        if text.startswith(_CONFLICT):
            yield Problem(Place(path, number), message)


def _odd_breaks(
    lines: Sequence[str], breaks: Sequence[str], line: int, path: Path
) -> list[Problem]:
    """A problem for a rare line break that ends `line` or the line above it.

    Editors hardly show these, so that the line does not seem to end there.
    """
    for number in (line - 1, line):
        ending = breaks[number - 1] if 0 < number <= len(breaks) else ""
        if ending in _ODD_BREAKS:
            message = _(
                "YAML ends the line at U+{code}, which stands here and which editors hardly show. "
                "Replace it with a space, or with a common line ending."
            ).format(code=f"{ord(ending):04X}")
            return [Problem(Place(path, number, len(lines[number - 1]) + 1), message)]
    return []


def _odd_spaces(lines: Sequence[str], line: int, path: Path) -> list[Problem]:
    """Problems with spaces that YAML does not take for spaces, in and around `line`.

    If `line` or the nearest line above it that is not blank has one, all further such spaces are
    reported too.
    """
    above = next((it for it in range(line - 1, 0, -1) if lines[it - 1].strip()), line)
    found = {number: _odd_space(text) for number, text in enumerate(lines[above - 1 :], above)}
    if found.get(above) is None and found.get(line) is None:
        return []
    return [
        Problem(
            Place(path, number, column),
            _(
                "This space is U+{code}, which YAML does not take for one. Replace it with a "
                "common space."
            ).format(code=f"{ord(lines[number - 1][column - 1]):04X}"),
        )
        for number, column in found.items()
        if column is not None
    ]


def _odd_space(line: str) -> int | None:
    """The column of the first such space where YAML needs a common one; None if there is none."""
    frame = _FRAME.match(line)
    if frame is None or not frame[0].strip():
        return None
    found = _ODD_SPACE.search(frame[0])
    return found.start() + 1 if found else None
