"""Answers that were posted lately, kept in step with the entries that they show."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.answering.substance import fingerprint
from bot.chat.asking.answerers import Answerers
from bot.chat.asking.forums import carry_solved
from bot.chat.asking.sides import is_one_sided
from bot.chat.custom_ids import parse_custom_id
from bot.chat.door import language_in, settings_of
from bot.chat.look import panel
from bot.chat.members import reader_has_left
from bot.chat.messages import asker_on, notes_on, takes_votes
from bot.chat.posting import FAILURES, describe
from bot.chat.rendering import ALSO, ONE_SIDED, Also, Frame, render_entry
from bot.curating.homes import SERVER_PACK, Home, ServerHome
from bot.curating.workspace import Workspace
from bot.store.replies import Reply
from bot.store.servers import ServerSettings
from bot.translation import _, languages, speaking

log = logging.getLogger(__name__)


async def update_one(client: discord.Client, workspace: Workspace, message_id: int) -> None:
    """Updates a reply whose answer changed in substance before the reply was remembered."""
    reply = await workspace.store.replies.get(message_id)
    if reply is None or reply.pack is None or reply.entry is None or reply.substance is None:
        return
    answerer = await workspace.shelves.answerer(reply.guild_id)
    if _substance(answerer, reply.pack, reply.entry) != reply.substance:
        await _update(client, workspace, reply, answerer)


async def update_posted(client: discord.Client, workspace: Workspace, home: Home) -> None:
    """Updates the posted answers of a pack that changed in substance.

    Those whose entry is gone are marked as withdrawn. Replies that can no longer be edited stay as
    they are, as do those in servers where nothing can answer.
    """
    guild_id, pack_id = None, home.key.partition("/")[2]
    if isinstance(home, ServerHome):
        guild_id, pack_id = home.guild_id, SERVER_PACK
    replies = workspace.store.replies
    answerers = Answerers(workspace.shelves)
    current = await answerers.of(guild_id)
    if current is None:
        return
    for entry_id in sorted(
        {
            entry_id
            for entry_id, substance in await replies.substances(pack_id, guild_id)
            if _substance(current, pack_id, entry_id) != substance
        }
    ):
        for reply in await replies.of_entry(pack_id, entry_id, guild_id):
            answerer = await answerers.of(reply.guild_id)
            if answerer and _substance(answerer, pack_id, entry_id) != reply.substance:
                await _update(client, workspace, reply, answerer)


async def update_all_posted(client: discord.Client, workspace: Workspace) -> None:
    """Updates the posted answers of all packs, as some may have changed while nobody was told."""
    for home in workspace.homes.values():
        await update_posted(client, workspace, home)
    for guild_id, posted_at in await workspace.store.replies.servers_showing(SERVER_PACK):
        own = workspace.own(guild_id)
        last = await workspace.store.revisions.history(own.key, most=1)
        # Looking takes an index, which is made only where there may be something to see.
        if last and last[0].made_at > posted_at:
            await update_posted(client, workspace, own)


def _substance(answerer: Answerer, pack_id: str, entry_id: str) -> str | None:
    """The fingerprint of the present answer; None if the entry is gone."""
    found = answerer.find(pack_id, entry_id)
    return fingerprint(*found) if found else None


async def _update(
    client: discord.Client, workspace: Workspace, reply: Reply, answerer: Answerer
) -> None:
    """Brings one reply up to date, and notes that it is."""
    found = answerer.find(reply.pack or "", reply.entry or "")
    guild = client.get_guild(reply.guild_id) if reply.guild_id else None
    settings = await settings_of(workspace, reply.guild_id)
    with speaking(language_in(settings, guild)):
        state = await _edit(client, workspace, reply, answerer, settings)
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
    workspace: Workspace,
    reply: Reply,
    answerer: Answerer,
    settings: ServerSettings,
) -> Literal["edited", "gone", "refused"]:
    """Updates one message. If Discord refuses, it is tried again at the next change.

    A message to somebody who has since left the server counts as gone.
    """
    guild = client.get_guild(reply.guild_id) if reply.guild_id else None
    channel = client.get_partial_messageable(reply.channel_id, guild_id=reply.guild_id)
    found = answerer.find(reply.pack or "", reply.entry or "")
    today = datetime.now(UTC).date()
    try:
        if guild and await reader_has_left(guild, reply.channel_id, client):
            return "gone"
        message = await channel.fetch_message(reply.message_id)
        if found:
            frame = Frame(
                asker=asker_on(message),
                # Who waited for the answer was asked for no vote.
                takes_votes=settings.takes_votes and takes_votes(message),
                notes=notes_on(message),
                changed_on=today,
                is_one_sided=tells_one_side(message)
                and is_one_sided(await _others(workspace, reply), found, answerer),
            )
            also = [it for it in also_on(message) if answerer.find(it.pack, it.entry)]
            view = render_entry(*found, frame, percent=reply.percent, also=also)
            view = carry_solved(message, view)
        else:
            view = render_withdrawn(notes_on(message))
        await message.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
    except discord.NotFound:
        return "gone"
    except FAILURES as error:
        log.info("The reply %d could not be updated: %s.", reply.message_id, describe(error))
        return "refused"
    return "edited"


def also_on(message: discord.Message) -> list[Also]:
    """The other questions that are listed below the answer in a message."""
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    found = []
    for section in view.walk_children():
        if isinstance(section, ui.Section) and isinstance(section.accessory, ui.Button):
            pressed = parse_custom_id(section.accessory.custom_id or "")
            said = section.children[0]
            if pressed is None or pressed.action != ALSO or len(pressed.parts) != 2:
                continue
            if isinstance(said, ui.TextDisplay):
                found.append(Also(said.content, *pressed.parts))
    return found


def tells_one_side(message: discord.Message) -> bool:
    """Whether a message says, in any language, that the place has heard one side."""
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    said = {it.content for it in view.walk_children() if isinstance(it, ui.TextDisplay)}
    for language in languages():
        with speaking(language):
            if f"-# {_(ONE_SIDED)}" in said:
                return True
    return False


async def _others(workspace: Workspace, reply: Reply) -> list[Reply]:
    """The other answers where a reply stands."""
    replies = await workspace.store.replies.in_channel(reply.channel_id)
    return [it for it in replies if it.substance and it.message_id != reply.message_id]


def render_withdrawn(notes: Iterable[str]) -> ui.LayoutView:
    """What replaces an answer whose entry is gone; `notes` stood above it."""
    lines = [f"-# {it}" for it in notes]
    lines.append(_("The answer that stood here was withdrawn by its curators."))
    return panel("\n".join(lines))
