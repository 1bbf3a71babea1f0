"""Servers: what each one's admins decided, and whether the bot is still in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypedDict, TypeVar, Unpack

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.database import Database, hold, upsert
from bot.store.tables import (
    blocklist,
    follows,
    hidden_items,
    homes,
    proposals,
    questions,
    replies,
    servers,
    tallies,
    votes,
)

T = TypeVar("T")

HiddenKind = Literal["topics", "entries"]

RETENTION_DAYS = 30
"""How long questions are kept where nobody decided otherwise."""
MOST_RETENTION_DAYS = 3650
LOWEST_BAR, HIGHEST_BAR = 0.5, 0.99
"""Between these a server may choose how sure an answer must be."""
DIGEST_DAYS = 7
"""How long a server is left in peace after a digest."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server's admins decided, or the defaults."""

    curator_role: int | None = None
    """Discord's id of the role that may change the server's pack, besides its admins."""
    curators_channel: int | None = None
    """Discord's id of the channel where curators hear of broken packs and lost changes, and get the
    digest."""
    packs: tuple[str, ...] | None = None
    """The ids of the shared packs that answer here; None for all."""
    retention_days: int = RETENTION_DAYS
    """How long questions are kept; 0 to keep none."""
    language: str | None = None
    """The code of the language that the bot speaks there; None for the server's own on Discord."""
    answer_bar: float | None = None
    """How sure an answer must be, from `LOWEST_BAR` to `HIGHEST_BAR`; None for the default."""
    takes_votes: bool = True
    """Whether answers ask if they helped."""
    has_digest: bool = False
    """Whether the curators' channel gets a digest every week."""
    channels: tuple[int, ...] | None = None
    """Discord's ids of the channels where the bot answers; None for all."""
    unasked_channels: tuple[int, ...] = ()
    """Discord's ids of the channels where it answers without being asked."""


class SettingsChange(TypedDict, total=False):
    """Those of a server's settings that change; the rest stays."""

    curator_role: int | None
    curators_channel: int | None
    packs: tuple[str, ...] | None
    retention_days: int
    language: str | None
    answer_bar: float | None
    takes_votes: bool
    has_digest: bool
    channels: tuple[int, ...] | None
    unasked_channels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A part of a shared pack that a server does not show."""

    pack: str
    kind: HiddenKind
    item: str
    """The id of the topic or entry."""


class Servers:
    """What is remembered of each server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, guild_id: int) -> ServerSettings:
        """A server's settings; the defaults if it has none."""
        async with self._database.reading() as connection:
            return await _settings(connection, guild_id)

    async def with_channel(self) -> list[tuple[int, ServerSettings]]:
        """The ids and settings of the servers with a curators' channel, without those left."""
        return await self._find(_HAS_CHANNEL, _IS_IN)

    async def with_unasked(self) -> list[int]:
        """The ids of the servers, without those left, where it answers unasked somewhere."""
        return [it for it, _ in await self._find(servers.c.unasked_channels != (), _IS_IN)]

    async def due_digests(self, now: datetime) -> list[tuple[int, ServerSettings]]:
        """The ids and settings of the servers that are due a digest.

        Those want one, have a channel for it, still have the bot, and have had none for
        `DIGEST_DAYS`.
        """
        return await self._find(_is_due(now))

    async def claim_digest(self, guild_id: int, now: datetime) -> bool:
        """Notes that a server's digest is being sent; returns whether it was due.

        Of several callers at once, only one is told that it was.
        """
        claim = update(servers).where(servers.c.guild_id == guild_id, _is_due(now))
        async with self._database.writing() as connection:
            return bool((await connection.execute(claim.values(digest_at=now))).rowcount)

    async def change(self, guild_id: int, **changes: Unpack[SettingsChange]) -> ServerSettings:
        """Changes some of a server's settings, and gives all of them.

        Raises `StoreError` if `retention_days` is not from 0 to `MOST_RETENTION_DAYS`, or
        `answer_bar` not from `LOWEST_BAR` to `HIGHEST_BAR`.
        """
        _check(changes)
        async with self._database.writing() as connection:
            await _change(connection, guild_id, changes)
            return await _settings(connection, guild_id)

    async def decide(
        self, guild_id: int, decide: Callable[[ServerSettings], tuple[SettingsChange, T]]
    ) -> T:
        """Makes the changes of a server's settings that `decide` chooses; returns its other result.

        `decide` is given the settings as they are. Of several decisions at once, each sees what the
        one before it changed. Raises what `change` raises and whatever `decide` raises; nothing is
        changed then.
        """
        async with self._database.writing() as connection:
            await hold(connection, guild_id)
            changes, decided = decide(await _settings(connection, guild_id))
            _check(changes)
            if changes:
                await _change(connection, guild_id, changes)
            return decided

    async def hide(self, guild_id: int, item: Hidden) -> None:
        """Hides a part of a shared pack in a server; does nothing if it is hidden already."""
        async with self._database.writing() as connection:
            await connection.execute(
                upsert(connection, hidden_items)
                .values(guild_id=guild_id, pack=item.pack, kind=item.kind, item=item.item)
                .on_conflict_do_nothing()
            )

    async def unhide(self, guild_id: int, item: Hidden) -> None:
        """Shows again what was hidden in a server, if it was."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(hidden_items).where(
                    hidden_items.c.guild_id == guild_id,
                    hidden_items.c.pack == item.pack,
                    hidden_items.c.kind == item.kind,
                    hidden_items.c.item == item.item,
                )
            )

    async def hidden(self, guild_id: int) -> frozenset[Hidden]:
        """What a server hides."""
        async with self._database.reading() as connection:
            found = select(hidden_items).where(hidden_items.c.guild_id == guild_id)
            return frozenset(
                Hidden(it.pack, it.kind, it.item) for it in await connection.execute(found)
            )

    async def block(self, guild_id: int, user_id: int) -> None:
        """Has the bot answer a person no more in a server."""
        async with self._database.writing() as connection:
            await connection.execute(
                upsert(connection, blocklist)
                .values(guild_id=guild_id, user_id=user_id)
                .on_conflict_do_nothing()
            )

    async def unblock(self, guild_id: int, user_id: int) -> None:
        """Lets a person be answered again in a server."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(blocklist).where(
                    blocklist.c.guild_id == guild_id, blocklist.c.user_id == user_id
                )
            )

    async def blocked(self, guild_id: int) -> frozenset[int]:
        """Discord's ids of the people whom the bot does not answer in a server."""
        async with self._database.reading() as connection:
            found = select(blocklist.c.user_id).where(blocklist.c.guild_id == guild_id)
            return frozenset(await connection.scalars(found))

    async def left(self, guild_id: int, at: datetime) -> None:
        """Notes that the bot was removed from a server, with the time of the first such note.

        Servers without settings are noted as well: questions of theirs may be stored.
        """
        async with self._database.writing() as connection:
            note = upsert(connection, servers).values(
                guild_id=guild_id, retention_days=RETENTION_DAYS, left_at=at
            )
            await connection.execute(
                note.on_conflict_do_update(
                    index_elements=["guild_id"],
                    set_={"left_at": func.coalesce(servers.c.left_at, note.excluded.left_at)},
                )
            )

    async def returned(self, guild_id: int) -> None:
        """Notes that the bot is in a server, whether or not it had been removed."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(servers)
                .where(servers.c.guild_id == guild_id, servers.c.left_at.is_not(None))
                .values(left_at=None)
            )

    async def gone(self, before: datetime) -> list[int]:
        """The ids of the servers from which the bot was removed before that time."""
        return [it for it, _ in await self._find(servers.c.left_at < before)]

    async def kept(self) -> frozenset[int]:
        """The ids of all servers about which anything is stored, even if the bot has left them."""
        columns = [table.c.guild_id for table in _TABLES]
        ids = union(*(select(it).where(it.is_not(None), it != 0) for it in columns))
        own = select(homes.c.home).where(homes.c.home.startswith(_HOME))
        async with self._database.reading() as connection:
            found = {int(it) for it in await connection.scalars(ids)}
            found |= {int(it.removeprefix(_HOME)) for it in await connection.scalars(own)}
        return frozenset(found)

    async def forget(self, guild_id: int) -> None:
        """Deletes everything that is stored about a server, its own pack and history included."""
        async with self._database.writing() as connection:
            for table in _TABLES:
                await connection.execute(delete(table).where(table.c.guild_id == guild_id))
            home = f"{_HOME}{guild_id}"
            await connection.execute(delete(proposals).where(proposals.c.home == home))
            await connection.execute(delete(homes).where(homes.c.home == home))

    async def _find(self, *conditions: ColumnElement[bool]) -> list[tuple[int, ServerSettings]]:
        found = select(servers).where(*conditions).order_by(servers.c.guild_id)
        async with self._database.reading() as connection:
            return [(row.guild_id, _from_row(row)) for row in await connection.execute(found)]


_TABLES = (
    servers,
    hidden_items,
    blocklist,
    questions,
    tallies,
    votes,
    follows,
    replies,
    proposals,
)
"""The tables that have a server's id, in which 0 or nothing stands for no server."""
_HOME = "server/"
"""What the names of servers' own packs begin with."""
_HAS_CHANNEL = servers.c.curators_channel.is_not(None)
_IS_IN = servers.c.left_at.is_(None)


