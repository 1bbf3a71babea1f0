"""Servers that the bot was removed from: what becomes of what is kept of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.admins.leaving import FILE, KEPT_DAYS, own_pack, render_farewell, settle
from bot.curating.changes import Remove
from bot.curating.importing import plan_import
from bot.curating.workspace import Workspace
from bot.exchange.importing import read_import
from tests.chat.admins.workspaces import ANN, KETTLE, OWN, opened
from tests.chat.curators.views import breaches, text_of

SERVER, OTHER = 11, 12
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=KEPT_DAYS, seconds=1)


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with opened(tmp_path, NOW) as found:
        yield found


def everybodys(_: int) -> bool:
    return True


def nowhere(_: int) -> bool:
    return False


async def left(workspace: Workspace) -> list[int]:
    return await workspace.store.servers.gone(NOW + timedelta(days=1))


async def test_a_server_that_was_left_while_nobody_listened_is_left_from_now(
    workspace: Workspace,
) -> None:
    for server in (SERVER, OTHER):
        await workspace.store.questions.record(server, "tea?", "none", retention_days=30)
    await settle(workspace, {OTHER}.__contains__, everybodys, NOW)
    assert await left(workspace) == [SERVER]
    assert await workspace.store.servers.gone(NOW) == []
    assert len(await workspace.store.questions.recent(SERVER)) == 1


async def test_a_server_that_the_bot_is_in_again_is_not_forgotten(workspace: Workspace) -> None:
    await workspace.store.servers.change(SERVER, retention_days=7)
    await workspace.store.servers.left(SERVER, LONG_AGO)
    await settle(workspace, {SERVER}.__contains__, everybodys, NOW)
    assert await left(workspace) == []
    assert (await workspace.store.servers.settings(SERVER)).retention_days == 7


async def test_a_server_that_is_joined_while_the_bot_looks_is_not_left(
    workspace: Workspace,
) -> None:
    await workspace.store.servers.change(SERVER)
    asked = iter([False])
    await settle(workspace, lambda _: next(asked, True), everybodys, NOW)
    assert await left(workspace) == []


async def test_a_server_that_is_joined_at_the_last_moment_is_not_forgotten(
    workspace: Workspace,
) -> None:
    await workspace.store.servers.change(SERVER, retention_days=7)
    await workspace.store.servers.left(SERVER, LONG_AGO)
    asked = iter([False, False, False])
    await settle(workspace, lambda _: next(asked, True), everybodys, NOW)
    assert (await workspace.store.servers.settings(SERVER)).retention_days == 7


async def test_what_another_process_looks_after_is_left_alone(workspace: Workspace) -> None:
    await workspace.store.servers.change(SERVER)
    await workspace.store.servers.change(OTHER, retention_days=7)
    await workspace.store.servers.left(OTHER, LONG_AGO)
    await settle(workspace, nowhere, nowhere, NOW)
    assert await left(workspace) == [OTHER]
    assert (await workspace.store.servers.settings(OTHER)).retention_days == 7


async def test_after_thirty_days_nothing_is_kept_and_nothing_of_it_answers_again(
    workspace: Workspace,
) -> None:
    for server in (SERVER, OTHER):
        await workspace.curation.publish(workspace.own(server), OWN, ANN)
        assert (await workspace.shelves.answerer(server)).find("server", "kettle")
    await workspace.store.servers.left(SERVER, LONG_AGO)
    await workspace.store.servers.left(OTHER, NOW - timedelta(days=KEPT_DAYS - 1))
    await settle(workspace, nowhere, everybodys, NOW)
    assert await workspace.store.servers.kept() == {OTHER}
    assert (await workspace.shelves.answerer(OTHER)).find("server", "kettle")

    # A pack begun anew has the same version that the forgotten one had.
    other = KETTLE.model_copy(update={"id": "teapot"})
    new = (*OWN[:2], type(OWN[2])(other))
    await workspace.curation.publish(workspace.own(SERVER), new, ANN)
    answerer = await workspace.shelves.answerer(SERVER)
    assert answerer.find("server", "teapot")
    assert answerer.find("server", "kettle") is None


async def test_a_pack_that_is_handed_over_can_be_imported_again(
    workspace: Workspace,
) -> None:
    await workspace.curation.publish(workspace.own(SERVER), OWN, ANN)
    text = await own_pack(workspace, SERVER)
    assert text is not None
    empty = (await workspace.curation.reading(workspace.own(OTHER))).sound()
    plan = plan_import(read_import(text.encode(), FILE, known=empty), empty)
    await workspace.curation.publish(workspace.own(OTHER), plan.edits, ANN)
    assert (await workspace.shelves.answerer(OTHER)).find("server", "kettle")
    assert await own_pack(workspace, OTHER) == text


async def test_where_nothing_was_written_there_is_nothing_to_hand_over(
    workspace: Workspace,
) -> None:
    assert await own_pack(workspace, SERVER) is None
    await workspace.curation.publish(workspace.own(SERVER), OWN, ANN)
    gone = (Remove("entries", "kettle"), Remove("topics", "kitchen"), Remove("sources", "house"))
    await workspace.curation.publish(workspace.own(SERVER), gone, ANN)
    assert await own_pack(workspace, SERVER) is None


def test_the_owner_reads_when_everything_is_deleted() -> None:
    view = render_farewell("*Tea*", NOW, has_file=True)
    text = text_of(view)
    assert r"### I was removed from \*Tea\*" in text
    assert "deleted on <t:1795262400:D>" in text
    assert breaches(view, FILE) == []


def test_a_pack_that_is_too_large_is_said_to_be() -> None:
    view = render_farewell("Tea", NOW, has_file=False)
    assert "too large for a message" in text_of(view)
    assert breaches(view) == []
