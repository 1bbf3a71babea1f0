"""`/knowledge stats`: what came of the server's questions, by week and by entry."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.chat.curators.access import Interaction
from bot.chat.curators.desk import desk_of
from bot.chat.curators.group import knowledge
from bot.chat.look import Item, panel
from bot.chat.markup import TEXT_LIMIT, fitting, quote, shorten
from bot.curating.figures import REASONS, WEEKS, Counts, Figures, Ids, count, first_day
from bot.locales import say_number, say_short_day
from bot.store.store import Store
from bot.translation import N_, _, ngettext

log = logging.getLogger(__name__)

MOST_ENTRIES = 10
RECENT_WEEKS = 4
"""How many weeks are told one by one if a chart shows all of them."""
DESCRIPTION_LIMIT = 1024
"""Characters of a picture's description that Discord takes."""
QUESTION_LIMIT = 80
CHART = "questions.png"
NOT_HERE = N_("Figures are a server's own: only its curators see them, in the server itself.")
NO_CHART = N_(
    "There is no chart: Matplotlib is not installed where I run (`pip install rejoinder[charts]`)."
)


@knowledge.command(name="stats", description=N_("What came of this server's questions."))
async def stats(interaction: Interaction) -> None:
    """Counts what came of the questions of the last weeks."""
    desk = desk_of(interaction)
    guild_id = desk.server(_(NOT_HERE))
    await desk.promise()
    figures = await figures_of(desk.workspace.store, guild_id, datetime.now(UTC).date())
    answerer = await desk.workspace.shelves.answerer(guild_id)
    chart = await draw_chart(figures)
    view = render_figures(figures, questions_of(answerer), has_chart=chart is not None)
    await desk.show(view, attachments=[chart] if chart else [])


async def figures_of(store: Store, guild_id: int, today: date) -> Figures:
    """The figures of a server's last weeks."""
    start = first_day(today)
    tallies = await store.questions.tallies(guild_id, start)
    votes = await store.votes.of_server(guild_id, datetime.combine(start, time(), UTC))
    return count(tallies, today, votes)


def questions_of(answerer: Answerer) -> Mapping[Ids, str]:
    """What each entry that an answerer knows asks."""
    packs = answerer.knowledge.packs
    return {(pack.id, entry.id): entry.question for pack in packs for entry in pack.entries}


async def draw_chart(figures: Figures) -> discord.File | None:
    """The figures as a picture; None if there are none, or nothing to draw with is installed."""
    if figures.whole.is_empty:
        return None
    try:
        from bot.question_chart import draw_questions
    except ImportError as error:
        log.info("No chart is drawn: %s.", error)
        return None
    return discord.File(io.BytesIO(await asyncio.to_thread(draw_questions, figures)), CHART)


def render_figures(
    figures: Figures, questions: Mapping[Ids, str], *, has_chart: bool
) -> ui.LayoutView:
    """The figures as text, with the chart's picture where there is one.

    `questions` are the entries' by their packs' and their own ids; of others the id is shown.
    """
    whole = figures.whole
    span = ngettext("The last {n} week", "The last {n} weeks", WEEKS).format(n=WEEKS)
    head = f"### {span}"
    if whole.is_empty:
        return panel(f"{head}\n{_('Nothing has been asked.')}")
    lines = [head, said_of(whole)]
    if whole.unhelpful:
        lines.append(_("Not helpful: {reasons}").format(reasons=reasons_of(whole)))
    if figures.disputed:
        lines.append(disputed_line(*figures.disputed, questions))
    lines.append("\n**{}**".format(_("By week")))
    weeks = figures.weeks[-RECENT_WEEKS:] if has_chart else figures.weeks
    lines += [
        f"- **{say_short_day(monday)}:** {_brief(counts)}"
        for monday, counts in weeks
        if not counts.is_empty
    ]
    if figures.entries:
        lines.append("\n**{}**".format(_("By entry")))
    lines += [_entry_line(*it, questions) for it in figures.entries[:MOST_ENTRIES]]
    left = len(figures.entries) - MOST_ENTRIES
    if left > 0:
        more = ngettext("and {n} more entry", "and {n} more entries", left).format(n=left)
        lines.append(f"-# {more}")
    if not has_chart:
        lines.append(f"-# {_(NO_CHART)}")
    blocks = fitting(lines, TEXT_LIMIT).split("\n\n")
    return panel(*blocks, *gallery(figures, has_chart=has_chart))


