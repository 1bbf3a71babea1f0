"""The bot on Discord: its gateway events, and what it does about each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Collection
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
from bot.chat.curators.notices import send_news
from bot.chat.curators.router import FAILED, PREFIX, route, tell_error
from bot.chat.curators.surface import COMMANDS, HANDLERS
from bot.chat.messages import is_addressed, question_in
from bot.chat.rendering import render_help, render_note, render_outcome
from bot.curating.workspace import Workspace
from bot.errors import RejoinderError

log = logging.getLogger(__name__)

TYPING_AFTER_SECONDS = 0.7
"""How long an answer may take before a person would wonder whether one is coming."""
WITHHELD = "Discord does not show me the text of that reply. Mention me in it, and I will read it."


class Client(commands.AutoShardedBot):
    """Answers mentions, replies, direct messages and commands, once there is a workspace."""

    workspace: Workspace
    """What it answers from, once it is connected."""

    def __init__(self, prepared: Awaitable[Workspace], *, owners: Collection[int] = ()) -> None:
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
            owner_ids=set(owners) or None,
        )
        self._prepared = prepared
        self._telling: asyncio.Task[None] | None = None
        self.tree.error(self._on_command_error)

    async def setup_hook(self) -> None:
        """Adds the commands, and tells Discord of them if it knows others."""
        # discord.py looks the gateway up for the first connection only; when a session cannot be
        # resumed it goes to a fixed address, which is wrong behind a proxy or in front of a test.
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        self.workspace = await self._prepared
        cog = Commands(self.workspace)
        await self.add_cog(cog)
        cog.register(self.tree)
        for command in COMMANDS:
            self.tree.add_command(command)
        self._telling = asyncio.create_task(self._tell_news())
        await self._sync_commands()

    async def close(self) -> None:
        """Leaves Discord."""
        if self._telling:
            self._telling.cancel()
        await super().close()

    async def on_ready(self) -> None:
        """Says in the log that the bot is there."""
        log.info("Connected as %s to %d servers.", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Answers a message that is put to the bot."""
        me = self.user
        if me is None or not is_addressed(message, me):
            return
        question = question_in(message.content)
        guild_id = message.guild.id if message.guild else None
        answerer = await self.workspace.shelves.answerer(guild_id)
        outcome = await self._answer(question, answerer, message.channel) if question else None
        if outcome:
            view = render_outcome(outcome, answerer.knowledge)
        elif message.content or message.guild is None:
            view = render_help(answerer.knowledge)
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
        if outcome:
            await self.workspace.remember(outcome, guild_id)

    async def on_interaction(self, interaction: discord.Interaction[Any], /) -> None:
        """Answers presses and forms; commands reach their handlers through the command tree."""
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type not in kinds:
            return
        data: dict[str, Any] = dict(interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        try:
            if custom_id.startswith(PREFIX) and await route(interaction, custom_id, HANDLERS):
                return
            await handle_press(interaction, self.workspace)
        except discord.HTTPException as error:
            _log_refused(interaction, error)
        except Exception:
            log.exception("Component interaction %d failed.", interaction.id)
            await _apologise(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Logs what went wrong in an event, without what the event holds."""
        log.exception("The event %s failed.", event_method)

    async def _answer(
        self, question: str, answerer: Answerer, channel: discord.abc.Messageable
    ) -> Outcome:
        """Asks aside from the event loop; shows typing if that takes long enough to notice."""
        task = asyncio.create_task(asyncio.to_thread(answerer.ask, question))
        done, _ = await asyncio.wait({task}, timeout=TYPING_AFTER_SECONDS)
        if not done:
            try:
                await channel.typing()
            except discord.HTTPException as error:
                log.info("Typing could not be shown: %d.", error.status)
        return await task

    async def _tell_news(self) -> None:
        """Tells curators what happens to the packs, once there is a way to."""
        await self.wait_until_ready()
        while True:
            await send_news(self, self.workspace, await self.workspace.news.get())

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

        First a check that was not passed; then an error on purpose, which is told; then a refusal
        by Discord, which is logged; then a command that Discord still shows and this version has
        not; anything else is logged with its traceback. The person who ran the
        command reads a plain sentence.
        """
        cause = error.__cause__
        if isinstance(error, app_commands.CheckFailure):
            return  # whoever it was has been told by the check
        if isinstance(cause, RejoinderError):
            await tell_error(interaction, cause)
            return
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
        else:
            await interaction.followup.send(view=render_note(FAILED), ephemeral=True)
    except discord.HTTPException as error:
        _log_refused(interaction, error)
