"""Servers: what each one's admins decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.database import Database, upsert
from bot.store.tables import hidden_items, homes, proposals, questions, servers, tallies

HiddenKind = Literal["topics", "entries"]

RETENTION_DAYS = 30
"""How long questions are kept where nobody decided otherwise."""
MOST_RETENTION_DAYS = 3650


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server's admins decided, or the defaults."""

    curator_role: int | None = None
    """Discord's id of the role that may change the server's pack, besides its admins."""
    curators_channel: int | None = None
    """Discord's id of the channel where curators hear of misses."""
    packs: tuple[str, ...] | None = None
    """The ids of the shared packs that answer here; None for all."""
    retention_days: int = RETENTION_DAYS
    """How long questions are kept; 0 to keep none."""


class SettingsChange(TypedDict, total=False):
    """Those of a server's settings that change; the rest stays."""

    curator_role: int | None
    curators_channel: int | None
    packs: tuple[str, ...] | None
    retention_days: int


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
        """The ids and settings of the servers that chose a curators' channel."""
        chosen = select(servers).where(servers.c.curators_channel.is_not(None))
        async with self._database.reading() as connection:
            found = await connection.execute(chosen.order_by(servers.c.guild_id))
            return [(row.guild_id, _from_row(row)) for row in found]

    async def change(self, guild_id: int, **changes: Unpack[SettingsChange]) -> ServerSettings:
        """Changes some of a server's settings, and gives all of them.

        Raises `StoreError` if `retention_days` is not from 0 to `MOST_RETENTION_DAYS`.
        """
        days = changes.get("retention_days", RETENTION_DAYS)
        if not 0 <= days <= MOST_RETENTION_DAYS:
            raise StoreError(
                f"Questions are kept for 0 to {MOST_RETENTION_DAYS} days, not for {days}."
            )
        async with self._database.writing() as connection:
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
            return await _settings(connection, guild_id)

    async def hide(self, guild_id: int, item: Hidden) -> None:
        """Hides a part of a shared pack in a server, if it is not hidden yet."""
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

    async def forget(self, guild_id: int) -> None:
        """Deletes all that is remembered of a server: its own pack and history too."""
        async with self._database.writing() as connection:
            for table in (servers, hidden_items, questions, tallies, proposals):
                await connection.execute(delete(table).where(table.c.guild_id == guild_id))
            home = f"server/{guild_id}"
            await connection.execute(delete(proposals).where(proposals.c.home == home))
            await connection.execute(delete(homes).where(homes.c.home == home))


async def _settings(connection: AsyncConnection, guild_id: int) -> ServerSettings:
    found = await connection.execute(select(servers).where(servers.c.guild_id == guild_id))
    row = found.one_or_none()
    return ServerSettings() if row is None else _from_row(row)


def _from_row(row: Row[Any]) -> ServerSettings:  # a row's columns have no types
    return ServerSettings(row.curator_role, row.curators_channel, row.packs, row.retention_days)
