"""Everything that a running bot works with: packs, what is remembered, what changes them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.answering.answerer import Bars
from bot.answering.library import Library
from bot.answering.outcome import Abstention, Answer, Outcome, Suggestions
from bot.answering.snapshot import Snapshot
from bot.curating.curation import Curation, Noticed
from bot.curating.homes import SERVER_PACK, FileHome, Home, ServerHome
from bot.curating.shelves import Shelves
from bot.curating.watching import changed_packs
from bot.errors import KnowledgeError, RejoinderError, StoreError
from bot.knowledge.load import PackReading
from bot.knowledge.model import Entry, Knowledge, Pack
from bot.knowledge.problems import Place, Problem
from bot.matching.encoder import Encoder
from bot.matching.kept_learning import KeptLearning
from bot.memory import freeze, give_back
from bot.store.servers import ServerSettings
from bot.store.store import Store

DAY_SECONDS = 86_400.0
PAUSE_SECONDS = 30.0
"""How long to wait after an unforeseen error before what failed is begun again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Broken:
    """Somebody saved a pack's files in an unusable state; the version before stays live."""

    home: Home
    error: RejoinderError


@dataclass(frozen=True, slots=True)
class Mended:
    """A pack that was broken is whole again, and live."""

    home: Home


@dataclass(frozen=True, slots=True)
class Overwritten:
    """Somebody saved a pack's files over changes that had been reported as saved."""

    home: Home
    noticed: Noticed


News = Broken | Mended | Overwritten


_NAMES: Mapping[type[Outcome], Literal["answer", "suggest", "none"]] = {
    Answer: "answer",
    Suggestions: "suggest",
    Abstention: "none",
}


class Workspace:
    """The packs in their homes. Make one with `open_workspace`."""

    def __init__(
        self, store: Store, shared: Library, homes: Sequence[FileHome], bars: Bars
    ) -> None:
        self.store = store
        self.shelves = Shelves(store, shared, bars)
        """What each server answers from."""
        self.homes: Mapping[str, FileHome] = {
            pack.id: home for pack, home in zip(shared.knowledge.packs, homes, strict=True)
        }
        """The shared packs' homes by their ids."""
        self.curation = Curation(store, self._renew, self._noticed)
        """What changes the packs."""
        self.news: asyncio.Queue[News] = asyncio.Queue()
        """What curators are to be told about packs. The log has it already."""
        self.renewed: asyncio.Queue[Home] = asyncio.Queue()
        """The homes of packs that changed, for whoever keeps posted answers up to date."""
        self._told: dict[str, str] = {}

    def own(self, guild_id: int) -> ServerHome:
        """The home of a server's own pack."""
        return ServerHome(guild_id, self.store, self.shelves.language)

    async def keep(self, stop: asyncio.Event) -> None:
        """Watches the files and tidies the store until `stop` is set, whatever fails in between."""
        await asyncio.gather(_begin_again(self.watch, stop), _begin_again(self.tidy, stop))

    async def watch(self, stop: asyncio.Event) -> None:
        """Takes in what was and is saved to the shared packs' files until `stop` is set."""
        while not stop.is_set():
            by_path = {home.path: home for home in self.homes.values()}
            async with contextlib.aclosing(changed_packs(by_path, stop)) as changes:
                async for paths in changes:
                    for path in sorted(paths):
                        await self.refresh(by_path[path])
                    for home in by_path.values():
                        home.follow()
                    if by_path.keys() != {home.path for home in by_path.values()}:
                        break

    async def tidy(self, stop: asyncio.Event) -> None:
        """Forgets, once a day until `stop` is set, what has been kept for long enough."""
        while not stop.is_set():
            now = datetime.now(UTC)
            try:
                await self.store.questions.expire(now)
                await self.store.proposals.expire(now)
                await self.store.votes.expire(now)
                await self.store.follows.expire(now)
                await self.store.replies.expire(now)
            except StoreError as error:
                log.warning("What is old could not be forgotten today: %s", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), DAY_SECONDS)

    async def refresh(self, home: Home) -> None:
        """Takes in what was saved to the pack's files, and reports an error in them once."""
        try:
            await self.curation.refresh(home)
        except RejoinderError as error:
            # Whatever keeps the files from being used, the running bot goes on with what it has.
            if self._told.get(home.key) != str(error):
                self._told[home.key] = str(error)
                log.warning("The pack at %s stays as it was:\n%s", home.path, error)
                self.news.put_nowait(Broken(home, error))
            return
        if self._told.pop(home.key, None):
            log.info("The pack at %s is mended, and live.", home.path)
            self.news.put_nowait(Mended(home))

    async def remember(
        self, outcome: Outcome, guild_id: int | None, settings: ServerSettings
    ) -> int | None:
        """Keeps what was asked in a server, as far as its `settings` want that; never who asked.

        Returns the id of the question if it is kept. Nothing is kept of direct messages.
        """
        if guild_id is None:
            return None
        best = outcome.choices[0] if outcome.choices else None
        try:
            return await self.store.questions.record(
                guild_id,
                outcome.question,
                _NAMES[type(outcome)],
                pack=best.pack.id if best else None,
                entry=best.entry.id if best else None,
                confidence=best.confidence if best else 0.0,
                retention_days=settings.retention_days,
            )
        except StoreError as error:
            # Whoever asked gets the answer, which is all they wanted.
            log.error("A question in server %d could not be remembered: %s", guild_id, error)
            return None

    async def count_named(self, pack: Pack, entry: Entry, guild_id: int | None) -> None:
        """Counts that an entry was asked for by its name in a server; no words are kept."""
        if guild_id is None:
            return
        try:
            await self.store.questions.record(
                guild_id, "", "answer", pack=pack.id, entry=entry.id, retention_days=0
            )
        except StoreError as error:
            log.error("An answer in server %d could not be counted: %s", guild_id, error)

    def put_back(self, news: News) -> None:
        """Puts news that not everybody has heard back to the front of the queue."""
        later = [self.news.get_nowait() for _ in range(self.news.qsize())]
        for it in (news, *later):
            self.news.put_nowait(it)

    async def close(self) -> None:
        """Stops learning; the store is its opener's to close."""
        await self.shelves.close()

    async def _renew(self, home: Home, pack: Pack) -> None:
        await self.shelves.renew(home, pack)
        self.renewed.put_nowait(home)

    async def _noticed(self, home: Home, noticed: Noticed) -> None:
        if noticed.revision:
            said = noticed.revision.summary
            log.info(
                "%s was edited by hand (revision %d): %s.", home.path, noticed.revision.number, said
            )
        if noticed.overwritten:
            numbers = ", ".join(str(it.number) for it in noticed.overwritten)
            log.warning("%s was saved over by hand; revisions lost there: %s.", home.path, numbers)
            self.news.put_nowait(Overwritten(home, noticed))


