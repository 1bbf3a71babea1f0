"""Debates: `/debate`, both sides of a motion, and `/counter`, the reply to what somebody said."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.answering.answerer import Answerer
from bot.answering.countering import Reply, counter
from bot.chat.asking.debate_views import render_countered, render_debate
from bot.chat.asking.forums import asked_by
from bot.chat.asking.listening import NO_TEXT
from bot.chat.asking.replies import Prepared
from bot.chat.asking.responding import (
    answerer_for,
    is_open,
    may_ask,
    note_posted,
    respond,
    settings_for,
)
from bot.chat.asking.thinking import think
from bot.chat.custom_ids import option_value, parse_option_value
from bot.chat.look import render_note
from bot.chat.markup import LABEL_LIMIT, OPTIONS_LIMIT, shorten
from bot.chat.presses import GONE, Press
from bot.chat.rendering import Frame
from bot.knowledge.model import Pack, Topic
from bot.matching.text import fold, words
from bot.translation import N_, _

Interaction = discord.Interaction[Any]
Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu

TYPED_LIMIT = 100
"""Characters of typed text that are completed; no title is longer."""
NO_TOPIC = N_("I know of no debate like that. `/topics` lists what I have.")


@app_commands.command(name="debate", description=N_("Hear both sides of a motion."))
@app_commands.describe(
    topic=N_("What is debated; pick one of those offered"), private=N_("Only you see it")
)
async def debate(
    interaction: Interaction, topic: app_commands.Range[str, 1, 100], private: bool = False
) -> None:
    """Shows the strongest points for and against a topic's motion, side by side."""
    answerer = await answerer_for(interaction, is_private=private)
    found = topic_named(topic, answerer)
    if found is None:
        await respond(interaction, render_note(_(NO_TOPIC)), is_private=True)
        return
    if not await may_ask(interaction):
        return
    is_private = private or not is_open(interaction)
    asker = None if is_private else interaction.user.id
    view = render_debate(found[0], found[1].id, asker=asker)
    await respond(interaction, view, is_private=is_private)


@debate.autocomplete("topic")
async def complete_topic(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The debates that what was typed may mean; ids as values."""
    found = topics_like(current[:TYPED_LIMIT], await answerer_for(interaction))
    return [
        app_commands.Choice(
            name=shorten(topic.motion or topic.title, LABEL_LIMIT),
            value=option_value(pack.id, topic.id),
        )
        for pack, topic in found[:OPTIONS_LIMIT]
    ]


@app_commands.command(name="counter", description=N_("Hear the strongest reply to a claim."))
@app_commands.describe(
    claim=N_("What somebody says, in their words or yours"), private=N_("Only you see it")
)
async def counter_claim(
    interaction: Interaction, claim: app_commands.Range[str, 1, 1000], private: bool = False
) -> None:
    """Replies to a claim with the other side's entry."""
    await _counter(interaction, claim, is_private=private)


@app_commands.context_menu(name="Counter this")
async def counter_this(interaction: Interaction, message: discord.Message) -> None:
    """Replies to somebody's message; only the asker sees it if there is no reply."""
    claim = asked_by(message, interaction.channel)
    if not claim:
        await respond(interaction, render_note(_(NO_TEXT)), is_private=True)
        return
    await _counter(interaction, claim, keeps_misses_private=True)


async def turn_debate(press: Press) -> None:
    """Shows another page of a debate in place of the last."""
    pack_id, topic_id = press.parts if len(press.parts) == 2 else ("", "")
    pack = press.answerer.knowledge.pack_by_id.get(pack_id)
    if pack is None or topic_id not in pack.topic_by_id:
        await press.tell(_(GONE))
        return
    await press.redraw(render_debate(pack, topic_id, press.number or 0, asker=press.asker()))


COMMANDS: tuple[Command, ...] = (debate, counter_claim, counter_this)
HANDLERS = {"debate": turn_debate}


def topics_like(
    text: str, answerer: Answerer, *, are_debated: bool = True
) -> list[tuple[Pack, Topic]]:
    """The topics that `text` may mean, best first; all topics if it says nothing.

    These are the topics that have all its words, or words beginning with them, and otherwise those
    of the entries that it likely asks for. If they must be debated, topics with no entry for or
    against their motion are left out.
    """
    topics = [
        (pack, topic)
        for pack in answerer.knowledge.packs
        for topic in pack.topics
        if not are_debated or _is_debated(pack, topic)
    ]
    named = [it for it in topics if has_words(text, it[1].title, it[1].motion, it[1].id)]
    if named:
        return named
    likely = [it for it in answerer.rank(text) if it.confidence >= answerer.bars.suggest]
    meant = dict.fromkeys((it.pack.id, it.entry.topic) for it in likely)
    by_ids = {(pack.id, topic.id): (pack, topic) for pack, topic in topics}
    return [by_ids[ids] for ids in meant if ids in by_ids]


def topic_named(
    text: str, answerer: Answerer, *, are_debated: bool = True
) -> tuple[Pack, Topic] | None:
    """The topic that the autocomplete's value names, or else the first that `text` may mean."""
    ids = parse_option_value(text)
    pack = answerer.knowledge.pack_by_id.get(ids[0]) if ids else None
    if pack and ids:
        topic = pack.topic_by_id.get(ids[1])
        return (pack, topic) if topic else None
    return next(iter(topics_like(text, answerer, are_debated=are_debated)), None)


def _is_debated(pack: Pack, topic: Topic) -> bool:
    sided = (it for it in pack.live_entries if it.topic == topic.id and it.side != "neutral")
    return topic.motion is not None and any(sided)


def has_words(text: str, *held: str | None) -> bool:
    """Whether each word of `text` begins one of those in `held`."""
    known = words(fold(" ".join(it for it in held if it)))
    return all(any(it.startswith(word) for it in known) for word in words(fold(text)))


async def _counter(
    interaction: Interaction,
    claim: str,
    *,
    is_private: bool = False,
    keeps_misses_private: bool = False,
) -> None:
    if not await may_ask(interaction):
        return
    answerer = await answerer_for(interaction, is_private=is_private)
    countered = await think(counter, claim, answerer)
    is_reply = isinstance(countered, Reply)
    is_private = is_private or not is_open(interaction) or (keeps_misses_private and not is_reply)
    frame = Frame(
        asker=None if is_private else interaction.user.id,
        takes_votes=settings_for(interaction).takes_votes,
    )
    view = render_countered(countered, frame)
    number = await respond(interaction, view, is_private=is_private)
    if isinstance(countered, Reply):
        prepared = Prepared(view, found=(countered.pack, countered.entry))
        await note_posted(interaction, prepared, number, is_private=is_private)
