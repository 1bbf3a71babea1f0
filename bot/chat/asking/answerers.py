"""What answers in each of many servers, where trouble in one is none of the others'."""

from __future__ import annotations

import logging

from bot.answering.answerer import Answerer
from bot.curating.shelves import Shelves
from bot.errors import RejoinderError

log = logging.getLogger(__name__)


class Answerers:
    """What answers in each server, as it was when it was first asked for."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._found: dict[int | None, Answerer | None] = {}

    async def of(self, guild_id: int | None) -> Answerer | None:
        """What answers there; None where nothing can, of which the log is told once."""
        if guild_id not in self._found:
            try:
                self._found[guild_id] = await self._shelves.answerer(guild_id)
            except RejoinderError as error:
                log.error("Nothing can answer in server %s: %s", guild_id, error)
                self._found[guild_id] = None
        return self._found[guild_id]
