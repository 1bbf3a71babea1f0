"""Questions, where all that curators do at once keeps the threads busy that are for that."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import discord
import pytest

from bot.chat.asking.explaining import explanation
from bot.chat.asking.replies import Asked, prepare
from bot.chat.asking.thinking import think
from bot.chat.asking.unasked import sure_answer
from bot.curating.workspace import Workspace
from bot.store.servers import ServerSettings
from bot.translation import speaking, spoken
from tests.chat.admins.workspaces import opened

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
STEEP = "how long should tea steep?"
SECONDS = 20


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with opened(tmp_path, NOW) as found:
        yield found


@pytest.fixture
async def busy(workspace: Workspace) -> AsyncIterator[None]:
    """All the threads taken that asyncio lends."""
    held = threading.Event()
    with ThreadPoolExecutor(1) as lent:
        asyncio.get_running_loop().set_default_executor(lent)
        taken = asyncio.create_task(asyncio.to_thread(held.wait))
        await asyncio.sleep(0)
        yield
        held.set()
        await taken


async def test_a_question_is_answered_meanwhile(workspace: Workspace, busy: None) -> None:
    client = discord.Client(intents=discord.Intents.none())
    answerer = await workspace.shelves.answerer(None)
    answer = answerer.find("tea", "tea-is-healthier")
    for question, context in ((STEEP, None), ("source?", answer)):
        asked = Asked(question, 1, 2, None, context=context)
        async with asyncio.timeout(SECONDS):
            found = await prepare(asked, client, workspace, ServerSettings(), answerer)
        assert found.found is not None


async def test_what_is_asked_otherwise_is_answered_meanwhile(
    workspace: Workspace, busy: None
) -> None:
    answerer = await workspace.shelves.answerer(None)
    async with asyncio.timeout(SECONDS):
        assert await sure_answer(STEEP, answerer) is not None
        assert "Nearest phrasing" in await explanation(STEEP, answerer)


async def test_what_is_thought_about_is_said_in_the_language_that_is_spoken() -> None:
    with speaking("de"):
        assert await think(spoken) == "de"
    assert await think(spoken) == "en"
