"""Replies that are taken away before, while and after they are remembered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat.asking.dismissals import Dismissals
from bot.curating.workspace import Workspace
from bot.store.replies import Reply
from tests.chat.admins.workspaces import opened

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANSWER, QUESTION = 3, 4
REPLY = Reply(ANSWER, 1, 2, QUESTION, "tea", "steep", 90, NOW, is_unasked=False, substance="x")


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with opened(tmp_path, NOW) as found:
        yield found


async def test_a_reply_that_stands_is_remembered(workspace: Workspace) -> None:
    dismissals = Dismissals()
    await dismissals.note(QUESTION, workspace)
    assert await dismissals.remember(REPLY, workspace)
    assert await workspace.store.replies.get(ANSWER) == REPLY
    assert not dismissals.has(QUESTION)


@pytest.mark.parametrize("when", ["before", "while", "after"])
async def test_a_reply_that_is_gone_is_forgotten_and_its_question_left_alone(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    dismissals = Dismissals()
    add = workspace.store.replies.add

    async def remove_and_add(reply: Reply) -> None:
        await dismissals.note(ANSWER, workspace)
        await add(reply)

    if when == "before":
        await dismissals.note(ANSWER, workspace)
    if when == "while":
        monkeypatch.setattr(workspace.store.replies, "add", remove_and_add)
    assert await dismissals.remember(REPLY, workspace) == (when == "after")
    if when == "after":
        await dismissals.note(ANSWER, workspace)
    assert await workspace.store.replies.get(ANSWER) is None
    assert dismissals.has(QUESTION)


async def test_who_gets_an_answer_unasked_may_still_ask(workspace: Workspace) -> None:
    dismissals = Dismissals()
    await dismissals.remember(replace(REPLY, is_unasked=True), workspace)
    await dismissals.note(ANSWER, workspace)
    assert await workspace.store.replies.get(ANSWER) is None
    assert not dismissals.has(QUESTION)
