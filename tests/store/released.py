"""Writes the newest schema with something of everything in it, before it is released:

    python -m tests.store.released

A schema that was written once is never changed: databases like it are out there.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.store.schema import newest
from bot.store.store import open_store
from tests.store.clock import Clock
from tests.store.filled import fill

SCHEMAS = Path(__file__).parent / "schemas"


async def write(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "released.db")
        async with open_store(f"sqlite:///{file}", now=Clock()) as store:
            await fill(store)
        with closing(sqlite3.connect(file)) as connection:
            dump = "".join(f"{line}\n" for line in connection.iterdump())
    with target.open("x", encoding="utf-8", newline="\n") as output:
        output.write(dump)


if __name__ == "__main__":
    asyncio.run(write(SCHEMAS / f"{newest()}.sql"))
