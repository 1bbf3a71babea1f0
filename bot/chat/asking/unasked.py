"""Answers that nobody asked for: in the channels that a server's admins chose, and seldom.

`bot.chat.asking.conduct` says when the bot may speak, `bot.chat.asking.real_questions` what is a
question. What it says then is an answer that it is surer of than one must be who is asked; never
a suggestion, and never that it does not know.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer, points
from bot.chat.asking.conduct import PAUSE_SECONDS, Said
from bot.chat.asking.edits import Edits, is_editable
from bot.chat.asking.forums import add_solved, asked_by, is_in_forum, opened_post
from bot.chat.asking.order import Order
from bot.chat.asking.real_questions import is_real_post, is_real_question
from bot.chat.asking.replies import Place, Prepared, posted, replaced
from bot.chat.asking.responding import answers_in
from bot.chat.asking.thinking import think
from bot.chat.door import enter_channel, is_author_blocked
from bot.chat.messages import is_addressed, question_in
from bot.chat.posting import FAILURES, describe, insist, post
from bot.chat.rendering import Frame, render_entry
from bot.errors import StoreError
from bot.store.servers import ServerSettings
from bot.translation import N_, _

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

UNASKED = N_("Nobody asked me. Who manages this server can turn such answers off with `/settings`.")
BY_PEOPLE = frozenset({discord.MessageType.default, discord.MessageType.reply})
DELETED_KEPT = 1000
"""How many deleted messages are remembered, for answers that are under way."""


def needed_unasked(bar: float) -> float:
    """How sure the bot must be to answer unasked, if `bar` is enough when asked.

    That is halfway between the bar and certainty: people who did not ask have half the patience
    with a wrong answer.
    """
    return (1 + bar) / 2


async def sure_answer(question: str, answerer: Answerer) -> Answer | None:
    """The answer to a question, if the bot is sure enough to give it unasked."""
    outcome = await think(answerer.ask, question)
    if not isinstance(outcome, Answer):
        return None
    return outcome if outcome.chosen.confidence >= needed_unasked(answerer.bars.answer) else None


def prepare_unasked(
    answer: Answer, author_id: int, settings: ServerSettings, *, is_post: bool = False
) -> Prepared:
    """The reply to a message, or to a forum post, whose author did not ask the bot."""
    found = (answer.chosen.pack, answer.chosen.entry)
    percent = points(answer.chosen.confidence)
    frame = Frame(asker=author_id, takes_votes=settings.takes_votes, notes=(_(UNASKED),))
    view = render_entry(*found, frame, percent=percent)
    if is_post:
        add_solved(view, author_id)
    return Prepared(view, answer, found, percent)


class Unasked(commands.Cog):
    """Listens where unasked answers are wanted."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._conduct = client.conduct
        self._edits = Edits()
        self._order = Order()
        self._deleted: deque[int] = deque(maxlen=DELETED_KEPT)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Tells admins who want unasked answers if Discord does not allow them."""
        await self._client.content.tell(self._client, self._client.workspace)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Goes on where it was before, in a server that has it back."""
        settings = await enter_channel(self._client.workspace, guild.id, guild)
        if settings is not None and settings.unasked_channels:
            await self._client.ask_for_content(guild.id)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a question that is put to nobody, where and when that is wanted."""
        guild = message.guild
        if guild is None or not self._is_wanted(guild.id):
            return
        async with self._order.of(message.id):
            settings = await enter_channel(self._client.workspace, guild.id, guild)
            if settings is None or not _is_chosen(message.channel, settings):
                return
            try:
                if not is_in_forum(message.channel):
                    await self._consider(message, guild.id, settings)
                elif post := opened_post(message):
                    await self._consider_post(message, post, guild.id, settings)
            except StoreError as error:
                log.error("Message %d is not answered unasked: %s", message.id, error)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answers an edited question anew, or takes its answer back."""
        message = payload.message
        if payload.guild_id is None or not self._is_wanted(payload.guild_id):
            return
        if not self._edits.is_new(message):
            return
        self._conduct.disturb(payload.channel_id)
        if not is_editable(message) or not _is_by_person(message):
            return
        try:
            async with self._order.of(message.id):
                await self._answer_edited(message, payload.guild_id)
        except StoreError as error:
            log.error("The edited message %d is not answered anew: %s", message.id, error)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Drops a question that was deleted; its answer, if there is one, is deleted elsewhere."""
        self._deleted.append(payload.message_id)
        self._conduct.disturb(payload.channel_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """As for one message."""
        self._deleted.extend(payload.message_ids)
        self._conduct.disturb(payload.channel_id)

    def _is_wanted(self, guild_id: int) -> bool:
        return self._client.reads_content and guild_id in self._client.content.servers

    async def _consider(
        self, message: discord.Message, guild_id: int, settings: ServerSettings
    ) -> None:
        """Answers a message in a channel or thread, if conduct and confidence allow it."""
        channel = message.channel
        await self._recall(channel.id)
        turn = self._conduct.hear(
            Said(
                message.id,
                guild_id,
                _place(channel),
                channel.id,
                message.author.id,
                is_by_person=_is_by_person(message),
                is_to_somebody=_is_to_somebody(message),
            )
        )
        if turn is None or not self._is_unaddressed(message):
            return
        if message.attachments or not is_real_question(message.content):
            return
        answer = await self._answer(question_in(message.content), message, guild_id, settings)
        if answer is None:
            return
        await asyncio.sleep(PAUSE_SECONDS)
        if message.id in self._deleted or self._client.is_closed():
            return
        if self._conduct.claim(turn):
            prepared = prepare_unasked(answer, message.author.id, settings)
            await self._send(message, prepared, guild_id, settings)

    async def _consider_post(
        self,
        message: discord.Message,
        post: discord.Thread,
        guild_id: int,
        settings: ServerSettings,
    ) -> None:
        """Answers what opens a forum's post, if confidence allows it."""
        if not _is_by_person(message) or not self._is_unaddressed(message):
            return
        if _is_to_somebody(message) or not is_real_post(post.name, message.content):
            return
        answer = await self._answer(asked_by(message, post), message, guild_id, settings)
        if answer is not None and self._conduct.claim_post(guild_id):
            prepared = prepare_unasked(answer, message.author.id, settings, is_post=True)
            await self._send(message, prepared, guild_id, settings)

    async def _answer_edited(self, message: discord.Message, guild_id: int) -> None:
        """Updates the answer to a question that was edited."""
        workspace = self._client.workspace
        reply = await workspace.store.replies.to(message.id)
        if reply is None or not reply.is_unasked or not self._is_unaddressed(message):
            return
        settings = await enter_channel(workspace, guild_id, message.guild)
        if settings is None:
            return
        post = opened_post(message)
        answer = await self._answer(asked_by(message, post), message, guild_id, settings)
        if answer is not None and answer.chosen.ids == (reply.pack, reply.entry):
            return
        if answer is not None:
            prepared = prepare_unasked(
                answer, message.author.id, settings, is_post=post is not None
            )
            await replaced(prepared, reply.message_id, message.channel, self._client, workspace)
            return
        channel: Any = message.channel  # every channel that a message comes from has this
        try:
            await insist(channel.get_partial_message(reply.message_id).delete)
        except FAILURES as error:
            log.warning("The reply %d could not be deleted: %s.", reply.message_id, describe(error))
            return
        await workspace.store.replies.drop(reply.message_id)

    async def _answer(
        self, question: str, message: discord.Message, guild_id: int, settings: ServerSettings
    ) -> Answer | None:
        """The answer, if the bot is sure of it, and the author is not blocked."""
        workspace = self._client.workspace
        if await is_author_blocked(message, guild_id, workspace):
            return None
        return await sure_answer(question, await workspace.shelves.answerer(guild_id, settings))

    async def _send(
        self,
        message: discord.Message,
        prepared: Prepared,
        guild_id: int,
        settings: ServerSettings,
    ) -> None:
        """Posts the reply, and remembers it and its question."""
        workspace = self._client.workspace
        about = f"No unasked reply in channel {message.channel.id}"
        reply = await post(message.channel, prepared.view, about=about, reply_to=message)
        if reply is None:
            return
        place = Place(reply.id, message.channel.id, guild_id)
        await posted(
            prepared, place, self._client, workspace, question_id=message.id, is_unasked=True
        )
        if message.id in self._deleted:
            # It was too early for the question to take its answer along.
            try:
                await insist(reply.delete)
            except FAILURES as error:
                log.info("The reply %d could not be deleted: %s.", reply.id, describe(error))
            await workspace.store.replies.drop(reply.id)
            return
        if prepared.outcome is not None:
            await workspace.remember(prepared.outcome, guild_id, settings)

    async def _recall(self, channel_id: int) -> None:
        """Tells the rules of conduct what was said unasked in a channel before the bot started."""
        if self._conduct.knows(channel_id):
            return
        for it in await self._client.workspace.store.replies.in_channel(channel_id):
            if it.is_unasked and it.entry is not None:
                self._conduct.recall(channel_id, it.posted_at.timestamp())

    def _is_unaddressed(self, message: discord.Message) -> bool:
        me = self._client.user
        return me is not None and not is_addressed(message, me)


COGS = (Unasked,)


def _is_chosen(channel: Any, settings: ServerSettings) -> bool:
    """Whether unasked answers are wanted in a channel, or in the channel of a thread."""
    return _place(channel) in settings.unasked_channels and answers_in(settings, channel)


def _place(channel: Any) -> int:
    """The id of the channel that admins choose: a thread's parent."""
    place: int = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
    return place


def _is_by_person(message: discord.Message) -> bool:
    is_person = not message.author.bot and message.webhook_id is None
    return is_person and message.type in BY_PEOPLE


def _is_to_somebody(message: discord.Message) -> bool:
    """Whether a message replies to one, or mentions somebody."""
    mentions = (message.mentions, message.role_mentions, message.mention_everyone)
    return message.type is discord.MessageType.reply or any(mentions)
