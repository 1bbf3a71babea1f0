"""Answers that were posted lately, kept in step with the entries that they show."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

import aiohttp
import discord
from discord import ui

from bot.answering.substance import fingerprint
from bot.chat.asking.forums import carry_solved
from bot.chat.door import language_in, settings_of
from bot.chat.look import panel
from bot.chat.messages import asker_on, notes_on
from bot.chat.rendering import Frame, render_entry
from bot.curating.homes import SERVER_PACK, Home, ServerHome
from bot.curating.workspace import Workspace
from bot.knowledge.model import Entry, Pack
from bot.store.replies import Reply
from bot.translation import _, speaking

log = logging.getLogger(__name__)

MOST = 500
"""Replies that are looked at for one change of a pack, the newest first."""


async def update_posted(client: discord.Client, workspace: Workspace, home: Home) -> None:
    """Shows the answers of a pack as they are now, where they changed in substance.

    Those whose entry is gone are marked as withdrawn. What can no longer be edited stays.
    """
    guild_id, pack_id = None, home.key.partition("/")[2]
    if isinstance(home, ServerHome):
        guild_id, pack_id = home.guild_id, SERVER_PACK
    for reply in await workspace.store.replies.of_pack(pack_id, guild_id, most=MOST):
        answerer = await workspace.shelves.answerer(reply.guild_id)
        found = answerer.find(reply.pack or "", reply.entry or "")
        if reply.substance is None or (found and fingerprint(*found) == reply.substance):
            continue
        guild = client.get_guild(reply.guild_id) if reply.guild_id else None
        settings = await settings_of(workspace, reply.guild_id)
        with speaking(language_in(settings, guild)):
            state = await _edit(client, reply, found, takes_votes=settings.takes_votes)
        if state == "gone" or (state == "edited" and found is None):
            await workspace.store.replies.drop(reply.message_id)
        elif state == "edited" and found:
            await workspace.store.replies.change(
                reply.message_id,
                pack=reply.pack,
                entry=reply.entry,
                percent=reply.percent,
                substance=fingerprint(*found),
            )


async def _edit(
    client: discord.Client,
    reply: Reply,
    found: tuple[Pack, Entry] | None,
    *,
    takes_votes: bool,
) -> Literal["edited", "gone", "refused"]:
    """Brings one message up to date. What Discord refuses now is tried at the next change."""
    channel = client.get_partial_messageable(reply.channel_id, guild_id=reply.guild_id)
    today = datetime.now(UTC).date()
    try:
        message = await channel.fetch_message(reply.message_id)
        if found:
            frame = Frame(
                asker=asker_on(message),
                takes_votes=takes_votes,
                notes=notes_on(message),
                changed_on=today,
            )
            view = carry_solved(message, render_entry(*found, frame, percent=reply.percent))
        else:
            view = render_withdrawn(notes_on(message))
        await message.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
    except discord.NotFound:
        return "gone"
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.info("The reply %d could not be updated: %s.", reply.message_id, type(error).__name__)
        return "refused"
    return "edited"


def render_withdrawn(notes: Iterable[str]) -> ui.LayoutView:
    """What stands in the place of an answer whose entry is gone; `notes` stood above it."""
    lines = [f"-# {it}" for it in notes]
    lines.append(_("The answer that stood here was withdrawn by its curators."))
    return panel("\n".join(lines))
