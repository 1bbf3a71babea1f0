"""YAML text for a pack's values, written as a person would write it.

Every scalar of a knowledge file is read as text, so that `no`, `12:30` and dates need no quotes.
Text that YAML would read as something else than it says is quoted. Nothing is folded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Value = str | tuple[str, ...] | Mapping[str, str]
"""A value of an item: a text, a list of texts, or texts by name."""

BLOCK_TEXTS = frozenset({"answer"})
"""Keys whose text is written as a literal block."""
_FLOW_LISTS = frozenset({"related"})
"""Keys whose list is written in brackets: ids are short."""
_MAX_STEP = 9
"""The deepest indentation that a literal block can state."""

_PRINTABLE = (
    "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"  # no breaks
)
_LINE = re.compile(f"[{_PRINTABLE}]+")
_LINES = re.compile(f"[\t\n{_PRINTABLE}]+")
_UNPRINTABLE = re.compile(f"[^{_PRINTABLE}]")
_NOT_PLAIN = re.compile(r"[?:,\[\]{}#&*!|>'\"%@`]|-(?:\s|$|--)|\.\.\.|.*(?:: |:$| #)")
_NOT_PLAIN_IN_FLOW = re.compile(r"-|.*[,\[\]{}?:]")
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out: its indentation, in columns, and its line endings."""

    dash: int = 2
    """Columns from a top-level key to the dashes of its list."""
    key: int = 2
    """Columns from a dash to the keys of its item."""
    list: int = 2
    """Columns from an item's key to the dashes of its list."""
    step: int = 2
    """Columns from an item's key to the lines of its text, or to the keys below it."""
    ending: str = "\n"
    """What ends a line."""


def scalar(text: str, *, is_in_flow: bool = False, is_quoted: bool = False) -> str:
    """`text` on one line: without quotes where that is safe and `is_quoted` is not asked for."""
    if _LINE.fullmatch(text):
        is_plain = text.strip() == text and not _NOT_PLAIN.match(text)
        if is_plain and not is_quoted and not (is_in_flow and _NOT_PLAIN_IN_FLOW.match(text)):
            return text
        if '"' in text or "\\" in text:
            return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNPRINTABLE.sub(_escape, escaped) + '"'


def flow(value: Value, *, is_quoted: bool = False) -> str:
    """`value` on one line, in brackets or braces where it is no text."""
    if isinstance(value, str):
        return scalar(value, is_in_flow=True, is_quoted=is_quoted)
    if isinstance(value, tuple):
        return "[" + ", ".join(flow(item, is_quoted=is_quoted) for item in value) + "]"
    return "{" + ", ".join(flow_pair(*pair, is_quoted=is_quoted) for pair in value.items()) + "}"


def flow_pair(key: str, value: Value, *, is_quoted: bool = False) -> str:
    """`key: value` as it stands in braces."""
    return f"{scalar(key, is_in_flow=True)}: {flow(value, is_quoted=is_quoted)}"


def literal(
    text: str, column: int, style: Style, *, comment: str = "", is_last: bool = False
) -> str | None:
    """`text` as a literal block below a key in `column`, from its `|` to its last line ending.

    None if no block can hold it: it is blank, it has characters that must be escaped, or it ends in
    empty lines and `is_last` says that the blank lines behind it in the file would join them.
    """
    content = text.rstrip("\n")
    endings = len(text) - len(content)
    if not content.strip() or not _LINES.fullmatch(text) or (is_last and endings > 1):
        return None
    # YAML takes the indentation of the first line for all, unless the header states it.
    depth = str(style.step) if re.match(r"\n*[ \t]", text) else ""
    chomping = "-" if endings == 0 else "" if endings == 1 else "+"
    lines = (content + "\n" * max(endings - 1, 0)).split("\n")
    indent = " " * (column + style.step)
    body = [indent + line if line else "" for line in lines]
    return style.ending.join([f"|{depth}{chomping}{comment}", *body, ""])


def element(text: str, *, space: str = " ") -> str:
    """`text` as an item of a list, without a line ending."""
    return f"-{space}{scalar(text)}"


def pair(
    key: str, value: Value, column: int, style: Style, *, comment: str = "", is_last: bool = False
) -> str:
    """The lines of a key in `column` and its value, but for the first one's indentation.

    `comment` stands at the end of the first line; for `is_last`, see `literal`.
    """
    name, ending = scalar(key), style.ending
    if isinstance(value, str):
        if key in BLOCK_TEXTS:
            block = literal(value, column, style, comment=comment, is_last=is_last)
            if block is not None:
                return f"{name}: {block}"
        return f"{name}: {scalar(value, is_quoted=bool(comment))}{comment}{ending}"
    if not value or (key in _FLOW_LISTS and isinstance(value, tuple)):
        return f"{name}: {flow(value)}{comment}{ending}"
    if isinstance(value, tuple):
        indent = " " * (column + style.list)
        rows = [element(text) for text in value]
    else:
        indent = " " * (column + style.step)
        rows = [f"{scalar(name)}: {scalar(text)}" for name, text in value.items()]
    return f"{name}:{comment}{ending}" + "".join(f"{indent}{row}{ending}" for row in rows)


@dataclass(frozen=True, slots=True)
class Written:
    """An item that is written from its values."""

    values: Mapping[str, Value]

    def lines(self, column: int, style: Style) -> str:
        """Its lines, with its dash in `column`."""
        keys, inner = list(self.values), column + style.key
        pairs = [pair(key, self.values[key], inner, style, is_last=key == keys[-1]) for key in keys]
        return " " * column + "-" + " " * (style.key - 1) + (" " * inner).join(pairs)

    def in_flow(self) -> str:
        """Its text between brackets."""
        return flow_item(self.values)


def flow_item(values: Mapping[str, Value]) -> str:
    """An item in braces."""
    return "{" + ", ".join(flow_pair(key, value) for key, value in values.items()) + "}"


def limited_step(columns: int) -> int:
    """`columns` as a step that a literal block can state."""
    return min(max(columns, 1), _MAX_STEP)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\x{ord(character):02x}" if ord(character) < 0x100 else f"\\u{ord(character):04x}"
