"""Revisions: who changed what of a pack, when, and how it was before.

A pack's home is `pack/<id>` for a shared one and `server/<guild id>` for a server's own. The text
of each file is kept as history last saw it; of a server's own pack there is no other copy. Each
home has a version, which each revision raises by one. Whoever changes a pack names the version that
they saw. If two people change a pack at once, in whatever processes, the later one is refused as
`Stale`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import ColumnElement, RowMapping, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.packs import check_texts, put_texts, read_texts, read_version, set_version
from bot.store.tables import homes, pending_files, revision_changes, revisions, storable

Through = Literal["discord", "shell", "file"]
Kind = Literal["sources", "topics", "entries", "outside"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a revision."""

    name: str
    """Their display name on Discord, or their account's name in the shell."""
    through: Through
    id: int | None = None
    """Discord's id of them."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What a revision did to one item of a pack."""

    kind: Kind
    """Where the item stands in the pack; `outside` for what was edited in a file by other means."""
    item: str
    """Its id; the file's name for `outside`."""
    file: str
    before: str | None
    """Its YAML; None if it was added."""
    after: str | None
    """Its YAML afterwards; None if it was removed or, for `outside`, if nothing tells its place any
    more."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a pack's history, ready to be saved."""

    author: Author
    summary: str
    changes: tuple[ItemChange, ...] = ()
    undoes: int | None = None
    """The number of the revision that it takes back."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a pack."""

    number: int
    """Higher than the number of every earlier revision, of whichever home."""
    home: str
    made_at: datetime
    author: Author
    summary: str
    changes: tuple[ItemChange, ...]
    undoes: int | None
    """The number of the revision that it takes back."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A pack as history last saw it."""

    version: int
    """0 before the first revision."""
    texts: dict[str, str]
    """The text of each file by its name."""


