"""`rejoinder run`: what the bot is made of, from the settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.answering.answerer import Bars
from bot.chat.connection import connect
from bot.curating.workspace import Workspace, open_workspace
from bot.knowledge.load import load_knowledge
from bot.knowledge.locate import find_packs
from bot.matching.encoder import find_encoder
from bot.settings import Settings
from bot.store.store import Store, open_store


def run_bot(settings: Settings, token: str, named: Sequence[Path] | None) -> None:
    """Runs the bot until it is stopped, with the packs at the paths `named`, or those found."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # They tell of each of their steps, the second of every change to a log beside the packs too.
    for talkative in ("alembic", "watchfiles"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    chosen = named or settings.knowledge
    paths = find_packs(chosen, settings.data)

    @asynccontextmanager
    async def prepare(store: Store) -> AsyncIterator[Workspace]:
        found = await asyncio.to_thread(load_knowledge, paths)
        encoder = await asyncio.to_thread(find_encoder, settings.encoder, settings.data)
        async with open_workspace(
            store,
            found,
            paths,
            data=settings.data,
            bars=Bars(answer=settings.answer_bar, suggest=settings.suggest_bar),
            encoder=encoder,
            are_named=bool(chosen),
        ) as workspace:
            yield workspace

    opening = open_store(settings.database())
    connect(opening, prepare, token=token, api=settings.discord_api, owners=settings.owners)
