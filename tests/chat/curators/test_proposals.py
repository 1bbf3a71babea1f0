"""Changes that wait for their curator's word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import create_autospec

import discord
import pytest

from bot.chat.curators.access import Access
from bot.chat.curators.desk import Desk
from bot.chat.curators.proposals import find_proposal, propose
from bot.curating.homes import SERVER_PACK
from bot.errors import ChangeRefused
from tests.chat.admins.workspaces import opened

SERVER = 11
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CURATOR = Access(SERVER, is_manager=False, is_curator=True, is_owner=False)


async def test_a_change_that_an_older_version_kept_in_its_own_way_is_gone(tmp_path: Path) -> None:
    async with opened(tmp_path, NOW) as workspace:
        interaction = create_autospec(discord.Interaction, instance=True)
        interaction.client.workspace = workspace
        interaction.user.id = 7
        desk = Desk(interaction, CURATOR)
        kept = await propose(desk, SERVER_PACK)
        assert (await find_proposal(desk, str(kept.number))).number == kept.number
        await workspace.store.proposals.replace(kept.number, edits='[{"did": 1}]', form=None)

        with pytest.raises(ChangeRefused, match="it is gone"):
            await find_proposal(desk, str(kept.number))


@pytest.mark.parametrize("number", ["", "x", "-1", "\u00b2", "9" * 40], ids=repr)
async def test_what_is_no_number_of_a_proposal_is_gone(tmp_path: Path, number: str) -> None:
    async with opened(tmp_path, NOW) as workspace:
        interaction = create_autospec(discord.Interaction, instance=True)
        interaction.client.workspace = workspace
        with pytest.raises(ChangeRefused, match="it is gone"):
            await find_proposal(Desk(interaction, CURATOR), number)
