"""What whoever reports a wrong match reads."""

from __future__ import annotations

from unittest.mock import create_autospec

import discord

from bot.chat.curators.reports import NOT_KEPT, report
from bot.chat.markup import TEXT_LIMIT
from bot.chat.rendering import repeated
from bot.curating.workspace import Workspace
from tests.chat.curators.views import breaches, text_of


async def test_what_came_of_a_report_is_said_however_long_its_note_is() -> None:
    interaction = create_autospec(discord.Interaction, instance=True)
    interaction.is_guild_integration.return_value = False
    interaction.response = create_autospec(discord.InteractionResponse, instance=True)
    workspace = create_autospec(Workspace, instance=True)
    told = "\n".join([repeated("why is that?"), *["- It counted."] * TEXT_LIMIT])[:TEXT_LIMIT]
    await report(interaction, workspace, ("tea", "how-long-to-steep"), told, None)
    view = interaction.edit_original_response.await_args.kwargs["view"]
    assert NOT_KEPT in text_of(view)
    assert repeated("why is that?") in text_of(view)
    assert breaches(view) == []
