"""Topics and their questions, to look around in: `/topics`, and what is opened from there."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui

from bot.chat.asking.responding import answerer_for, respond
from bot.chat.custom_ids import custom_id, option_value, parse_option_value
from bot.chat.look import page_of, panel, select, turning
from bot.chat.markup import shorten
from bot.chat.presses import GONE, Press
from bot.chat.rendering import entry_option
from bot.knowledge.model import Knowledge, Pack
from bot.translation import N_, _, ngettext

LISTED = 20
"""Topics or questions on one page."""
LINE_LIMIT = 150

Command = app_commands.Command[Any, ..., Any]


@app_commands.command(name="topics", description=N_("List what I can answer."))
async def topics(interaction: discord.Interaction[Any]) -> None:
    """Lists the topics, with a select to open one."""
    answerer = await answerer_for(interaction)
    await respond(interaction, render_topics(answerer.knowledge), is_private=True)


async def turn_topics(press: Press) -> None:
    """Lists the topics, or shows another page of them in place of the last."""
    view = render_topics(press.answerer.knowledge, press.number or 0)
    if press.number is None:
        await press.show(view)
    else:
        await press.redraw(view)


async def open_topic(press: Press) -> None:
    """Shows the topic that was chosen, or another page of it in place of the last."""
    is_turned = len(press.parts) == 2
    ids = press.parts if is_turned else parse_option_value(press.values[0] if press.values else "")
    pack = press.answerer.knowledge.pack_by_id.get(ids[0]) if ids else None
    if pack is None or ids is None or ids[1] not in pack.topic_by_id:
        await press.tell(_(GONE))
        return
    view = render_topic(pack, ids[1], (press.number or 0) if is_turned else 0)
    if is_turned:
        await press.redraw(view)
    else:
        await press.show(view)


COMMANDS: tuple[Command, ...] = (topics,)
HANDLERS = {"topics": turn_topics, "topic": open_topic}


def render_topics(knowledge: Knowledge, page: int = 0) -> ui.LayoutView:
    """What the bot knows: its topics, and a select to open one."""
    heading = "### " + _("What I can answer")
    counted = [
        (pack, topic, sum(it.topic == topic.id for it in pack.live_entries))
        for pack in knowledge.packs
        for topic in pack.topics
    ]
    shown, page, count = page_of([it for it in counted if it[2]], page, LISTED)
    if not shown:
        return panel(f"{heading}\n" + _("Nothing yet: no pack that is used here has an answer."))
    lines = [
        ngettext("- **{topic}**, {n} answer", "- **{topic}**, {n} answers", n).format(
            topic=shorten(topic.title, LINE_LIMIT), n=n
        )
        for _pack, topic, n in shown
    ]
    options = [
        (option_value(pack.id, topic.id), topic.title, topic.motion) for pack, topic, _n in shown
    ]
    return panel(
        "\n".join([heading, *lines]),
        select(custom_id("topic"), _("Open a topic"), options),
        *turning("topics", page=page, count=count),
    )


def render_topic(pack: Pack, topic_id: str, page: int = 0) -> ui.LayoutView:
    """A topic's motion and its questions, with a select to read one of them."""
    topic = pack.topic_by_id[topic_id]
    entries = [entry for entry in pack.live_entries if entry.topic == topic_id]
    shown, page, count = page_of(entries, page, LISTED)
    lines = [f"### {shorten(topic.title, LINE_LIMIT)}"]
    if topic.motion:
        motion = shorten(topic.motion, 2 * LINE_LIMIT)
        lines.append(_("The motion: *{motion}*").format(motion=motion))
    lines += [f"- {shorten(entry.question, LINE_LIMIT)}" for entry in shown]
    if not shown:
        return panel("\n".join([*lines, _("Nothing is answered here yet.")]))
    return panel(
        "\n".join(lines),
        select(custom_id("pick"), _("Read an answer"), [entry_option(pack, it) for it in shown]),
        *turning("topic", pack.id, topic_id, page=page, count=count),
    )
