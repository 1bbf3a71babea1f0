"""Where packs live: the operator's in files, a server's own in the store."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from filelock import AsyncFileLock, Timeout

from bot.curating.shipped import is_shipped, writable
from bot.errors import SaveError, StoreError
from bot.knowledge.load import PackReading, expectations_file, pack_files, parse_pack
from bot.knowledge.locate import FOLDER
from bot.knowledge.problems import Place, Problem
from bot.knowledge.save import ChangedOnDisk, read_text, save_text
from bot.store.revisions import Change, Revision
from bot.store.store import Store
from bot.translation import _

LOCK_SECONDS = 20.0
"""How long a change waits for another process that is changing the same pack."""
LOCK_POLL_SECONDS = 0.01
"""How often it checks whether the other process is done. A process that makes many changes in a row
releases the lock only for a moment each time, which slower checks would nearly always miss."""
SETTLED_SECONDS = 0.2
"""A file that was written to more recently than this may be half written: an editor may be saving
it."""
MOST_WAITS = 50
SERVER_PACK = "server"
"""The id of a server's own pack. Every server's has the same, so that no pack is looked up by it
alone."""
MOST_PHRASINGS = 20_000
"""The most questions and phrasings that a server's own pack may have, drafts included. It is more
than the shipped pack has. Learning from so many takes seconds of processor time and hundreds of
megabytes, which all servers share."""
MOST_OF_ENTRY = 500
"""The most that one entry of it may have. Memory grows with the square of their number: 2,000
phrasings take 200 MB for a single entry. No entry known has more than 91."""


@dataclass(frozen=True, slots=True)
class Version:
    """The files of a pack at one time."""

    texts: Mapping[str, str]
    """By file name; the expectations are among them."""
    recorded: Mapping[str, str]
    """The texts that history saw last. They differ from `texts` if somebody has edited the files
    since."""
    number: int
    """How often its history has been added to; 0 before it has begun."""


class Home(Protocol):
    """Where a pack lives. Whoever changes the pack holds its lock from reading to saving."""

    @property
    def id(self) -> str:
        """The pack's id, which stays while the bot runs."""

    @property
    def key(self) -> str:
        """What history calls the pack."""

    @property
    def path(self) -> Path:
        """The path that problems name as the pack's."""

    def lock(self) -> AbstractAsyncContextManager[None]:
        """Keeps others from changing the pack. Raises `SaveError` if it takes them too long."""

    async def read(self) -> Version:
        """The pack as it is now. Raises `SaveError` if it cannot be read."""

    async def save(self, version: Version, texts: Mapping[str, str], change: Change) -> Revision:
        """Replaces `version` with `texts` and records `change` in history: either both or neither.

        Raises `Stale` or `ChangedOnDisk` if the pack has changed since `version` was read.
        """

    async def note(self, version: Version, change: Change) -> Revision:
        """Records in history the changes that were made to the files before `version` was read."""


class ServerHome:
    """The own pack of a server, which the store keeps; it is empty at first."""

    id = SERVER_PACK
    path = Path(f"{SERVER_PACK}.yaml")

    def __init__(self, guild_id: int, store: Store, language: str | None = None) -> None:
        """`language` is used if the pack does not name its own, as a new pack does not."""
        self.guild_id = guild_id
        self.key = server_key(guild_id)
        self.language = language
        self._store = store

    def lock(self) -> AbstractAsyncContextManager[None]:
        """Locks nothing: the store itself refuses a change to any but the last version."""
        return nullcontext()

    async def read(self) -> Version:
        """The pack as the store has it."""
        recorded = await self._store.revisions.files(self.key)
        texts = recorded.texts or {self.path.name: ""}
        return Version(texts, texts, recorded.version)

    async def save(self, version: Version, texts: Mapping[str, str], change: Change) -> Revision:
        """Replaces `version` by `texts` in one transaction."""
        return await self._store.revisions.commit(
            self.key, change, expected=version.number, files=texts
        )

    async def note(self, version: Version, change: Change) -> Revision:
        """Never called, as nothing can differ: the texts are history's own."""
        raise NotImplementedError("a server's pack has no files that somebody else could edit")


