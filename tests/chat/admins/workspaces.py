"""A workspace on the pack about tea, with a store and a time of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.answering.answerer import Bars
from bot.curating.changes import Put
from bot.curating.workspace import Workspace, open_workspace
from bot.knowledge.load import load_readings
from bot.knowledge.model import Entry, Source, Topic
from bot.store.revisions import Author
from bot.store.store import open_store
from tests.conftest import TEA

ANN = Author("Ann", "discord", 7)
KETTLE = Entry(
    id="kettle",
    topic="kitchen",
    question="Where does the kettle live?",
    phrasings=("where is the kettle", "kettle place"),
    answer="It lives on the left. [^house]",
)
OWN = (
    Put(Source(id="house", title="The house", kind="personal")),
    Put(Topic(id="kitchen", title="Kitchen")),
    Put(KETTLE),
)
"""What a server writes into its own pack."""


@asynccontextmanager
async def opened(folder: Path, now: datetime) -> AsyncIterator[Workspace]:
    """A workspace in an empty folder, in which it stays `now`."""
    url = f"sqlite:///{folder / 'rejoinder.db'}"
    async with (
        open_store(url, now=lambda: now) as store,
        open_workspace(
            store,
            load_readings([TEA]),
            [TEA],
            data=folder,
            bars=Bars(answer=0.5, suggest=0.2),
        ) as workspace,
    ):
        yield workspace