class Revisions:
    """The history of every pack."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def newest(self, home: str) -> int:
        """The number of the newest revision of `home`; 0 if there is none.

        A number is never given twice, even after a backup was restored; a version may be.
        """
        found = select(func.max(revisions.c.number)).where(revisions.c.home == home)
        async with self._database.reading() as connection:
            return await connection.scalar(found) or 0

    async def files(self, home: str) -> Recorded:
        """The pack of `home`; version 0 and no files if it is unknown."""
        async with self._database.reading() as connection:
            return Recorded(
                await read_version(connection, home), await read_texts(connection, home)
            )

    async def commit(
        self, home: str, change: Change, *, expected: int, files: Mapping[str, str | None]
    ) -> Revision:
        """Adds a revision to version `expected` of the home, whose version becomes `expected` + 1.

        `files` holds the text of each file that differs now, None for one that is gone. Raises
        `Stale` if the home is at another version, and `StoreError` while a revision is pending.
        """
        _check(change.changes, files)
        async with self._database.writing() as connection:
            await set_version(connection, home, expected, to=expected + 1)
            made = await self._add(connection, home, change)
            await put_texts(connection, home, files)
            return made

    async def begin(
        self, home: str, change: Change, *, expected: int, files: Mapping[str, str | None]
    ) -> Revision:
        """Notes a revision that is about to be made, so that nothing is unclear after a crash.

        Until `confirm` or `abandon` it is pending: history does not show it, and `home` can have no
        other revision. Takes and raises what `commit` does.
        """
        _check(change.changes, files)
        async with self._database.writing() as connection:
            # Sets the version that there is, which locks the row against other writers.
            await set_version(connection, home, expected, to=expected)
            made = await self._add(connection, home, change, is_pending=True)
            if files:
                await connection.execute(
                    insert(pending_files),
                    [
                        {"revision": made.number, "file": file, "text": text}
                        for file, text in files.items()
                    ],
                )
            return made

    async def pending(self, home: str) -> tuple[Revision, dict[str, str | None]] | None:
        """The pending revision of `home`, if there is one, with what its files are to become."""
        async with self._database.reading() as connection:
            found = await _find(
                connection, revisions.c.home == home, revisions.c.is_pending.is_(True)
            )
            if not found:
                return None
            return found[0], await _pending_files(connection, found[0].number)

    async def confirm(self, number: int) -> None:
        """Makes the pending revision `number` part of history, and its files the pack's.

        Raises `StoreError` if it is not pending.
        """
        async with self._database.writing() as connection:
            home = await _home_of_pending(connection, number)
            # In the same order as in `commit`, so that two writers cannot deadlock.
            await connection.execute(
                update(homes).where(homes.c.home == home).values(version=homes.c.version + 1)
            )
            confirmed = await connection.execute(
                update(revisions)
                .where(revisions.c.number == number, revisions.c.is_pending.is_(True))
                .values(is_pending=False)
            )
            if not confirmed.rowcount:
                raise _not_pending(number)
            await put_texts(connection, home, await _pending_files(connection, number))
            await connection.execute(
                delete(pending_files).where(pending_files.c.revision == number)
            )

    async def abandon(self, number: int) -> None:
        """Drops the pending revision `number`. Raises `StoreError` if it is not pending."""
        async with self._database.writing() as connection:
            dropped = await connection.execute(
                delete(revisions).where(
                    revisions.c.number == number, revisions.c.is_pending.is_(True)
                )
            )
            if not dropped.rowcount:
                raise _not_pending(number)

    async def history(
        self,
        home: str,
        *,
        item: tuple[Kind, str] | None = None,
        most: int = 20,
    ) -> list[Revision]:
        """The newest revisions of `home`, newest first.

        With `item`, a kind and an id, only those that changed it.
        """
        conditions = [revisions.c.home == home, revisions.c.is_pending.is_(False)]
        if item is not None:
            conditions.append(
                exists().where(
                    revision_changes.c.revision == revisions.c.number,
                    revision_changes.c.kind == item[0],
                    revision_changes.c.item == item[1],
                )
            )
        async with self._database.reading() as connection:
            return await _find(connection, *conditions, most=most)

    async def revision(self, home: str, number: int) -> Revision | None:
        """The revision `number` if it is one of `home`."""
        async with self._database.reading() as connection:
            found = await _find(
                connection,
                revisions.c.home == home,
                revisions.c.number == number,
                revisions.c.is_pending.is_(False),
            )
            return found[0] if found else None

    async def _add(
        self, connection: AsyncConnection, home: str, change: Change, *, is_pending: bool = False
    ) -> Revision:
        if await connection.scalar(
            select(revisions.c.number).where(
                revisions.c.home == home, revisions.c.is_pending.is_(True)
            )
        ):
            raise StoreError(
                "Another change of this pack is still being written. Try again in a moment."
            )
        made_at = self._now().astimezone(UTC)
        author = replace(change.author, name=storable(change.author.name))
        summary = storable(change.summary)
        added = await connection.execute(
            insert(revisions).values(
                home=home,
                made_at=made_at,
                author=author.name,
                author_id=author.id,
                through=author.through,
                summary=summary,
                undoes=change.undoes,
                is_pending=is_pending,
            )
        )
        key = added.inserted_primary_key
        assert key is not None  # noqa: S101  one row was inserted
        number: int = key[0]
        if change.changes:
            await connection.execute(
                insert(revision_changes),
                [
                    {
                        "revision": number,
                        "position": position,
                        "kind": it.kind,
                        "item": it.item,
                        "file": it.file,
                        "before": it.before,
                        "after": it.after,
                    }
                    for position, it in enumerate(change.changes)
                ],
            )
        return Revision(number, home, made_at, author, summary, change.changes, change.undoes)


async def _find(
    connection: AsyncConnection, *conditions: ColumnElement[bool], most: int | None = None
) -> list[Revision]:
    """The revisions that meet `conditions`, with their changes, newest first."""
    newest = select(revisions).where(*conditions).order_by(revisions.c.number.desc()).limit(most)
    rows = (await connection.execute(newest)).mappings().all()
    made: dict[int, list[ItemChange]] = {row["number"]: [] for row in rows}
    found = (
        select(revision_changes)
        .where(revision_changes.c.revision.in_(made))
        .order_by(revision_changes.c.revision, revision_changes.c.position)
    )
    for it in await connection.execute(found):
        made[it.revision].append(ItemChange(it.kind, it.item, it.file, it.before, it.after))
    return [_revision(row, made[row["number"]]) for row in rows]


def _revision(row: RowMapping, changes: Iterable[ItemChange]) -> Revision:
    return Revision(
        number=row["number"],
        home=row["home"],
        made_at=row["made_at"],
        author=Author(row["author"], row["through"], row["author_id"]),
        summary=row["summary"],
        changes=tuple(changes),
        undoes=row["undoes"],
    )


async def _pending_files(connection: AsyncConnection, number: int) -> dict[str, str | None]:
    found = select(pending_files.c.file, pending_files.c.text).where(
        pending_files.c.revision == number
    )
    return {it.file: it.text for it in await connection.execute(found)}


async def _home_of_pending(connection: AsyncConnection, number: int) -> str:
    found = select(revisions.c.home).where(
        revisions.c.number == number, revisions.c.is_pending.is_(True)
    )
    home = await connection.scalar(found)
    if home is None:
        raise _not_pending(number)
    return str(home)


def _not_pending(number: int) -> StoreError:
    return StoreError(f"Revision {number} is not waiting to be finished.")


def _check(changes: Iterable[ItemChange], files: Mapping[str, str | None]) -> None:
    texts = [text for it in changes for text in (it.item, it.file, it.before, it.after)]
    check_texts([*texts, *files, *files.values()])
