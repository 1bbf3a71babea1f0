"""The slash commands and the message command."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer
from bot.chat.messages import question_in
from bot.chat.rendering import (
    ASKED,
    LABEL_LIMIT,
    OPTIONS_LIMIT,
    quote,
    render_entry,
    render_help,
    render_note,
    render_outcome,
    render_topics,
    shorten,
)
from bot.chat.servers import server_of
from bot.chat.why import explanation
from bot.curating.workspace import Workspace
from bot.knowledge.model import Entry, Pack

Interaction = discord.Interaction[Any]

NO_TEXT = "That message has no text that I can read."


class Commands(commands.Cog):
    """`/ask`, `/why`, `/topics`, `/help` and "Answer this"."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._answer_this = app_commands.ContextMenu(
            name="Answer this", callback=self._answer_message
        )

    def register(self, tree: app_commands.CommandTree[Any]) -> None:
        """Adds what a cog cannot hold: the message command."""
        tree.add_command(self._answer_this)

    @app_commands.command(description="Ask a question.")
    @app_commands.describe(
        question="What you want to know; pick one of those offered, or write your own",
        private="Only you see the answer",
    )
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, 1000],
        private: bool = False,
    ) -> None:
        """Answers a question, or shows the entry whose id the autocomplete put there."""
        answerer = await self._answerer(interaction)
        found = _entry_named(question, answerer)
        if found:
            await _respond(interaction, render_entry(*found), is_private=private)
            return
        outcome = await asyncio.to_thread(answerer.ask, question)
        view = render_outcome(outcome, answerer.knowledge, asked=question)
        await _respond(interaction, view, is_private=private)
        await self._workspace.remember(outcome, server_of(interaction))

    @ask.autocomplete("question")
    async def _complete(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """The entries that what was typed so far may mean, best first; ids as values."""
        answerer = await self._answerer(interaction)
        packs = answerer.knowledge.packs
        ranked = [(it.pack, it.entry) for it in answerer.rank(current, most=OPTIONS_LIMIT)]
        found = ranked or [(pack, entry) for pack in packs for entry in pack.live_entries]
        return [
            app_commands.Choice(
                name=shorten(entry.question, LABEL_LIMIT), value=_name_of(pack, entry, answerer)
            )
            for pack, entry in found[:OPTIONS_LIMIT]
        ]

    @app_commands.command(description="Say why a question gets what it gets.")
    @app_commands.describe(question="The question, in the words in which it was asked")
    async def why(
        self, interaction: Interaction, question: app_commands.Range[str, 1, 1000]
    ) -> None:
        """Explains what a question gets, to whoever asked."""
        text = await explanation(question, await self._answerer(interaction))
        view = render_note(f"-# {ASKED}{quote(question)}\n{text}")
        await _respond(interaction, view, is_private=True)

    @app_commands.command(description="List what I can answer.")
    async def topics(self, interaction: Interaction) -> None:
        """Lists the topics, with a select to open one."""
        answerer = await self._answerer(interaction)
        await _respond(interaction, render_topics(answerer.knowledge), is_private=True)

    @app_commands.command(description="What I do, in five lines.")
    async def help(self, interaction: Interaction) -> None:
        """Says what the bot does."""
        answerer = await self._answerer(interaction)
        await _respond(interaction, render_help(answerer.knowledge), is_private=True)

    async def _answer_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Answers somebody's message; what is no answer only the asker sees."""
        question = question_in(message.content)
        if not question:
            await _respond(interaction, render_note(NO_TEXT), is_private=True)
            return
        answerer = await self._answerer(interaction)
        outcome = await asyncio.to_thread(answerer.ask, question)
        view = render_outcome(outcome, answerer.knowledge, asked=question)
        await _respond(interaction, view, is_private=not isinstance(outcome, Answer))
        await self._workspace.remember(outcome, server_of(interaction))

    async def _answerer(self, interaction: Interaction) -> Answerer:
        return await self._workspace.shelves.answerer(server_of(interaction))


def _name_of(pack: Pack, entry: Entry, answerer: Answerer) -> str:
    """The entry's id, with its pack's where another pack has the same."""
    packs = answerer.knowledge.packs
    is_unique = sum(it.live_entry(entry.id) is not None for it in packs) == 1
    return entry.id if is_unique else f"{pack.id}:{entry.id}"


def _entry_named(text: str, answerer: Answerer) -> tuple[Pack, Entry] | None:
    """The entry that the autocomplete's value names, or None if `text` is a question."""
    pack_id, _, entry_id = text.rpartition(":")
    for pack in answerer.knowledge.packs:
        entry = pack.live_entry(entry_id)
        if entry and pack_id in ("", pack.id):
            return pack, entry
    return None


async def _respond(interaction: Interaction, view: ui.LayoutView, *, is_private: bool) -> None:
    await interaction.response.send_message(
        view=view, ephemeral=is_private, allowed_mentions=discord.AllowedMentions.none()
    )
