"""What PRIVACY.md says is kept, and what is."""

from __future__ import annotations

import re

from bot.store.tables import metadata
from tests.conftest import REPOSITORY

ALEMBIC = {("alembic_version", "version_num")}
_NAME = re.compile(r"`(\w+)`")


def told() -> set[tuple[str, str]]:
    """The tables and columns that PRIVACY.md lists."""
    found = set()
    table = ""
    for line in (REPOSITORY / "PRIVACY.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 4 or cells[0] == "table" or set(cells[0]) == {"-"}:
            continue
        table = next(iter(_NAME.findall(cells[0])), table)
        found |= {(table, column) for column in _NAME.findall(cells[1])}
    return found


def test_every_stored_column_is_told_of_and_no_other() -> None:
    stored = {(table.name, column.name) for table in metadata.sorted_tables for column in table.c}
    assert told() == stored | ALEMBIC
