"""Backing up the database with files beside it, while the bot runs, and restoring it.

A backup of SQLite can be restored into PostgreSQL and the other way round, and one from an older
version is brought up to date.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, aclosing, closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import MetaData, Table, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.archive import Archive, Manifest, new_archive, newer, open_archive
from bot.store.database import Database
from bot.store.replacing import Replacement, visible
from bot.store.rows import Malformed, last_numbers, read_rows, tables_of, write_rows
from bot.store.schema import VERSIONS, current_revision, known, migrate, upgrade
from bot.store.tables import metadata


async def backup(url: str, file: Path, *, folders: Mapping[str, Path] | None = None) -> Manifest:
    """Writes the database at `url`, as it is at one moment, and `folders` to `file`.

    `folders` holds each folder under a name of lower-case letters, and `restore` must be given the
    same names. A folder that is missing is left out. A backup that is there is replaced once the
    new one is whole. Raises `StoreError` if the database cannot be read or the file not be written.
    """
    made_at = datetime.now(UTC)
    database = await Database.open(url, make=False)
    try:
        with new_archive(file) as archive:
            async with database.reading() as connection:
                revision = await connection.run_sync(current_revision)
                if revision is None:
                    raise StoreError(
                        f"The database {database.name} is empty: there is nothing yet."
                    )
                tables = await connection.run_sync(tables_of)
                numbers = await last_numbers(connection, tables)
                for table in tables:
                    async with aclosing(read_rows(connection, table)) as lines:
                        await archive.add_table(table.name, lines)
            for name, folder in (folders or {}).items():
                if folder.is_dir():
                    archive.add_folder(name, folder)
            return archive.finish(revision, made_at, numbers)
    finally:
        await database.close()


async def restore(
    url: str,
    file: Path,
    *,
    folders: Mapping[str, Path] | None = None,
    replace: bool = False,
) -> Manifest:
    """Makes the database at `url` and `folders` what they were when the backup `file` was made.

    A folder that the backup does not have stays as it is. The bot should not run meanwhile. Raises
    `StoreError`, with nothing changed, if the database or a folder is not empty and `replace` is
    not set, if the backup has a folder that `folders` lacks, or if it is damaged or from a newer
    version.
    """
    places = folders or {}
    with open_archive(file) as archive:
        manifest = archive.manifest
        if manifest.schema_revision not in known():
            raise newer(file, manifest.schema_revision)
        for name in manifest.files:
            if name not in places:
                raise StoreError(f"The backup {file} has files of {name!r}, which have no place.")
            if not replace:
                _refuse_files(places[name])
        database = await Database.open(url)
        try:
            await migrate(database)
            await _restore(archive, database, places, replace=replace)
        except OSError as error:
            raise StoreError(
                f"{error.filename or 'A folder'} cannot be restored: {error.strerror or error}. "
                "Nothing was changed."
            ) from error
        finally:
            await database.close()
        return manifest


async def _restore(
    archive: Archive, database: Database, places: Mapping[str, Path], *, replace: bool
) -> None:
    with ExitStack() as stack:
        waiting = []
        for name in archive.manifest.files:
            replacement = stack.enter_context(Replacement(places[name]))
            with closing(archive.files(name)) as files:
                for path, content in files:
                    replacement.add(path, content)
            waiting.append(replacement)
        with ExitStack() as undoing:
            async with database.writing() as connection:
                if not replace and await _has_rows(connection):
                    raise _not_empty(f"The database {database.name} is not empty.")
                await _restore_tables(archive, connection)
                # Last, so that the database is rolled back if a folder cannot be replaced.
                for replacement in waiting:
                    undoing.callback(replacement.undo)
                    replacement.apply()
            undoing.pop_all()


async def _restore_tables(archive: Archive, connection: AsyncConnection) -> None:
    """Makes the tables anew as they were when the backup was made, fills and migrates them."""
    # A button may carry any number that one of the two databases gave.
    replaced = await last_numbers(connection, await connection.run_sync(tables_of))
    backed_up = archive.manifest.last_numbers
    await connection.run_sync(metadata.drop_all)
    await connection.run_sync(Table(VERSIONS, MetaData()).drop)
    await connection.run_sync(upgrade, archive.manifest.schema_revision)
    tables = await connection.run_sync(tables_of)
    if {table.name for table in tables} != archive.tables:
        raise archive.damaged("it has other tables than it should")
    for table in tables:
        try:
            with closing(archive.lines(table.name)) as lines:
                last = max(it.get(table.name, 0) for it in (replaced, backed_up))
                count = await write_rows(connection, table, lines, last_number=last)
        except (Malformed, IntegrityError, DataError) as error:
            raise archive.damaged(f"{table.name} has a row that cannot be") from error
        if count != archive.manifest.rows[table.name]:
            raise archive.damaged(f"{table.name} has {count} rows")
    await connection.run_sync(upgrade)


async def _has_rows(connection: AsyncConnection) -> bool:
    for table in metadata.tables.values():
        if (await connection.execute(select(table).limit(1))).first() is not None:
            return True
    return False


def _refuse_files(folder: Path) -> None:
    if folder.exists() and visible(folder):
        raise _not_empty(f"The folder {folder} is not empty.")


def _not_empty(what: str) -> StoreError:
    return StoreError(f"{what} Nothing was changed. Add --replace to give up what is there.")
