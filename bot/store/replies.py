"""Replies: which messages the bot posted lately, and what they answer with. Ids alone, no words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from bot.store.database import Database
from bot.store.tables import replies

REPLY_DAYS = 7
"""How long a reply is remembered."""
LATEST = 50


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of the bot's."""

    message_id: int
    channel_id: int
    guild_id: int | None
    """The server; None for direct messages and servers that the bot is not in."""
    question_id: int | None
    """The id of the message that asked; None for a command."""
    pack: str | None
    """The id of the answer's pack; None where it is no answer."""
    entry: str | None
    percent: int | None
    """How sure the bot was."""
    posted_at: datetime
    is_unasked: bool
    substance: str | None = None
    """The fingerprint of what the answer said; None where it is no answer."""


class Replies:
    """What the bot posted, in every server and in none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, reply: Reply) -> None:
        """Remembers a reply."""
        async with self._database.writing() as connection:
            await connection.execute(insert(replies).values(**asdict(reply)))

    async def get(self, message_id: int) -> Reply | None:
        """The reply with that id, if it is remembered."""
        found = await self._find(replies.c.message_id == message_id, most=1)
        return found[0] if found else None

    async def to(self, question_id: int) -> Reply | None:
        """The newest reply to a message, if one is remembered."""
        found = await self._find(replies.c.question_id == question_id, most=1)
        return found[0] if found else None

    async def in_channel(self, channel_id: int) -> list[Reply]:
        """The newest replies in a channel, at most `LATEST`, newest first."""
        return await self._find(replies.c.channel_id == channel_id, most=LATEST)

    async def substances(self, pack: str, guild_id: int | None) -> set[tuple[str, str]]:
        """The entries of a pack that replies show, each with the fingerprint of what it said.

        Those in a server or, with None, everywhere.
        """
        said = (
            select(replies.c.entry, replies.c.substance)
            .distinct()
            .where(replies.c.pack == pack, replies.c.substance.is_not(None), *_in(guild_id))
        )
        async with self._database.reading() as connection:
            return {(it.entry, it.substance) for it in await connection.execute(said)}

    async def servers_showing(self, pack: str) -> list[tuple[int, datetime]]:
        """The servers in which replies show answers of a pack, and when the oldest was posted."""
        oldest = (
            select(replies.c.guild_id, func.min(replies.c.posted_at).label("posted_at"))
            .where(
                replies.c.pack == pack,
                replies.c.guild_id.is_not(None),
                replies.c.substance.is_not(None),
            )
            .group_by(replies.c.guild_id)
            .order_by(replies.c.guild_id)
        )
        async with self._database.reading() as connection:
            return [(it.guild_id, it.posted_at) for it in await connection.execute(oldest)]

    async def of_entry(self, pack: str, entry: str, guild_id: int | None) -> list[Reply]:
        """The replies that show an entry's answer, newest first; `guild_id` as for `substances`."""
        return await self._find(
            replies.c.pack == pack,
            replies.c.entry == entry,
            replies.c.substance.is_not(None),
            *_in(guild_id),
        )

    async def change(
        self,
        message_id: int,
        *,
        pack: str | None,
        entry: str | None,
        percent: int | None,
        substance: str | None,
    ) -> None:
        """Notes that a reply shows something else now, if the reply is remembered."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(replies)
                .where(replies.c.message_id == message_id)
                .values(pack=pack, entry=entry, percent=percent, substance=substance)
            )

    async def drop(self, message_id: int) -> None:
        """Forgets a reply, if it is remembered."""
        async with self._database.writing() as connection:
            await connection.execute(delete(replies).where(replies.c.message_id == message_id))

    async def expire(self, now: datetime) -> int:
        """Deletes the replies older than `REPLY_DAYS`; returns how many."""
        old = replies.c.posted_at < now - timedelta(days=REPLY_DAYS)
        async with self._database.writing() as connection:
            return (await connection.execute(delete(replies).where(old))).rowcount

    async def _find(self, *conditions: ColumnElement[bool], most: int | None = None) -> list[Reply]:
        newest = (
            select(replies)
            .where(*conditions)
            .order_by(replies.c.posted_at.desc(), replies.c.message_id.desc())
            .limit(most)
        )
        async with self._database.reading() as connection:
            return [Reply(**it) for it in (await connection.execute(newest)).mappings()]


def _in(guild_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if guild_id is None else (replies.c.guild_id == guild_id,)
