"""What a question gets, and what of it is remembered."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import create_autospec

import discord
import pytest

from bot.chat.asking.replies import Asked, Prepared, prepare
from bot.store.servers import ServerSettings
from tests.chat.admins.workspaces import opened
from tests.chat.curators.views import ids_of

SERVER = 11
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def prepared(folder: Path, said: str, entry_id: str) -> Prepared:
    """What is shown for a message that replies to the answer of an entry of the pack about tea."""
    async with opened(folder, NOW) as workspace:
        answerer = await workspace.shelves.answerer(None)
        asked = Asked(said, 7, 1, None, context=answerer.find("tea", entry_id))
        client = create_autospec(discord.Client, instance=True)
        return await prepare(asked, client, workspace, ServerSettings(), answerer)


@pytest.mark.parametrize("said", ["why?", "source?", "and the other side?"])
async def test_a_remark_on_an_answer_gets_what_is_no_answer_to_bring_up_to_date(
    tmp_path: Path, said: str
) -> None:
    found = await prepared(tmp_path, said, "how-long-to-steep")
    assert found.outcome is None
    assert found.found is not None
    assert (found.found[1].id, found.is_answer) == ("how-long-to-steep", False)


async def test_the_other_side_of_an_answer_is_an_answer(tmp_path: Path) -> None:
    found = await prepared(tmp_path, "and the other side?", "tea-is-healthier")
    assert found.found is not None
    assert (found.found[1].id, found.is_answer) == ("coffee-is-healthier", True)


async def test_what_is_pressed_below_a_miss_names_the_question_that_was_kept(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, NOW) as workspace:
        answerer = await workspace.shelves.answerer(SERVER)
        client = create_autospec(discord.Client, instance=True)
        for asked, pressed in (
            ("who drinks mate in Peru?", "follow:{}"),
            ("healthy drinks", "none:7:{}"),
        ):
            made = Asked(asked, 7, 1, SERVER)
            found = await prepare(made, client, workspace, ServerSettings(), answerer)
            newest, *_ = await workspace.store.questions.misses(SERVER)
            assert newest.question == asked
            assert pressed.format(newest.id) in ids_of(found.view)
