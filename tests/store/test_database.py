"""Transactions of both databases, and what goes wrong with them as sentences."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from bot.errors import StoreError
from bot.store import database as database_module
from bot.store.database import Database
from bot.store.store import Store, open_store
from bot.store.tables import homes, pack_files

NOBODY = 65534


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that the test may not write to: for its while root is somebody else."""
    # Not below pytest's, which nobody else may enter.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(NOBODY)
        yield folder
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


async def sentence(url: str) -> str:
    with pytest.raises(StoreError) as caught:
        await Store.open(url)
    return str(caught.value)


async def test_a_block_that_raises_changes_nothing(store: Store, database_url: str) -> None:
    database = await Database.open(database_url)

    async def fail() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(homes).values(home="pack/tea", version=1))
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    async with database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(homes)) == 0
    await database.close()


async def test_who_reads_sees_one_moment_and_holds_up_no_writer(
    store: Store, database_url: str
) -> None:
    database = await Database.open(database_url)
    count = select(func.count()).select_from(homes)
    async with database.reading() as reader:
        assert await reader.scalar(count) == 0
        async with database.writing() as writer:
            await writer.execute(insert(homes).values(home="pack/tea", version=1))
        assert await reader.scalar(count) == 0
    async with database.reading() as reader:
        assert await reader.scalar(count) == 1
    await database.close()


async def test_a_task_that_is_cancelled_in_the_middle_holds_up_nobody(
    store: Store, database_url: str
) -> None:
    database = await Database.open(database_url)
    has_written = asyncio.Event()

    async def write() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(homes).values(home="pack/tea", version=1))
            has_written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await has_written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.writing() as connection:
        await connection.execute(insert(homes).values(home="pack/tea", version=2))
    await database.close()


async def test_many_tasks_write_at_once(store: Store) -> None:
    await asyncio.gather(
        *(store.questions.record(1, f"question {n}", "none", retention_days=1) for n in range(100))
    )
    assert len(await store.questions.recent(1, most=1000)) == 100


async def test_references_are_held(store: Store, database_url: str) -> None:
    database = await Database.open(database_url)
    with pytest.raises(StoreError):
        async with database.writing() as connection:
            await connection.execute(insert(pack_files).values(home="none", file="f", text=""))
    await database.close()


async def test_an_error_quotes_nothing_that_was_to_be_kept(store: Store, database_url: str) -> None:
    database = await Database.open(database_url)
    # Made here, for a traceback may quote the lines of a statement that failed.
    kept = insert(pack_files).values(home="none", file="f", text="private words")
    with pytest.raises(StoreError) as caught:
        async with database.writing() as connection:
            await connection.execute(kept)
    await database.close()
    assert "private" not in "".join(traceback.format_exception(caught.value))


async def test_sqlite_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'a.db'}")
    async with database.reading() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
    await database.close()


async def test_a_file_that_another_program_writes_to_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        async def let_go(_: float) -> None:
            other.execute("COMMIT")

        monkeypatch.setattr(asyncio, "sleep", let_go)
        async with open_store(f"sqlite:///{tmp_path / 'a.db'}") as store:
            assert await store.questions.recent(1) == []
        assert not other.in_transaction


async def test_a_file_that_another_program_never_lets_go_of_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await sentence(f"sqlite:///{tmp_path / 'a.db'}")).endswith(
            "is in use by another program that does not let go. Try again."
        )