def gallery(figures: Figures, *, has_chart: bool) -> list[Item]:
    """The chart in a message, described in words; nothing if there is no chart."""
    if not has_chart:
        return []
    described = [_("A chart of the last weeks: {figures}.").format(figures=said_of(figures.whole))]
    described += [
        _("{day}: {figures}.").format(day=say_short_day(monday), figures=_brief(counts))
        for monday, counts in figures.weeks
        if not counts.is_empty
    ]
    description = shorten(" ".join(described), DESCRIPTION_LIMIT)
    media = discord.MediaGalleryItem(f"attachment://{CHART}", description=description)
    return [ui.MediaGallery(media)]


def said_of(counts: Counts) -> str:
    """Counts in words."""
    said = [
        _("{asked} asked: {answered} answered, {suggested} suggested, {declined} declined").format(
            asked=say_number(counts.asked),
            answered=say_number(counts.of("answer")),
            suggested=say_number(counts.of("suggest")),
            declined=say_number(counts.of("none")),
        )
    ]
    if wrong := counts.of("wrong"):
        said.append(
            ngettext("{n} reported as wrong", "{n} reported as wrong", wrong).format(
                n=say_number(wrong)
            )
        )
    if counts.votes:
        said.append(_helpful(counts))
    return "; ".join(said)


def _brief(counts: Counts) -> str:
    """Counts in few words, without what did not happen."""
    said = [_("{n} asked").format(n=say_number(counts.asked))]
    for text, number in (
        (_("{n} answered"), counts.of("answer")),
        (_("{n} suggested"), counts.of("suggest")),
        (_("{n} declined"), counts.of("none")),
    ):
        if number:
            said.append(text.format(n=say_number(number)))
    return ", ".join([*said, *_opinions(counts)])


def _opinions(counts: Counts) -> Iterator[str]:
    """What people thought of answers, where they said so."""
    if wrong := counts.of("wrong"):
        yield _("{n} wrong").format(n=say_number(wrong))
    if counts.votes:
        yield _("{helpful} of {votes} helpful").format(
            helpful=say_number(counts.helpful), votes=say_number(counts.votes)
        )


def reasons_of(counts: Counts) -> str:
    """Why votes were not helpful, the most frequent reason first."""
    order = list(REASONS)
    found = sorted(counts.by_reason.items(), key=lambda it: (-it[1], order.index(it[0])))
    return ", ".join(f"{_(REASONS[reason])} ({say_number(number)})" for reason, number in found)


def disputed_line(ids: Ids, counts: Counts, questions: Mapping[Ids, str]) -> str:
    """The most disputed entry, and what is held against it."""
    line = _("**Most disputed:** {entry}: {votes}. Not helpful: {reasons}")
    return line.format(
        entry=name_of(ids, questions), votes=_helpful(counts), reasons=reasons_of(counts)
    )


def name_of(ids: Ids, questions: Mapping[Ids, str]) -> str:
    """An entry's question, or its id if it is gone."""
    question = questions.get(ids)
    if question is None:
        return f"`{ids[1]}`"
    return _("“{question}”").format(question=quote(question, QUESTION_LIMIT))


def times(number: int) -> str:
    """How often."""
    return ngettext("once", "{n} times", number).format(n=say_number(number))


def _entry_line(ids: Ids, counts: Counts, questions: Mapping[Ids, str]) -> str:
    said = [times(counts.of("answer")), *_opinions(counts)]
    return f"- {name_of(ids, questions)}: {', '.join(said)}"


def _helpful(counts: Counts) -> str:
    text = ngettext("{helpful} of {n} vote helpful", "{helpful} of {n} votes helpful", counts.votes)
    return text.format(helpful=say_number(counts.helpful), n=say_number(counts.votes))
