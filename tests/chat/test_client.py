from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from unittest.mock import create_autospec

import discord
import pytest

from bot.chat import events
from bot.chat.asking.conduct import Conduct
from bot.chat.asking.cooldowns import Cooldowns
from bot.chat.client import Client
from bot.chat.message_content import MessageContent
from bot.curating.workspace import Mended, News
from tests.chat.admins.workspaces import opened


def made() -> Client:
    """A client that never gets a workspace by itself."""
    prepared = asyncio.get_running_loop().create_future()
    return Client(prepared, content=MessageContent(), cooldowns=Cooldowns(), conduct=Conduct())


async def test_what_is_cancelled_on_leaving_has_ended_before_the_client_is_closed() -> None:
    client = made()
    has_ended = False

    async def read() -> None:
        nonlocal has_ended
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)  # as a statement that is let finish
            has_ended = True

    async with client:
        client._tasks = [asyncio.create_task(read())]
        await asyncio.sleep(0)
    assert has_ended


async def test_news_that_are_being_told_on_leaving_are_told_first_by_the_next_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: asyncio.Queue[News] = asyncio.Queue()

    async def send_news(_client: Client, _workspace: object, news: News) -> None:
        begun.put_nowait(news)
        await asyncio.Event().wait()

    async def ready(_client: Client) -> None:
        pass

    monkeypatch.setattr(events, "send_news", send_news)
    monkeypatch.setattr(Client, "wait_until_ready", ready)
    async with opened(tmp_path, datetime.now(UTC)) as workspace:
        told = [Mended(workspace.own(number)) for number in range(3)]
        for it in told:
            workspace.news.put_nowait(it)
        for _ in range(2):
            client = made()
            client.workspace = workspace
            async with client:
                client._tasks = [asyncio.create_task(events.Events(client).tell_curators())]
                assert await begun.get() == told[0]
        assert [workspace.news.get_nowait() for _ in told] == told


async def test_news_that_cannot_be_told_keep_nobody_from_hearing_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: asyncio.Queue[News] = asyncio.Queue()

    async def send_news(_client: Client, _workspace: object, news: News) -> None:
        told.put_nowait(news)
        raise ValueError("a channel of a new kind")

    async def ready(_client: Client) -> None:
        pass

    monkeypatch.setattr(events, "send_news", send_news)
    monkeypatch.setattr(Client, "wait_until_ready", ready)
    async with opened(tmp_path, datetime.now(UTC)) as workspace:
        news = [Mended(workspace.own(number)) for number in range(2)]
        for it in news:
            workspace.news.put_nowait(it)
        client = made()
        client.workspace = workspace
        async with client:
            client._tasks = [asyncio.create_task(events.Events(client).tell_curators())]
            async with asyncio.timeout(5):
                assert [await told.get() for _ in news] == news
    assert f"Curators could not be told of news of {news[0].home.key}." in caplog.messages


async def test_who_leaves_the_team_is_no_owner_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stayed = create_autospec(discord.User, instance=True, id=1)
    left = create_autospec(discord.User, instance=True, id=2)
    answers = iter(
        [
            OSError("the network is down"),
            create_autospec(discord.AppInfo, instance=True, owner=stayed, team=None),
        ]
    )
    has_asked = asyncio.Event()

    async def application_info(_client: Client) -> discord.AppInfo:
        found = next(answers, None)
        if isinstance(found, OSError):
            raise found
        if found is None:
            has_asked.set()
            await asyncio.Event().wait()
        return cast("discord.AppInfo", found)

    monkeypatch.setattr(Client, "application_info", application_info)
    monkeypatch.setattr(events, "OWNERS_SECONDS", 0.0)
    async with opened(tmp_path, datetime.now(UTC)) as workspace:
        client = made()
        client.workspace = workspace
        client.owner_ids = {1, 2}
        async with client:
            assert await client.is_owner(left)
            client._tasks = [asyncio.create_task(events.Events(client).follow_owners())]
            async with asyncio.timeout(5):
                await has_asked.wait()
            assert await client.is_owner(stayed)
            assert not await client.is_owner(left)
    assert "the network is down" in caplog.text
