"""The connections to SQLite or PostgreSQL, their transactions, and their errors as sentences."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import URL, Connection, Table, event, make_url, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.urls import SQLITE, problem_of

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

BUSY_SECONDS = 15
"""How long SQLite waits for another writer, and PostgreSQL for its server."""
CONNECTIONS = 5
"""How many connections a process has open at once; with SQLite each is a thread."""
CACHED_KIB = 256
"""How much of its file SQLite caches for each connection, besides what the system caches. Its
default of 2 MB is more than a bot needs, whose transactions mostly read a few rows."""
BEGIN = "begin"
"""The execution option that says how SQLite begins a transaction; None if it begins none."""

REASONS = {
    "SQLITE_CANTOPEN": "cannot be opened. Check that its folder is there and may be written to.",
    "SQLITE_READONLY": "may not be written to. Check who owns the file and its folder.",
    "SQLITE_PERM": "may not be written to. Check who owns the file and its folder.",
    "SQLITE_FULL": "cannot grow: the disk is full. Make room.",
    "SQLITE_NOTADB": "is no SQLite database. Move the file away, then restore any backup.",
    "SQLITE_CORRUPT": "is damaged. Move the file away and restore a backup.",
    "SQLITE_IOERR_SHMSIZE": "cannot grow: the disk is full. Make room.",
    "SQLITE_IOERR": "cannot be read or written: the disk failed. Check the disk.",
    "SQLITE_BUSY": "is in use by another program that does not let go. Try again.",
    "SQLITE_LOCKED": "is in use by another program that does not let go. Try again.",
    "25006": "may not be written to: this server is a read-only copy.",
    "42501": "does not let this user do that. Give the user the rights to its schema.",
    "53100": "cannot grow: the server's disk is full. Make room.",
    "53300": "takes no more connections. Raise max_connections of its server.",
    "57P": "is being shut down or started. Try again.",
    "08": "cannot be reached any more. Check that its server is running.",
}
"""What is wrong, for a person, by the beginning of SQLite's or PostgreSQL's error code."""


class Database:
    """One database and its connections. Open it with `Database.open`, and close it."""

    def __init__(self, url: URL) -> None:
        self._engine = _engine(url)
        self._url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        snapshot = {BEGIN: "BEGIN"} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self._engine.execution_options(**snapshot)

    @classmethod
    async def open(cls, url: str, *, make: bool = True) -> Self:
        """Connects to the database at `url`. What it holds stays as it is.

        A missing SQLite file is made, with its folder, if `make`. Raises `StoreError` if `url` is
        wrong or the database cannot be used; no sentence holds the password.
        """
        database = cls(_parse(url))
        try:
            if database.is_sqlite:
                await asyncio.to_thread(_find_file, Path(database.name), make=make)
                await database._keep_log()
            else:
                async with database.reading():
                    pass
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees the database throughout as it was at its first statement.

        It holds up no writer. Raises `StoreError` if the database fails.
        """
        with self._plain_errors():
            async with self._reader.begin() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes everything or, if its block raises, nothing.

        SQLite has one of them at a time. Raises `StoreError` if the database fails.
        """
        with self._plain_errors():
            async with self._engine.begin() as connection:
                yield connection

    @property
    def name(self) -> str:
        """The name of the database in messages: the path of its file, or its server."""
        if self.is_sqlite:
            return str(self._url.database)
        where = self._url.host or self._url.query.get("host") or "this machine"
        return f"{self._url.database} on {where}"

    async def _keep_log(self) -> None:
        """Has SQLite keep a write-ahead log: readers and a writer need not wait for each other."""
        bare = self._engine.execution_options(**{BEGIN: None})
        loop = asyncio.get_running_loop()
        deadline = loop.time() + BUSY_SECONDS
        while True:
            try:
                async with bare.connect() as connection:
                    await connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                return
            except SQLAlchemyError as error:
                # Only here SQLite does not wait by itself for a process that does the same.
                if _code(error) != "SQLITE_BUSY" or loop.time() > deadline:
                    raise self._plain(error) from error
            await asyncio.sleep(0.05)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._plain(error) from error

    def _plain(self, error: SQLAlchemyError) -> StoreError:
        code = _code(error)
        for start, reason in REASONS.items():
            if code.startswith(start):
                return StoreError(f"The database {self.name} {reason}")
        if isinstance(error, OperationalError | ProgrammingError) and not code:
            # A failed connection has no code, but a reason, which holds no password.
            reason = str(error.orig).rpartition("failed: ")[2].strip().partition("\n")[0]
            return StoreError(
                f"The database {self.name} cannot be reached: {reason}. Check that its server is "
                "running, and REJOINDER_DATABASE_URL."
            )
        what = code or type(error).__name__
        return StoreError(f"The database {self.name} failed ({what}). Nothing was changed.")


async def hold(connection: AsyncConnection, key: int) -> None:
    """Makes other transactions that hold `key` wait until this writing transaction ends.

    SQLite needs nothing for that, as it has one writing transaction at a time.
    """
    if connection.dialect.name != "sqlite":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def upsert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert for the database of `connection` that can say what to do on conflict."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    # Most bots do not use PostgreSQL, whose dialect takes 2.4 MB of memory.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def _parse(url: str) -> URL:
    problem = problem_of(url)
    if problem:
        raise StoreError(f"The address of the database is wrong: {problem}.")
    if url.startswith(SQLITE):
        # Not parsed as a URL: a path may hold a question mark.
        path = Path(url.removeprefix(SQLITE)).absolute()
        return URL.create("sqlite+aiosqlite", database=str(path))
    try:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        parsed = None
    # If a password has an @, a part of it may be read as the host, and would be shown.
    if parsed is None or "@" in f"{parsed.host}{parsed.database}":
        # The error is left out, as it may quote a part of the password.
        raise StoreError(
            "The address of the database is wrong: a part of it cannot be read. Write :, /, @ and "
            "% in its password as %3A, %2F, %40 and %25."
        )
    return parsed


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            hide_parameters=True,
            # The driver itself is not to begin any transaction.
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
            execution_options={BEGIN: "BEGIN IMMEDIATE"},
        )
        event.listen(engine.sync_engine, "connect", _set_up)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine
    try:
        return create_async_engine(
            url,
            pool_size=CONNECTIONS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": BUSY_SECONDS},
        )
    except ImportError as error:
        raise StoreError("PostgreSQL needs a driver: pip install 'rejoinder[postgres]'.") from error


def _find_file(file: Path, *, make: bool) -> None:
    """Makes the folder and file of SQLite's database, which SQLite would let everybody read."""
    try:
        if not make and not file.exists():
            raise StoreError(f"There is no database at {file}.")
        file.parent.mkdir(parents=True, exist_ok=True)
        is_there = file.exists()
    except OSError as error:
        raise StoreError(
            f"The folder of the database {file} cannot be made or read: {error.strerror}. Name "
            "another in REJOINDER_DATA or REJOINDER_DATABASE_URL."
        ) from error
    if not is_there:
        # SQLite reports a failure later. Its files beside this one get the same permissions.
        with contextlib.suppress(OSError):
            file.touch(mode=0o600)


def _set_up(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{CACHED_KIB}")
    cursor.close()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get(BEGIN)
    if statement is not None:
        connection.exec_driver_sql(statement)


def _code(error: SQLAlchemyError) -> str:
    """SQLite's name of an error or PostgreSQL's code; empty if it has none."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
