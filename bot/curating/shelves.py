"""What each server answers from: its own pack first, then the shared ones it uses."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass

from bot.answering.answerer import Answerer, Bars
from bot.answering.library import Library
from bot.answering.snapshot import Hidden, Snapshot
from bot.curating.homes import SERVER_PACK, Home, ServerHome, parse, server_key
from bot.knowledge.model import Knowledge, Pack
from bot.store.servers import ServerSettings
from bot.store.store import Store

MOST_OWN = 500
"""How many servers' own packs are kept ready. The one that has gone unused longest is dropped, and
built again when it is next asked."""
MOMENT_SECONDS = 1.0
"""How long somebody who accepts an older version of an own pack waits for the newest."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Own:
    """A server's own pack as it was last built."""

    newest: int
    """The number of the last revision that is in it."""
    library: Library


def bars_at(answer_bar: float | None, default: Bars) -> Bars:
    """The bars of a server, from its own answer bar if it has set one.

    The bar for suggestions is never above the one for answers.
    """
    if answer_bar is None:
        return default
    return Bars(answer_bar, min(default.suggest, answer_bar))


class Shelves:
    """Makes the answerer of each server. `shared` holds the packs that the operator runs."""

    def __init__(self, store: Store, shared: Library, bars: Bars) -> None:
        self._store = store
        self.shared = shared
        """The packs that belong to the bot's owners."""
        self._bars = bars
        self._own: OrderedDict[int, _Own] = OrderedDict()
        self._building: dict[int, asyncio.Lock] = {}
        self._following: set[asyncio.Task[Snapshot | None]] = set()

    @property
    def language(self) -> str | None:
        """The language of servers' own packs that name none: that of the operator's first pack."""
        return next((it.language for it in self.shared.snapshot.knowledge.packs), None)

    async def answerer(
        self,
        guild_id: int | None,
        settings: ServerSettings | None = None,
        *,
        may_be_older: bool = False,
        may_lack_own: bool = False,
    ) -> Answerer:
        """The answerer of a server, or of direct messages, which have the shared packs alone.

        `guild_id` is None for direct messages, and `settings` are the server's, if they are known
        already. With `may_be_older` the own pack may be the version before its last change, if the
        newest takes more than a moment to build. With `may_lack_own` it may be missing while it is
        built for the first time.
        """
        shared = self.shared.snapshot
        if guild_id is None:
            return Answerer(shared, self._bars)
        settings = settings or await self._store.servers.settings(guild_id)
        hidden = await self._store.servers.hidden(guild_id)
        if settings.packs is not None or hidden:
            unused = {
                pack.id
                for pack in shared.knowledge.packs
                if settings.packs is not None and pack.id not in settings.packs
            }
            shared = shared.without(unused, {Hidden(it.pack, it.kind, it.item) for it in hidden})
        older = self._own.get(guild_id)
        is_soon = may_be_older if older else may_lack_own
        own = await (self._soon(guild_id, older) if is_soon else self._snapshot(guild_id))
        bars = bars_at(settings.answer_bar, self._bars)
        return Answerer(own.before(shared) if own else shared, bars, first=SERVER_PACK)

    async def renew(self, home: Home, pack: Pack) -> None:
        """Makes `pack`, which has just been saved at `home`, the one that is answered from."""
        if not isinstance(home, ServerHome):
            await self.shared.renew(pack)
            return
        if home.guild_id in self._own:
            # Read again: another process may have changed it since. Others are built when asked.
            await self._snapshot(home.guild_id)

    async def forget(self, guild_id: int) -> None:
        """Lets go of a server's own pack."""
        own = self._own.pop(guild_id, None)
        self._building.pop(guild_id, None)
        if own is not None:
            await own.library.close()

    async def close(self) -> None:
        """Stops building and learning."""
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        for library in (self.shared, *(it.library for it in self._own.values())):
            await library.close()

    async def _soon(self, guild_id: int, older: _Own | None) -> Snapshot | None:
        """The own pack's newest snapshot, or the one before it if that takes too long to build."""
        newest = asyncio.create_task(self._snapshot(guild_id))
        self._following.add(newest)
        newest.add_done_callback(self._following.discard)
        done, _pending = await asyncio.wait({newest}, timeout=MOMENT_SECONDS)
        if done:
            return newest.result()
        newest.add_done_callback(_note_failed)
        return older.library.snapshot if older else None

    async def _snapshot(self, guild_id: int) -> Snapshot | None:
        """The own pack's newest snapshot, built if this process lacks it; None if it is empty."""
        async with self._building.setdefault(guild_id, asyncio.Lock()):
            newest = await self._store.revisions.newest(server_key(guild_id))
            known = self._own.get(guild_id)
            if known is None or known.newest != newest:
                if newest == 0:
                    return None
                known = _Own(newest, await self._built(guild_id, known))
                self._own[guild_id] = known
            self._own.move_to_end(guild_id)
            if len(self._own) > MOST_OWN:
                _, dropped = self._own.popitem(last=False)
                await dropped.library.close()
        return known.library.snapshot

    async def _built(self, guild_id: int, known: _Own | None) -> Library:
        """The own pack as the store has it now, built with what `known` has learned already."""
        home = ServerHome(guild_id, self._store, self.language)
        version = await home.read()
        pack = (await asyncio.to_thread(parse, home, version.texts)).sound()
        if known is not None:
            await known.library.renew(pack)
            return known.library
        encoder = self.shared.snapshot.encoder
        snapshot = await asyncio.to_thread(Snapshot.build, Knowledge(packs=(pack,)), encoder)
        return Library(snapshot)


def _note_failed(built: asyncio.Task[Snapshot | None]) -> None:
    error = None if built.cancelled() else built.exception()
    if error is not None:
        log.error("The last version of a server's pack could not be built.", exc_info=error)
