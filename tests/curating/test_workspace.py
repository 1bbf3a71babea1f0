"""What a running bot forgets in time, and what it does not remember at all."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from bot.answering.outcome import Abstention
from bot.curating import workspace as curating
from bot.curating.workspace import Workspace
from bot.errors import StoreError
from bot.store.replies import Reply
from bot.store.servers import ServerSettings
from tests.chat.admins.workspaces import opened

SERVER, PERSON = 11, 7
LONG_AGO = datetime.now(UTC) - timedelta(days=400)
UNKNOWN = Abstention("who won the cup?", (), "Nothing is likely enough.")


class Days(asyncio.Event):
    """Is set after so many waits; none of them takes any time."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._left = number

    async def wait(self) -> Literal[True]:
        self._left -= 1
        if not self._left:
            self.set()
        return True


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    """A workspace that has kept one of everything for long enough."""
    async with opened(tmp_path, LONG_AGO) as found:
        store = found.store
        await store.questions.record(SERVER, "tea?", "none", retention_days=30)
        await store.proposals.keep("server/11", guild_id=SERVER, author_id=PERSON, edits="[]")
        await store.votes.cast(SERVER, "tea", "how-long-to-steep", PERSON, is_helpful=True)
        await store.follows.add(SERVER, PERSON, "tea?")
        await store.replies.add(
            Reply(
                message_id=1,
                channel_id=2,
                guild_id=SERVER,
                question_id=None,
                pack=None,
                entry=None,
                percent=None,
                posted_at=LONG_AGO,
                is_unasked=False,
            )
        )
        yield found


async def left(workspace: Workspace) -> list[str]:
    """What is kept still."""
    known = await workspace.store.people.known(PERSON)
    kept = {
        "questions": await workspace.store.questions.recent(SERVER),
        "proposals": known.proposals,
        "votes": known.votes,
        "follows": known.follows,
        "replies": await workspace.store.replies.in_channel(2),
    }
    return [name for name, found in kept.items() if found]


async def test_what_it_is_opened_with_is_not_looked_through_for_garbage(tmp_path: Path) -> None:
    gc.unfreeze()
    try:
        async with opened(tmp_path, datetime.now(UTC)) as workspace:
            (index,) = (await workspace.shelves.answerer(None)).snapshot.indexes
            assert not any(it is index for it in gc.get_objects())
    finally:
        gc.unfreeze()


async def test_what_it_was_opened_with_is_gone_after_a_change(tmp_path: Path) -> None:
    async with opened(tmp_path, datetime.now(UTC)) as workspace:
        library = workspace.shelves.shared
        index = weakref.ref(library.snapshot.indexes[0])
        (pack,), (home,) = library.knowledge.packs, workspace.homes.values()
        changed = pack.model_copy(update={"entries": pack.entries[1:]})
        await workspace.shelves.renew(home, changed)
        await library.settled()
        assert index() is None


async def test_what_was_kept_for_long_enough_is_forgotten(workspace: Workspace) -> None:
    assert len(await left(workspace)) == 5
    await workspace.tidy(Days(1))
    assert await left(workspace) == []


async def test_a_day_on_which_the_store_fails_is_made_up_for_on_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    expire = workspace.store.questions.expire
    days: list[datetime] = []

    async def failing_once(now: datetime) -> int:
        days.append(now)
        if len(days) == 1:
            raise StoreError("The disk is full.")
        return await expire(now)

    monkeypatch.setattr(workspace.store.questions, "expire", failing_once)
    with caplog.at_level(logging.WARNING):
        await workspace.tidy(Days(2))
    assert len(days) == 2
    assert "could not be forgotten today: The disk is full." in caplog.text
    assert await left(workspace) == []


async def test_a_watch_that_fails_is_begun_again_and_the_log_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[asyncio.Event] = []

    async def failing_once(stop: asyncio.Event) -> None:
        tries.append(stop)
        if len(tries) == 1:
            raise OSError("The disk is away.")
        stop.set()

    monkeypatch.setattr(workspace, "watch", failing_once)
    monkeypatch.setattr(curating, "PAUSE_SECONDS", 0.01)
    async with asyncio.timeout(20):
        await workspace.keep(asyncio.Event())
    assert len(tries) == 2
    assert "again in" in caplog.text
    assert "The disk is away." in caplog.text
    assert await left(workspace) == []


async def test_nothing_is_remembered_of_direct_messages(workspace: Workspace) -> None:
    before = await workspace.store.questions.misses(None)
    assert await workspace.remember(UNKNOWN, None, ServerSettings()) is None
    assert await workspace.store.questions.misses(None) == before
