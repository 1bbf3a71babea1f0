"""The migrations: which there are, which a database has had, and applying the rest."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError
from bot.store.database import Database, hold

MIGRATIONS = "bot.store:migrations"
"""Where they are, in the package."""
VERSIONS = "alembic_version"
"""The table where Alembic notes what a database has had."""
LOCK = 0x72656A6F696E6465
"""Of PostgreSQL's advisory locks, the one under which migrations are applied: "rejoinde"."""


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
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101  there is one at least
    return head


def known() -> frozenset[str]:
    """Every migration that this version knows."""
    script = ScriptDirectory.from_config(_config())
    return frozenset(it.revision for it in script.walk_revisions())


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
            f"The database was made by a newer Rejoinder ({revision}). Upgrade, or restore a "
            "backup."
        )
    return revision


def upgrade(connection: Connection, to: str = "head") -> None:
    """Applies the migrations up to `to`, within the transaction that has begun."""
    current_revision(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    return config
