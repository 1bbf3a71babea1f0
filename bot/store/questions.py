"""Questions: what was asked in servers, by nobody in particular, and what came of it.

Who asked is never kept. The text is kept for as long as the server decided; the tallies, which
hold no text, stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, upsert
from bot.store.servers import RETENTION_DAYS
from bot.store.tables import questions, servers, tallies

Outcome = Literal["answer", "suggest", "none", "wrong"]
State = Literal["open", "handled", "ignored", "out-of-scope"]

MISSES: tuple[Outcome, ...] = ("suggest", "none", "wrong")
LONGEST = 4000
"""How many characters of a question are kept; Discord sends no more."""


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question that was asked in a server, and what came of it."""

    id: int
    guild_id: int
    asked_at: datetime
    question: str
    outcome: Outcome
    pack: str | None
    entry: str | None
    confidence: float | None
    state: State


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each thing came of questions in a server on one day, in UTC."""

    guild_id: int
    day: date
    outcome: Outcome
    pack: str | None
    entry: str | None
    count: int


class Questions:
    """The questions of every server."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def record(
        self,
        guild_id: int,
        question: str,
        outcome: Outcome,
        *,
        pack: str | None = None,
        entry: str | None = None,
        confidence: float | None = None,
        retention_days: int,
    ) -> int | None:
        """Counts a question, and stores it unless `retention_days` is 0.

        Returns its id if it is stored.
        """
        asked_at = self._now()
        async with self._database.writing() as connection:
            day = asked_at.astimezone(UTC).date()
            await _count(connection, guild_id, day, outcome, pack, entry, 1)
            if retention_days <= 0:
                return None
            kept = await connection.execute(
                insert(questions).values(
                    guild_id=guild_id,
                    asked_at=asked_at,
                    question=question[:LONGEST],
                    outcome=outcome,
                    pack=pack,
                    entry=entry,
                    confidence=confidence,
                    state="open",
                )
            )
            key = kept.inserted_primary_key
            return int(key[0]) if key is not None else None

    async def report_wrong(
        self,
        guild_id: int,
        question: str,
        *,
        pack: str | None,
        entry: str | None,
        confidence: float | None = None,
        retention_days: int,
    ) -> int | None:
        """Records, as `record` does, that an answer did not fit its question."""
        return await self.record(
            guild_id,
            question,
            "wrong",
            pack=pack,
            entry=entry,
            confidence=confidence,
            retention_days=retention_days,
        )

    async def recent(self, guild_id: int, most: int = 100) -> list[LoggedQuestion]:
        """The newest questions of a server, newest first."""
        return await self._find(questions.c.guild_id == guild_id, most=most)

    async def get(self, number: int, guild_id: int) -> LoggedQuestion | None:
        """The question with that id, if it is kept and was asked in the server."""
        found = await self._find(questions.c.id == number, questions.c.guild_id == guild_id, most=1)
        return found[0] if found else None

    async def decline(self, number: int, guild_id: int) -> bool:
        """Notes that none of the entries suggested for a question was meant: it is a miss now.

        Returns whether the question is stored, was asked in the server and counted as suggested
        until now.
        """
        async with self._database.writing() as connection:
            found = await connection.execute(
                select(questions).where(
                    questions.c.id == number,
                    questions.c.guild_id == guild_id,
                    questions.c.outcome == "suggest",
                )
            )
            row = found.one_or_none()
            if row is None:
                return False
            changed = await connection.execute(
                update(questions)
                .where(questions.c.id == number, questions.c.outcome == "suggest")
                .values(outcome="none")
            )
            if not changed.rowcount:
                return False  # somebody else's press came first
            day = row.asked_at.astimezone(UTC).date()
            await _count(connection, guild_id, day, "suggest", row.pack, row.entry, -1)
            await _count(connection, guild_id, day, "none", row.pack, row.entry, 1)
        return True

    async def misses(self, guild_id: int | None, most: int = 1000) -> list[LoggedQuestion]:
        """The newest open misses of a server, or of all servers with None, newest first."""
        return await self._find(
            *_of(guild_id),
            questions.c.outcome.in_(MISSES),
            questions.c.state == "open",
            most=most,
        )

    async def settle(self, ids: Iterable[int], state: State, *, guild_id: int | None) -> int:
        """Sets the state of the questions that were asked in a server; returns how many there were.

        With None for the server, sets that of all `ids`, wherever they were asked.
        """
        async with self._database.writing() as connection:
            settled = await connection.execute(
                update(questions)
                .where(questions.c.id.in_(set(ids)), *_of(guild_id))
                .values(state=state)
            )
            return settled.rowcount

    async def expire(self, now: datetime) -> int:
        """Deletes the questions older than their servers keep them; returns how many."""
        deleted = 0
        async with self._database.writing() as connection:
            days = await connection.scalars(select(servers.c.retention_days).distinct())
            kept_for = {
                it: questions.c.guild_id.in_(
                    select(servers.c.guild_id).where(servers.c.retention_days == it)
                )
                for it in days.all()
            }
            undecided = questions.c.guild_id.not_in(select(servers.c.guild_id))
            for retention, theirs in [*kept_for.items(), (RETENTION_DAYS, undecided)]:
                old = questions.c.asked_at < now - timedelta(days=retention)
                gone = await connection.execute(delete(questions).where(old, theirs))
                deleted += gone.rowcount
        return deleted

    async def tallies(self, guild_id: int | None, since: date) -> list[Tally]:
        """The tallies of a server, or of all with None, from the day `since` on, oldest first."""
        found = (
            select(tallies)
            .where(tallies.c.day >= since)
            .order_by(tallies.c.day, *tallies.primary_key)
        )
        if guild_id is not None:
            found = found.where(tallies.c.guild_id == guild_id)
        async with self._database.reading() as connection:
            return [
                Tally(
                    it["guild_id"],
                    it["day"],
                    it["outcome"],
                    it["pack"] or None,
                    it["entry"] or None,
                    it["count"],
                )
                for it in (await connection.execute(found)).mappings()
            ]

    async def _find(self, *conditions: ColumnElement[bool], most: int) -> list[LoggedQuestion]:
        newest = (
            select(questions)
            .where(*conditions)
            .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
            .limit(most)
        )
        async with self._database.reading() as connection:
            return [
                LoggedQuestion(
                    it.id,
                    it.guild_id,
                    it.asked_at,
                    it.question,
                    it.outcome,
                    it.pack,
                    it.entry,
                    it.confidence,
                    it.state,
                )
                for it in await connection.execute(newest)
            ]


def _of(guild_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if guild_id is None else (questions.c.guild_id == guild_id,)


async def _count(
    connection: AsyncConnection,
    guild_id: int,
    day: date,
    outcome: Outcome,
    pack: str | None,
    entry: str | None,
    by: int,
) -> None:
    """Counts what came of a question; `by` -1 takes one back."""
    tally = upsert(connection, tallies).values(
        guild_id=guild_id,
        day=day,
        outcome=outcome,
        pack=pack or "",
        entry=entry or "",
        count=by,
    )
    await connection.execute(
        tally.on_conflict_do_update(
            index_elements=list(tallies.primary_key), set_={"count": tallies.c.count + by}
        )
    )
