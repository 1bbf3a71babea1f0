"""Follows: questions that have no answer yet, and the people who want to be told of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, hold
from bot.store.tables import follows, storable

FOLLOW_DAYS = 90
"""How long a question is followed."""
MOST = 25
"""How many questions a person follows at once."""
LONGEST = 1000
"""How many characters of a question are kept."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A question that a person wants to be told of once it has an answer."""

    id: int
    guild_id: int | None
    """The server where it was asked; None for direct messages and servers without the bot."""
    user_id: int
    """Discord's id of the person."""
    question: str
    made_at: datetime


class Follows:
    """What people follow, in every server and in none."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def add(self, guild_id: int | None, user_id: int, question: str) -> int | None:
        """Has a person follow a question, given as it was typed; returns the id of the follow.

        If they follow it in that server already, that is the id of the existing follow. It is None
        if they follow `MOST` other questions.
        """
        kept = storable(question)[:LONGEST]
        async with self._database.writing() as connection:
            # Without this, two presses at once would each be counted without the other.
            await hold(connection, user_id)
            followed = await follows_by(connection, user_id)
            for it in followed:
                if (it.guild_id, it.question) == (guild_id, kept):
                    return it.id
            if len(followed) >= MOST:
                return None
            added = await connection.execute(
                insert(follows).values(
                    guild_id=guild_id, user_id=user_id, question=kept, made_at=self._now()
                )
            )
            key = added.inserted_primary_key
            assert key is not None  # noqa: S101  one row was inserted
            return int(key[0])

    async def of_server(self, guild_id: int | None) -> list[Follow]:
        """The follows of a server, oldest first; with None those that belong to no server."""
        async with self._database.reading() as connection:
            return await _find(connection, follows.c.guild_id == guild_id)

    async def everywhere(self) -> list[Follow]:
        """What is followed in every server and in none, oldest first."""
        async with self._database.reading() as connection:
            return await _find(connection)

    async def get(self, number: int) -> Follow | None:
        """The follow with that id, if it is there still."""
        async with self._database.reading() as connection:
            found = await _find(connection, follows.c.id == number)
        return found[0] if found else None

    async def drop(self, number: int) -> bool:
        """Ends a follow; returns whether it still existed.

        Of several callers at once, only one is told that it did.
        """
        async with self._database.writing() as connection:
            dropped = await connection.execute(delete(follows).where(follows.c.id == number))
            return bool(dropped.rowcount)

    async def expire(self, now: datetime) -> int:
        """Deletes the follows older than `FOLLOW_DAYS`; returns how many there were."""
        old = follows.c.made_at < now - timedelta(days=FOLLOW_DAYS)
        async with self._database.writing() as connection:
            return (await connection.execute(delete(follows).where(old))).rowcount


async def follows_by(connection: AsyncConnection, user_id: int) -> tuple[Follow, ...]:
    """What a person follows, oldest first."""
    return tuple(await _find(connection, follows.c.user_id == user_id))


async def _find(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Follow]:
    oldest = select(follows).where(*conditions).order_by(follows.c.id)
    return [
        Follow(it.id, it.guild_id, it.user_id, it.question, it.made_at)
        for it in await connection.execute(oldest)
    ]
