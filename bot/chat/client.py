"""The bot on Discord: its gateway events, and what it does about each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Collection
from http import HTTPStatus
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.chat.acknowledging import acknowledge, was_promised
from bot.chat.asking.conduct import Conduct
from bot.chat.asking.cooldowns import Cooldowns
from bot.chat.asking.dismissals import Dismissals
from bot.chat.asking.follows import tell_followers
from bot.chat.asking.responding import SETTINGS, settings_for, wait_text
from bot.chat.asking.superseding import update_all_posted, update_posted
from bot.chat.command_names import CommandTranslator, is_known, registered, translated
from bot.chat.curators.access import owners_of
from bot.chat.curators.notices import send_news
from bot.chat.curators.router import FAILED, route, tell, tell_error
from bot.chat.curators.surface import HANDLERS
from bot.chat.door import enter, is_blocked
from bot.chat.finishing import finish
from bot.chat.look import render_note
from bot.chat.message_content import MessageContent
from bot.chat.parsing import guard, notice_absent
from bot.chat.payloads import data_of
from bot.chat.presses import handle_press
from bot.chat.refusals import log_choices_plainly, log_refused
from bot.chat.surface import COGS, COMMANDS
from bot.chat.surface import HANDLERS as PRESSES
from bot.curating.homes import ServerHome
from bot.curating.workspace import Workspace
from bot.errors import RejoinderError
from bot.translation import N_, _

log = logging.getLogger(__name__)

BLOCKED = N_("The admins of this server do not want me to answer you here.")
EVERYBODYS = "privacy"
"""What the command is called, and its buttons' ids begin with, that nobody is kept from."""


class Tree(app_commands.CommandTree[Any]):
    """The commands, behind the door that every interaction passes."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether a command runs: not for those whom the server's admins blocked."""
        client: Any = interaction.client  # the tree is this bot's own
        try:
            return bool(await client.let_in(interaction))
        except Exception as error:
            # The one place for errors in commands hears of nothing else that a check raises.
            raise app_commands.AppCommandError("Nobody could be let in.") from error


