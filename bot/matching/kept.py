"""What took long to compute, kept in a file until it is wanted again."""

# ruff: noqa: S608 - the table's name comes from the code alone

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path

DAY = 86_400
"""After so many seconds it is noted anew that something is still in use."""

log = logging.getLogger(__name__)


class Kept:
    """A file of values by key, from which those unused for longest are dropped.

    It only saves time. Where it cannot be read or written, the log says so once, and what it would
    have held is computed again. A damaged file is replaced. Several processes may use one file.
    """

    def __init__(self, file: Path, table: str, most: int) -> None:
        """`table` is the name of what is kept, and `most` how many values are."""
        self.file = file
        self._table = table
        self._most = most
        self._is_told = False

    def read(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values of those of `keys` that are kept."""
        if not self.file.exists():
            return {}
        found: dict[bytes, bytes] = {}

        def read(connection: sqlite3.Connection) -> None:
            connection.execute("CREATE TEMPORARY TABLE wanted (key BLOB PRIMARY KEY)")
            connection.executemany("INSERT INTO wanted VALUES (?)", [(it,) for it in keys])
            rows = connection.execute(f"SELECT * FROM {self._table} JOIN wanted USING (key)")
            now = _now()
            longest = now
            for key, used, value in rows:
                found[key] = value
                longest = min(longest, used)
            if longest < now - DAY:  # or else nothing is written
                connection.execute(
                    f"UPDATE {self._table} SET used = ? "
                    "WHERE used < ? AND key IN (SELECT key FROM wanted)",
                    (now, now - DAY),
                )

        self._use(read)
        return found

    def write(self, values: Mapping[bytes, bytes]) -> None:
        """Keeps `values`, by key."""
        now = _now()
        rows = [(key, now, value) for key, value in values.items()]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?, ?)", rows)
            count = connection.execute(f"SELECT count(*) FROM {self._table}").fetchone()[0]
            if count > self._most:
                connection.execute(
                    f"DELETE FROM {self._table} WHERE key IN "
                    f"(SELECT key FROM {self._table} ORDER BY used LIMIT ?)",
                    (count - self._most,),
                )

        self._use(write)

    def _use(self, action: Callable[[sqlite3.Connection], None]) -> None:
        """Does `action` in one transaction; with a new file if the present one is damaged."""
        try:
            try:
                self._transact(action)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                log.warning("%s is damaged and will be made anew: %s.", self.file, error)
                self.file.unlink(missing_ok=True)
                self._transact(action)
        except (sqlite3.Error, OSError) as error:
            if not self._is_told:
                reason = getattr(error, "strerror", None) or error
                log.warning("Nothing can be kept in %s: %s.", self.file, reason)
            self._is_told = True

    def _transact(self, action: Callable[[sqlite3.Connection], None]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {self._table} "
                "(key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID"
            )
            action(connection)


def _now() -> int:
    return int(time.time())
