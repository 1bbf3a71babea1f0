"""What a curator works at: an interaction of theirs, and what they may change from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord
from discord import File, ui
from discord.utils import MISSING

from bot.answering.answerer import Answerer
from bot.chat.callbacks import GONE
from bot.chat.curators.access import Access, Interaction, access_of, workspace_of
from bot.chat.posting import copy_of
from bot.curating.homes import SERVER_PACK, Home
from bot.curating.workspace import Workspace
from bot.errors import ChangeRefused
from bot.knowledge.model import Pack
from bot.store.revisions import Author

NOBODY = discord.AllowedMentions.none()
_DESK = "desk"
"""Where it stands in its interaction's `extras`."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A command, a choice, a press or a form, with who sent it and what they may change.

    `desk_of` gives that of a command, and `open_desk` any other.
    """

    interaction: Interaction
    access: Access

    @property
    def workspace(self) -> Workspace:
        """The packs in their homes, and what is remembered."""
        return workspace_of(self.interaction)

    @property
    def author(self) -> Author:
        """Who history says made a change."""
        user = self.interaction.user
        return Author(user.display_name, "discord", user.id)

    @property
    def homes(self) -> Mapping[str, Home]:
        """The packs that may be changed from here, by id; the server's own first."""
        found: dict[str, Home] = {}
        if self.access.curated is not None:
            found[SERVER_PACK] = self.workspace.own(self.access.curated)
        if self.access.is_owner:
            found |= self.workspace.homes
        return found

    def server(self, otherwise: str) -> int:
        """The server that they curate, and are in. Raises `ChangeRefused` outside of servers."""
        if self.access.curated is None:
            raise ChangeRefused(otherwise)
        return self.access.curated

    async def answerer(self, pack_id: str, *, may_be_older: bool = False) -> Answerer:
        """The answerer that a change of a pack is tried in; of the server's own, all it has.

        With `may_be_older` it may lack a change that is just being taken in, if that takes more
        than a moment.
        """
        guild_id = self.access.curated if pack_id == SERVER_PACK else None
        return await self.workspace.shelves.answerer(guild_id, may_be_older=may_be_older)

    async def pack(self, pack_id: str, *, may_be_older: bool = False) -> Pack:
        """One of the packs of `homes` as it is answered from now, drafts included.

        It is without items where it is new.
        """
        if pack_id not in self.homes:
            raise KeyError(pack_id)
        knowledge = (await self.answerer(pack_id, may_be_older=may_be_older)).knowledge
        return knowledge.pack_by_id.get(pack_id) or Pack(id=pack_id, title=pack_id)

    async def packs(self) -> Mapping[str, Pack]:
        """All packs of `homes` by id, to choose from; they may be older, as in `answerer`."""
        return {it: await self.pack(it, may_be_older=True) for it in self.homes}

    async def promise(self) -> None:
        """Acknowledges: a message to them alone will come."""
        await self.interaction.response.defer(ephemeral=True, thinking=True)

    async def defer(self) -> None:
        """Promises Discord a change of the pressed message, or a new message for them alone."""
        if self.interaction.message is not None:
            await self.interaction.response.defer()
        else:
            await self.promise()

    async def show(self, view: ui.LayoutView, *, attachments: Sequence[File] = MISSING) -> None:
        """Shows `view` in place of what was promised or pressed.

        If that message is gone, because they dismissed it for example, it is shown as a new one.
        """
        try:
            await self.interaction.edit_original_response(
                view=view, attachments=attachments, allowed_mentions=NOBODY
            )
        except discord.NotFound as error:
            if error.code != GONE:
                raise
            await self.follow_up(view, *map(copy_of, attachments or ()))

    async def follow_up(self, view: ui.LayoutView, *files: File) -> None:
        """Sends them a further message, to them alone."""
        await self.interaction.followup.send(
            view=view, files=files, ephemeral=True, allowed_mentions=NOBODY
        )


async def open_desk(interaction: Interaction) -> Desk:
    """The desk of the person behind an interaction, by what Discord says of them now."""
    desk = interaction.extras[_DESK] = Desk(interaction, await access_of(interaction))
    return desk


def desk_of(interaction: Interaction) -> Desk:
    """The desk of a curator who runs a command, whose group has opened it and let them in."""
    found: Desk = interaction.extras[_DESK]
    return found
