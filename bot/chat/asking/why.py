"""Why an answer was given: `/why`, and the button, which finds its question again.

A button carries ids alone. The question stands in the message that was replied to, or is repeated
in the reply itself; where neither can be read, what the ids tell is told.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.answering.explain import explain
from bot.answering.outcome import Answer
from bot.chat.curators.panels import TEXT_LIMIT, button, fitting, panel, rows
from bot.chat.custom_ids import CustomId
from bot.chat.messages import question_in
from bot.chat.rendering import ASKED, asked_in, quote, render_note
from bot.knowledge.model import Entry, Pack

REPEATED = 1000
"""Characters of a question that are repeated where it may be reported as wrongly matched."""
CHANGED = "What I know has changed since. Asked now:"


async def explanation(
    question: str, answerer: Answerer, *, of: tuple[str, str] | None = None
) -> str:
    """Why `question` gets what it gets, in Discord's Markdown.

    If it does not get the entry with the ids `of`, that is said first.
    """
    return await asyncio.to_thread(_explanation, question, answerer, of)


async def tell_why(
    interaction: discord.Interaction[Any],
    custom_id: CustomId,
    found: tuple[Pack, Entry],
    answerer: Answerer,
    *,
    takes_reports: bool = False,
) -> None:
    """Responds to a press of the button on an answer with the entry `found`.

    Where the server `takes_reports` and the question can be read, it is repeated, with a button
    that reports the answer as a wrong match.
    """
    pack, entry = found
    question = None
    if custom_id.percent is not None and interaction.message is not None:
        question = asked_in(text_on(interaction.message))
        reference = interaction.message.reference
        if question is None and reference is not None and reference.message_id is not None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            question = await _fetch(interaction, reference.channel_id, reference.message_id)
    view = render_note(_by_name(pack, entry, custom_id.percent))
    if question:
        text = await explanation(question, answerer, of=(pack.id, entry.id))
        view = render_note(text)
        if takes_reports:
            view = _with_report(question, text, replace(custom_id, action="wrong"))
    nobody = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, allowed_mentions=nobody)
    else:
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=nobody)


def _explanation(question: str, answerer: Answerer, of: tuple[str, str] | None) -> str:
    outcome = answerer.ask(question)
    lines = explain(outcome, answerer, quote=lambda text: f"“{quote(text)}”")
    if of and not (isinstance(outcome, Answer) and outcome.chosen.ids == of):
        lines.insert(0, CHANGED)
    return "\n".join(lines)


def text_on(message: discord.Message) -> str:
    """The first text that a message of the bot shows; empty where it shows none."""
    for component in message.components:
        if isinstance(component, discord.Container):
            for child in component.children:
                if isinstance(child, discord.TextDisplay):
                    return child.content
    return ""


def _with_report(question: str, text: str, wrong: CustomId) -> ui.LayoutView:
    """The explanation under its question, and the button that reports the match as wrong."""
    # What the button does reads the question from the note; an ellipsis would say that it was cut.
    asked = quote(question[:REPEATED].rstrip("… "), REPEATED)
    said = fitting(f"-# {ASKED}{asked}\n{text}".split("\n"), TEXT_LIMIT)
    return panel(said, *rows(button("Wrong match", str(wrong))))


async def _fetch(
    interaction: discord.Interaction[Any], channel_id: int, message_id: int
) -> str | None:
    """The question in a message, if it is there still and the bot may read it."""
    channel = interaction.client.get_partial_messageable(channel_id)
    try:
        message: discord.Message = await channel.fetch_message(message_id)
    except discord.HTTPException:
        return None
    return question_in(message.content) or None


def _by_name(pack: Pack, entry: Entry, percent: int | None) -> str:
    lines = [f"This is the entry `{entry.id}` of **{pack.title}**, written by its curators."]
    if percent is None:
        lines.append("It was opened by name, not matched.")
    else:
        lines.append(f"When it was asked, I was {percent}% sure that it is what was meant.")
        lines.append("I cannot read the question any more; `/why` with it tells what counted.")
    lines.append(f"It is matched by its question and {len(entry.phrasings)} other phrasings.")
    if entry.phrasings:
        lines.append(f"One of them: “{quote(entry.phrasings[0])}”")
    return "\n".join(lines)
