"""Asking by command: `/ask`, the message command "Answer this", and `/help`."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.answering.answerer import Answerer
from bot.chat.asking.debating import has_words
from bot.chat.asking.forums import asked_by
from bot.chat.asking.listening import NO_TEXT
from bot.chat.asking.replies import Asked, prepare, prepare_named
from bot.chat.asking.responding import (
    answerer_for,
    is_open,
    may_ask,
    note_posted,
    respond,
    settings_for,
)
from bot.chat.asking.thinking import think
from bot.chat.curators.access import workspace_of
from bot.chat.look import render_note
from bot.chat.markup import LABEL_LIMIT, OPTIONS_LIMIT, shorten
from bot.chat.rendering import render_help
from bot.chat.servers import permissions_of, server_of
from bot.knowledge.model import Entry, Pack
from bot.translation import N_, _

Interaction = discord.Interaction[Any]
Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu
Addressee = discord.Member | discord.User

MEANT_FOR = N_("For {person}")


@app_commands.command(name="ask", description=N_("Ask a question."))
@app_commands.describe(
    question=N_("What you want to know; pick one of those offered, or write your own"),
    private=N_("Only you see the answer"),
    to=N_("Whom the answer is for"),
)
async def ask(
    interaction: Interaction,
    question: app_commands.Range[str, 1, 1000],
    private: bool = False,
    to: discord.User | None = None,
) -> None:
    """Answers a question, or shows the entry whose id the autocomplete put there."""
    found = entry_named(question, await answerer_for(interaction, is_private=private))
    await answer(interaction, question, named=found, is_private=private, to=to)


@ask.autocomplete("question")
async def complete_question(
    interaction: Interaction, current: str
) -> list[app_commands.Choice[str]]:
    """The entries that what was typed so far may mean, best first; ids as values."""
    answerer = await answerer_for(interaction)
    found = await think(entries_like, current, answerer)
    return [
        app_commands.Choice(
            name=shorten(entry.question, LABEL_LIMIT), value=name_of(pack, entry, answerer)
        )
        for pack, entry in found[:OPTIONS_LIMIT]
    ]


@app_commands.context_menu(name="Answer this")
async def answer_this(interaction: Interaction, message: discord.Message) -> None:
    """Answers somebody's message; what is no answer only the asker sees."""
    question = asked_by(message, interaction.channel)
    if not question:
        await respond(interaction, render_note(_(NO_TEXT)), is_private=True)
        return
    await answer(interaction, question, keeps_misses_private=True)


@app_commands.command(name="help", description=N_("What I do, in five lines."))
async def show_help(interaction: Interaction) -> None:
    """Says what the bot does."""
    answerer = await answerer_for(interaction)
    await respond(interaction, render_help(answerer.knowledge), is_private=True)


COMMANDS: tuple[Command, ...] = (ask, answer_this, show_help)


async def answer(
    interaction: Interaction,
    question: str,
    *,
    named: tuple[Pack, Entry] | None = None,
    is_private: bool = False,
    keeps_misses_private: bool = False,
    to: Addressee | None = None,
) -> None:
    """Responds to a question that came by a command, which is told again above the reply.

    `named` is the entry that was asked for by its name. Where the server does not want the bot to
    speak, the asker alone sees the reply.
    """
    if not await may_ask(interaction):
        return
    settings = settings_for(interaction)
    is_private = is_private or not is_open(interaction)
    asked = Asked(
        question,
        interaction.user.id,
        interaction.channel_id or 0,
        server_of(interaction),
        is_thread=isinstance(interaction.channel, discord.Thread),
        is_private=is_private,
        is_repeated=named is None,
        notes=_addressed(to),
    )
    client, workspace = interaction.client, workspace_of(interaction)
    answerer = await answerer_for(interaction, is_private=is_private)
    if named:
        prepared = await prepare_named(asked, named, client, workspace, settings, answerer)
    else:
        prepared = await prepare(asked, client, workspace, settings, answerer)
    is_private = is_private or (keeps_misses_private and prepared.found is None)
    pinged = _pinged(interaction, to) if prepared.found else None
    number = await respond(interaction, prepared.view, is_private=is_private, pinged=pinged)
    await note_posted(interaction, prepared, number, is_private=is_private)


def entries_like(text: str, answerer: Answerer) -> list[tuple[Pack, Entry]]:
    """The live entries that the `text` typed so far may mean; all if it says nothing.

    First what it would be answered with as it is; then those whose question has all its words, or
    the beginnings of them; then what else is near.
    """
    ranked = answerer.rank(text, most=OPTIONS_LIMIT)
    near = [(it.pack, it.entry) for it in ranked]
    sure = [(it.pack, it.entry) for it in ranked if it.confidence >= answerer.bars.answer]
    live = [(pack, entry) for pack in answerer.knowledge.packs for entry in pack.live_entries]
    begun = [it for it in (*near, *live) if has_words(text, it[1].question)]
    found = {(pack.id, entry.id): (pack, entry) for pack, entry in (*sure, *begun, *near)}
    return list(found.values()) or live


def name_of(pack: Pack, entry: Entry, answerer: Answerer) -> str:
    """The entry's id, with its pack's where another pack has the same."""
    packs = answerer.knowledge.packs
    is_unique = sum(it.live_entry(entry.id) is not None for it in packs) == 1
    return entry.id if is_unique else f"{pack.id}:{entry.id}"


def entry_named(text: str, answerer: Answerer) -> tuple[Pack, Entry] | None:
    """The entry that the autocomplete's value names, or None if `text` is a question."""
    pack_id, _colon, entry_id = text.rpartition(":")
    for pack in answerer.knowledge.packs:
        entry = pack.live_entry(entry_id)
        if entry and pack_id in ("", pack.id):
            return pack, entry
    return None


def _addressed(to: Addressee | None) -> tuple[str, ...]:
    return (_(MEANT_FOR).format(person=to.mention),) if to is not None else ()


def _pinged(interaction: Interaction, to: Addressee | None) -> Addressee | None:
    """Whom the reply may ping: a person whom the asker could ping there by writing to them."""
    if to is None or to.bot or to.id == interaction.user.id:
        return None
    if interaction.guild_id is None:
        return to
    is_thread = isinstance(interaction.channel, discord.Thread)
    may = permissions_of(interaction)
    may_write = may.send_messages_in_threads if is_thread else may.send_messages
    return to if may_write and may.view_channel else None
