"""The queue of misses, and what is looked up of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import create_autospec

import discord
import pytest

from bot.answering.answerer import Answerer
from bot.chat.curators.access import Access
from bot.chat.curators.desk import Desk
from bot.chat.curators.review_queue import Queue
from bot.curating.workspace import Workspace
from tests.chat.admins.workspaces import opened
from tests.chat.curators.views import text_of

SERVER = 11
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CURATOR = Access(SERVER, is_manager=False, is_curator=True, is_owner=False)
QUESTIONS = ("who drinks the most tea", "steep oolong", "does it stain teeth", "why")


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with opened(tmp_path, NOW) as found:
        for it in QUESTIONS:
            await found.store.questions.record(SERVER, it, "none", retention_days=365)
        yield found


async def test_entries_are_ranked_for_the_miss_that_is_shown_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked: set[str] = set()
    rank = Answerer.rank

    def noted(self: Answerer, question: str, **more: int) -> object:
        ranked.add(question)
        return rank(self, question, **more)

    monkeypatch.setattr(Answerer, "rank", noted)
    interaction = create_autospec(discord.Interaction, instance=True)
    interaction.client.workspace = workspace
    queue = await Queue.of(Desk(interaction, CURATOR))
    assert len(queue.misses) == len(QUESTIONS)
    assert not ranked
    place = next(place for place, it in enumerate(queue.misses) if it.asked == "steep oolong")
    await queue.show(place)
    assert ranked == {"steep oolong"}
    view = interaction.edit_original_response.await_args.kwargs["view"]
    assert "Nearest: **How long should tea steep" in text_of(view)