class FileHome:
    """A pack in a file or a folder, whose history is in the store.

    History is told what is about to be saved before it is, and that it was saved afterwards. A
    process that is killed between the two leaves a pending revision. Whoever holds the lock next
    finds out which of its files were saved, and completes or drops the revision.

    Unless somebody named its path, a pack that came with the package is changed in a copy. `path`
    turns to the copy once it is made, by whatever process.
    """

    def __init__(
        self, pack_id: str, path: Path, store: Store, data: Path, *, is_named: bool = True
    ) -> None:
        self.id = pack_id
        self.key = f"pack/{pack_id}"
        self.path = path
        self._store = store
        self._data = data
        self._is_named = is_named
        self._lock_file = data / "locks" / f"{pack_id}.lock"

    @asynccontextmanager
    async def lock(self) -> AsyncIterator[None]:
        """Keeps others in this and other processes from changing the pack.

        Whatever a killed process left half done is brought to an end first. Raises `SaveError` if
        it takes others too long, or no lock can be made.
        """
        try:
            self._lock_file.parent.mkdir(parents=True, exist_ok=True)
            held = AsyncFileLock(
                self._lock_file, timeout=LOCK_SECONDS, poll_interval=LOCK_POLL_SECONDS
            )
            await held.acquire()
        except Timeout as error:
            raise SaveError(
                _(
                    "{path} has been kept busy by another process for {seconds:.0f} seconds. "
                    "Try again."
                ).format(path=self.path, seconds=LOCK_SECONDS)
            ) from error
        except OSError as error:
            raise SaveError(
                _(
                    "{file} cannot be made: {reason}. Is REJOINDER_DATA a folder that can be "
                    "written to?"
                ).format(file=self._lock_file, reason=error.strerror)
            ) from error
        try:
            await self._finish()
            yield
        finally:
            await held.release()

    async def read(self) -> Version:
        """The files as they are on disk, once nobody is in the midst of writing to them."""
        self.follow()
        recorded = await self._store.revisions.files(self.key)
        texts = await asyncio.to_thread(self._texts)
        for _wait in range(MOST_WAITS):
            if texts == recorded.texts or self._age_seconds() > SETTLED_SECONDS:
                break
            await asyncio.sleep(SETTLED_SECONDS / 2)
            texts = await asyncio.to_thread(self._texts)
        return Version(texts, recorded.texts, recorded.version)

    async def save(self, version: Version, texts: Mapping[str, str], change: Change) -> Revision:
        """Replaces each file that differs, in turn; see the class for what a killed process does.

        Raises `ChangedOnDisk` if somebody edited one of the files since `version` was read. Then,
        and where one cannot be written or history cannot be told, those already replaced are put
        back. Where a full disk leaves no room for that either, the error says so, and whoever holds
        the lock next brings the change to its end.
        """
        if not self._is_named:
            self.path = await asyncio.to_thread(writable, self.path, self._data)
        names = texts.keys() | version.texts.keys()
        changed = {it: texts.get(it) for it in names if texts.get(it) != version.texts.get(it)}
        revision = await self._store.revisions.begin(
            self.key, change, expected=version.number, files=changed
        )
        saved: list[str] = []
        try:
            for name, text in sorted(changed.items()):
                old = version.texts.get(name)
                await asyncio.to_thread(save_text, self._file(name), text, expected=old)
                saved.append(name)
            await self._store.revisions.confirm(revision.number)
        except (SaveError, StoreError) as error:
            await self._put_back(saved, version.texts, changed, error)
            # Where the store is what fails, whoever holds the lock next drops the revision.
            with contextlib.suppress(StoreError):
                await self._store.revisions.abandon(revision.number)
            raise
        return revision

    async def _put_back(
        self,
        names: Sequence[str],
        old: Mapping[str, str],
        new: Mapping[str, str | None],
        why: Exception,
    ) -> None:
        """Restores what the files held before. Raises `SaveError` with `why` if that fails."""
        try:
            for name in names:
                text, file = old.get(name), self._file(name)
                await asyncio.to_thread(save_text, file, text, expected=new[name])
        except ChangedOnDisk:
            raise
        except SaveError as error:
            raise SaveError(
                _(
                    "{why} {path} has the change nevertheless, as it cannot be put back either; "
                    "history will have it with the next change."
                ).format(why=why, path=self.path)
            ) from error

    def follow(self) -> bool:
        """Turns to the copy of a shipped pack, if there is one; returns whether it just has."""
        copy = self._data / FOLDER / self.path.name
        if self._is_named or not is_shipped(self.path) or not copy.exists():
            return False
        self.path = copy
        return True

    async def note(self, version: Version, change: Change) -> Revision:
        """Records in history the changes that were made to the files before `version` was read."""
        names = version.texts.keys() | version.recorded.keys()
        found = {
            name: version.texts.get(name)
            for name in names
            if version.texts.get(name) != version.recorded.get(name)
        }
        return await self._store.revisions.commit(
            self.key, change, expected=version.number, files=found
        )

    async def _finish(self) -> None:
        """Completes or drops a revision that a killed process left pending."""
        pending = await self._store.revisions.pending(self.key)
        if pending is None:
            return
        revision, wanted = pending
        recorded = (await self._store.revisions.files(self.key)).texts
        texts = await asyncio.to_thread(self._texts)
        waiting = [name for name in wanted if texts.get(name) == recorded.get(name)]
        if len(waiting) == len(wanted):
            await self._store.revisions.abandon(revision.number)
            return
        for name in waiting:
            old = recorded.get(name)
            await asyncio.to_thread(save_text, self._file(name), wanted[name], expected=old)
        await self._store.revisions.confirm(revision.number)

    def _texts(self) -> dict[str, str]:
        found = {file.name: read_text(file) for file in self._files()}
        return {name: text for name, text in found.items() if text is not None}

    def _files(self) -> list[Path]:
        try:
            return [*pack_files(self.path), expectations_file(self.path)]
        except OSError as error:
            raise SaveError(
                _("{path} cannot be read: {reason}.").format(path=self.path, reason=error.strerror)
            ) from error

    def _file(self, name: str) -> Path:
        return self.path / name if self.path.is_dir() else self.path.with_name(name)

    def _age_seconds(self) -> float:
        """How long ago one of the files was last written to."""
        times = [0.0]
        for file in self._files():
            with contextlib.suppress(OSError):  # it is gone, or `read_text` says what is wrong
                times.append(file.stat().st_mtime)
        return time.time() - max(times)


