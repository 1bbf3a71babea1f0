"""What every command for askers does: find what answers there, and respond."""

from __future__ import annotations

from typing import Any, Protocol, cast

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.chat.asking.cooldowns import Cooldowns
from bot.chat.curators.access import workspace_of
from bot.chat.servers import server_of
from bot.store.servers import ServerSettings


class _Counting(Protocol):
    """What an interaction's client is, as far as cooldowns go."""

    cooldowns: Cooldowns


SETTINGS = "settings"
"""Where the settings of an interaction's server stand in its `extras`, once it has come in."""


def settings_for(interaction: discord.Interaction[Any]) -> ServerSettings:
    """The settings that hold where the interaction comes from."""
    found = interaction.extras.get(SETTINGS)
    return found if isinstance(found, ServerSettings) else ServerSettings()


async def answerer_for(interaction: discord.Interaction[Any]) -> Answerer:
    """What answers where the interaction comes from."""
    shelves = workspace_of(interaction).shelves
    return await shelves.answerer(server_of(interaction), settings_for(interaction))


async def respond(
    interaction: discord.Interaction[Any],
    view: ui.LayoutView,
    *,
    is_private: bool,
    pinged: discord.abc.Snowflake | None = None,
) -> None:
    """Shows a view as the response, deferred or not; nobody is pinged but `pinged`."""
    mentions = discord.AllowedMentions.none()
    if pinged is not None and not is_private:
        mentions.users = [pinged]
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=mentions)
    else:
        await interaction.response.send_message(
            view=view, ephemeral=is_private, allowed_mentions=mentions
        )


def cooldowns_of(interaction: discord.Interaction[Any]) -> Cooldowns:
    """What counts how often people ask."""
    return cast(_Counting, interaction.client).cooldowns  # the tree is this bot's own
