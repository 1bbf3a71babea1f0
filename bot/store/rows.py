"""Rows as lines of JSON, the same whatever the database: how they leave one and enter another."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NoReturn

from sqlalchemy import Column, Connection, MetaData, Table, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import metadata

AT_ONCE = 500
"""How many rows are inserted by one statement."""
LARGEST = 2**63
MARGIN = 10_000
"""How many numbers a restored table skips: it is not known which were given since the backup was
made, and a button may carry one of those."""
LAST_NUMBER = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = :table",
    "postgresql": """
        SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:table, :column) AS regclass))
    """,
}
GO_ON = {
    "sqlite": (
        "DELETE FROM sqlite_sequence WHERE name = :table",
        "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)",
    ),
    "postgresql": ("SELECT setval(pg_get_serial_sequence(:table, :column), :last)",),
}

Value = str | int | float | bool | datetime | date | None


class Malformed(ValueError):
    """A line is no row of its table."""


def tables_of(connection: Connection) -> list[Table]:
    """The tables as the database has them, each after those that it refers to."""
    names = set(inspect(connection).get_table_names()) & set(metadata.tables)
    found = MetaData()
    found.reflect(connection, only=sorted(names))
    return found.sorted_tables


async def read_rows(connection: AsyncConnection, table: Table) -> AsyncGenerator[bytes, None]:
    """A line for each row, in the order of their keys; only a few rows are in memory at once."""
    rows = await connection.stream(select(table).order_by(*table.primary_key))
    async for row in rows.mappings():
        values = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False, allow_nan=False).encode() + b"\n"


async def write_rows(
    connection: AsyncConnection, table: Table, lines: Iterable[bytes], *, last_number: int
) -> int:
    """Inserts a row for each line; returns how many there were. Raises `Malformed`.

    The table will give its next rows no number up to `last_number`, and none that a line has.
    """
    count = 0
    for rows in _batches(_row(table, line) for line in lines):
        await connection.execute(table.insert(), rows)
        count += len(rows)
    await _go_on_counting(connection, table, last_number)
    return count


async def last_numbers(connection: AsyncConnection, tables: Iterable[Table]) -> dict[str, int]:
    """The highest number that each of `tables` has given, by its name; that row may be gone."""
    statement = text(LAST_NUMBER[connection.dialect.name])
    found: dict[str, int] = {}
    for table in tables:
        number = metadata.tables[table.name].autoincrement_column
        if number is not None:
            names = {"table": table.name, "column": number.name}
            last = await connection.scalar(statement, names)
            if last is not None:
                found[table.name] = last
    return found


async def _go_on_counting(connection: AsyncConnection, table: Table, last_number: int) -> None:
    """Makes the table's next number higher than any of its own and `last_number`, plus `MARGIN`."""
    number = metadata.tables[table.name].autoincrement_column
    if number is None:
        return
    highest = await connection.scalar(select(func.max(number))) or 0
    names = {"table": table.name, "column": number.name}
    last = min(max(highest, last_number) + MARGIN, LARGEST - 1)
    for statement in GO_ON[connection.dialect.name]:
        await connection.execute(text(statement), {**names, "last": last})


def _plain(value: Value) -> str | int | float | bool | None:
    if isinstance(value, datetime):
        known = value.replace(tzinfo=UTC) if value.tzinfo is None else value
        return known.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _row(table: Table, line: bytes) -> dict[str, Value]:
    try:
        found = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Malformed("a line is no JSON") from error
    if not isinstance(found, dict) or found.keys() != set(table.columns.keys()):
        raise Malformed(f"a line is no row of {table.name}")
    return {column.name: _value(column, found[column.name]) for column in table.columns}


def _value(column: Column[Any], found: object) -> Value:  # Any: a column may have any type
    """The value that `found` stands for in `column`; SQLite would store a value of any type."""
    kind = column.type.python_type
    try:
        if found is None and column.nullable:
            return None
        if kind is datetime and isinstance(found, str):
            return datetime.fromisoformat(found).astimezone(UTC)
        if kind is date and isinstance(found, str):
            return date.fromisoformat(found)
        if kind is float and isinstance(found, int | float) and not isinstance(found, bool):
            return float(found)
        if kind is str and isinstance(found, str):
            found.encode()
            return found
        if kind is bool and isinstance(found, bool):
            return found
        if kind is int and type(found) is int and -LARGEST <= found < LARGEST:
            return found
    except (ValueError, OverflowError) as error:
        raise Malformed(f"{column} has a value that cannot be read") from error
    raise Malformed(f"{column} has a value of another type")


def _refuse(constant: str) -> NoReturn:
    raise Malformed(f"{constant} is no number")


def _batches(rows: Iterator[dict[str, Value]]) -> Iterator[list[dict[str, Value]]]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch
