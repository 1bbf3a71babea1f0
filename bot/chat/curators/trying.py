"""`/knowledge test`: what would be said to a question and why, drafts included."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from discord import app_commands, ui

from bot.answering.answerer import Answerer
from bot.answering.explain import explain
from bot.answering.outcome import Outcome
from bot.chat.curators.access import Interaction
from bot.chat.curators.desk import desk_of
from bot.chat.curators.group import knowledge
from bot.chat.curators.reading import idle
from bot.chat.look import panel
from bot.chat.markup import TEXT_LIMIT, fitting, quote
from bot.chat.rendering import Frame, render_outcome
from bot.curating.supposing import suppose, with_drafts_live
from bot.translation import _, ngettext

Draft = tuple[str, str]
"""A pack's and an entry's id."""


@knowledge.command(name="test", description="What I would say to a question and why, with drafts.")
@app_commands.describe(question="The question, as somebody might ask it")
async def test(interaction: Interaction, question: app_commands.Range[str, 1, 1000]) -> None:
    """Shows what readers would see if every draft were published, and explains it."""
    desk = desk_of(interaction)
    await desk.promise()
    answerer = await desk.workspace.shelves.answerer(desk.access.guild_id)
    view, why = await asyncio.to_thread(_try, question, answerer, desk.homes)
    await desk.show(view)
    await desk.follow_up(why)


def _try(
    question: str, answerer: Answerer, editable: Collection[str]
) -> tuple[ui.LayoutView, ui.LayoutView]:
    packs = [pack for pack in answerer.knowledge.packs if pack.id in editable]
    drafts = {(pack.id, it.id) for pack in packs for it in pack.entries if not it.is_live}
    if drafts:
        answerer = suppose(answerer, *map(with_drafts_live, packs))
    outcome = answerer.ask(question)
    lines = explain(outcome, answerer, quote=lambda text: f"“{quote(text)}”")
    return (
        # A draft is not there for who presses.
        idle(render_outcome(outcome, answerer.knowledge, Frame(asked=question))),
        render_why(lines, outcome, drafts),
    )


def render_why(lines: list[str], outcome: Outcome, drafts: Collection[Draft]) -> ui.LayoutView:
    """The explanation, and which of the candidates are drafts."""
    named = [f"`{it.entry.id}`" for it in outcome.choices if it.ids in drafts]
    about = ngettext(
        "One draft was counted as if it were published.",
        "{n} drafts were counted as if they were published.",
        len(drafts),
    ).format(n=len(drafts))
    if named:
        candidates = _("Drafts among the candidates: {entries}.").format(entries=", ".join(named))
        about = f"{about} {candidates}"
    decision, *reasons = lines
    told = [_("### Why"), decision, *(f"- {it}" for it in reasons)]
    return panel(fitting([*told, *([f"-# {about}"] if drafts else [])], TEXT_LIMIT))
