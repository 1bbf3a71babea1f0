"""Messages that are put to the bot: answered, and their answers kept in step with them."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import discord
from discord import ui
from discord.ext import commands

from bot.answering.answerer import Answerer
from bot.answering.substance import fingerprint
from bot.chat.asking.cooldowns import Wait
from bot.chat.asking.replies import Asked, Prepared, posted, prepare
from bot.chat.door import enter_channel
from bot.chat.look import render_note
from bot.chat.messages import entry_on, is_addressed, is_reply_to, question_in
from bot.chat.rendering import render_help
from bot.errors import RejoinderError
from bot.store.servers import ServerSettings
from bot.translation import N_, _, ngettext

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

TYPING_AFTER_SECONDS = 0.7
"""How long an answer may take before a person would wonder whether one is coming."""
EDITABLE = timedelta(minutes=5)
"""How long a question may be edited and still gets another answer."""
WITHHELD = N_(
    "Discord does not show me the text of that reply. Mention me in it, and I will read it."
)


class Listening(commands.Cog):
    """Answers mentions, replies and direct messages."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a message that is put to the bot."""
        me = self._client.user
        if me is not None and is_addressed(message, me):
            async with self._turn(message.id):
                await self._answer(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answers an edited question anew, in the place of its answer."""
        message, me = payload.message, self._client.user
        if me is None or message.edited_at is None or not is_addressed(message, me):
            return
        if discord.utils.utcnow() - message.created_at > EDITABLE:
            return
        async with self._turn(message.id):
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
        guild = message.guild
        settings = await enter_channel(workspace, guild)
        if settings is None or not answers_in(settings, message.channel):
            return
        if guild is not None and await self._is_blocked(message, guild):
            return
        wait = self._client.cooldowns.take(
            message.author.id, message.channel.id, guild.id if guild else None
        )
        if wait is not None:
            if wait.is_first:
                await self._send(message, render_note(wait_text(wait)))
            return
        question = question_in(message.content)
        answerer = await workspace.shelves.answerer(guild.id if guild else None, settings)
        prepared: Prepared | None = None
        if question:
            prepared = await self._prepare(message, question, settings, answerer)
            view = prepared.view
        elif message.content or guild is None:
            view = render_help(answerer.knowledge)
        else:
            view = render_note(_(WITHHELD))
        if instead_of is not None:
            await self._replace(message, view, prepared, instead_of)
            return
        reply = await self._send(message, view)
        if reply is None or prepared is None:
            return
        await posted(
            prepared,
            reply,
            workspace,
            guild_id=guild.id if guild else None,
            question_id=message.id,
        )

    async def _prepare(
        self,
        message: discord.Message,
        question: str,
        settings: ServerSettings,
        answerer: Answerer,
    ) -> Prepared:
        """Prepares a reply; shows typing if that takes long enough to notice."""
        me = self._client.user
        replied = message.reference.resolved if message.reference else None
        context = None
        if me is not None and is_reply_to(message, me) and isinstance(replied, discord.Message):
            ids = entry_on(replied)
            context = answerer.find(*ids) if ids else None
        asked = Asked(
            question,
            message.author.id,
            message.channel.id,
            message.guild.id if message.guild else None,
            context=context,
            is_thread=isinstance(message.channel, discord.Thread),
        )
        task = asyncio.create_task(prepare(asked, self._client.workspace, settings, answerer))
        done, _pending = await asyncio.wait({task}, timeout=TYPING_AFTER_SECONDS)
        if not done:
            try:
                await message.channel.typing()
            except discord.HTTPException as error:
                log.info("Typing could not be shown: %d.", error.status)
        return await task

    async def _send(self, message: discord.Message, view: ui.LayoutView) -> discord.Message | None:
        """Replies to a message; None where Discord does not let the bot."""
        try:
            return await message.channel.send(
                view=view,
                reference=message.to_reference(fail_if_not_exists=False),
                mention_author=False,
            )
        except discord.HTTPException as error:
            # Forbidden, a deleted channel, a refused body: nobody could be told of it there.
            log.warning(
                "No reply to message %d in channel %d: %d (code %d).",
                message.id,
                message.channel.id,
                error.status,
                error.code,
            )
            return None

    async def _replace(
        self,
        message: discord.Message,
        view: ui.LayoutView,
        prepared: Prepared | None,
        reply_id: int,
    ) -> None:
        """Puts the answer to an edited question in the place of the one before."""
        channel: Any = message.channel  # every channel that a message comes from has this
        try:
            await channel.get_partial_message(reply_id).edit(
                view=view, allowed_mentions=discord.AllowedMentions.none()
            )
        except discord.HTTPException as error:
            log.warning("The reply %d could not be edited: %d.", reply_id, error.status)
            return
        found = prepared.found if prepared else None
        await self._client.workspace.store.replies.change(
            reply_id,
            pack=found[0].id if found else None,
            entry=found[1].id if found else None,
            percent=prepared.percent if prepared else None,
            substance=fingerprint(*found) if found else None,
        )

    def _turn(self, question_id: int) -> asyncio.Lock:
        """Has what happens to one question happen in order: an answer is under way for a moment."""
        return self._turns.setdefault(question_id, asyncio.Lock())

    async def _take_along(self, question_id: int) -> None:
        store = self._client.workspace.store
        async with self._turn(question_id):
            reply = await store.replies.to(question_id)
        if reply is None:
            # It may be the bot's own message that is gone.
            await store.replies.drop(question_id)
            return
        await store.replies.drop(reply.message_id)
        channel = self._client.get_partial_messageable(reply.channel_id)
        try:
            await channel.get_partial_message(reply.message_id).delete()
        except discord.HTTPException as error:
            log.info("The reply %d could not be deleted: %d.", reply.message_id, error.status)

    async def _is_blocked(self, message: discord.Message, guild: discord.Guild) -> bool:
        """Whether the server's admins keep the author from using the bot; never one of them."""
        author = message.author
        if isinstance(author, discord.Member) and author.guild_permissions.manage_guild:
            return False
        try:
            blocked = await self._client.workspace.store.servers.blocked(guild.id)
        except RejoinderError as error:
            log.error("Who is blocked in server %d is not known: %s", guild.id, error)
            return False
        return author.id in blocked


COGS = (Listening,)


def answers_in(settings: ServerSettings, channel: Any) -> bool:
    """Whether the bot answers in a channel of the server: there, or in a thread of it."""
    if settings.channels is None:
        return True
    return bool({channel.id, getattr(channel, "parent_id", None)} & set(settings.channels))


def wait_text(wait: Wait) -> str:
    """What somebody reads who asks too often."""
    return ngettext(
        "That was a lot at once. Ask me again in {n} second.",
        "That was a lot at once. Ask me again in {n} seconds.",
        wait.seconds,
    ).format(n=wait.seconds)
