"""A process that opens a database at the same moment as others, and changes the same pack.

It prints `ready`, waits for a line, and prints `won` or `late`.
"""

from __future__ import annotations

import asyncio
import sys

from bot.errors import Stale
from bot.store.revisions import Author, Change
from bot.store.store import open_store


async def contend(url: str) -> str:
    async with open_store(url) as store:
        try:
            await store.revisions.commit(
                "pack/tea",
                Change(Author("Ann", "shell"), "Mine"),
                expected=0,
                files={"tea.yaml": "mine"},
            )
        except Stale:
            return "late"
        return "won"


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    print(asyncio.run(contend(sys.argv[1])))
