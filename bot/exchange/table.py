"""Comma-, semicolon- or tab-separated text as rows whose cells know their places."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import KnowledgeError
from bot.exchange.tree import MAX_VALUES, too_many
from bot.exchange.upload import MAX_BYTES
from bot.knowledge.problems import Place, Problem
from bot.translation import _

DELIMITERS = "\t;,"
MAX_COLUMNS = 100
_DECLARED = re.compile(f'"?sep=([{DELIMITERS}])"?', re.IGNORECASE)
"""The line by which a table says to Excel what its delimiter is."""
_QUOTED = r'"[^"]*+(?:""[^"]*+)*+"|'


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not blank."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that are not blank, by the names of their columns."""

    line: int
    cells: Mapping[str, Cell]
    columns: tuple[str, ...] = ()
    """The names of the columns that it has a cell for, blank or not: it may break off early."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the rows below it that are not blank, and the problems met on the way."""

    path: Path
    columns: tuple[Cell, ...]
    """The names as they are typed."""
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, cell: Cell, message: str) -> None:
        """Notes a problem at a cell."""
        self.problems.append(Problem(Place(self.path, cell.line, cell.column), message))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, as `plain_name` has them."""
        return tuple(plain_name(column.text) for column in self.columns)


def plain_name(name: str) -> str:
    """A column's name in small letters, its words parted by single spaces."""
    return re.sub(r"[\s_-]+", " ", name.strip().casefold())


def read_table(text: str, path: Path) -> Table:
    """The table in `text`.

    Raises `KnowledgeError` where no row can be told from the next, or where there are too many.

    The delimiter is the one of tab, semicolon and comma that makes most columns of the first line,
    or that stands there by itself as in `sep=;`. Cells that hold a delimiter, a quote or a line
    break stand in double quotes, as Excel writes them; a table of tabs whose cells hold `[{"` as
    it stands is one without quoting, as Azure writes it.
    """
    # The limit belongs to the module and not to a reader; an upload is bounded as a whole.
    csv.field_size_limit(MAX_BYTES)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    declared = _DECLARED.fullmatch(first)
    delimiter = declared[1] if declared else max(DELIMITERS, key=lambda it: len(_split(first, it)))
    is_quoted = not (delimiter == "\t" and '\t[{"' in text)
    rows = _rows(text, path, delimiter, is_quoted=is_quoted)
    if declared:
        next(rows)
    columns = tuple(next(rows, []))
    table = Table(path, columns)
    for index, (name, column) in enumerate(zip(table.names, columns, strict=True)):
        if name and name in table.names[:index]:
            table.report(column, _("There are two columns `{name}`; keep one.").format(name=name))
    table.rows.extend(_filled_rows(table, rows))
    return table


def _filled_rows(table: Table, rows: Iterator[list[Cell]]) -> Iterator[Row]:
    names = table.names
    values = 0
    for cells in rows:
        filled: dict[str, Cell] = {}
        for index, cell in enumerate(cells):
            if not cell.text.strip(" \t\n"):
                continue
            name = names[index] if index < len(names) else ""
            if name:
                filled.setdefault(name, cell)
            else:
                table.report(cell, _("The column of this cell has no name in the first row."))
            # Lines of a cell may become the items of a list.
            values += 1 + cell.text.count("\n")
        values += 1
        if values > MAX_VALUES:
            raise KnowledgeError([*table.problems, Problem(Place(table.path), too_many())])
        if filled:
            yield Row(cells[0].line, filled, names[: len(cells)])


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _rows(text: str, path: Path, delimiter: str, *, is_quoted: bool) -> Iterator[list[Cell]]:
    lines = text.split("\n")
    reader = csv.reader(
        io.StringIO(text),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
        strict=True,
    )
    cell = re.compile((_QUOTED if is_quoted else "") + f"[^{delimiter}]*+")
    line = 1
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                message = _("This row has {cells:,} cells; at most {most} are read.").format(
                    cells=len(row), most=MAX_COLUMNS
                )
                raise KnowledgeError([Problem(Place(path, line), message)])
            yield list(_placed(row, "\n".join(lines[line - 1 : reader.line_num]), line, cell))
            line = reader.line_num + 1
    except csv.Error as error:
        message = _(
            "The row that begins here cannot be taken apart: {reason}. A cell in double quotes "
            "ends with one, and quotes inside are doubled."
        ).format(reason=error)
        raise KnowledgeError([Problem(Place(path, line), message)]) from error


def _placed(texts: list[str], raw: str, line: int, cell: re.Pattern[str]) -> Iterator[Cell]:
    """The cells of a row, each with where its source begins in `raw`."""
    position = line_start = 0
    for text in texts:
        yield Cell(text, line, position - line_start + 1)
        match = cell.match(raw, position)
        end = match.end() if match else position
        newlines = raw.count("\n", position, end)
        if newlines:
            line += newlines
            line_start = raw.rfind("\n", position, end) + 1
        position = end + 1
