"""What the bot does about what happens on Discord, and what it tells by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat.acknowledging import acknowledge
from bot.chat.asking.follows import tell_followers
from bot.chat.asking.responding import SETTINGS, settings_for, wait_text
from bot.chat.asking.superseding import update_all_posted, update_posted
from bot.chat.curators.access import owners_of
from bot.chat.curators.notices import send_news
from bot.chat.curators.rescue import give_back
from bot.chat.curators.router import FAILED, is_curating, route, tell, tell_error
from bot.chat.curators.surface import HANDLERS
from bot.chat.door import enter, is_blocked
from bot.chat.payloads import data_of
from bot.chat.posting import NETWORK
from bot.chat.presses import handle_press
from bot.chat.refusals import TOO_LATE, log_lost, log_refused
from bot.chat.surface import HANDLERS as PRESSES
from bot.curating.homes import ServerHome
from bot.errors import RejoinderError, StoreError
from bot.translation import N_, _

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

BLOCKED = N_("The admins of this server do not want me to answer you here.")
OLD_COMMAND = N_(
    "That command is from another version of me. Close Discord and open it again, and it offers "
    "what I have now."
)
OF_ANOTHER_VERSION = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
"""The errors of discord.py for a command that this version does not have, or has with other
options."""
OWNERS_SECONDS = 600.0
"""For how long somebody who has left the bot's team may still do what its owners may do."""
EVERYBODYS = "privacy"
"""The name of the command that nobody is kept from using. Its buttons' ids begin with it too."""


