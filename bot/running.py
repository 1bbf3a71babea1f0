"""`rejoinder run`: what the bot is made of, from the settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.chat.connection import connect
from bot.memory import uncollected
from bot.settings import Settings
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from bot.curating.workspace import Workspace


def run_bot(settings: Settings, token: str, named: Sequence[Path] | None) -> None:
    """Runs the bot until it is stopped, with the packs at the paths `named`, or those found."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # These log each of their steps; `watchfiles` also logs every change to a log beside the packs.
    for talkative in ("alembic", "watchfiles"):
        logging.getLogger(talkative).setLevel(logging.WARNING)

    @asynccontextmanager
    async def prepare(store: Store) -> AsyncIterator[Workspace]:
        opening = await asyncio.to_thread(_workspace, settings, named, store)
        async with opening as workspace:
            yield workspace

    opening = open_store(settings.database())
    connect(opening, prepare, token=token, api=settings.discord_api, owners=settings.owners)


def _workspace(
    settings: Settings, named: Sequence[Path] | None, store: Store
) -> AbstractAsyncContextManager[Workspace]:
    """A workspace to be opened, with all that is in the packs' files."""
    # The matcher takes a third of a second to import; meanwhile the bot logs in to Discord.
    with uncollected():
        from bot.answering.answerer import Bars
        from bot.curating.workspace import open_workspace
        from bot.knowledge.load import load_readings
        from bot.knowledge.locate import find_packs
        from bot.matching.encoder import find_encoder

    chosen = named or settings.knowledge
    paths = find_packs(chosen, settings.data)
    return open_workspace(
        store,
        load_readings(paths),
        paths,
        data=settings.data,
        bars=Bars(answer=settings.answer_bar, suggest=settings.suggest_bar),
        encoder=find_encoder(settings.encoder, settings.data),
        are_named=bool(chosen),
    )
