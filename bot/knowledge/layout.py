"""Where things stand in a YAML text: lines, items, what lies between them, and their layout."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from bot.knowledge.document import BLANK, LINE_BREAK, Mapping, Node, Scalar, Sequence, Span
from bot.knowledge.emit import Style, limited_step

_BETWEEN = re.compile("(?:[ \t\r\n\x85\u2028\u2029]+|#[^\r\n\x85\u2028\u2029]*)*")
_PROPERTIES = re.compile("(?:[&!][^ \t\r\n\x85\u2028\u2029]*[ \t\r\n\x85\u2028\u2029]*)*")
_ENDINGS = ("\n", "\r\n", "\r")
"""The line endings of text files; YAML knows more, which stand inside of texts."""


class Lines:
    """The lines of a text, as YAML counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in LINE_BREAK.finditer(text))]

    def number(self, offset: int) -> int:
        """The line that holds `offset`, counted from 1."""
        return bisect_right(self._starts, offset)

    def start(self, offset: int) -> int:
        """Where the line that holds `offset` begins."""
        return self._starts[self.number(offset) - 1]

    def end(self, offset: int) -> int:
        """Where the line that holds `offset` ends, behind its line break."""
        number = self.number(offset)
        return self._starts[number] if number < len(self._starts) else len(self.text)

    def column(self, offset: int) -> int:
        """How many characters stand before `offset` in its line."""
        return offset - self.start(offset)

    def ending(self, offset: int) -> str:
        """The line break to write at `offset`: that of its line, else the text's most frequent."""
        end = self.end(offset)
        found = next((it for it in ("\r\n", "\n", "\r") if self.text.endswith(it, 0, end)), "")
        if found:
            return found
        counts = Counter(LINE_BREAK.findall(self.text))
        return max(_ENDINGS, key=lambda ending: counts[ending])

    def is_ended(self, offset: int) -> bool:
        """Whether `offset` begins a line, so that a new line may be put in there."""
        return self.start(offset) == offset

    def extent(self, end: int, column: int) -> int:
        """Where the lines end that belong to something in `column` whose last token ends at `end`.

        These are the rest of its line, and the comments and blank lines below that are indented
        deeper than `column`: behind another text they might become part of that.
        """
        stop = end if self.is_ended(end) and end else self.end(end)
        reach = stop
        while stop < len(self.text):
            line_end = self.end(stop)
            line = self.text[stop:line_end]
            content = line.strip(BLANK)
            if content and not content.startswith("#"):
                break
            body = line.rstrip("\r\n\x85\u2028\u2029")
            is_deeper = len(body) - len(body.lstrip(" \t")) > column
            # In an editor, line breaks that only YAML knows do not end a comment.
            is_same_line = reach == stop and not self.text.endswith(("\n", "\r"), 0, stop)
            if is_deeper or is_same_line:
                reach = line_end
            stop = line_end
        return reach

    def blank(self, start: int, stop: int) -> int:
        """Where the blank lines that begin at `start` end, which is at `stop` at the latest."""
        while start < stop and not self.text[start : self.end(start)].strip(BLANK):
            start = self.end(start)
        return min(start, stop)


def token(text: str, start: int) -> int:
    """Where the first thing behind `start` stands that is neither blank nor a comment."""
    match = _BETWEEN.match(text, start)
    return match.end() if match else start


def content_start(text: str, node: Node) -> int:
    """Where a value begins behind its anchor."""
    match = _PROPERTIES.match(text, node.span[0])
    return token(text, match.end() if match else node.span[0])


def dashes(text: str, items: Sequence) -> Iterator[int]:
    """Where the dash of each item stands, in a list without brackets."""
    previous = content_start(text, items)
    for _, end in items.spans:
        yield token(text, previous)
        previous = end


def regions(lines: Lines, items: Sequence) -> list[Span]:
    """Where each item of a list stands: its lines, or its characters where there are brackets."""
    if items.is_flow:
        return list(items.spans)
    found: list[Span] = []
    for dash, (_, end) in zip(dashes(lines.text, items), items.spans, strict=True):
        start = lines.start(dash)
        if lines.text[start:dash].strip(" "):
            start = dash
        found.append((start, lines.extent(end, lines.column(dash))))
    return found


def style_of(lines: Lines, root: Node | None, kind: str) -> Style:
    """The layout of the file, as the lists of its items show it; the list of `kind` goes first."""
    lists: list[tuple[int, Sequence]] = []
    if isinstance(root, Mapping):
        for key, (_, value) in root.pairs.items():
            is_here = root.spans[key][1] == value.span
            if is_here and isinstance(value, Sequence) and value.items and not value.is_flow:
                lists.insert(0 if key == kind else len(lists), (root.column - 1, value))
    dash, key_columns, of_list, step = None, None, None, None
    for column, items in lists:
        first = next(dashes(lines.text, items))
        dash = lines.column(first) - column if dash is None else dash
        for item in items.items:
            if not isinstance(item, Mapping) or item.is_flow or not item.pairs:
                continue
            inner = lines.column(next(iter(item.spans.values()))[0][0])
            if key_columns is None:
                key_columns = inner - lines.column(first)
            for name, (_, value) in item.pairs.items():
                if item.spans[name][1] != value.span:
                    continue
                if of_list is None and isinstance(value, Sequence) and not value.is_flow:
                    of_list = lines.column(next(dashes(lines.text, value))) - inner
                if step is None:
                    step = _step(lines, value, inner)
            if of_list is not None and step is not None:
                break
    default = Style()
    of_list = of_list if of_list is not None else min(dash, 2) if dash is not None else default.list
    return Style(
        dash=max(dash, 0) if dash is not None else default.dash,
        key=max(key_columns, 2) if key_columns is not None else default.key,
        list=max(of_list, 0),
        step=limited_step(step if step is not None else of_list or default.step),
    )


def _step(lines: Lines, value: Node, column: int) -> int | None:
    """How much deeper than its key in `column` a value is indented; None where it does not show."""
    if isinstance(value, Mapping) and value.spans and not value.is_flow:
        return lines.column(next(iter(value.spans.values()))[0][0]) - column
    if isinstance(value, Scalar) and value.style == "|" and value.text[:1].strip():
        second = lines.end(value.span[0])
        start = lines.blank(second, value.span[1])
        row = lines.text[start : value.span[1]]
        return len(row) - len(row.lstrip(" ")) - column if row else None
    return None