class Events:
    """Presses, forms, and what goes wrong with commands; and news of the packs.

    It is the client's, once that has a workspace.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._workspace = client.workspace

    async def let_in(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the person may use the bot here; the place's language is spoken from here on.

        Somebody who may not is told so, and may still see and delete what is stored about them.
        """
        settings = await enter(interaction, self._workspace)
        interaction.extras[SETTINGS] = settings
        if _named(interaction).startswith(EVERYBODYS):
            return True
        if not await is_blocked(interaction, self._workspace):
            return True
        await tell(interaction, _(BLOCKED))
        return False

    async def take(self, interaction: discord.Interaction[Any]) -> None:
        """Answers presses and forms; commands reach their handlers through the command tree."""
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type in kinds and not await self._is_done(interaction):
            await _give_back(interaction)

    async def _is_done(self, interaction: discord.Interaction[Any]) -> bool:
        """Does what a press or a form asks for; whether that went without an error."""
        custom_id = _named(interaction)
        try:
            if not await self.let_in(interaction):
                return False
            if not await self._may_press(interaction, custom_id):
                return False
            if await route(interaction, custom_id, HANDLERS):
                return True
            settings = settings_for(interaction)
            await handle_press(interaction, self._workspace, settings, PRESSES)
            # All forms are routed, but for those of another version, which nothing can come of.
            return interaction.type is discord.InteractionType.component
        except RejoinderError as error:
            await _say(interaction, tell_error(interaction, error))
        except discord.HTTPException as error:
            await _note_refused(interaction, error)
        except NETWORK as error:
            log_lost(interaction, error)
            await _apologise(interaction)
        except Exception:
            log.exception("Component interaction %d failed.", interaction.id)
            await _apologise(interaction)
        return False

    async def _may_press(self, interaction: discord.Interaction[Any], custom_id: str) -> bool:
        """Whether somebody presses seldom enough; if not, they are told so once a spell.

        Forms are always let through, because what was typed into one would be lost.
        """
        if interaction.type is discord.InteractionType.modal_submit:
            return True
        is_work = is_curating(custom_id)
        wait = self._client.cooldowns.take_press(interaction.user.id, is_curating=is_work)
        if wait is None:
            return True
        if wait.is_first:
            await tell(interaction, wait_text(wait))
        else:
            await acknowledge(interaction)
        return False

    async def tell_curators(self) -> None:
        """Tells curators about what happens to packs, as soon as there is a way to."""
        await self._client.wait_until_ready()
        while True:
            news = await self._workspace.news.get()
            try:
                await send_news(self._client, self._workspace, news)
            except asyncio.CancelledError:
                # The next connection tells it: better twice than to some alone.
                self._workspace.put_back(news)
                raise
            except Exception:
                # News that went wrong must not keep curators from hearing of the next.
                log.exception("Curators could not be told of news of %s.", news.home.key)

    async def tell_readers(self) -> None:
        """As packs change, updates posted answers and tells people who wait for an answer.

        At first that includes what changed earlier: the bot may have been stopped, or have
        connected anew, before it had told everybody.
        """
        await self._client.wait_until_ready()
        try:
            await update_all_posted(self._client, self._workspace)
            await tell_followers(self._client, self._workspace, None)
        except StoreError as error:
            log.error("Readers are not told of what had changed before: %s", error)
        except Exception:
            log.exception("Readers could not be told of what had changed before.")
        while True:
            home = await self._workspace.renewed.get()
            guild_id = home.guild_id if isinstance(home, ServerHome) else None
            try:
                await update_posted(self._client, self._workspace, home)
                await tell_followers(self._client, self._workspace, guild_id)
            except StoreError as error:
                log.error("Readers are not told of a change of %s: %s", home.key, error)
            except Exception:
                # One change that went wrong must not keep readers from hearing of the next.
                log.exception("Readers could not be told of a change of %s.", home.key)

    async def follow_owners(self) -> None:
        """Asks Discord regularly who owns the bot: somebody who leaves its team no longer does."""
        while True:
            await asyncio.sleep(OWNERS_SECONDS)
            try:
                application = await self._client.application_info()
            except (discord.HTTPException, *NETWORK) as error:
                log.warning("Discord does not say whose bot this is, so its owners stay: %s", error)
            else:
                self._client.owner_ids = owners_of(application)

    async def on_command_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        """The one place for errors in commands.

        First a check that was not passed; then an error on purpose, which is told; then a refusal
        by Discord, which is logged; then a command that Discord still shows and this version has
        not, or not so, or a network that failed; anything else is logged with its traceback. The
        person who ran the command reads a plain sentence; who was typing is offered nothing.
        """
        cause = error.__cause__
        if isinstance(error, app_commands.CheckFailure):
            return  # whoever it was has been told by the check
        if isinstance(cause, RejoinderError):
            await _say(interaction, tell_error(interaction, cause))
            return
        if isinstance(cause, discord.HTTPException):
            await _note_refused(interaction, cause)
            return
        text = FAILED
        if isinstance(error, OF_ANOTHER_VERSION):
            text, name = OLD_COMMAND, _named(interaction)
            log.warning("Discord sent the command %s as another version had it.", name)
        elif isinstance(cause, NETWORK):
            log_lost(interaction, cause)
        else:
            log.error("The command of interaction %d failed.", interaction.id, exc_info=error)
        await _apologise(interaction, text)


def _named(interaction: discord.Interaction[Any]) -> str:
    """The name of the command that was run, or the id of the component or form that was used."""
    data = data_of(interaction)
    return str(data.get("custom_id") or data.get("name") or "")


async def _note_refused(
    interaction: discord.Interaction[Any], error: discord.HTTPException
) -> None:
    """Logs a response that Discord refused, and tells whom it was for, if that can still be done.

    They would otherwise see nothing come of a press, or wait for what a command has promised.
    """
    log_refused(interaction, error)
    if error.code not in TOO_LATE:
        await _apologise(interaction)


async def _apologise(interaction: discord.Interaction[Any], text: str = FAILED) -> None:
    await _say(interaction, tell(interaction, _(text)))


async def _give_back(interaction: discord.Interaction[Any]) -> None:
    """Shows somebody what they typed into a form that came to nothing.

    A form without a response stays open on their screen, with all that was typed.
    """
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    if interaction.response.is_done():
        await _say(interaction, give_back(interaction))


async def _say(interaction: discord.Interaction[Any], saying: Awaitable[object]) -> None:
    """Awaits a message to somebody; if that fails, the log is told why."""
    try:
        await saying
    except discord.HTTPException as error:
        log_refused(interaction, error)
    except NETWORK as error:
        log_lost(interaction, error)
