"""The bot on Discord: its gateway events, and what it does about each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.answering.answerer import Answerer
from bot.answering.outcome import Outcome
from bot.chat.buttons import handle_press
from bot.chat.commands import Commands
from bot.chat.messages import is_addressed, question_in
from bot.chat.rendering import render_help, render_note, render_outcome

log = logging.getLogger(__name__)

TYPING_AFTER_SECONDS = 0.7
"""How long an answer may take before a person would wonder whether one is coming."""
WITHHELD = "Discord does not show me the text of that reply. Mention me in it, and I will read it."
FAILED = "Something went wrong on my side, and it has been noted. Please try again."


class Client(commands.AutoShardedBot):
    """Answers mentions, replies, direct messages and commands, once there is an answerer."""

    _answerer: Answerer

    def __init__(self, prepared: Awaitable[Answerer]) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = True
        intents.dm_messages = True
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            max_messages=None,
        )
        self._prepared = prepared
        self.tree.error(self._on_command_error)

    async def setup_hook(self) -> None:
        """Adds the commands, and tells Discord of them if it knows others."""
        # discord.py looks the gateway up for the first connection only; when a session cannot be
        # resumed it goes to a fixed address, which is wrong behind a proxy or in front of a test.
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        self._answerer = await self._prepared
        cog = Commands(self._answerer)
        await self.add_cog(cog)
        cog.register(self.tree)
        await self._sync_commands()

    async def on_ready(self) -> None:
        """Says in the log that the bot is there."""
        log.info("Connected as %s to %d servers.", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Answers a message that is put to the bot."""
        me = self.user
        if me is None or not is_addressed(message, me):
            return
        question = question_in(message.content)
        if question:
            outcome = await self._answer(question, message.channel)
            view = render_outcome(outcome, self._answerer.knowledge)
        elif message.content or message.guild is None:
            view = render_help(self._answerer.knowledge)
        else:
            view = render_note(WITHHELD)
        try:
            await message.channel.send(
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

    async def on_interaction(self, interaction: discord.Interaction[Any], /) -> None:
        """Answers presses; commands reach their handlers through the command tree."""
        if interaction.type is not discord.InteractionType.component:
            return
        try:
            await handle_press(interaction, self._answerer)
        except discord.HTTPException as error:
            _log_refused(interaction, error)
        except Exception:
            log.exception("Component interaction %d failed.", interaction.id)
            await _apologise(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Logs what went wrong in an event, without what the event holds."""
        log.exception("The event %s failed.", event_method)

    async def _answer(self, question: str, channel: discord.abc.Messageable) -> Outcome:
        """Asks aside from the event loop; shows typing if that takes long enough to notice."""
        task = asyncio.create_task(asyncio.to_thread(self._answerer.ask, question))
        done, _ = await asyncio.wait({task}, timeout=TYPING_AFTER_SECONDS)
        if not done:
            try:
                await channel.typing()
            except discord.HTTPException as error:
                log.info("Typing could not be shown: %d.", error.status)
        return await task

    async def _sync_commands(self) -> None:
        """Sends the commands unless Discord has the same; it takes few changes a day."""
        wanted = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        application = self.application_id
        if application is None:
            raise RuntimeError("setup_hook runs after login, which tells the application's id")
        known = await self.http.get_global_commands(application)
        by_name = {(it["name"], it.get("type", 1)): it for it in known}
        is_same = len(known) == len(wanted) and all(
            _covers(by_name.get((it["name"], it.get("type", 1))), it) for it in wanted
        )
        if not is_same:
            await self.tree.sync()
            log.info("Told Discord of %d commands.", len(wanted))

    async def _on_command_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        """The one place for errors in commands.

        First a refusal by Discord, which is logged; then a command that Discord still shows and
        this version has not; anything else is logged with its traceback. The person who ran the
        command reads a plain sentence.
        """
        cause = error.__cause__
        if isinstance(cause, discord.HTTPException):
            _log_refused(interaction, cause)
            return
        if isinstance(error, app_commands.CommandNotFound):
            log.warning("Discord sent the unknown command %s.", error.name)
        else:
            log.error("The command of interaction %d failed.", interaction.id, exc_info=error)
        await _apologise(interaction)


def _covers(known: object, wanted: object) -> bool:
    """Whether what Discord keeps says the same as what is wanted; it adds keys and defaults."""
    if isinstance(wanted, dict):
        found = known if isinstance(known, dict) else {}
        return all(_covers(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list | tuple):
        if not isinstance(known, list):
            return not wanted
        return len(known) == len(wanted) and all(map(_covers, known, wanted))
    return known == wanted or (not known and not wanted)


def _log_refused(interaction: discord.Interaction[Any], error: discord.HTTPException) -> None:
    log.warning(
        "Discord refused the response to interaction %d: %d (code %d).",
        interaction.id,
        error.status,
        error.code,
    )


async def _apologise(interaction: discord.Interaction[Any]) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        if not interaction.response.is_done():
            await interaction.response.send_message(view=render_note(FAILED), ephemeral=True)
        elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
            await interaction.edit_original_response(view=render_note(FAILED))
    except discord.HTTPException as error:
        _log_refused(interaction, error)
