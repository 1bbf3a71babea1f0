"""From a question to what is shown for it: the same, whichever way it was asked."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.answering.courtesy import Courtesy, courtesy
from bot.answering.following import OtherSide, Sources, Why, follow_up
from bot.answering.outcome import Answer, Outcome, points
from bot.answering.substance import fingerprint
from bot.chat.asking.dismissals import dismissals_of
from bot.chat.asking.explaining import explanation
from bot.chat.asking.sides import is_one_sided
from bot.chat.asking.superseding import update_one
from bot.chat.asking.thinking import think
from bot.chat.custom_ids import custom_id
from bot.chat.look import button, panel, render_note, rows
from bot.chat.posting import FAILURES, describe, insist
from bot.chat.rendering import (
    Frame,
    dismissal,
    render_cited,
    render_entry,
    render_help,
    render_outcome,
    repeated,
)
from bot.curating.workspace import Workspace
from bot.errors import StoreError
from bot.knowledge.model import Entry, Pack
from bot.store.replies import Reply
from bot.store.servers import ServerSettings
from bot.translation import N_, _

log = logging.getLogger(__name__)

UNKNOWN_MESSAGE = 10008
"""What Discord says of a message that was deleted."""
LOOK_SECONDS = 1.0
"""How long to wait to hear whether an earlier answer still stands; a command has three seconds."""
NO_OTHER_SIDE = N_("Nobody has written a reply from the other side to that yet.")
Found = tuple[Pack, Entry]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, by whom and where it was asked."""

    question: str
    asker: int
    channel_id: int
    guild_id: int | None
    """The server whose packs and settings apply; None if there is none."""
    context: Found | None = None
    """The answer that the question replies to."""
    is_thread: bool = False
    is_private: bool = False
    """Whether the asker alone sees the reply."""
    is_repeated: bool = False
    """Whether readers do not see the question, so that the reply repeats it."""
    notes: tuple[str, ...] = ()
    """Lines above the reply."""
    instead_of: int | None = None
    """The id of the reply that this one takes the place of."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reply that is ready to be shown, and what to remember of it."""

    view: ui.LayoutView
    outcome: Outcome | None = None
    """What the question got; None if it was taken as a remark on an answer."""
    found: Found | None = None
    """The entry that is shown."""
    percent: int | None = None
    is_answer: bool = True
    """Whether it shows the entry's answer rather than something about it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply stands, by Discord's ids."""

    message_id: int
    channel_id: int
    guild_id: int | None


async def prepare(
    asked: Asked,
    client: discord.Client,
    workspace: Workspace,
    settings: ServerSettings,
    answerer: Answerer,
) -> Prepared:
    """The reply to a question, which is counted and, if the server wants that, stored.

    A courtesy that has no answer, such as "hello", is not a question.
    """
    frame = _frame(asked, settings)
    remark = None
    if asked.context:
        remark = await think(follow_up, asked.question, *asked.context, answerer)
    match remark:
        case None:
            outcome = await think(answerer.ask, asked.question)
        case OtherSide() | Sources() | Why():
            assert asked.context is not None  # noqa: S101  remarks are made on something
            return await _on(remark, asked.context, frame, answerer)
        case _:
            outcome = remark
    polite = None if isinstance(outcome, Answer) else _courtesy(asked, answerer)
    if polite is not None:
        return Prepared(_render_courtesy(polite, answerer))
    number = await workspace.remember(outcome, asked.guild_id, settings)
    if not isinstance(outcome, Answer):
        frame = replace(frame, question_id=number or 0)
        return Prepared(render_outcome(outcome, answerer.knowledge, frame), outcome)
    found = (outcome.chosen.pack, outcome.chosen.entry)
    percent = points(outcome.chosen.confidence)
    frame, pointer = await _in_thread(asked, found, frame, client, workspace, answerer)
    if pointer is not None:
        return Prepared(pointer, outcome, found, is_answer=False)
    view = render_outcome(outcome, answerer.knowledge, frame)
    return Prepared(view, outcome, found, percent)


async def prepare_named(
    asked: Asked,
    found: Found,
    client: discord.Client,
    workspace: Workspace,
    settings: ServerSettings,
    answerer: Answerer,
) -> Prepared:
    """The reply for an entry that was asked for by its name, which is counted."""
    await workspace.count_named(*found, asked.guild_id)
    frame = _frame(asked, settings)
    frame, pointer = await _in_thread(asked, found, frame, client, workspace, answerer)
    if pointer is not None:
        return Prepared(pointer, found=found, is_answer=False)
    return Prepared(render_entry(*found, frame), found=found)


async def posted(
    prepared: Prepared,
    place: Place,
    client: discord.Client,
    workspace: Workspace,
    *,
    question_id: int | None = None,
    is_unasked: bool = False,
) -> None:
    """Remembers, by ids alone, a posted reply for as long as its answer may change.

    A reply whose answer changed while it was sent is brought up to date; one that is gone is
    forgotten.
    """
    found = prepared.found
    reply = Reply(
        message_id=place.message_id,
        channel_id=place.channel_id,
        guild_id=place.guild_id,
        question_id=question_id,
        pack=found[0].id if found else None,
        entry=found[1].id if found else None,
        percent=prepared.percent,
        posted_at=datetime.now(UTC),
        is_unasked=is_unasked,
        substance=fingerprint(*found) if found and prepared.is_answer else None,
    )
    try:
        if await dismissals_of(client).remember(reply, workspace):
            await update_one(client, workspace, place.message_id)
    except StoreError as error:
        log.error("The reply %d may not be kept up to date: %s", place.message_id, error)


