"""Why the bot is silent in a channel that somebody asks about: looked up, and shown."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import ui

from bot.chat.admins.channel_facts import UNSEEN, Place, facts_about, me_in
from bot.chat.admins.decisions import UNKNOWN
from bot.chat.admins.selecting import resolved_of
from bot.chat.admins.settings_pages import render_silence
from bot.chat.admins.silence import findings
from bot.chat.curators.access import Interaction, workspace_of
from bot.errors import ChangeRefused
from bot.translation import _


async def explain_silence(
    interaction: Interaction, guild: discord.Guild, channel_id: int, *, reads_content: bool
) -> ui.LayoutView:
    """The page on a channel. Raises `ChangeRefused` if the server has no such channel.

    It does as well if Discord has not told of the server's channels yet. `reads_content` says
    whether Discord shows the bot the text of messages.
    """
    if not guild.channels:
        raise ChangeRefused(_(UNSEEN))
    workspace = workspace_of(interaction)
    place, is_closed = _place(interaction, guild, channel_id)
    facts = facts_about(
        place,
        await workspace.store.servers.settings(guild.id),
        (await workspace.shelves.answerer(guild.id)).knowledge,
        blocked=len(await workspace.store.servers.blocked(guild.id)),
        reads_content=reads_content,
    )
    facts = replace(facts, is_closed_to_me=facts.is_closed_to_me or is_closed)
    return render_silence(f"<#{channel_id}>", findings(facts), me_in(guild).id)


def _place(interaction: Interaction, guild: discord.Guild, channel_id: int) -> tuple[Place, bool]:
    """A channel, and whether it is a private thread that the bot knows only from the asker.

    Of such a thread, and of an archived one, the parent channel is taken instead.
    """
    found = guild.get_channel_or_thread(channel_id)
    if found is not None:
        return found, False
    here = interaction.channel
    told = dict(resolved_of(interaction, "channels"))
    if isinstance(here, discord.Thread):
        told[str(here.id)] = {"type": here.type.value, "parent_id": here.parent_id}
    thread = told.get(str(channel_id), {})
    parent = guild.get_channel(int(thread.get("parent_id") or 0))
    if parent is None:
        raise ChangeRefused(_(UNKNOWN))
    return parent, thread["type"] == discord.ChannelType.private_thread.value
