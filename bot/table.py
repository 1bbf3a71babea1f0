"""Tables that can be read, and ids that can be copied from them, however narrow a terminal is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

INDENT = "  "


class Listing(Table):
    """A table that cuts no word: where there is no room for columns, each row becomes lines.

    Print it with `crop=False`, because a word may be longer than the terminal is wide.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = self._widths(console, options)
        if widths is None:
            yield from self._lines(console, max(options.max_width, len(INDENT) + 1))
            return
        for column, width in zip(self.columns, widths, strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)

    def _widths(self, console: Console, options: ConsoleOptions) -> list[int] | None:
        """How wide each column is to be; None where they have no room for their longest words."""
        unbounded = options.update(max_width=1_000_000)
        least: list[int] = []
        most: list[int] = []
        for column in self.columns:
            cells = [column.header, *column.cells]
            found = [Measurement.get(console, unbounded, it) for it in cells]
            most.append(max(it.maximum for it in found))
            least.append(most[-1] if column.no_wrap else max(it.minimum for it in found))
        # Beside each column's text there are two spaces and a line, and one line more.
        room = options.max_width - 3 * len(least) - 1 - sum(least)
        if room < 0:
            return None
        # Columns that need little more room get it first.
        for number in sorted(range(len(least)), key=lambda it: most[it] - least[it]):
            waiting = sum(had < wanted for had, wanted in zip(least, most, strict=True))
            share = min(most[number] - least[number], room // max(waiting, 1))
            least[number] += share
            room -= share
        return least

    def _lines(self, console: Console, width: int) -> Iterator[Text]:
        if self.title is not None:
            yield _whole(_text(console, self.title))
            yield Text()
        headers = [_text(console, column.header) for column in self.columns]
        for cells in zip(*(column.cells for column in self.columns), strict=True):
            texts = [_text(console, it) for it in cells]
            first, *more = texts[0].split("\n")
            if first.plain.isdecimal():
                first = Text.assemble(f"{headers[0].plain}: ", first)
            first.stylize("bold")
            yield _whole(first)
            for text in more:
                yield from _indented("", text, width)
            for header, text in zip(headers[1:], texts[1:], strict=True):
                if text.plain.strip():
                    yield from _indented(f"{header.plain}: ", text, width)
        if self.caption is not None:
            yield _whole(_text(console, self.caption))


def _indented(header: str, text: Text, width: int) -> Iterator[Text]:
    lines = textwrap.wrap(
        header + text.plain,
        width,
        initial_indent=INDENT,
        subsequent_indent=INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for number, line in enumerate(lines):
        found = Text(line, style=text.style)
        if number == 0:
            found.stylize("dim", len(INDENT), len(INDENT) + len(header))
        yield _whole(found)


def _text(console: Console, cell: RenderableType) -> Text:
    return cell.copy() if isinstance(cell, Text) else console.render_str(str(cell))


def _whole(text: Text) -> Text:
    """`text` on one line, however long it is."""
    text.no_wrap, text.overflow = True, "ignore"
    return text
