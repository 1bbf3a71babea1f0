"""The database's address, as the operator writes it."""

from __future__ import annotations

SQLITE = "sqlite:///"
"""The address of an SQLite file begins with this. The rest is its path as it is: with an absolute
path there are four slashes in all."""
POSTGRESQL = ("postgresql://", "postgres://")

HOW = "write postgresql://user:password@host/database, or sqlite:/// and the path of a file"


def problem_of(url: str) -> str | None:
    """What is wrong with `url`, or None. It is never quoted, as it may hold a password."""
    if url.startswith(SQLITE):
        path = url.removeprefix(SQLITE)
        if not path or path == ":memory:" or path.startswith("file:"):
            return f"it names no file; {HOW}"
        return None
    return None if url.startswith(POSTGRESQL) else f"it is no address of a database; {HOW}"
