"""The text of each pack's files as history last saw it, and how often it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Stale, StoreError
from bot.store.database import upsert
from bot.store.tables import homes, pack_files
from bot.translation import _


async def read_version(connection: AsyncConnection, home: str) -> int:
    """The version of `home`; 0 if it is unknown."""
    version = await connection.scalar(select(homes.c.version).where(homes.c.home == home))
    return version or 0


async def read_texts(connection: AsyncConnection, home: str) -> dict[str, str]:
    """The text of each file of the pack, by its name."""
    found = select(pack_files.c.file, pack_files.c.text).where(pack_files.c.home == home)
    return {it.file: it.text for it in await connection.execute(found)}


async def set_version(connection: AsyncConnection, home: str, expected: int, *, to: int) -> None:
    """Changes the version of `home` if it is `expected`; raises `Stale` if it is not."""
    known = upsert(connection, homes).values(home=home, version=0)
    await connection.execute(known.on_conflict_do_nothing())
    changed = await connection.execute(
        update(homes).where(homes.c.home == home, homes.c.version == expected).values(version=to)
    )
    if not changed.rowcount:
        raise Stale(
            _(
                "Somebody else changed this pack meanwhile. Nothing of this change was kept: look "
                "at what is there now, and make it again."
            )
        )


async def put_texts(
    connection: AsyncConnection, home: str, files: Mapping[str, str | None]
) -> None:
    """Stores `files` as the pack's; files of it that are not named stay as they are."""
    gone = [file for file, text in files.items() if text is None]
    if gone:
        await connection.execute(
            delete(pack_files).where(pack_files.c.home == home, pack_files.c.file.in_(gone))
        )
    there = [
        {"home": home, "file": file, "text": text}
        for file, text in files.items()
        if text is not None
    ]
    if there:
        put = upsert(connection, pack_files)
        await connection.execute(
            put.on_conflict_do_update(
                index_elements=["home", "file"], set_={"text": put.excluded.text}
            ),
            there,
        )


def check_texts(texts: Iterable[str | None]) -> None:
    """Raises `StoreError` for a text that could not be stored exactly as it is."""
    for text in texts:
        if text is None:
            continue
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise StoreError(
                "The change holds half a character, which no file can hold."
            ) from error
        if "\0" in text:
            raise StoreError("The change holds a NUL character, which no knowledge file can hold.")
