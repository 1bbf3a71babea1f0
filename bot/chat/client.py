"""The bot as Discord knows it: logging in, what it asks for, its commands, and leaving."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Collection
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.chat.asking.conduct import Conduct
from bot.chat.asking.cooldowns import Cooldowns
from bot.chat.asking.dismissals import Dismissals
from bot.chat.callbacks import go_by_proxies
from bot.chat.command_names import CommandTranslator, is_known, registered, translated
from bot.chat.curators.access import owners_of
from bot.chat.finishing import finish
from bot.chat.message_content import MessageContent
from bot.chat.parsing import guard, notice_absent, pass_over_repeated
from bot.chat.refusals import log_choices_plainly
from bot.errors import StoreError

if TYPE_CHECKING:
    from bot.chat.events import Events
    from bot.curating.workspace import Workspace

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[Any]):
    """The commands, behind the door that every interaction passes."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether a command may run: not for those whom the server's admins have blocked."""
        client: Any = interaction.client  # the tree is this bot's own
        try:
            return bool(await client.events.let_in(interaction))
        except Exception as error:
            # The one place for errors in commands hears of nothing else that a check raises.
            raise app_commands.AppCommandError("Nobody could be let in.") from error


class Client(commands.AutoShardedBot):
    """The bot, once there is a workspace; what it does is put together in `bot.chat.surface`.

    It lives for one connection. `content`, `cooldowns` and `conduct` outlive it.
    """

    workspace: Workspace
    """What it answers from, once it is connected."""
    events: Events
    """What it does about what happens on Discord, likewise."""

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
        log_choices_plainly()
        pass_over_repeated(self._connection.parsers)
        guard(self._connection.parsers)
        notice_absent(self._connection.parsers, lambda: self.guilds)

    async def setup_hook(self) -> None:
        """Adds the commands, and sends them to Discord if it has others."""
        go_by_proxies()
        are_owners_known = bool(self.owner_ids)
        if not are_owners_known and self.application is not None:
            # discord.py would ask again when somebody first does what owners may, and wait for it.
            self.owner_ids = owners_of(self.application)
        # discord.py looks the gateway up for the first connection only; when a session cannot be
        # resumed it goes to a fixed address, which is wrong behind a proxy or in front of a test.
        _found, gateway, _session = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        # These take as long to import as all before them. Discord was asked first: it may take its
        # time to answer, and nothing happens before it is connected.
        from bot.chat.events import Events
        from bot.chat.surface import COGS, COMMANDS

        self.workspace = await self._prepared
        self.events = Events(self)
        self.tree.error(self.events.on_command_error)
        for cog in COGS:
            await self.add_cog(cog(self))
        for command in COMMANDS:
            self.tree.add_command(command)
        self._tasks = [
            asyncio.create_task(self.events.tell_curators()),
            asyncio.create_task(self.events.tell_readers()),
        ]
        if not are_owners_known:
            self._tasks.append(asyncio.create_task(self.events.follow_owners()))
        await self._sync_commands()

    async def close(self) -> None:
        """Leaves Discord after what is under way has ended or has used up its time."""
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

    async def on_interaction(self, interaction: discord.Interaction[Any], /) -> None:
        """Answers presses and forms; commands reach their handlers through the command tree."""
        await self.events.take(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Logs what went wrong in an event, without what the event holds.

        A database that failed is a line: its owner has to see to it, and it fails for every event.
        """
        error = sys.exception()
        if isinstance(error, StoreError):
            log.error("The event %s failed: %s", event_method, error)
        else:
            log.exception("The event %s failed.", event_method)

    async def _sync_commands(self) -> None:
        """Sends the commands unless Discord has the same; it takes few changes a day.

        If that fails, mentions are answered nevertheless.
        """
        application = self.application_id
        if application is None:
            raise RuntimeError("setup_hook runs after login, which tells the application's id")
        translator = CommandTranslator()
        await self.tree.set_translator(translator)
        wanted = await translated(self.tree, translator)
        try:
            if not is_known(await self._registered(application), wanted):
                await self.tree.sync()
                log.info("Told Discord of %d commands.", len(wanted))
        except discord.HTTPException as error:
            if _ends_session(error):
                raise
            log.error("Discord was not told of the commands: %d. %s", error.status, error)

    async def _registered(self, application: int) -> list[dict[str, Any]]:
        """The commands that Discord has; empty if it does not say, as behind some proxies.

        In that case the commands are sent once too often rather than never.
        """
        try:
            return await registered(self, application)
        except discord.HTTPException as error:
            if _ends_session(error):
                raise
            log.warning("Discord does not say which commands it knows: %d.", error.status)
            return []


def _ends_session(error: discord.HTTPException) -> bool:
    """Whether an error means that the token was refused, or that Discord cannot be reached."""
    return error.status == HTTPStatus.UNAUTHORIZED or error.status >= 500