class Client(commands.AutoShardedBot):
    """The bot, once there is a workspace; what it does is put together in `bot.chat.surface`.

    It lives for one connection. `content`, `cooldowns` and `conduct` outlive it.
    """

    workspace: Workspace
    """What it answers from, once it is connected."""

    def __init__(
        self,
        prepared: Awaitable[Workspace],
        *,
        content: MessageContent,
        cooldowns: Cooldowns,
        conduct: Conduct,
        owners: Collection[int] = (),
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = True
        intents.dm_messages = True
        intents.message_content = content.is_read
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
            tree_cls=Tree,
        )
        self.content = content
        """Which servers want answers unasked."""
        self.reads_content = content.is_read
        """Whether it asked Discord for messages that are not addressed to it."""
        self.cooldowns = cooldowns
        self.conduct = conduct
        self.dismissals = Dismissals()
        """What was taken away lately."""
        self._prepared = prepared
        self._tasks: list[asyncio.Task[None]] = []
        self.tree.error(self._on_command_error)
        log_choices_plainly()
        guard(self._connection.parsers)
        notice_absent(self._connection.parsers, lambda: self.guilds)

    async def setup_hook(self) -> None:
        """Adds the commands, and tells Discord of them if it knows others."""
        if not self.owner_ids and self.application is not None:
            # discord.py would ask again when somebody first does what owners may, and wait for it.
            self.owner_ids = owners_of(self.application)
        # discord.py looks the gateway up for the first connection only; when a session cannot be
        # resumed it goes to a fixed address, which is wrong behind a proxy or in front of a test.
        _found, gateway, _session = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        self.workspace = await self._prepared
        for cog in COGS:
            await self.add_cog(cog(self))
        for command in COMMANDS:
            self.tree.add_command(command)
        self._tasks = [
            asyncio.create_task(self._tell_curators()),
            asyncio.create_task(self._tell_readers()),
        ]
        await self._sync_commands()

    async def close(self) -> None:
        """Leaves Discord, once what is under way has ended or had its time for that."""
        for task in self._tasks:  # they may be reading from the store, which closes next
            task.cancel()
        await finish(self, self._tasks)
        await super().close()

    async def on_ready(self) -> None:
        """Says in the log that the bot is there."""
        log.info("Connected as %s to %d servers.", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Leaves messages to the cogs; the bot has no commands in messages."""

    async def ask_for_content(self, guild_id: int) -> None:
        """Reads messages in a server that has just turned unasked answering on somewhere.

        Where Discord has not been asked for them, the bot connects anew in a moment; where it has
        refused them too often lately, the server's admins are told so.
        """
        self.content.want(guild_id)
        # Before it is ready not every server is known, and whoever is connecting tells afterwards.
        if self.is_ready() and not self.content.wanted.is_set():
            await self.content.tell(self, self.workspace)

    async def let_in(self, interaction: discord.Interaction[Any]) -> bool:
        """Speaks the language of the place from here on; whether the person may use the bot there.

        Whoever may not is told, and may still see and delete what is kept of them.
        """
        settings = await enter(interaction, self.workspace)
        interaction.extras[SETTINGS] = settings
        if _named(interaction).startswith(EVERYBODYS):
            return True
        if not await is_blocked(interaction, self.workspace):
            return True
        await tell(interaction, _(BLOCKED))
        return False

    async def on_interaction(self, interaction: discord.Interaction[Any], /) -> None:
        """Answers presses and forms; commands reach their handlers through the command tree."""
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type not in kinds:
            return
        custom_id = _named(interaction)
        try:
            if not await self.let_in(interaction):
                return
            if not await self._may_press(interaction):
                return
            if not await route(interaction, custom_id, HANDLERS):
                settings = settings_for(interaction)
                await handle_press(interaction, self.workspace, settings, PRESSES)
        except RejoinderError as error:
            await tell_error(interaction, error)
        except discord.HTTPException as error:
            log_refused(interaction, error)
        except Exception:
            log.exception("Component interaction %d failed.", interaction.id)
            await _apologise(interaction)

    async def _may_press(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether somebody does not press too often, which they are told once a spell if they do.

        A form is always taken: what was typed would be lost.
        """
        if interaction.type is discord.InteractionType.modal_submit:
            return True
        wait = self.cooldowns.take_press(interaction.user.id)
        if wait is None:
            return True
        if wait.is_first:
            await tell(interaction, wait_text(wait))
        else:
            await acknowledge(interaction)
        return False

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Logs what went wrong in an event, without what the event holds."""
        log.exception("The event %s failed.", event_method)

    async def _tell_curators(self) -> None:
        """Tells curators what happens to the packs, once there is a way to."""
        await self.wait_until_ready()
        while True:
            news = await self.workspace.news.get()
            try:
                await send_news(self, self.workspace, news)
            except asyncio.CancelledError:
                # The next connection tells it: better twice than to some alone.
                self.workspace.put_back(news)
                raise
            except Exception:
                # News that went wrong must not keep curators from hearing of the next.
                log.exception("Curators could not be told of news of %s.", news.home.key)

    async def _tell_readers(self) -> None:
        """Brings posted answers up to date, and tells those who waited for one, as packs change.

        At first also of what has changed before, which may have been told to some alone: the bot
        was stopped, or connected anew.
        """
        await self.wait_until_ready()
        try:
            await update_all_posted(self, self.workspace)
            await tell_followers(self, self.workspace, None)
        except Exception:
            log.exception("Readers could not be told of what had changed before.")
        while True:
            home = await self.workspace.renewed.get()
            guild_id = home.guild_id if isinstance(home, ServerHome) else None
            try:
                await update_posted(self, self.workspace, home)
                await tell_followers(self, self.workspace, guild_id)
            except Exception:
                # One change that went wrong must not keep readers from hearing of the next.
                log.exception("Readers could not be told of a change of %s.", home.key)

    async def _sync_commands(self) -> None:
        """Sends the commands unless Discord has the same; it takes few changes a day.

        Without them mentions are answered all the same.
        """
        application = self.application_id
        if application is None:
            raise RuntimeError("setup_hook runs after login, which tells the application's id")
        translator = CommandTranslator()
        await self.tree.set_translator(translator)
        wanted = await translated(self.tree, translator)
        try:
            if not is_known(await registered(self, application), wanted):
                await self.tree.sync()
                log.info("Told Discord of %d commands.", len(wanted))
        except discord.HTTPException as error:
            if error.status == HTTPStatus.UNAUTHORIZED or error.status >= 500:
                raise
            log.error("Discord was not told of the commands: %d. %s", error.status, error)

    async def _on_command_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        """The one place for errors in commands.

        First a check that was not passed; then an error on purpose, which is told; then a refusal
        by Discord, which is logged; then a command that Discord still shows and this version has
        not; anything else is logged with its traceback. The person who ran the
        command reads a plain sentence; who was typing is offered nothing.
        """
        cause = error.__cause__
        if isinstance(error, app_commands.CheckFailure):
            return  # whoever it was has been told by the check
        if isinstance(cause, RejoinderError):
            try:
                await tell_error(interaction, cause)
            except discord.HTTPException as refused:
                log_refused(interaction, refused)
            return
        if isinstance(cause, discord.HTTPException):
            log_refused(interaction, cause)
            return
        if isinstance(error, app_commands.CommandNotFound):
            log.warning("Discord sent the unknown command %s.", error.name)
        else:
            log.error("The command of interaction %d failed.", interaction.id, exc_info=error)
        await _apologise(interaction)


def _named(interaction: discord.Interaction[Any]) -> str:
    """The name of the command that was run, or the id of the component or form that was used."""
    data = data_of(interaction)
    return str(data.get("custom_id") or data.get("name") or "")


async def _apologise(interaction: discord.Interaction[Any]) -> None:
    try:
        is_deferred = (
            interaction.response.type is discord.InteractionResponseType.deferred_channel_message
        )
        if is_deferred and not was_promised(interaction):
            await interaction.edit_original_response(view=render_note(_(FAILED)))
        else:
            await tell(interaction, _(FAILED))
    except discord.HTTPException as error:
        log_refused(interaction, error)
