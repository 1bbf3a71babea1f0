"""What must be remembered, behind one door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Self

from bot.store.database import Database
from bot.store.follows import Follows
from bot.store.people import People
from bot.store.proposals import Proposals
from bot.store.questions import Questions
from bot.store.replies import Replies
from bot.store.revisions import Revisions
from bot.store.schema import migrate
from bot.store.servers import Servers
from bot.store.votes import Votes


class Store:
    """What the database remembers, by kind. Open it with `Store.open`, or use `open_store`.

    A store that was opened with `Store.open` must be closed. Everything it does is one transaction,
    and raises `StoreError` if the database fails.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self.revisions = Revisions(database, now)
        self.servers = Servers(database)
        self.questions = Questions(database, now)
        self.proposals = Proposals(database, now)
        self.votes = Votes(database, now)
        self.follows = Follows(database, now)
        self.replies = Replies(database)
        self.people = People(database)

    @classmethod
    async def open(
        cls, url: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> Self:
        """Opens the database at `url`, made or brought up to date first.

        `now` tells the time, with its zone. Raises `StoreError` if the database cannot be used.
        """
        database = await Database.open(url)
        try:
            await migrate(database)
        except BaseException:
            await database.close()
            raise
        return cls(database, now)

    async def close(self) -> None:
        """Gives the connections back; nothing can be asked afterwards."""
        await self._database.close()


@asynccontextmanager
async def open_store(
    url: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> AsyncIterator[Store]:
    """`Store.open` for a block, closed at its end."""
    store = await Store.open(url, now=now)
    try:
        yield store
    finally:
        await store.close()
