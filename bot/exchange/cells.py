r"""What a cell of a pack's table holds, so that a spreadsheet neither runs nor changes it.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@` or a tab for a formula, and turns
`2023-10` into a day of its own. Such a cell gets an apostrophe in front, as people do by hand; a
cell that begins with an apostrophe gets another. Text with control characters, which no cell can
hold, becomes an apostrophe and the text as JSON has it. In lists one item stands in each line, and
a break inside an item is `\n`, a backslash `\\`. Undoing this gives every text back as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from bot.translation import _

_UNSAFE = re.compile(
    "['=+\\-@\t\n＝＋－＠]"
    r"|\d[\d.,:/eE -]*\Z|(?:true|false)\Z"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]\d{1,4}\Z",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LITERAL = "'\""
_ESCAPE = re.compile(r"\\(.?)")
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", ":": "\\:"}
_UNESCAPED = {escape[1]: character for character, escape in _ESCAPED.items()}
_NAMED = re.compile(r"((?:[^\\:]|\\.)*): ?(.*)")


def write_cell(text: str) -> str:
    """`text` as a cell that is safe to open in a spreadsheet."""
    if _CONTROL.search(text):
        return f"'{json.dumps(text)}"
    return f"'{text}" if _UNSAFE.match(text) else text


def read_cell(cell: str) -> str:
    """The text that a cell stands for; raises `ValueError` where it stands for none."""
    if cell.startswith(_LITERAL):
        text = json.loads(cell[1:])
        if not isinstance(text, str):
            raise ValueError(_("no text"))
        return text
    is_guarded = cell.startswith("'") and _UNSAFE.match(cell, 1)
    return cell[1:] if is_guarded else cell


def write_list(items: Iterable[str]) -> str:
    """One item a line."""
    return "\n".join(re.sub(r"[\\\n\r]", _escape, item) for item in items)


def read_list(text: str) -> list[tuple[int, str]]:
    """The items with the lines in which they stand, counted from 0; raises `ValueError`."""
    return [
        (number, _ESCAPE.sub(_unescape, line))
        for number, line in enumerate(text.split("\n"))
        if line.strip(" ")
    ]


def write_named(reasons: Mapping[str, str]) -> str:
    """One `name: reason` a line."""
    return "\n".join(
        re.sub(r"[\\\n\r:]", _escape, name) + ": " + write_list([reason])
        for name, reason in reasons.items()
    )


def read_named(text: str) -> list[tuple[int, str, str]]:
    """Line, name and reason of each line; raises `ValueError`."""
    found: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.split("\n")):
        if not line.strip(" "):
            continue
        match = _NAMED.fullmatch(line)
        if match is None:
            raise ValueError(_("`{line}` is not written `name: reason`").format(line=line[:40]))
        name, reason = (_ESCAPE.sub(_unescape, part) for part in match.groups())
        found.append((number, name, reason))
    return found


def _escape(match: re.Match[str]) -> str:
    return _ESCAPED[match[0]]


def _unescape(match: re.Match[str]) -> str:
    if match[1] not in _UNESCAPED:
        raise ValueError(
            _("`{text}` means nothing; a backslash is written `\\\\`").format(text=match[0])
        )
    return _UNESCAPED[match[1]]
