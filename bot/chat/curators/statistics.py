"""`/knowledge stats`: what came of the server's questions, by week and by entry."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

import discord
from discord import ui

from bot.chat.curators.access import Access, Interaction, workspace_of
from bot.chat.curators.group import knowledge
from bot.chat.curators.panels import TEXT_LIMIT, Item, fitting, panel
from bot.chat.rendering import quote
from bot.curating.figures import WEEKS, Counts, Figures, count, first_day
from bot.errors import ChangeRefused

log = logging.getLogger(__name__)

MOST_ENTRIES = 15
QUESTION_LIMIT = 80
CHART = "questions.png"
NOT_HERE = "Figures are a server's own: only its curators see them, in the server itself."
NO_CHART = (
    "-# There is no chart: Matplotlib is not installed where I run "
    "(`pip install rejoinder[charts]`)."
)


@knowledge.command(name="stats", description="What came of this server's questions.")
async def stats(interaction: Interaction) -> None:
    """Counts what came of the questions of the last weeks."""
    access: Access = interaction.extras["access"]
    if access.guild_id is None or not access.is_curator:
        raise ChangeRefused(NOT_HERE)
    await interaction.response.defer(ephemeral=True, thinking=True)
    workspace = workspace_of(interaction)
    today = datetime.now(UTC).date()
    tallies = await workspace.store.questions.tallies(access.guild_id, first_day(today))
    figures = count(tallies, today)
    answerer = await workspace.shelves.answerer(access.guild_id)
    questions = {
        (pack.id, entry.id): entry.question
        for pack in answerer.knowledge.packs
        for entry in pack.entries
    }
    chart = await asyncio.to_thread(_draw, figures) if figures.whole.asked else None
    files = [discord.File(io.BytesIO(chart), CHART)] if chart else []
    view = render_figures(figures, questions, has_chart=chart is not None)
    await interaction.edit_original_response(view=view, attachments=files)


def render_figures(
    figures: Figures, questions: Mapping[tuple[str, str], str], *, has_chart: bool
) -> ui.LayoutView:
    """The figures as text, with the chart's picture where there is one.

    `questions` are the entries' by their packs' and their own ids; of others the id is shown.
    """
    whole = figures.whole
    head = f"### The last {WEEKS} weeks"
    if not whole.asked and not whole.of("wrong"):
        return panel(f"{head}\nNothing has been asked.")
    lines = [head, _said(whole), "\n**By week**"]
    for monday, counts in figures.weeks:
        if counts.asked or counts.of("wrong"):
            lines.append(f"- {monday:%d %b %Y}: {_said(counts)}")
    if figures.entries:
        lines.append("\n**By entry**")
    for (pack, entry), counts in figures.entries[:MOST_ENTRIES]:
        question = questions.get((pack, entry))
        name = f"“{quote(question, QUESTION_LIMIT)}”" if question else f"`{entry}`"
        wrong = counts.of("wrong")
        reports = f", reported as wrong {_times(wrong)}" if wrong else ""
        lines.append(f"- {name}: {_times(counts.of('answer'))}{reports}")
    left = len(figures.entries) - MOST_ENTRIES
    if left > 0:
        lines.append(f"-# and {left} more entries")
    if not has_chart and whole.asked:
        lines.append(NO_CHART)
    parts: list[str | Item] = [fitting(lines, TEXT_LIMIT)]
    if has_chart:
        media = discord.MediaGalleryItem(f"attachment://{CHART}", description=_said(whole))
        parts.append(ui.MediaGallery(media))
    return panel(*parts)


def _draw(figures: Figures) -> bytes | None:
    """The chart; None where what draws it is not installed."""
    try:
        from bot.question_chart import draw_questions
    except ImportError as error:
        log.info("No chart is drawn: %s.", error)
        return None
    return draw_questions(figures)


def _said(counts: Counts) -> str:
    said = f"{counts.asked:,} asked: {counts.of('answer'):,} answered, "
    said += f"{counts.of('suggest'):,} suggested, {counts.of('none'):,} declined"
    return said + (f"; {counts.of('wrong'):,} reported as wrong" if counts.of("wrong") else "")


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"