async def test_a_path_may_hold_what_is_special_in_an_address(tmp_path: Path) -> None:
    file = tmp_path / "what? 100%41 #1 @ü" / "rejoinder.db"
    async with open_store(f"sqlite:///{file}"):
        assert file.is_file()
    assert [it.name for it in file.parent.iterdir()] == ["rejoinder.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
async def test_what_is_remembered_of_people_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "rejoinder.db"
    async with open_store(f"sqlite:///{file}") as store:
        await store.servers.change(1, retention_days=1)
        kept = {it.name: it.stat().st_mode & 0o777 for it in file.parent.iterdir()}
    assert set(kept) == {"rejoinder.db", "rejoinder.db-shm", "rejoinder.db-wal"}
    assert set(kept.values()) == {0o600}


async def test_the_permissions_of_a_file_that_is_there_stay(tmp_path: Path) -> None:
    file = tmp_path / "rejoinder.db"
    async with open_store(f"sqlite:///{file}"):
        pass
    file.chmod(0o640)
    async with open_store(f"sqlite:///{file}"):
        pass
    assert file.stat().st_mode & 0o777 == 0o640


async def test_a_folder_that_may_not_be_written_to_is_a_sentence(closed_folder: Path) -> None:
    file = closed_folder / "a.db"
    assert await sentence(f"sqlite:///{file}") == (
        f"The database {file} cannot be opened. Check that its folder is there and may be written "
        "to."
    )
    file = closed_folder / "below" / "a.db"
    assert await sentence(f"sqlite:///{file}") == (
        f"The folder of the database {file} cannot be made or read: Permission denied. Name "
        "another in REJOINDER_DATA or REJOINDER_DATABASE_URL."
    )


async def test_a_file_in_the_place_of_a_folder_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.joinpath("file").touch()
    assert await sentence(f"sqlite:///{tmp_path / 'file' / 'a.db'}") == (
        f"The folder of the database {tmp_path / 'file' / 'a.db'} cannot be made or read: "
        "File exists. Name another in REJOINDER_DATA or REJOINDER_DATABASE_URL."
    )


async def test_another_file_is_a_sentence_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    file.write_bytes(b"holiday photographs " * 1000)
    assert await sentence(f"sqlite:///{file}") == (
        f"The database {file} is no SQLite database. Move the file away, then restore any backup."
    )
    assert file.read_bytes() == b"holiday photographs " * 1000


async def test_a_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    async with open_store(f"sqlite:///{file}") as store:
        for n in range(50):
            await store.questions.record(1, f"question {n}" * 20, "none", retention_days=1)
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    with pytest.raises(StoreError) as caught:
        async with open_store(f"sqlite:///{file}") as store:
            await store.questions.recent(1)
    assert str(caught.value) == (
        f"The database {file} is damaged. Move the file away and restore a backup."
    )


async def test_a_full_disk_is_a_sentence_and_nothing_is_half_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    async with open_store(url) as store:
        database = await Database.open(url)

        async def fill_the_disk() -> None:
            async with database.writing() as connection:
                await connection.execute(insert(homes).values(home="pack/tea", version=1))
                await connection.execute(text("PRAGMA max_page_count = 1"))
                await connection.execute(
                    insert(pack_files).values(home="pack/tea", file="f", text="x" * 2**20)
                )

        with pytest.raises(StoreError) as caught:
            await fill_the_disk()
        await database.close()
        assert (await store.revisions.files("pack/tea")).version == 0
    assert str(caught.value) == (
        f"The database {tmp_path / 'a.db'} cannot grow: the disk is full. Make room."
    )


async def test_a_disk_without_room_for_what_sqlite_keeps_beside_its_file_is_told_to_be_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.db"
    file.write_text("no database " * 100, encoding="utf-8")
    monkeypatch.setattr(database_module, "_code", lambda _: "SQLITE_IOERR_SHMSIZE")
    said = await sentence(f"sqlite:///{file}")
    assert said == f"The database {file} cannot grow: the disk is full. Make room."


async def test_a_server_that_is_not_there_is_a_sentence_without_the_password() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        said = await sentence(f"postgresql://ann:s3cret@127.0.0.1:{port}/tea")
    assert said == (
        "The database tea on 127.0.0.1 cannot be reached: Connection refused. Check that its "
        "server is running, and REJOINDER_DATABASE_URL."
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(
            ("/postgres?", "/missing?"), 'FATAL:  database "missing" does not exist', id="database"
        ),
        pytest.param(("postgres:@", "ann:s3cret@"), 'FATAL:  role "ann" does not exist', id="user"),
        pytest.param(
            ("?host=", "?colour=s3cret&host="), 'invalid connection option "colour"', id="option"
        ),
    ],
)
async def test_a_server_that_does_not_let_us_in_is_a_sentence_without_the_password(
    change: tuple[str, str], reason: str, postgresql: Callable[[str], str]
) -> None:
    url = postgresql("postgres").replace(*change)
    with pytest.raises(StoreError) as caught:
        await Store.open(url)
    assert f" cannot be reached: {reason}. Check" in str(caught.value)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


async def test_a_read_only_server_is_a_sentence(new_database: Callable[[str], str]) -> None:
    url = f"{new_database('postgresql')}&options=-cdefault_transaction_read_only=on"
    assert (await sentence(url)).endswith("may not be written to: this server is a read-only copy.")


async def test_a_connection_that_broke_is_made_again(new_database: Callable[[str], str]) -> None:
    url = new_database("postgresql")
    async with open_store(url) as store:
        other = await Database.open(url)
        async with other.writing() as connection:
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        await other.close()
        assert await store.questions.recent(1) == []


async def test_a_missing_driver_is_a_sentence_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert await sentence("postgresql://ann:s3cret@127.0.0.1/tea") == (
        "PostgreSQL needs a driver: pip install 'rejoinder[postgres]'."
    )


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("mysql://ann:s3cret@host/tea", id="another database"),
        pytest.param("rejoinder.db", id="a bare path"),
        pytest.param("sqlite:///", id="no path"),
        pytest.param("sqlite:///:memory:", id="memory"),
        pytest.param("postgresql://ann:s3cret@host:s3cret/tea", id="a port of letters"),
        pytest.param("postgresql://ann:p@s3cret@host/tea", id="an @ in the password"),
        pytest.param("postgresql://a/nn:s3cret@host/tea", id="a / in the user"),
    ],
)
async def test_an_address_that_is_wrong_is_a_sentence_without_the_password(url: str) -> None:
    with pytest.raises(StoreError, match=r"^The address of the database is wrong: .+\.$") as caught:
        await Store.open(url)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
