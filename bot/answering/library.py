"""Packs that change while questions are answered from them."""

from __future__ import annotations

import asyncio
import logging

from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Knowledge, Pack
from bot.memory import give_back

log = logging.getLogger(__name__)


class Library:
    """The current snapshot of some packs, renewed as they change.

    A change is answered from after a first, cheap update; what takes longer to learn anew follows
    in the background, and ends with just what a fresh start gives.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._order = asyncio.Lock()
        self._learning: asyncio.Task[None] | None = None
        self._has_changed = False
        """Since it was last begun to build the snapshot anew."""

    @property
    def snapshot(self) -> Snapshot:
        """What is answered from now."""
        return self._snapshot

    @property
    def knowledge(self) -> Knowledge:
        """The packs that are answered from now."""
        return self._snapshot.knowledge

    async def renew(self, *packs: Pack) -> None:
        """Answers from `packs` in place of those with their ids; new ones come last.

        On return the change is answered from, nearly as `settled` will have it.
        """
        async with self._order:
            wanted = {pack.id: pack for pack in (*self.knowledge.packs, *packs)}
            knowledge = Knowledge(packs=tuple(wanted.values()))
            if knowledge == self.knowledge:
                return
            self._snapshot = await asyncio.to_thread(self._snapshot.updated, knowledge)
            self._has_changed = True
        if self._learning is None or self._learning.done():
            self._learning = asyncio.create_task(self._learn())

    async def settled(self) -> None:
        """Waits until everything is learned as a fresh start would have it."""
        if self._learning:
            await self._learning

    async def close(self) -> None:
        """Leaves the rest unlearned."""
        if self._learning:
            self._learning.cancel()
            await asyncio.wait({self._learning})

    async def _learn(self) -> None:
        """Builds the snapshot anew, again and again where packs change meanwhile.

        Where that fails, the log is told, and what was known goes on being answered from.
        """
        while self._has_changed:
            try:
                await self._learn_once()
            except Exception:
                log.exception("What has changed could not be learned anew.")
            # What was answered from before has gone by now, and took as much room.
            await asyncio.to_thread(give_back)

    async def _learn_once(self) -> None:
        """Builds the snapshot anew, and answers from it unless packs changed meanwhile."""
        self._has_changed = False
        fresh = await asyncio.to_thread(self._snapshot.relearned)
        if not self._has_changed:
            self._snapshot = fresh
