"""Questions without an answer that somebody wants to hear of: asked for, told once, called off."""

from __future__ import annotations

import asyncio
import logging

import discord
from discord import ui

from bot.answering.outcome import Answer
from bot.chat.acknowledging import in_time
from bot.chat.asking.answerers import Answerers
from bot.chat.asking.asked import question_behind
from bot.chat.asking.replies import Place, Prepared, posted
from bot.chat.asking.responding import respond
from bot.chat.asking.thinking import think
from bot.chat.custom_ids import custom_id
from bot.chat.door import language_in, settings_of
from bot.chat.look import button, panel, render_note, rows
from bot.chat.members import has_left
from bot.chat.messages import text_on
from bot.chat.posting import FAILURES, describe, insist
from bot.chat.presses import Press
from bot.chat.rendering import Frame, asked_in, render_abstention, render_entry, repeated
from bot.curating.workspace import Workspace
from bot.store.follows import MOST, Follow
from bot.translation import N_, _, speaking

log = logging.getLogger(__name__)

NOT_YOURS = N_("Only who asked can say that.")
UNREADABLE = N_("I cannot read the question any more. Ask it again.")
TOO_MANY = N_("You follow {most} questions already. Stop following one of them first.")
STOPPED = N_("I will not tell you of it.")
ANSWERED = N_("You wanted to know, and there is an answer now.")
"""What stands above the answer that somebody waited for."""


async def decline_suggestions(press: Press) -> None:
    """Notes that none of the suggested entries was meant, which makes the question a miss."""
    asker = press.id_at(0)
    if asker and press.interaction.user.id != asker:
        await press.tell(_(NOT_YOURS))
        return
    number = press.id_at(1) or None
    if number is not None and press.guild_id is not None:
        await press.workspace.store.questions.decline(number, press.guild_id)
    message = press.interaction.message
    asked = asked_in(text_on(message)) if message is not None else None
    frame = Frame(asked=asked, asker=asker or None, question_id=number or 0)
    await press.redraw(render_abstention(press.answerer.knowledge, frame))


async def follow(press: Press) -> None:
    """Promises to tell somebody once there is an answer, or shows it if there is one already."""
    kept = None
    if press.guild_id is not None and press.id_at(0):
        kept = await press.workspace.store.questions.get(press.id_at(0), press.guild_id)
    question = kept.question if kept else await question_behind(press)
    if question is None:
        await respond(press.interaction, render_note(_(UNREADABLE)), is_private=True)
        return
    follows = press.workspace.store.follows
    number = await follows.add(press.guild_id, press.interaction.user.id, question)
    # Asked afterwards: whoever tells of what is published from here on finds the follow.
    wanted = press.workspace.shelves.answerer(press.guild_id, press.settings)
    answerer = await in_time(press.interaction, wanted)
    outcome = await think(answerer.ask, question)
    if isinstance(outcome, Answer):
        if number is not None:
            await follows.drop(number)
        view = render_answered(question, outcome)
    elif number is None:
        view = render_note(_(TOO_MANY).format(most=MOST))
    else:
        view = render_following(question, number)
    await respond(press.interaction, view, is_private=True)


async def unfollow(press: Press) -> None:
    """Calls it off again, for whoever asked for it."""
    found = await press.workspace.store.follows.get(press.id_at(0))
    if found is not None and found.user_id != press.interaction.user.id:
        await press.tell(_(NOT_YOURS))
        return
    if found is not None:
        await press.workspace.store.follows.drop(found.id)
    await press.redraw(render_note(_(STOPPED)))


HANDLERS = {"none": decline_suggestions, "follow": follow, "unfollow": unfollow}


async def tell_followers(
    client: discord.Client, workspace: Workspace, guild_id: int | None
) -> None:
    """Tells people who follow a question that has an answer since a pack changed.

    With a server's id only questions from there are looked at. Otherwise all are, except from
    servers where nothing can answer, and of people whom a server keeps from the bot or who left it.
    Each person is told once, however many processes try.
    """
    follows, servers = workspace.store.follows, workspace.store.servers
    answerers = Answerers(workspace.shelves)
    for it in await (follows.everywhere() if guild_id is None else follows.of_server(guild_id)):
        if it.guild_id is not None and it.user_id in await servers.blocked(it.guild_id):
            continue
        answerer = await answerers.of(it.guild_id)
        if answerer is None:
            continue  # the next change tries again
        outcome = await asyncio.to_thread(answerer.ask, it.question)
        # Meanwhile it may have been called off, or another process told of it.
        if isinstance(outcome, Answer) and await follows.get(it.id):
            await _tell(client, workspace, it, outcome)


async def _tell(
    client: discord.Client, workspace: Workspace, followed: Follow, answer: Answer
) -> None:
    guild = client.get_guild(followed.guild_id) if followed.guild_id else None
    try:
        is_gone = guild is not None and await has_left(guild, followed.user_id)
    except FAILURES as error:
        log.warning("Whether to tell of follow %d is not known: %s.", followed.id, describe(error))
        return  # the next change tries again
    if is_gone:
        await workspace.store.follows.drop(followed.id)
        return
    settings = await settings_of(workspace, followed.guild_id)
    with speaking(language_in(settings, guild)):
        view = render_answered(followed.question, answer)
    message = None
    try:
        channel = await insist(lambda: client.create_dm(discord.Object(followed.user_id)))
        # For some minutes Discord sends nothing twice under one nonce: whoever tries again, here
        # or in another process, need not know whether the message before has arrived.
        message = await insist(
            lambda: channel.send(
                view=view,
                allowed_mentions=discord.AllowedMentions.none(),
                nonce=f"follow {followed.id}",
            )
        )
    except FAILURES as error:
        log.warning("Nobody could be told of follow %d: %s.", followed.id, describe(error))
        if not isinstance(error, discord.Forbidden | discord.NotFound):
            return  # Discord was away, not the person: the next change tries again
    # Not before: stopping in the middle would leave nobody to tell.
    await workspace.store.follows.drop(followed.id)
    if message is not None:
        prepared = Prepared(view, found=(answer.chosen.pack, answer.chosen.entry))
        # Noted for the server, since the answer may be from its own pack.
        place = Place(message.id, message.channel.id, followed.guild_id)
        await posted(prepared, place, client, workspace)


def render_answered(question: str, answer: Answer) -> ui.LayoutView:
    """The answer that somebody waited for."""
    frame = Frame(asked=question, notes=(_(ANSWERED),))
    return render_entry(answer.chosen.pack, answer.chosen.entry, frame)


def render_following(question: str, number: int) -> ui.LayoutView:
    """Says that whoever asked will be told, and how to cancel that."""
    said = _("I will write to you, once, when there is an answer to it.")
    stop = button(_("Do not tell me"), custom_id("unfollow", number))
    return panel(f"{repeated(question)}\n{said}", *rows(stop))
