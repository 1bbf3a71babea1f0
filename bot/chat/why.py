"""Why an answer was given: `/why`, and the button, which finds its question again.

A button carries ids alone. The question stands in the message that was replied to, or is repeated
in the reply itself; where neither can be read, what the ids tell is told.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.answering.answerer import Answerer
from bot.answering.explain import explain
from bot.answering.outcome import Answer
from bot.chat.custom_ids import CustomId
from bot.chat.messages import question_in
from bot.chat.rendering import asked_in, quote, render_note
from bot.knowledge.model import Entry, Pack

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
) -> None:
    """Responds to a press of the button on an answer with the entry `found`."""
    pack, entry = found
    question = None
    if custom_id.percent is not None and interaction.message is not None:
        question = _asked_on(interaction.message)
        reference = interaction.message.reference
        if question is None and reference is not None and reference.message_id is not None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            question = await _fetch(interaction, reference.channel_id, reference.message_id)
    text = _by_name(pack, entry, custom_id.percent)
    if question:
        text = await explanation(question, answerer, of=(pack.id, entry.id))
    nobody = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.edit_original_response(view=render_note(text), allowed_mentions=nobody)
    else:
        await interaction.response.send_message(
            view=render_note(text), ephemeral=True, allowed_mentions=nobody
        )


def _explanation(question: str, answerer: Answerer, of: tuple[str, str] | None) -> str:
    outcome = answerer.ask(question)
    lines = explain(outcome, answerer, quote=lambda text: f"“{quote(text)}”")
    if of and not (isinstance(outcome, Answer) and outcome.chosen.ids == of):
        lines.insert(0, CHANGED)
    return "\n".join(lines)


def _asked_on(message: discord.Message) -> str | None:
    """The question that a reply of the bot repeats."""
    for component in message.components:
        if isinstance(component, discord.Container):
            for child in component.children:
                if isinstance(child, discord.TextDisplay):
                    return asked_in(child.content)
    return None


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
