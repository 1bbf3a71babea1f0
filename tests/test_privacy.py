"""What PRIVACY.md says is kept, and what is."""

from __future__ import annotations

import re

import pytest

from bot.store.follows import FOLLOW_DAYS
from bot.store.proposals import KEPT_DAYS
from bot.store.replies import REPLY_DAYS
from bot.store.tables import metadata
from bot.store.votes import VOTE_DAYS
from tests.conftest import REPOSITORY

ALEMBIC = {("alembic_version", "version_num")}
_NAME = re.compile(r"`(\w+)`")


def rows() -> list[tuple[str, str, str]]:
    """The rows of PRIVACY.md: the table, its columns, and how long they are kept."""
    found = []
    table = ""
    for line in (REPOSITORY / "PRIVACY.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 4 or cells[0] == "table" or set(cells[0]) == {"-"}:
            continue
        table = next(iter(_NAME.findall(cells[0])), table)
        found.append((table, cells[1], cells[3]))
    return found


def test_every_stored_column_is_told_of_and_no_other() -> None:
    stored = {(table.name, column.name) for table in metadata.sorted_tables for column in table.c}
    told = {(table, column) for table, columns, _ in rows() for column in _NAME.findall(columns)}
    assert told == stored | ALEMBIC


@pytest.mark.parametrize(
    ("table", "days"),
    [
        ("votes", VOTE_DAYS),
        ("follows", FOLLOW_DAYS),
        ("replies", REPLY_DAYS),
        ("proposals", KEPT_DAYS),
    ],
)
def test_what_expires_is_kept_for_as_long_as_is_told(table: str, days: int) -> None:
    (how_long,) = [it for name, _, it in rows() if name == table and it]
    assert how_long.startswith(f"{days} days")
