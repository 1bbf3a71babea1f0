"""What the bot tells curators by itself, in the channel that each server chose for it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import discord
from discord import ui

from bot.chat.curators.checks import relative
from bot.chat.curators.panels import code_block
from bot.chat.curators.revision_views import said_of
from bot.chat.curators.router import button
from bot.chat.door import language_in
from bot.chat.look import panel, rows
from bot.chat.markup import shorten
from bot.chat.posting import post
from bot.curating.homes import Home
from bot.curating.workspace import Broken, Mended, News, Overwritten, Workspace
from bot.errors import KnowledgeError, StoreError
from bot.store.servers import ServerSettings
from bot.translation import _, ngettext, speaking

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
    for guild_id, channel_id, settings in channels:
        channel = client.get_partial_messageable(channel_id, guild_id=guild_id)
        with speaking(language_in(settings, client.get_guild(guild_id))):
            view = render_news(news)
        about = f"No notice in channel {channel_id} of server {guild_id}"
        await post(channel, view, about=about)


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
            lines += _left_of(len(problems) - MOST_PROBLEMS)
            block, _is_whole = code_block(lines, ROOM)
            head = _("{pack} was saved with errors").format(pack=name)
            text = _("I go on answering from what was there before. I tell you once it is mended.")
            return panel(f"### {head}\n{text}\n{block}")
        case Mended():
            head = _("{pack} is mended").format(pack=name)
            return panel("### {}\n{}".format(head, _("It is answered from now.")))
        case Overwritten(noticed=noticed):
            lost = noticed.overwritten[:MOST_REVISIONS]
            lines = [
                f"- **{it.number}** {said_of(it)}: {shorten(it.summary, SUMMARY_LIMIT)}"
                for it in lost
            ]
            lines += [f"- {it}" for it in _left_of(len(noticed.overwritten) - len(lost))]
            head = _("{pack} was saved over by hand").format(pack=name)
            said = _("These changes are in history, and no longer in the file:")
            text = "\n".join([f"### {head}", said, *lines])
            if noticed.revision is None:
                return panel(text)
            note = _("Who owns me may put them back: that takes back what was saved by hand.")
            text += f"\n-# {note}"
            number = noticed.revision.number
            undo = button(_("Put back…"), "undo", number)
            return panel(text, *rows(undo, button(_("Show the edit"), "show", number)))


def _left_of(number: int) -> list[str]:
    """How many more there are; nothing where there are none."""
    return [ngettext("and {n} more", "and {n} more", number).format(n=number)] if number > 0 else []


async def _channels(workspace: Workspace, home: Home) -> Sequence[tuple[int, int, ServerSettings]]:
    """The ids of the servers that use the pack of `home`, of their curators' channels, settings.

    It is a shared one: a server's own has no files that could break or be saved over.
    """
    found = []
    pack_id = home.key.partition("/")[2]
    for guild_id, settings in await workspace.store.servers.with_channel():
        uses = settings.packs is None or pack_id in settings.packs
        if uses and settings.curators_channel is not None:
            found.append((guild_id, settings.curators_channel, settings))
    return found
