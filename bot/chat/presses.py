"""Presses of readers' buttons and choices in their selects, handled from their ids alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.chat.acknowledging import in_time
from bot.chat.custom_ids import parse_custom_id
from bot.chat.look import render_note
from bot.chat.messages import asker_on
from bot.chat.payloads import data_of, values_of
from bot.chat.servers import server_of
from bot.curating.workspace import Workspace
from bot.knowledge.model import Entry, Pack
from bot.store.servers import ServerSettings
from bot.translation import N_, _

LARGEST = 2**63 - 1
"""The largest id that Discord or the store can give."""
GONE = N_("That entry is no longer in what I know. `/topics` lists what is.")
TOO_OLD = N_("This button is from another version of me. Ask again, and the new one will work.")


@dataclass(frozen=True, slots=True)
class Press:
    """One press or choice, with what it is handled from."""

    interaction: discord.Interaction[Any]
    workspace: Workspace
    answerer: Answerer
    """What answers where it was pressed."""
    settings: ServerSettings
    """Those of the server; the defaults where there is none."""
    parts: tuple[str, ...]
    """What stands behind the action in the component's id."""
    number: int | None
    values: tuple[str, ...]
    """What was chosen, in a select."""

    @property
    def guild_id(self) -> int | None:
        """The server whose packs and settings it is about."""
        return server_of(self.interaction)

    @property
    def is_on_private(self) -> bool:
        """Whether the component stands in a message that one person alone sees."""
        message = self.interaction.message
        return message is not None and message.flags.ephemeral

    def asker(self) -> int | None:
        """Who may dismiss the message that the component stands in."""
        message = self.interaction.message
        return asker_on(message) if message is not None else None

    def entry(self) -> tuple[Pack, Entry] | None:
        """The live entry that the first two parts name, or None."""
        return self.answerer.find(*self.parts[:2]) if len(self.parts) >= 2 else None

    def id_at(self, place: int) -> int:
        """The number at that place of the parts; 0, which nothing has, if there is none."""
        part = self.parts[place] if place < len(self.parts) else ""
        number = int(part) if part.isascii() and part.isdigit() else 0
        return number if number <= LARGEST else 0

    async def show(self, view: ui.LayoutView) -> None:
        """Responds with a message to whoever pressed alone."""
        nobody = discord.AllowedMentions.none()
        if self.interaction.response.is_done():
            await self.interaction.followup.send(view=view, ephemeral=True, allowed_mentions=nobody)
        else:
            await self.interaction.response.send_message(
                view=view, ephemeral=True, allowed_mentions=nobody
            )

    async def redraw(self, view: ui.LayoutView) -> None:
        """Responds by changing the message that the component stands in."""
        nobody = discord.AllowedMentions.none()
        if self.interaction.response.is_done():
            await self.interaction.edit_original_response(view=view, allowed_mentions=nobody)
        else:
            await self.interaction.response.edit_message(view=view, allowed_mentions=nobody)

    async def tell(self, text: str) -> None:
        """Responds with a sentence or a few to whoever pressed."""
        await self.show(render_note(text))


Handler = Callable[[Press], Awaitable[None]]
"""Handles one action."""


async def _answerer(
    interaction: discord.Interaction[Any], workspace: Workspace, settings: ServerSettings
) -> Answerer:
    """What answers where the press comes from.

    In a direct message it is what answers in the server that the message is from: who followed a
    question there may have been written an answer of its own pack.
    """
    shelves = workspace.shelves
    if interaction.guild_id is None and interaction.message is not None:
        shown = await workspace.store.replies.get(interaction.message.id)
        if shown is not None and shown.guild_id is not None:
            return await shelves.answerer(shown.guild_id, may_be_older=True)
    return await shelves.answerer(server_of(interaction), settings, may_be_older=True)


async def handle_press(
    interaction: discord.Interaction[Any],
    workspace: Workspace,
    settings: ServerSettings,
    handlers: Mapping[str, Handler],
) -> None:
    """Hands a press or choice to the handler of its action, or says kindly that there is none."""
    found = parse_custom_id(str(data_of(interaction).get("custom_id", "")))
    answerer = await in_time(interaction, _answerer(interaction, workspace, settings))
    press = Press(
        interaction,
        workspace,
        answerer,
        settings,
        found.parts if found else (),
        found.number if found else None,
        values_of(interaction),
    )
    handler = handlers.get(found.action) if found else None
    if handler is None:
        await press.tell(_(TOO_OLD))
        return
    await handler(press)
