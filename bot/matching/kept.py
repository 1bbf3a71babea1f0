"""Vectors of texts that were encoded once, kept in a file."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

MOST = 200_000
"""Vectors kept; the longest unused go first. Those of 384 numbers take some 170 MB."""
DAY = 86_400
NUMBERS = "<f2"
BYTES_A_NUMBER = 2
TABLE = (
    "CREATE TABLE IF NOT EXISTS encodings "
    "(key BLOB PRIMARY KEY, used INTEGER NOT NULL, vector BLOB NOT NULL) WITHOUT ROWID"
)

log = logging.getLogger(__name__)


class KeptEncodings:
    """A file of vectors by what was encoded, and with which encoder.

    Nothing depends on it but time: where it cannot be read or written, that is logged, and texts
    are encoded again. A damaged file is replaced. Several processes may use one file.
    """

    def __init__(self, file: Path, *, most: int = MOST) -> None:
        self._file = file
        self._most = most

    def read(self, fingerprint: str, dimensions: int, texts: Sequence[str]) -> dict[str, Floats]:
        """The vectors of those of `texts` that are kept, of `dimensions` numbers each."""
        if not self._file.exists():
            return {}
        text_by_key = {_key(fingerprint, text): text for text in texts}
        found: dict[str, Floats] = {}

        def read(connection: sqlite3.Connection) -> None:
            connection.execute("CREATE TEMPORARY TABLE wanted (key BLOB PRIMARY KEY)")
            connection.executemany("INSERT INTO wanted VALUES (?)", [(it,) for it in text_by_key])
            rows = connection.execute("SELECT key, vector FROM encodings JOIN wanted USING (key)")
            for key, vector in rows:
                if len(vector) == BYTES_A_NUMBER * dimensions:
                    found[text_by_key[key]] = np.frombuffer(vector, NUMBERS).astype(np.float32)
            connection.execute(
                "UPDATE encodings SET used = :today "
                "WHERE used <> :today AND key IN (SELECT key FROM wanted)",
                {"today": _today()},
            )

        self._use(read)
        return found

    def write(self, fingerprint: str, vectors: Mapping[str, Floats]) -> None:
        """Keeps `vectors`, by text, to half precision."""
        rows = [
            (_key(fingerprint, text), _today(), vector.astype(NUMBERS).tobytes())
            for text, vector in vectors.items()
        ]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?, ?)", rows)
            count = connection.execute("SELECT count(*) FROM encodings").fetchone()[0]
            if count > self._most:
                connection.execute(
                    "DELETE FROM encodings WHERE key IN "
                    "(SELECT key FROM encodings ORDER BY used LIMIT ?)",
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
                log.warning("%s is damaged and will be made anew: %s.", self._file, error)
                self._file.unlink(missing_ok=True)
                self._transact(action)
        except (sqlite3.Error, OSError) as error:
            log.warning("Vectors cannot be kept in %s: %s.", self._file, error)

    def _transact(self, action: Callable[[sqlite3.Connection], None]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as connection, connection:
            connection.execute(TABLE)
            action(connection)


def _key(fingerprint: str, text: str) -> bytes:
    return hashlib.sha256(f"{fingerprint}\n{text}".encode(errors="replace")).digest()


def _today() -> int:
    return int(time.time()) // DAY