def server_key(guild_id: int) -> str:
    """What history calls the own pack of a server."""
    return f"server/{guild_id}"


def parse(home: Home, texts: Mapping[str, str]) -> PackReading:
    """The pack of `home` as it would be with `texts`; another id than the home's is an error."""
    folder = home.path if home.path.is_dir() else home.path.parent
    asked = expectations_file(home.path).name
    files = {folder / name: text for name, text in texts.items() if name != asked}
    reading = parse_pack(home.path, files, texts.get(asked))
    if reading.pack and reading.pack.id != home.id:
        return _renamed(reading, home)
    if isinstance(home, ServerHome) and reading.pack and reading.pack.language is None:
        spoken = reading.pack.model_copy(update={"language": home.language})
        return replace(reading, pack=spoken)
    return reading


def _renamed(reading: PackReading, home: Home) -> PackReading:
    """`reading` with an error at the pack's id, which must stay the one that the home has."""
    message = _(
        "The id of a pack does not change while the bot runs: put back `{id}`, or restart the bot."
    ).format(id=home.id)
    named = next((it.document for it in reading.files if it.pack is not None), None)
    problem = Problem(Place(home.path), message, key="pack.id")
    if named is not None:
        problem = named.problem(("pack", "id"), message)
    problems = sorted([*reading.problems, problem], key=lambda it: it.place)
    return replace(reading, pack=None, problems=tuple(problems))
