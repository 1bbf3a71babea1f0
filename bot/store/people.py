"""People: what is held of one of them, and forgetting it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database, hold
from bot.store.follows import Follow, follows_by
from bot.store.proposals import KeptProposal, proposals_by
from bot.store.tables import blocklist, follows, proposals, revisions, votes
from bot.store.votes import Vote, votes_by
from bot.translation import N_

FORGOTTEN = N_("someone who asked to be forgotten")
"""The name that history gives to an author who was forgotten, in English as it is stored."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is held of a person."""

    votes: tuple[Vote, ...]
    """Newest first."""
    follows: tuple[Follow, ...]
    proposals: tuple[KeptProposal, ...]
    """The changes of packs that wait for their word."""
    revisions: Mapping[str, int]
    """How many changes they made to each pack, by the key of its home."""
    blocked_in: tuple[int, ...]
    """The ids of the servers where the bot does not answer them."""


class People:
    """All people about whom something is stored, by their Discord ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, user_id: int) -> Known:
        """All that is held of a person."""
        async with self._database.reading() as connection:
            return await _known(connection, user_id)

    async def forget(self, user_id: int) -> Known:
        """Deletes what is stored about a person, and gives what that was.

        Their changes of packs stay in history, without their name and id. That a server blocked
        them stays too: it is the server's decision.
        """
        async with self._database.writing() as connection:
            # A second press waits, rather than change the same rows in another order.
            await hold(connection, user_id)
            found = await _known(connection, user_id)
            await connection.execute(delete(votes).where(votes.c.user_id == user_id))
            await connection.execute(delete(follows).where(follows.c.user_id == user_id))
            await connection.execute(delete(proposals).where(proposals.c.author_id == user_id))
            await connection.execute(
                update(revisions)
                .where(revisions.c.author_id == user_id)
                .values(author=FORGOTTEN, author_id=None)
            )
            return found


async def _known(connection: AsyncConnection, user_id: int) -> Known:
    made = (
        select(revisions.c.home, func.count().label("made"))
        .where(revisions.c.author_id == user_id)
        .group_by(revisions.c.home)
        .order_by(revisions.c.home)
    )
    blocked_in = (
        select(blocklist.c.guild_id)
        .where(blocklist.c.user_id == user_id)
        .order_by(blocklist.c.guild_id)
    )
    return Known(
        votes=await votes_by(connection, user_id),
        follows=await follows_by(connection, user_id),
        proposals=await proposals_by(connection, user_id),
        revisions={it.home: it.made for it in await connection.execute(made)},
        blocked_in=tuple(await connection.scalars(blocked_in)),
    )
