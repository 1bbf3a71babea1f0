"""Messages that are put to the bot: answered, and their answers kept in step with them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.ext import commands

from bot.answering.answerer import Answerer
from bot.chat.asking.edits import Edits, is_editable
from bot.chat.asking.forums import asked_by
from bot.chat.asking.order import Order
from bot.chat.asking.replies import Asked, Place, Prepared, posted, prepare, replaced
from bot.chat.asking.responding import answers_in, wait_text
from bot.chat.door import enter_channel, is_author_blocked
from bot.chat.look import render_note
from bot.chat.messages import (
    entry_on,
    is_addressed,
    mentions_role_of,
    pointed_at,
    reply_reference,
    server_id_of,
)
from bot.chat.posting import FAILURES, describe, insist, post
from bot.chat.rendering import render_help
from bot.store.replies import Reply
from bot.store.servers import ServerSettings
from bot.translation import N_, _

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

TYPING_AFTER_SECONDS = 0.7
"""How long an answer may take before people wonder whether one is coming."""
NO_TEXT = N_("That message has no text that I can read.")
WITHHELD = N_(
    "Discord does not show me the text of that reply. Mention me in it, and I will read it."
)
POINTED_WITHHELD = N_(
    "Discord does not show me the text of the message that you reply to. Choose Apps, then "
    "**Answer this**, on that message, and I will read it."
)
ROLE_MENTIONED = N_(
    "That mentions my role, and Discord does not show me its text. Mention me myself, {me}, and I "
    "will read it."
)


class Listening(commands.Cog):
    """Answers mentions, replies and direct messages."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._edits = Edits()
        self._order = Order()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a message that is put to the bot."""
        me = self._client.user
        if me is not None and is_addressed(message, me):
            async with self._order.of(message.id):
                await self._answer(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answers an edited question anew, in the place of its answer."""
        message, me = payload.message, self._client.user
        if me is None or not is_addressed(message, me) or not is_editable(message):
            return
        if not self._edits.is_new(message):
            return
        async with self._order.of(message.id):
            if self._client.dismissals.has(message.id):
                return
            reply = await self._client.workspace.store.replies.to(message.id)
            await self._answer(message, instead_of=reply.message_id if reply else None)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Takes the answer along with its question."""
        await self._take_along(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Takes the answers along with their questions."""
        for number in payload.message_ids:
            await self._take_along(number)

    async def _answer(self, message: discord.Message, instead_of: int | None = None) -> None:
        workspace = self._client.workspace
        guild_id = server_id_of(message)
        settings = await enter_channel(workspace, guild_id, message.guild)
        if settings is None:
            return
        channel = await self._known(message)
        if not answers_in(settings, channel):
            return
        if guild_id is not None and await is_author_blocked(message, guild_id, workspace):
            return
        wait = self._client.cooldowns.take(message.author.id, message.channel.id, guild_id)
        if wait is not None and (instead_of is not None or not wait.is_first):
            return
        prepared = Prepared(render_note(wait_text(wait))) if wait else None
        if prepared is None:
            prepared = await self._prepare(message, channel, settings, guild_id, instead_of)
        if instead_of is not None:
            await replaced(prepared, instead_of, message.channel, self._client, workspace)
            return
        about = f"No reply to message {message.id} in channel {message.channel.id}"
        reply = await post(message.channel, prepared.view, about=about, reply_to=message)
        if reply is not None:
            place = Place(reply.id, message.channel.id, guild_id)
            await posted(prepared, place, self._client, workspace, question_id=message.id)

    async def _known(self, message: discord.Message) -> Any:
        """The channel of a message; a thread that the bot has not heard of is looked up."""
        channel = message.channel
        if not isinstance(channel, discord.PartialMessageable) or message.guild is None:
            return channel
        try:
            return await self._client.fetch_channel(channel.id)
        except FAILURES as error:
            log.info("Channel %d is not known: %s.", channel.id, describe(error))
        except Exception as error:
            # discord.py reads what Discord says of it. To answer, its id is enough.
            log.warning("Channel %d cannot be read: %s.", channel.id, type(error).__name__)
        return channel

    async def _prepare(
        self,
        message: discord.Message,
        channel: Any,
        settings: ServerSettings,
        guild_id: int | None,
        instead_of: int | None,
    ) -> Prepared:
        """Prepares a reply, and shows typing if that takes noticeably long."""
        workspace = self._client.workspace
        question = asked_by(message, channel)
        ids, place = await self._replied(message, guild_id)
        # A direct message that replies to an answer of a server's own pack is asked there.
        if guild_id is None and place is not None:
            answerer = await workspace.shelves.answerer(place)
        else:
            answerer = await workspace.shelves.answerer(guild_id, settings)
        # Who replies to somebody and says nothing but the bot's name means what is replied to. So
        # does who only asks if it is true; with a quote in the message that is what is meant.
        is_bare = bool(message.content) and not any(map(str.isalnum, question))
        is_pointing = is_bare or answerer.only_remarks(question)
        me = self._client.user
        pointed = pointed_at(message, me) if is_pointing and me is not None else None
        if pointed is not None:
            question = asked_by(pointed, channel)
        if not question:
            return Prepared(self._without_question(message, pointed, answerer, guild_id))
        asked = Asked(
            question,
            message.author.id,
            message.channel.id,
            guild_id,
            context=answerer.find(*ids) if ids else None,
            is_thread=isinstance(channel, discord.Thread),
            is_repeated=pointed is not None,
            instead_of=instead_of,
        )
        typing = asyncio.create_task(_show_typing(message.channel))
        try:
            return await prepare(asked, self._client, workspace, settings, answerer)
        finally:
            typing.cancel()

    def _without_question(
        self,
        message: discord.Message,
        pointed: discord.Message | None,
        answerer: Answerer,
        guild_id: int | None,
    ) -> ui.LayoutView:
        """The reply to a message that asks nothing and points at no message that does."""
        if message.attachments or message.stickers or message.message_snapshots:
            return render_note(_(NO_TEXT))
        if pointed is not None and not pointed.content:
            is_withheld = guild_id is not None and not self._client.reads_content
            return render_note(_(POINTED_WITHHELD) if is_withheld else _(NO_TEXT))
        if message.content or guild_id is None:
            return render_help(answerer.knowledge)
        me = self._client.user
        if me is not None and mentions_role_of(message, me):
            return render_note(_(ROLE_MENTIONED).format(me=me.mention))
        return render_note(_(WITHHELD))

    async def _replied(
        self, message: discord.Message, guild_id: int | None
    ) -> tuple[tuple[str, str] | None, int | None]:
        """The pack's and entry's id of the answer that a message replies to, and the server's.

        They are looked up if the message that was replied to does not tell them: Discord need not
        show that message, not every message about an entry carries its ids, and none of them tells
        which server a direct message is from.
        """
        reference = reply_reference(message)
        if reference is None or reference.message_id is None:
            return None, None
        replied = reference.resolved
        ids = entry_on(replied) if isinstance(replied, discord.Message) else None
        if ids is not None and guild_id is not None:
            return ids, guild_id
        known = await self._reply(reference.message_id, replied)
        if known is None:
            return ids, None
        if ids is None and known.pack and known.entry:
            ids = (known.pack, known.entry)
        return ids, known.guild_id

    async def _reply(self, message_id: int, message: object) -> Reply | None:
        """What is remembered of a message of the bot; of one just posted, in a moment."""
        replies = self._client.workspace.store.replies
        known = await replies.get(message_id)
        answered = message.reference if isinstance(message, discord.Message) else None
        if known is not None or answered is None or answered.message_id is None:
            return known
        async with self._order.of(answered.message_id):
            return await replies.get(message_id)

    async def _take_along(self, question_id: int) -> None:
        store = self._client.workspace.store
        async with self._order.of(question_id):
            reply = await store.replies.to(question_id)
        if reply is None:
            # It may be the bot's own message that is gone; nearly always it is somebody else's.
            await self._client.dismissals.note(question_id, self._client.workspace)
            return
        await store.replies.drop(reply.message_id)
        channel = self._client.get_partial_messageable(reply.channel_id)
        try:
            await insist(channel.get_partial_message(reply.message_id).delete)
        except FAILURES as error:
            log.info("The reply %d could not be deleted: %s.", reply.message_id, describe(error))


COGS = (Listening,)


async def _show_typing(channel: discord.abc.Messageable) -> None:
    """Shows that the bot is typing, once that has taken noticeably long."""
    await asyncio.sleep(TYPING_AFTER_SECONDS)
    try:
        await channel.typing()
    except FAILURES as error:
        log.info("Typing could not be shown: %s.", describe(error))
