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
    """A line for each row, in the order of their keys; few are in memory at once."""
    rows = await connection.stream(select(table).order_by(*table.primary_key))
    async for row in rows.mappings():
        values = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False, allow_nan=False).encode() + b"\n"


async def write_rows(connection: AsyncConnection, table: Table, lines: Iterable[bytes]) -> int:
    """Inserts a row for each line; how many there were. Raises `Malformed`."""
    count = 0
    for rows in _batches(_row(table, line) for line in lines):
        await connection.execute(table.insert(), rows)
        count += len(rows)
    await _go_on_counting(connection, table)
    return count


async def _go_on_counting(connection: AsyncConnection, table: Table) -> None:
    """Has PostgreSQL give numbers after the highest there is; SQLite does so by itself."""
    key = list(table.primary_key)
    if connection.dialect.name != "postgresql" or len(key) != 1:
        return
    sequence = await connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"),
        {"table": table.name, "column": key[0].name},
    )
    highest = await connection.scalar(select(func.max(key[0])))
    if sequence is not None and highest is not None:
        await connection.execute(
            text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
        )


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
    """What `found` stands for in `column`; SQLite would keep a value of any type."""
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
