"""Migrations, from nothing and from every released schema."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.backup import backup, restore
from bot.errors import StoreError
from bot.store.database import Database
from bot.store.schema import MIGRATIONS, known, migrate, newest
from bot.store.store import Store, open_store
from bot.store.tables import metadata
from tests.conftest import REPOSITORY
from tests.store.clock import Clock
from tests.store.filled import everything, fill
from tests.store.released import SCHEMAS

PROCESSES = 4


def differences(connection: Connection) -> list[Any]:  # Any: Alembic's tuples have many shapes
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, metadata))


def test_files_are_named_by_the_migrations_that_alembic_finds_in_them() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert known() == {it.revision for it in script.walk_revisions()}
    assert newest() == script.get_current_head()


async def test_migrating_from_nothing_gives_the_tables_of_the_code(database_url: str) -> None:
    database = await Database.open(database_url)
    await migrate(database)
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


@pytest.mark.parametrize("released", sorted(SCHEMAS.glob("*.sql")), ids=lambda it: it.stem)
async def test_migrating_from_a_released_schema_keeps_all_it_held(
    released: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(released.read_text(encoding="utf-8"))
    async with open_store(f"sqlite:///{tmp_path / 'new.db'}", now=Clock()) as new:
        await fill(new, released.stem)
        expected = await everything(new)

    url = f"sqlite:///{tmp_path / 'old.db'}"
    async with open_store(url) as store:
        assert await everything(store) == expected
    database = await Database.open(url)
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


@pytest.mark.parametrize("released", sorted(SCHEMAS.glob("*.sql")), ids=lambda it: it.stem)
async def test_a_backup_of_a_released_schema_restores_into_either_database(
    released: Path, database_url: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(released.read_text(encoding="utf-8"))
    async with open_store(f"sqlite:///{tmp_path / 'new.db'}", now=Clock()) as new:
        await fill(new, released.stem)
        expected = await everything(new)

    written = await backup(f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "backup.zip")
    assert written.schema_revision == released.stem
    await restore(database_url, tmp_path / "backup.zip")
    async with open_store(database_url) as store:
        assert await everything(store) == expected
    database = await Database.open(database_url)
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


def test_every_migration_has_its_released_schema() -> None:
    assert {file.stem for file in SCHEMAS.glob("*.sql")} == known()


async def test_opening_again_keeps_everything(database_url: str) -> None:
    async with open_store(database_url) as store:
        await fill(store)
        before = await everything(store)
    async with open_store(database_url) as store:
        assert await everything(store) == before


def test_processes_that_start_at_the_same_moment_migrate_once_and_one_wins(
    database_url: str,
) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.contender", database_url],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    results = [process.communicate() for process in processes]

    assert [errors for _, errors in results] == [""] * PROCESSES
    assert sorted(output for output, _ in results) == ["late\n"] * (PROCESSES - 1) + ["won\n"]


async def test_the_database_of_a_newer_rejoinder_is_refused(
    store: Store, database_url: str
) -> None:
    database = await Database.open(database_url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'f00'"))
    await database.close()

    with pytest.raises(StoreError) as caught:
        await Store.open(database_url)
    assert str(caught.value) == (
        "The database was made by a newer Rejoinder (f00). Upgrade; or move its file away, or name "
        "an empty database of PostgreSQL, and then restore a backup."
    )


async def test_a_migration_that_fails_leaves_nothing_behind(database_url: str) -> None:
    database = await Database.open(database_url)
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE tallies (other INTEGER)"))

    with pytest.raises(StoreError, match=r"Nothing was changed\.$"):
        await migrate(database)
    async with database.reading() as connection:
        tables = await connection.run_sync(lambda it: inspect(it).get_table_names())
    await database.close()
    assert tables == ["tallies"]


async def test_migrating_configures_no_logging(database_url: str) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers), root.disabled)
    async with open_store(database_url):
        pass
    assert (root.level, list(root.handlers), root.disabled) == before


def test_the_newest_migration_is_the_last_of_a_single_line() -> None:
    assert newest() == max(known())
