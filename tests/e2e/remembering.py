"""What the bot remembers, read and written beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.store.store import Store, open_store
from bot.store.urls import SQLITE


class Memory:
    """The store of the bot that a test starts, in the test's own folder."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Store]:
        """The store, for a block."""
        self._data.mkdir(exist_ok=True)
        async with open_store(f"{SQLITE}{self._data / 'rejoinder.db'}") as store:
            yield store