async def _begin_again(
    work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event
) -> None:
    """Does `work` until `stop` is set. After an error it logs that, waits and begins again."""
    while not stop.is_set():
        try:
            await work(stop)
        except Exception:
            log.exception(
                "Watching the packs' files or forgetting what is old failed; it begins again in "
                "%.0f seconds.",
                PAUSE_SECONDS,
            )
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)


@asynccontextmanager
async def open_workspace(
    store: Store,
    readings: Sequence[PackReading],
    paths: Sequence[Path],
    *,
    data: Path,
    bars: Bars,
    encoder: Encoder | None = None,
    are_named: bool = True,
) -> AsyncIterator[Workspace]:
    """A workspace on packs that were read from `paths`, in the same order, without an error.

    `are_named` says whether somebody named the paths; see `FileHome`. Raises `KnowledgeError` if a
    pack has the id that servers' own packs have.
    """
    library = await _library(readings, paths, encoder, KeptLearning(data))
    homes = [
        FileHome(pack.id, path, store, data, is_named=are_named)
        for pack, path in zip(library.knowledge.packs, paths, strict=True)
    ]
    workspace = Workspace(store, library, homes, bars)
    for home, it in zip(homes, readings, strict=True):
        workspace.curation.know(home, it)
    # This generator lives as long as the bot, and must not hold old versions of the packs.
    del readings, it
    try:
        # So that history knows what each pack was before anybody can change it.
        for home in homes:
            await workspace.refresh(home)
        give_back()
        freeze()
        yield workspace
    finally:
        await workspace.close()


async def _library(
    readings: Sequence[PackReading],
    paths: Sequence[Path],
    encoder: Encoder | None,
    kept: KeptLearning,
) -> Library:
    knowledge = Knowledge(packs=tuple(it.sound() for it in readings))
    for pack, path in zip(knowledge.packs, paths, strict=True):
        if pack.id == SERVER_PACK:
            message = f"`{SERVER_PACK}` is the id of servers' own packs; choose another."
            raise KnowledgeError([Problem(Place(path), message, key="pack.id")])
    return Library(await asyncio.to_thread(Snapshot.build, knowledge, encoder, kept))