def _is_due(now: datetime) -> ColumnElement[bool]:
    last = servers.c.digest_at
    rested = or_(last.is_(None), last <= now - timedelta(days=DIGEST_DAYS))
    return and_(servers.c.has_digest.is_(True), _HAS_CHANNEL, _IS_IN, rested)


def _check(changes: SettingsChange) -> None:
    days = changes.get("retention_days", RETENTION_DAYS)
    if not 0 <= days <= MOST_RETENTION_DAYS:
        raise StoreError(f"Questions are kept for 0 to {MOST_RETENTION_DAYS} days, not for {days}.")
    bar = changes.get("answer_bar")
    if bar is not None and not LOWEST_BAR <= bar <= HIGHEST_BAR:
        raise StoreError(
            f"How sure an answer must be is from {LOWEST_BAR} to {HIGHEST_BAR}, not {bar}."
        )


async def _change(connection: AsyncConnection, guild_id: int, changes: SettingsChange) -> None:
    change = upsert(connection, servers).values(
        guild_id=guild_id, **{"retention_days": RETENTION_DAYS, **changes}
    )
    await connection.execute(
        change.on_conflict_do_update(
            index_elements=["guild_id"],
            set_={name: change.excluded[name] for name in changes},
        )
        if changes
        else change.on_conflict_do_nothing()
    )


async def _settings(connection: AsyncConnection, guild_id: int) -> ServerSettings:
    found = await connection.execute(select(servers).where(servers.c.guild_id == guild_id))
    row = found.one_or_none()
    return ServerSettings() if row is None else _from_row(row)


def _from_row(row: Row[Any]) -> ServerSettings:  # a row's columns have no types
    return ServerSettings(
        row.curator_role,
        row.curators_channel,
        row.packs,
        row.retention_days,
        row.language,
        row.answer_bar,
        row.takes_votes,
        row.has_digest,
        row.channels,
        row.unasked_channels,
    )
