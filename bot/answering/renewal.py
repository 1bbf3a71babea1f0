"""Bringing changed knowledge to a running answerer, which goes on answering meanwhile."""

from __future__ import annotations

import asyncio

from bot.answering.answerer import Answerer, Snapshot
from bot.knowledge.model import Knowledge


async def renew(answerer: Answerer, knowledge: Knowledge) -> None:
    """Has `answerer` answer from `knowledge`: soon nearly, and on return just as a fresh start.

    Until the first, cheap update is done, questions are answered from what was known before. Where
    other knowledge arrives while this is being learned, that stays.
    """
    quick = await asyncio.to_thread(answerer.snapshot.updated, knowledge)
    answerer.replace(quick)
    fresh = await asyncio.to_thread(Snapshot.build, knowledge, quick.encoder)
    if answerer.snapshot is quick:
        answerer.replace(fresh)
