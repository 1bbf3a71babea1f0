"""Who gets through to the commands of curators."""

from __future__ import annotations

from typing import Any
from unittest.mock import create_autospec

import discord
import pytest
from discord import app_commands

from bot.chat.curators import group
from bot.errors import StoreError


@pytest.mark.parametrize("error", [StoreError("No database."), RuntimeError("x")], ids=str)
async def test_what_goes_wrong_before_a_command_runs_reaches_the_one_place_for_errors(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_interaction: Any) -> None:
        raise error

    monkeypatch.setattr(group, "let_in", fail)
    interaction: Any = create_autospec(discord.Interaction, instance=True)
    # discord.py hands nothing else to it, and drops all other errors.
    with pytest.raises(app_commands.AppCommandError) as raised:
        await group.knowledge.interaction_check(interaction)
    assert raised.value.__cause__ is error
