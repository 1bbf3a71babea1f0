"""What every command for askers does: find what answers there, and respond."""

from __future__ import annotations

from typing import Any, Protocol, cast

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.chat.acknowledging import in_time, take_back
from bot.chat.asking.cooldowns import Cooldowns, Wait
from bot.chat.asking.replies import Place, Prepared, posted
from bot.chat.curators.access import workspace_of
from bot.chat.look import render_note
from bot.chat.servers import server_of
from bot.store.servers import ServerSettings
from bot.translation import ngettext


class _Counting(Protocol):
    """What an interaction's client is, as far as cooldowns go."""

    cooldowns: Cooldowns


SETTINGS = "settings"
"""The key in an interaction's `extras` for its server's settings, once it has come in."""


def settings_for(interaction: discord.Interaction[Any]) -> ServerSettings:
    """The settings that hold where the interaction comes from."""
    found = interaction.extras.get(SETTINGS)
    return found if isinstance(found, ServerSettings) else ServerSettings()


async def answerer_for(
    interaction: discord.Interaction[Any], *, is_private: bool = True
) -> Answerer:
    """The answerer for the place where an interaction comes from.

    If it takes long to make ready, a response is promised: to the person alone if `is_private`, or
    if the bot is not to speak there. Somebody who types an option waits for nothing; the server's
    own pack is left out until it is ready.
    """
    wanted = workspace_of(interaction).shelves.answerer(
        server_of(interaction),
        settings_for(interaction),
        may_be_older=True,
        may_lack_own=interaction.type is discord.InteractionType.autocomplete,
    )
    is_private = is_private or not is_open(interaction)
    return await in_time(interaction, wanted, is_private=is_private)


async def respond(
    interaction: discord.Interaction[Any],
    view: ui.LayoutView,
    *,
    is_private: bool,
    pinged: discord.abc.Snowflake | None = None,
) -> int | None:
    """Shows a view as the response, deferred or not; only `pinged` are pinged.

    Returns the id of the message, if Discord tells it.
    """
    mentions = discord.AllowedMentions.none()
    if pinged is not None and not is_private:
        mentions.users = [pinged]
    response = interaction.response
    if response.is_done():
        # A deferred press has no response of its own yet: the original is the pressed message.
        is_press = response.type is discord.InteractionResponseType.deferred_message_update
        if is_press or await take_back(interaction, is_private=is_private):
            sent = await interaction.followup.send(
                view=view, ephemeral=is_private, allowed_mentions=mentions, wait=True
            )
            return sent.id
        return (await interaction.edit_original_response(view=view, allowed_mentions=mentions)).id
    callback = await response.send_message(
        view=view, ephemeral=is_private, allowed_mentions=mentions
    )
    return callback.message_id


def cooldowns_of(interaction: discord.Interaction[Any]) -> Cooldowns:
    """What counts how often people ask."""
    return cast(_Counting, interaction.client).cooldowns  # the tree is this bot's own


async def may_ask(interaction: discord.Interaction[Any]) -> bool:
    """Whether somebody runs commands seldom enough; if not, they are told so."""
    wait = cooldowns_of(interaction).take(
        interaction.user.id, interaction.channel_id or 0, server_of(interaction)
    )
    if wait is not None:
        await respond(interaction, render_note(wait_text(wait)), is_private=True)
    return wait is None


def wait_text(wait: Wait) -> str:
    """What somebody reads who asks too often."""
    return ngettext(
        "That was a lot at once. Ask me again in {n} second.",
        "That was a lot at once. Ask me again in {n} seconds.",
        wait.seconds,
    ).format(n=wait.seconds)


def is_open(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot may speak publicly in the place where the interaction comes from."""
    channel = interaction.channel or discord.Object(interaction.channel_id or 0)
    return answers_in(settings_for(interaction), channel)


def answers_in(settings: ServerSettings, channel: Any) -> bool:
    """Whether the bot answers in a channel of the server, or in a thread of that channel."""
    if settings.channels is None:
        return True
    return bool({channel.id, getattr(channel, "parent_id", None)} & set(settings.channels))


async def note_posted(
    interaction: discord.Interaction[Any],
    prepared: Prepared,
    message_id: int | None,
    *,
    is_private: bool,
) -> None:
    """Remembers a public response, if it stands where the bot can change it later."""
    guild_id = server_of(interaction)
    is_direct = guild_id is None and interaction.context.dm_channel
    if message_id is None or is_private or not (guild_id is not None or is_direct):
        return
    place = Place(message_id, interaction.channel_id or 0, guild_id)
    await posted(prepared, place, interaction.client, workspace_of(interaction))
