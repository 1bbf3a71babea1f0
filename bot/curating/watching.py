"""Noticing that somebody saved a pack's files."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterable
from pathlib import Path

DEBOUNCE_MILLISECONDS = 800
"""Saves that follow each other this closely are taken together: `git pull` writes many files."""
LOOK_MILLISECONDS = 1000
"""How often files are checked even if the system reports no change: network disks report none, and
a folder that was replaced is no longer the one being watched."""

Stamp = frozenset[tuple[str, int, int, int]]
"""The names, times, sizes and inodes of the files of a folder; empty if it does not exist."""

log = logging.getLogger(__name__)


async def changed_packs(
    packs: Iterable[Path], stop: asyncio.Event
) -> AsyncGenerator[set[Path], None]:
    """All of `packs`, and then those whose files somebody saved or removed, until `stop` is set.

    Every second without such a change gives an empty set.

    Editors that save by renaming are noticed, and so are links that are made to point elsewhere,
    and folders that are replaced, come back or can be looked into again. Where the system cannot
    tell of changes, files are looked at every second.
    """
    known = {pack: _stamp(_folder(pack)) for pack in packs}
    yield set(known)
    can_be_told = True
    while not stop.is_set():
        there = {folder for folder in map(_folder, known) if _is_folder(folder)}
        try:
            async for is_told in _ticks(there if can_be_told else (), stop):
                now = {pack: _stamp(_folder(pack)) for pack in known}
                saved = {pack for pack in known if now[pack] != known[pack]}
                known = now
                yield saved
                if saved and not is_told:
                    break  # the watch is deaf: begin a new one
        except (OSError, RuntimeError) as error:  # the latter is what watchfiles makes of others
            can_be_told = False
            log.warning(
                "The system does not tell of changes to packs (%s). Their files are looked at "
                "every second instead.",
                error,
            )


async def _ticks(folders: Collection[Path], stop: asyncio.Event) -> AsyncIterator[bool]:
    """Yields True whenever something happens in `folders`, and False at times when nothing does."""
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


def _folder(pack: Path) -> Path:
    """The folder that holds the files of `pack`, or the one above it while that does not exist."""
    return pack if _is_folder(pack) else pack.parent


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # nothing above it may be entered now


def _stamp(folder: Path) -> Stamp:
    found = set()
    with contextlib.suppress(OSError):  # as if there were no folder, where it cannot be listed
        for file in folder.glob("*.yaml"):
            try:
                stat = file.stat()
            except OSError:
                continue  # it went between being listed and being looked at
            found.add((file.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return frozenset(found)
