"""The migrations: which there are, which a database has had, and applying the rest."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError
from bot.store.database import Database, hold

MIGRATIONS = Path(__file__).with_name("migrations")
"""The folder of the migrations. Each is a file named `<revision>_<what it brings>.py`."""
VERSIONS = "alembic_version"
"""The table where Alembic notes the migration that a database stands at."""
LOCK = 0x72656A6F696E6465
"""The key of the advisory lock of PostgreSQL under which migrations are applied: "rejoinde"."""


async def migrate(database: Database) -> None:
    """Brings the tables up to date: once, however many processes start at the same moment.

    All of it is one transaction. Raises `StoreError` if a newer Rejoinder made the database.
    """
    async with database.reading() as connection:
        revision = await connection.run_sync(current_revision)
    if revision == newest():
        return
    async with database.writing() as connection:
        await hold(connection, LOCK)
        await connection.run_sync(upgrade)


def newest() -> str:
    """The newest migration."""
    return max(known())


def known() -> frozenset[str]:
    """Every migration that this version knows, by the files' names.

    Alembic would read them out of the files, and takes a tenth of a second to import; most starts
    have nothing to migrate.
    """
    files = (MIGRATIONS / "versions").glob("[!_]*_*.py")
    return frozenset(it.name.partition("_")[0] for it in files)


def current_revision(connection: Connection) -> str | None:
    """The migration that the database stands at; None for one without tables.

    Raises `StoreError` if it is not a known one.
    """
    if not inspect(connection).has_table(VERSIONS):
        return None
    revision: str | None = connection.scalar(
        text(f"SELECT version_num FROM {VERSIONS}")  # noqa: S608  a constant
    )
    if revision is not None and revision not in known():
        raise StoreError(
            f"The database was made by a newer Rejoinder ({revision}). Upgrade; or move its file "
            "away, or name an empty database of PostgreSQL, and then restore a backup."
        )
    return revision


def upgrade(connection: Connection, to: str = "head") -> None:
    """Applies the migrations up to `to`, within the transaction that has begun."""
    from alembic import command
    from alembic.config import Config

    current_revision(connection)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
