"""Pages of a pack's history."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import create_autospec

import discord
import pytest

from bot.chat.curators.access import Access
from bot.chat.curators.desk import Desk
from bot.chat.curators.histories import handle_history
from bot.curating.changes import Put
from bot.curating.homes import SERVER_PACK
from bot.errors import ChangeRefused
from tests.chat.admins.workspaces import ANN, KETTLE, OWN, opened
from tests.chat.curators.views import text_of

SERVER = 11
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def test_an_entrys_history_stays_its_own_on_every_page(tmp_path: Path) -> None:
    other = KETTLE.model_copy(update={"id": "teapot", "question": "Where does the teapot live?"})
    async with opened(tmp_path, NOW) as workspace:
        await workspace.curation.publish(workspace.own(SERVER), OWN, ANN)
        await workspace.curation.publish(workspace.own(SERVER), [Put(other)], ANN)
        interaction = create_autospec(discord.Interaction, instance=True)
        interaction.client.workspace = workspace
        interaction.response = create_autospec(discord.InteractionResponse, instance=True)
        desk = Desk(interaction, Access(SERVER, is_manager=False, is_curator=True, is_owner=False))

        async def shown(pack_id: str, entry: str) -> str:
            await handle_history(desk, "0", pack_id, entry)
            return text_of(interaction.edit_original_response.call_args.kwargs["view"])

        assert "teapot" in await shown(SERVER_PACK, "")
        assert "teapot" not in await shown(SERVER_PACK, KETTLE.id)
        with pytest.raises(ChangeRefused):
            await shown("tea", "")
