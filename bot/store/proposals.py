"""Proposals: changes of packs that wait for their curator's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.tables import proposals

KEPT_DAYS = 7
"""How long a proposal waits."""


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A change that one curator may publish, alter or discard."""

    id: int
    home: str
    """The key of the pack's home."""
    guild_id: int | None
    """The server in which it was made; None for direct messages."""
    author_id: int
    """Discord's id of the curator."""
    made_at: datetime
    edits: str
    """The edits as text; empty while no edits can be made of the form."""
    form: str | None
    """What the curator typed, as text, where it came from a form."""
    settles: tuple[int, ...]
    """The ids of the questions that publishing it settles."""


class Proposals:
    """The proposals of every server."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def keep(
        self,
        home: str,
        *,
        guild_id: int | None,
        author_id: int,
        edits: str,
        form: str | None = None,
        settles: Iterable[int] = (),
    ) -> int:
        """Keeps a proposal for `KEPT_DAYS`, and gives its id."""
        async with self._database.writing() as connection:
            kept = await connection.execute(
                insert(proposals).values(
                    home=home,
                    guild_id=guild_id,
                    author_id=author_id,
                    made_at=self._now(),
                    edits=edits,
                    form=form,
                    settles=tuple(map(str, settles)),
                )
            )
            key = kept.inserted_primary_key
            assert key is not None  # noqa: S101  one row was inserted
            return int(key[0])

    async def get(self, number: int) -> KeptProposal | None:
        """The proposal with that id, if it waits still."""
        found = select(proposals).where(
            proposals.c.id == number,
            proposals.c.made_at >= self._now() - timedelta(days=KEPT_DAYS),
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(found)).one_or_none()
        return None if row is None else _from_row(row)

    async def replace(self, number: int, *, edits: str, form: str | None) -> None:
        """Alters a proposal, if it waits still."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(proposals).where(proposals.c.id == number).values(edits=edits, form=form)
            )

    async def drop(self, number: int) -> None:
        """Forgets a proposal, if it waits still."""
        async with self._database.writing() as connection:
            await connection.execute(delete(proposals).where(proposals.c.id == number))

    async def expire(self, now: datetime) -> int:
        """Deletes the proposals that have waited for too long; returns how many."""
        old = proposals.c.made_at < now - timedelta(days=KEPT_DAYS)
        async with self._database.writing() as connection:
            return (await connection.execute(delete(proposals).where(old))).rowcount


async def proposals_by(connection: AsyncConnection, author_id: int) -> tuple[KeptProposal, ...]:
    """The proposals of a curator that wait, oldest first."""
    found = select(proposals).where(proposals.c.author_id == author_id).order_by(proposals.c.id)
    return tuple(_from_row(row) for row in await connection.execute(found))


def _from_row(row: Row[Any]) -> KeptProposal:  # a row's columns have no types
    return KeptProposal(
        row.id,
        row.home,
        row.guild_id,
        row.author_id,
        row.made_at,
        row.edits,
        row.form,
        tuple(map(int, row.settles)),
    )
