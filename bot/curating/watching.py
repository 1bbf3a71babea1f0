"""Noticing that somebody saved a pack's files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from pathlib import Path

DEBOUNCE_MILLISECONDS = 800
"""How long saves that follow each other are taken as one: a `git pull` writes many files."""
LOOK_MILLISECONDS = 1000
"""How often files are looked at even if the system tells of no change: network disks tell of none,
and a folder that was replaced is no longer the one that is watched."""

Stamp = frozenset[tuple[str, int, int, int]]
"""The names, times, sizes and inodes of a folder's packs; empty where there is no folder."""


async def changed_packs(
    packs: Iterable[Path], stop: asyncio.Event
) -> AsyncGenerator[set[Path], None]:
    """All of `packs`, and then those whose files somebody saved or removed, until `stop` is set.

    Every second without such a change gives an empty set.

    Editors that save by renaming are noticed, and so are links that are made to point elsewhere,
    and folders that are replaced or come back.
    """
    by_folder: dict[Path, set[Path]] = {}
    for pack in packs:
        by_folder.setdefault(pack if pack.is_dir() else pack.parent, set()).add(pack)
    known = {folder: _stamp(folder) for folder in by_folder}
    yield set().union(*by_folder.values())
    while not stop.is_set():
        there = [folder for folder in by_folder if folder.is_dir()]
        async for is_told in _ticks(there, stop):
            now = {folder: _stamp(folder) for folder in by_folder}
            saved = [folder for folder in by_folder if now[folder] != known[folder]]
            known = now
            yield {pack for folder in saved for pack in by_folder[folder]}
            if saved and not is_told:
                break  # the watch is deaf: begin a new one


async def _ticks(folders: list[Path], stop: asyncio.Event) -> AsyncIterator[bool]:
    """Ticks when something happens in `folders`, with True, and every now and then, with False."""
    if folders:
        # A bot connects a tenth of a second sooner without it, and watches thereafter.
        from watchfiles import awatch

        async for changes in awatch(
            *folders,
            watch_filter=None,
            debounce=DEBOUNCE_MILLISECONDS,
            stop_event=stop,
            rust_timeout=LOOK_MILLISECONDS,
            yield_on_timeout=True,
            recursive=False,
        ):
            yield bool(changes)
        return
    try:
        await asyncio.wait_for(stop.wait(), LOOK_MILLISECONDS / 1000)
    except TimeoutError:
        yield False


def _stamp(folder: Path) -> Stamp:
    found = set()
    for file in folder.glob("*.yaml"):
        try:
            stat = file.stat()
        except OSError:
            continue  # it went between being listed and being looked at
        found.add((file.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return frozenset(found)
