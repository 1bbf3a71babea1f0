"""Votes: whether answers helped, and what was wrong with those that did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, upsert
from bot.store.tables import votes

Reason = Literal["wrong", "outdated", "unclear", "unfair-for", "unfair-against"]

VOTE_DAYS = 365
"""How long a vote counts."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person said of an answer."""

    guild_id: int | None
    """The server; None for direct messages and servers that the bot is not in."""
    pack: str
    entry: str
    user_id: int
    """Discord's id of the person."""
    is_helpful: bool
    reason: Reason | None
    """Why it did not help, where they said so."""
    voted_at: datetime


class Votes:
    """The votes of every server, and of direct messages and servers that the bot is not in.

    The last two have no server: their votes are stored under server 0, which Discord does not have,
    and are given with None.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def cast(
        self,
        guild_id: int | None,
        pack: str,
        entry: str,
        user_id: int,
        *,
        is_helpful: bool,
        reason: Reason | None = None,
    ) -> None:
        """Keeps what a person says of an answer, in place of what they said of it before.

        A `reason` is kept only with a vote that is not helpful.
        """
        async with self._database.writing() as connection:
            vote = upsert(connection, votes).values(
                guild_id=guild_id or 0,
                pack=pack,
                entry=entry,
                user_id=user_id,
                is_helpful=is_helpful,
                reason=None if is_helpful else reason,
                voted_at=self._now(),
            )
            await connection.execute(
                vote.on_conflict_do_update(
                    index_elements=list(votes.primary_key),
                    set_={
                        name: vote.excluded[name] for name in ("is_helpful", "reason", "voted_at")
                    },
                )
            )

    async def of_server(self, guild_id: int | None, since: datetime) -> list[Vote]:
        """The votes cast in a server from `since` on, newest first.

        With None for the server, these are the votes without a server.
        """
        async with self._database.reading() as connection:
            return await _find(
                connection, votes.c.guild_id == (guild_id or 0), votes.c.voted_at >= since
            )

    async def expire(self, now: datetime) -> int:
        """Deletes the votes older than `VOTE_DAYS`; returns how many there were."""
        old = votes.c.voted_at < now - timedelta(days=VOTE_DAYS)
        async with self._database.writing() as connection:
            return (await connection.execute(delete(votes).where(old))).rowcount


async def votes_by(connection: AsyncConnection, user_id: int) -> tuple[Vote, ...]:
    """A person's votes, newest first."""
    return tuple(await _find(connection, votes.c.user_id == user_id))


async def _find(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Vote]:
    newest = select(votes).where(*conditions).order_by(votes.c.voted_at.desc(), *votes.primary_key)
    return [_from_row(row) for row in await connection.execute(newest)]


def _from_row(row: Row[Any]) -> Vote:  # a row's columns have no types
    return Vote(
        row.guild_id or None,
        row.pack,
        row.entry,
        row.user_id,
        row.is_helpful,
        row.reason,
        row.voted_at,
    )
