"""The database's address, as the operator writes it."""

from __future__ import annotations

SQLITE = "sqlite:///"
"""What comes after it is a path, as it is: four slashes in all where that is absolute."""
POSTGRESQL = ("postgresql://", "postgres://")

HOW = "write postgresql://user:password@host/database, or sqlite:/// and the path of a file"


def problem_of(url: str) -> str | None:
    """What is wrong with `url`, not quoting it as it may hold a password; None if nothing is."""
    if url.startswith(SQLITE):
        path = url.removeprefix(SQLITE)
        if not path or path == ":memory:" or path.startswith("file:"):
            return f"it names no file; {HOW}"
        return None
    return None if url.startswith(POSTGRESQL) else f"it is no address of a database; {HOW}"