async def replaced(
    prepared: Prepared,
    reply_id: int,
    channel: Any,
    client: discord.Client,
    workspace: Workspace,
) -> None:
    """Puts the reply to an edited question in place of the old one, and remembers that.

    `channel` is any that a message comes from. If Discord refuses, the log is told and the old
    reply stays.
    """
    reply = channel.get_partial_message(reply_id)
    mentions = discord.AllowedMentions.none()
    try:
        await insist(lambda: reply.edit(view=prepared.view, allowed_mentions=mentions))
    except FAILURES as error:
        log.warning("The reply %d could not be edited: %s.", reply_id, describe(error))
        return
    found = prepared.found
    await workspace.store.replies.change(
        reply_id,
        pack=found[0].id if found else None,
        entry=found[1].id if found else None,
        percent=prepared.percent,
        substance=fingerprint(*found) if found and prepared.is_answer else None,
    )
    await update_one(client, workspace, reply_id)


def _courtesy(asked: Asked, answerer: Answerer) -> Courtesy | None:
    """The reply to what is no question; said to an answer, "how does it work" is about that."""
    kind = courtesy(asked.question, [it.language for it in answerer.knowledge.packs])
    return None if asked.context and kind == "help" else kind


def _render_courtesy(kind: Courtesy, answerer: Answerer) -> ui.LayoutView:
    match kind:
        case "help":
            return render_help(answerer.knowledge)
        case "thanks":
            return render_note(_("You are welcome."))


def _frame(asked: Asked, settings: ServerSettings) -> Frame:
    return Frame(
        asked=asked.question if asked.is_repeated else None,
        asker=None if asked.is_private else asked.asker,
        takes_votes=settings.takes_votes,
        notes=asked.notes,
    )


async def _in_thread(
    asked: Asked,
    found: Found,
    frame: Frame,
    client: discord.Client,
    workspace: Workspace,
    answerer: Answerer,
) -> tuple[Frame, ui.LayoutView | None]:
    """The reply with what the thread has heard before; a pointer if that was the same answer."""
    if not asked.is_thread or asked.is_private:
        return frame, None
    earlier = [
        it
        for it in await _earlier(workspace, asked)
        if it.substance and it.message_id != asked.instead_of
    ]
    ids = (found[0].id, found[1].id)
    for it in [it for it in earlier if (it.pack, it.entry) == ids]:
        if await _stands(it, client, workspace):
            return frame, render_pointer(it, found, frame)
        earlier.remove(it)
    return replace(frame, is_one_sided=is_one_sided(earlier, found, answerer)), None


async def _stands(reply: Reply, client: discord.Client, workspace: Workspace) -> bool:
    """Whether a reply still exists, as far as Discord tells; one that was deleted is forgotten.

    The bot hears of deletions only while it is connected.
    """
    channel = client.get_partial_messageable(reply.channel_id, guild_id=reply.guild_id)
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await channel.fetch_message(reply.message_id)
    except FAILURES as error:
        if isinstance(error, discord.NotFound) and error.code == UNKNOWN_MESSAGE:
            await _forget(reply, workspace)
            return False
        log.info("Whether reply %d stands is not known: %s.", reply.message_id, describe(error))
    return True


async def _forget(reply: Reply, workspace: Workspace) -> None:
    try:
        await workspace.store.replies.drop(reply.message_id)
    except StoreError as error:
        log.error("The deleted reply %d is not forgotten: %s", reply.message_id, error)


async def _on(
    remark: OtherSide | Sources | Why, context: Found, frame: Frame, answerer: Answerer
) -> Prepared:
    """What a remark on an answer gets."""
    pack, entry = context
    match remark:
        case OtherSide(counter):
            if counter is None:
                note = render_note(_(NO_OTHER_SIDE))
                return Prepared(note, found=context, is_answer=False)
            return Prepared(render_entry(pack, counter, frame), found=(pack, counter))
        case Sources():
            return Prepared(render_cited(pack, entry), found=context, is_answer=False)
        case Why():
            text = await explanation(entry.question, answerer, of=(pack.id, entry.id))
            return Prepared(render_note(text), found=context, is_answer=False)


async def _earlier(workspace: Workspace, asked: Asked) -> list[Reply]:
    """The earlier replies where the question is asked, newest first."""
    try:
        return await workspace.store.replies.in_channel(asked.channel_id)
    except StoreError as error:
        log.error("Earlier replies could not be looked up: %s", error)
        return []


def render_pointer(earlier: Reply, found: Found, frame: Frame) -> ui.LayoutView:
    """Where the question was answered before, with a button to have the answer again."""
    place = earlier.guild_id or "@me"
    link = f"https://discord.com/channels/{place}/{earlier.channel_id}/{earlier.message_id}"
    said = _("That was answered above.")
    again = button(_("Show it again"), custom_id("pick", found[0].id, found[1].id))
    lines = [f"-# {it}" for it in frame.notes]
    if frame.asked:
        lines.append(repeated(frame.asked))
    there: ui.Button[ui.LayoutView] = ui.Button(label=_("Go there"), url=link)
    return panel("\n".join([*lines, said]), *rows(there, again, *dismissal(frame.asker)))
