"""What curators are told of packs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from unittest.mock import create_autospec

import discord
import pytest
from discord import ui

from bot.chat.curators import notices
from bot.chat.curators.notices import render_news, send_news
from bot.chat.look import panel
from bot.curating.curation import Noticed
from bot.curating.homes import FileHome
from bot.curating.workspace import Broken, Mended, News, Overwritten
from bot.errors import KnowledgeError, SaveError
from bot.knowledge.problems import Place, Problem
from bot.store.revisions import Author, Revision
from bot.store.store import Store
from bot.translation import spoken
from tests.chat.admins.workspaces import opened
from tests.chat.curators.views import breaches, ids_of, text_of

FOLDER = Path("/srv/packs")
HOME = FileHome("tea", FOLDER / "tea", cast(Store, None), FOLDER)  # it is not read
MADE = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def revision(number: int, author: Author) -> Revision:
    return Revision(number, HOME.key, MADE, author, "Changed entry `steep`", (), None)


def test_the_first_errors_of_a_broken_pack_are_told_with_their_places() -> None:
    problems = [
        Problem(Place(FOLDER / "tea" / "a.yaml", line, 1), "x" * 900, severity=severity)
        for line in range(1, 8)
        for severity in ("error", "warning")
    ]
    view = render_news(Broken(HOME, KnowledgeError(problems)))
    text = text_of(view)
    assert "`tea` was saved with errors" in text
    assert "tea/a.yaml:1:1: error: xxx" in text
    assert "a.yaml:6:1" not in text
    assert "and 2 more" in text
    assert "warning" not in text
    assert str(FOLDER) not in text
    assert breaches(view) == []


def test_what_cannot_be_read_at_all_is_told_as_it_is() -> None:
    error = SaveError(f"{FOLDER / 'tea'} cannot be read: Permission denied.")
    text = text_of(render_news(Broken(HOME, error)))
    assert "\ntea cannot be read: Permission denied." in text


def test_a_mended_pack_is_live() -> None:
    assert "`tea` is mended" in text_of(render_news(Mended(HOME)))


def test_lost_changes_are_told_with_who_made_them_and_a_way_to_put_them_back() -> None:
    lost = tuple(revision(number, Author("*Ann*", "discord", 7)) for number in range(20, 12, -1))
    noticed = Noticed(revision(21, Author("", "file")), lost)
    view = render_news(Overwritten(HOME, noticed))
    text = text_of(view)
    assert r"- **20** <t:1795262400:R>, **\*Ann\***, on Discord: Changed entry `steep`" in text
    assert "- and 3 more" in text
    assert ids_of(view) == ["k:undo:21", "k:show:21"]
    assert breaches(view) == []


def test_what_left_no_revision_cannot_be_put_back() -> None:
    noticed = Noticed(None, (revision(20, Author("Ann", "shell")),))
    assert ids_of(render_news(Overwritten(HOME, noticed))) == []


async def test_the_curators_of_each_server_read_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def render(_: News) -> ui.LayoutView:
        heard.append(spoken())
        return panel("News")

    monkeypatch.setattr(notices, "render_news", render)
    client = create_autospec(discord.Client, instance=True)
    client.get_guild.return_value = None
    channel = create_autospec(discord.PartialMessageable, instance=True)
    client.get_partial_messageable.return_value = channel
    async with opened(tmp_path, MADE) as workspace:
        await workspace.store.servers.change(11, curators_channel=1, language="de")
        await workspace.store.servers.change(12, curators_channel=2)
        await send_news(client, workspace, Mended(HOME))
    assert heard == ["de", "en"]
    assert channel.send.await_count == 2
    assert spoken() == "en"
