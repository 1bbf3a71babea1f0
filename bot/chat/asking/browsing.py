"""Looking around: `/sources`, who says what is answered, and `/random`, something to talk about."""

from __future__ import annotations

import secrets
from typing import Any

import discord
from discord import app_commands

from bot.answering.answerer import Answerer
from bot.chat.asking.debating import NO_TOPIC, TYPED_LIMIT, has_words, topic_named, topics_like
from bot.chat.asking.responding import answerer_for, is_open, may_ask, respond
from bot.chat.asking.source_views import render_source, render_sources, render_starter
from bot.chat.asking.thinking import think
from bot.chat.custom_ids import option_value, parse_option_value
from bot.chat.look import render_note
from bot.chat.markup import LABEL_LIMIT, OPTIONS_LIMIT, shorten
from bot.chat.presses import GONE, Press
from bot.knowledge.model import Entry, Pack, Source
from bot.translation import N_, _

Interaction = discord.Interaction[Any]
Command = app_commands.Command[Any, ..., Any]

NO_SOURCE = N_("I know of no source like that. `/sources` by itself lists all.")
NOTHING = N_("Nothing yet: no pack that is used here has an answer.")


@app_commands.command(
    name="sources", description=N_("See who says what I answer, and whom they speak for.")
)
@app_commands.describe(
    source=N_("One source; pick one of those offered"), topic=N_("Only what is cited on this")
)
async def sources(
    interaction: Interaction,
    source: app_commands.Range[str, 1, 100] | None = None,
    topic: app_commands.Range[str, 1, 100] | None = None,
) -> None:
    """Lists the sources, or shows one with the answers that cite it."""
    answerer = await answerer_for(interaction)
    if source is not None:
        found = source_named(source, answerer)
        view = render_source(*found) if found else render_note(_(NO_SOURCE))
    else:
        chosen = topic_named(topic, answerer, are_debated=False) if topic else None
        view = render_note(_(NO_TOPIC))
        if topic is None or chosen is not None:
            view = await think(render_sources, answerer.knowledge, topic=chosen)
    await respond(interaction, view, is_private=True)


@sources.autocomplete("source")
async def complete_source(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The sources whose title, author or publisher has what was typed; ids as values."""
    found = sources_like(current[:TYPED_LIMIT], await answerer_for(interaction))
    return [
        app_commands.Choice(
            name=shorten(source.title, LABEL_LIMIT), value=option_value(pack.id, source.id)
        )
        for pack, source in found[:OPTIONS_LIMIT]
    ]


@sources.autocomplete("topic")
async def complete_topic(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The topics whose title or motion has what was typed; ids as values."""
    found = topics_like(current[:TYPED_LIMIT], await answerer_for(interaction), are_debated=False)
    return [
        app_commands.Choice(
            name=shorten(topic.title, LABEL_LIMIT), value=option_value(pack.id, topic.id)
        )
        for pack, topic in found[:OPTIONS_LIMIT]
    ]


@app_commands.command(name="random", description=N_("Get a question to talk about."))
@app_commands.describe(private=N_("Only you see it"))
async def random_question(interaction: Interaction, private: bool = False) -> None:
    """Shows a question as a conversation starter, without its answer."""
    if not await may_ask(interaction):
        return
    found = starter(await answerer_for(interaction, is_private=private))
    is_private = private or found is None or not is_open(interaction)
    asker = None if is_private else interaction.user.id
    view = render_starter(*found, asker=asker) if found else render_note(_(NOTHING))
    await respond(interaction, view, is_private=is_private)


async def turn_sources(press: Press) -> None:
    """Lists another page of the sources in the place of the one before."""
    topic = None
    if press.parts:
        pack = press.answerer.knowledge.pack_by_id.get(press.parts[0])
        found = pack.topic_by_id.get(press.parts[1]) if pack and len(press.parts) == 2 else None
        if pack is None or found is None:
            await press.tell(_(GONE))
            return
        topic = (pack, found)
    knowledge, page = press.answerer.knowledge, press.number or 0
    await press.redraw(await think(render_sources, knowledge, page, topic=topic))


async def open_source(press: Press) -> None:
    """Shows a source that was chosen, or another page of it in the place of the one before."""
    is_turned = len(press.parts) == 2
    ids = press.parts if is_turned else parse_option_value(press.values[0] if press.values else "")
    pack = press.answerer.knowledge.pack_by_id.get(ids[0]) if ids else None
    source = pack.source_by_id.get(ids[1]) if pack and ids else None
    if pack is None or source is None:
        await press.tell(_(GONE))
    elif is_turned:
        await press.redraw(render_source(pack, source, press.number or 0))
    else:
        await press.show(render_source(pack, source))


async def show_another(press: Press) -> None:
    """Shows another question in the place of the one before."""
    found = starter(press.answerer, but=press.parts)
    asker = press.asker()
    await press.redraw(render_starter(*found, asker=asker) if found else render_note(_(NOTHING)))


COMMANDS: tuple[Command, ...] = (sources, random_question)
HANDLERS = {"sources": turn_sources, "source": open_source, "another": show_another}


def starter(answerer: Answerer, *, but: tuple[str, ...] = ()) -> tuple[Pack, Entry] | None:
    """A random entry, on a debated topic where there is any; not the one with the ids `but`."""
    found = [(pack, entry) for pack in answerer.knowledge.packs for entry in pack.live_entries]
    debated = [it for it in found if it[0].topic_by_id[it[1].topic].motion]
    others = [it for it in debated or found if (it[0].id, it[1].id) != but]
    return secrets.choice(others or found) if found else None


def sources_like(text: str, answerer: Answerer) -> list[tuple[Pack, Source]]:
    """The sources that have the words of `text`, or the beginnings of them."""
    return [
        (pack, it)
        for pack in answerer.knowledge.packs
        for it in pack.sources
        if has_words(text, it.title, it.author, it.publisher, it.id)
    ]


def source_named(text: str, answerer: Answerer) -> tuple[Pack, Source] | None:
    """The source that the autocomplete's value names, or else the first that is like `text`."""
    ids = parse_option_value(text)
    pack = answerer.knowledge.pack_by_id.get(ids[0]) if ids else None
    if pack and ids:
        source = pack.source_by_id.get(ids[1])
        return (pack, source) if source else None
    return next(iter(sources_like(text, answerer)), None)
