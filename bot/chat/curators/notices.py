"""What the bot tells curators by itself, in the channel that each server chose for it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import aiohttp
import discord
from discord import ui

from bot.chat.curators.checks import relative
from bot.chat.curators.panels import button, code_block, panel, rows
from bot.chat.curators.revision_views import said_of
from bot.chat.curators.router import custom_id
from bot.chat.rendering import shorten
from bot.curating.homes import Home, ServerHome
from bot.curating.workspace import Broken, Mended, News, Overwritten, Workspace
from bot.errors import KnowledgeError, StoreError

log = logging.getLogger(__name__)

MOST_PROBLEMS = 5
MOST_REVISIONS = 5
PROBLEM_LIMIT = 400
SUMMARY_LIMIT = 200
ROOM = 3000


async def send_news(client: discord.Client, workspace: Workspace, news: News) -> None:
    """Tells the curators of every server that uses the pack.

    Never raises for what keeps them from being told: that is logged.
    """
    try:
        channels = await _channels(workspace, news.home)
    except StoreError as error:
        log.warning("No curators hear of the pack %s: %s", news.home.key, error)
        return
    for guild_id, channel_id in channels:
        channel = client.get_partial_messageable(channel_id, guild_id=guild_id)
        try:
            await channel.send(
                view=render_news(news), allowed_mentions=discord.AllowedMentions.none()
            )
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            code = f" (code {error.code})" if isinstance(error, discord.HTTPException) else ""
            log.warning(
                "No notice in channel %d of server %d: %s%s.",
                channel_id,
                guild_id,
                type(error).__name__,
                code,
            )


def render_news(news: News) -> ui.LayoutView:
    """A piece of news as curators read it; folders of the machine are left out."""
    name = f"`{news.home.path.name}`"
    match news:
        case Broken(home, error):
            problems = [str(error)]
            if isinstance(error, KnowledgeError):
                problems = [str(it) for it in error.problems if it.severity == "error"]
            lines = [
                shorten(relative(it, home.path), PROBLEM_LIMIT) for it in problems[:MOST_PROBLEMS]
            ]
            left = len(problems) - MOST_PROBLEMS
            block, _ = code_block([*lines, *([f"and {left} more"] if left > 0 else [])], ROOM)
            text = "I go on answering from what was there before. I tell you once it is mended."
            return panel(f"### {name} was saved with errors\n{text}\n{block}")
        case Mended():
            return panel(f"### {name} is mended\nIt is answered from now.")
        case Overwritten(_, noticed):
            lost = noticed.overwritten[:MOST_REVISIONS]
            lines = [
                f"- **{it.number}** {said_of(it)}: {shorten(it.summary, SUMMARY_LIMIT)}"
                for it in lost
            ]
            left = len(noticed.overwritten) - len(lost)
            lines += [f"- and {left} more"] if left > 0 else []
            text = (
                f"### {name} was saved over by hand\nThese changes are in history, and no longer "
                "in the file:\n" + "\n".join(lines)
            )
            if noticed.revision is None:
                return panel(text)
            text += "\n-# Who owns me may put them back: that takes back what was saved by hand."
            undo = custom_id("undo", noticed.revision.number)
            show = custom_id("show", noticed.revision.number)
            return panel(text, *rows(button("Put back…", undo), button("Show the edit", show)))


async def _channels(workspace: Workspace, home: Home) -> Sequence[tuple[int, int]]:
    """The ids of the servers that use the pack of `home`, with their curators' channels."""
    found = []
    pack_id = home.key.partition("/")[2]
    for guild_id, settings in await workspace.store.servers.with_channel():
        uses = settings.packs is None or pack_id in settings.packs
        if isinstance(home, ServerHome):
            uses = home.guild_id == guild_id
        if uses and settings.curators_channel is not None:
            found.append((guild_id, settings.curators_channel))
    return found
