"""The weekly digest for curators, in the servers that want one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import discord
from discord import ui
from discord.ext import commands, tasks

from bot.answering.answerer import Answerer
from bot.chat.curators.statistics import (
    QUESTION_LIMIT,
    disputed_line,
    draw_chart,
    figures_of,
    gallery,
    name_of,
    questions_of,
    said_of,
    times,
)
from bot.chat.door import language_in
from bot.chat.look import panel
from bot.chat.markup import TEXT_LIMIT, fitting, quote
from bot.chat.posting import post
from bot.curating.figures import Counts, Figures, Ids, total
from bot.curating.homes import SERVER_PACK
from bot.curating.misses import Miss, group, with_nearest
from bot.curating.workspace import Workspace
from bot.errors import RejoinderError, StoreError
from bot.knowledge.model import Knowledge
from bot.locales import say_day
from bot.store.questions import LoggedQuestion
from bot.store.servers import DIGEST_DAYS, ServerSettings
from bot.translation import N_, _, speaking

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

MOST_MISSES = 5
NOTHING_ASKED = N_("Nothing has been asked.")
NOTHING_MISSED = N_("Nothing was asked in vain.")
MORE = N_("`/knowledge review` goes through the misses, `/knowledge stats` has all figures.")


@dataclass(frozen=True, slots=True)
class Digest:
    """What a server's curators are told of a week."""

    since: date
    """The day with which it begins."""
    week: Counts
    figures: Figures
    misses: Sequence[Miss]
    """The week's most asked misses, at most `MOST_MISSES`."""
    oldest: tuple[Ids, date] | None
    """The entry that was reviewed longest ago, and when; None if none was reviewed."""
    questions: Mapping[Ids, str]


class Digests(commands.Cog):
    """Looks for servers that are due a digest, when the bot starts and then every hour."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def cog_load(self) -> None:
        """Begins to look."""
        self.look.start()

    async def cog_unload(self) -> None:
        """Looks no more."""
        self.look.cancel()

    @tasks.loop(hours=1)
    async def look(self) -> None:
        """Sends the digests that are due; if one fails, the log is told why."""
        now = datetime.now(UTC)
        try:
            due = await self._client.workspace.store.servers.due_digests(now)
        except StoreError as error:
            log.warning("No digests are sent this hour: %s", error)
            return
        for guild_id, settings in due:
            guild = self._client.get_guild(guild_id)
            if guild is None or guild.unavailable:
                continue  # another process has it, or it has to wait until Discord has it again
            try:
                with speaking(language_in(settings, guild)):
                    await send_digest(self._client.workspace, guild, settings, now)
            except RejoinderError as error:
                log.warning("No digest in server %d: %s", guild_id, error)
            except Exception:
                # One server's trouble is no other's.
                log.exception("The digest of server %d failed.", guild_id)

    @look.before_loop
    async def _wait(self) -> None:
        await self._client.wait_until_ready()


COGS = (Digests,)


async def send_digest(
    workspace: Workspace, guild: discord.Guild, settings: ServerSettings, now: datetime
) -> None:
    """Sends a server's digest to its curators' channel, unless another process does so.

    If that fails, it is not tried again until the next one is due.
    """
    if settings.curators_channel is None:
        return
    digest = await digest_of(workspace, guild.id, settings, now)
    chart = await draw_chart(digest.figures)
    if not await workspace.store.servers.claim_digest(guild.id, now):
        return
    channel = guild.get_channel_or_thread(settings.curators_channel)
    if not isinstance(channel, discord.abc.Messageable):
        log.warning("No digest in server %d: its curators' channel is gone.", guild.id)
        return
    view = render_digest(digest, has_chart=chart is not None)
    about = f"No digest in channel {channel.id} of server {guild.id}"
    await post(channel, view, *([chart] if chart else []), about=about)


async def digest_of(
    workspace: Workspace, guild_id: int, settings: ServerSettings, now: datetime
) -> Digest:
    """What there is to tell of the week that ends `now`."""
    store = workspace.store
    # The whole day, as tallies are of days: what came after the last digest is not left out.
    day = now.astimezone(UTC).date() - timedelta(days=DIGEST_DAYS)
    since = datetime.combine(day, time(), UTC)
    answerer = await workspace.shelves.answerer(guild_id, settings)
    misses = [it for it in await store.questions.misses(guild_id) if it.asked_at >= since]
    return Digest(
        since=day,
        week=total(
            await store.questions.tallies(guild_id, day),
            await store.votes.of_server(guild_id, since),
        ),
        figures=await figures_of(store, guild_id, now.date()),
        misses=await asyncio.to_thread(_most_asked, misses, answerer),
        oldest=oldest_review(answerer.knowledge),
        questions=questions_of(answerer),
    )


def _most_asked(misses: Sequence[LoggedQuestion], answerer: Answerer) -> list[Miss]:
    return [with_nearest(it, answerer) for it in group(misses)[:MOST_MISSES]]


def oldest_review(knowledge: Knowledge) -> tuple[Ids, date] | None:
    """The live entry that was reviewed longest ago: of the server's own, or else of all packs."""
    own = [it for it in knowledge.packs if it.id == SERVER_PACK]
    for packs in (own, knowledge.packs):
        dated = [
            (it.reviewed, (pack.id, it.id))
            for pack in packs
            for it in pack.live_entries
            if it.reviewed is not None
        ]
        if dated:
            day, ids = min(dated)
            return ids, day
    return None


def render_digest(digest: Digest, *, has_chart: bool) -> ui.LayoutView:
    """The digest as curators read it, with a picture of the chart, if there is one."""
    heading = _("The week since {day}").format(day=say_day(digest.since))
    week = _(NOTHING_ASKED) if digest.week.is_empty else said_of(digest.week)
    lines = [f"### {heading}", week]
    if digest.misses:
        lines += ["", "**{}**".format(_("Asked most without an answer"))]
        lines += [_miss_line(it, digest.questions) for it in digest.misses[:MOST_MISSES]]
    elif digest.week.asked:
        lines.append(_(NOTHING_MISSED))
    standing = []
    if digest.figures.disputed:
        standing.append(disputed_line(*digest.figures.disputed, digest.questions))
    if digest.oldest:
        ids, day = digest.oldest
        line = _("**Reviewed longest ago:** {entry}, {day}")
        standing.append(line.format(entry=name_of(ids, digest.questions), day=say_day(day)))
    for it in (*standing, f"-# {_(MORE)}"):
        lines += ["", it]
    blocks = fitting(lines, TEXT_LIMIT).split("\n\n")
    return panel(*blocks, *gallery(digest.figures, has_chart=has_chart))


def _miss_line(miss: Miss, questions: Mapping[Ids, str]) -> str:
    asked = quote(miss.asked, QUESTION_LIMIT)
    if miss.wrong is not None:
        line = _("- “{question}”: {times}; {entry} was reported as wrong")
        entry = name_of(miss.wrong, questions)
    elif miss.nearest is not None:
        line = _("- “{question}”: {times}; nearest: {entry}")
        entry = name_of(miss.nearest.ids, questions)
    else:
        line = _("- “{question}”: {times}")
        entry = ""
    return line.format(question=asked, times=times(miss.times), entry=entry)
