"""`/knowledge history`, `show` and `undo`: who changed what, when and through what."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from discord import app_commands, ui

from bot.chat.curators.access import Access, Interaction, author_of, workspace_of
from bot.chat.curators.choices import complete_entry, complete_pack, pack_named
from bot.chat.curators.group import knowledge
from bot.chat.curators.panels import number_in
from bot.chat.curators.revision_views import (
    PAGE,
    render_history,
    render_revision,
    render_undo,
    render_undone,
)
from bot.chat.curators.router import Handler
from bot.chat.markup import quote
from bot.chat.payloads import values_of
from bot.curating.homes import Home
from bot.curating.workspace import Workspace
from bot.errors import ChangeRefused
from bot.store.revisions import Kind, Revision
from bot.translation import _

MOST_PAGES = 100

_ID = re.compile(r"[a-z0-9-]{1,64}")


@knowledge.command(name="history", description="Who changed what, when and through what.")
@app_commands.describe(
    entry="Only what changed this entry", pack="Which pack; this server's own by default"
)
@app_commands.autocomplete(entry=complete_entry, pack=complete_pack)
async def history(
    interaction: Interaction, entry: str | None = None, pack: str | None = None
) -> None:
    """Lists the newest revisions of a pack, or of an entry in it, be it there still or not."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    access: Access = interaction.extras["access"]
    workspace = workspace_of(interaction)
    named, _colon, entry_id = (entry or "").rpartition(":")
    if entry and not _ID.fullmatch(entry_id):
        raise ChangeRefused(
            _("“{entry}” is no entry's id. Pick one of those offered.").format(entry=quote(entry))
        )
    pack_id = pack_named(interaction, access, pack or named or None)
    home = access.homes(workspace)[pack_id]
    view = await _page(workspace, home, pack_id, entry_id or None, 0)
    await interaction.edit_original_response(view=view)


@knowledge.command(name="show", description="Show what a revision changed.")
@app_commands.describe(revision="Its number, as the history has it")
async def show(interaction: Interaction, revision: app_commands.Range[int, 1, 10**15]) -> None:
    """Shows a revision as a readable diff."""
    await _show(interaction, interaction.extras["access"], revision)


@knowledge.command(name="undo", description="Take a revision back.")
@app_commands.describe(revision="Its number, as the history has it")
async def undo(interaction: Interaction, revision: app_commands.Range[int, 1, 10**15]) -> None:
    """Asks whether a revision is to be taken back, showing what that means."""
    await _ask_undo(interaction, interaction.extras["access"], revision)


async def handle_history(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Turns to another page."""
    page, pack_id, entry = arguments
    await interaction.response.defer()
    workspace = workspace_of(interaction)
    home = access.homes(workspace).get(pack_id)
    if home is None:
        raise ChangeRefused(_("That is a pack that you may not change from here."))
    number = min(number_in(page), MOST_PAGES)
    view = await _page(workspace, home, pack_id, entry or None, number)
    await interaction.edit_original_response(view=view)


async def handle_show(interaction: Interaction, access: Access, arguments: tuple[str, ...]) -> None:
    """Shows the revision that was chosen in a select."""
    chosen = values_of(interaction) or (*arguments, "")
    await _show(interaction, access, number_in(chosen[0]))


async def handle_undo(interaction: Interaction, access: Access, arguments: tuple[str, ...]) -> None:
    """Asks before taking a revision back."""
    (number,) = arguments
    await _ask_undo(interaction, access, number_in(number))


async def handle_undone(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Takes a revision back."""
    (number,) = arguments
    await interaction.response.defer()
    workspace = workspace_of(interaction)
    home, revision = await _find(workspace, access, number_in(number))
    made = await workspace.curation.undo(home, revision.number, author_of(interaction))
    await interaction.edit_original_response(view=render_undone(made), attachments=[])


HANDLERS: Mapping[str, Handler] = {
    "past": handle_history,
    "show": handle_show,
    "undo": handle_undo,
    "undone": handle_undone,
}
"""By action; `past` is short so that its id holds a pack's and an entry's."""


async def _show(interaction: Interaction, access: Access, number: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    _, revision = await _find(workspace_of(interaction), access, number)
    view, files = await asyncio.to_thread(render_revision, revision)
    await interaction.edit_original_response(view=view, attachments=files)


async def _ask_undo(interaction: Interaction, access: Access, number: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    _, revision = await _find(workspace_of(interaction), access, number)
    view, files = await asyncio.to_thread(render_undo, revision)
    await interaction.edit_original_response(view=view, attachments=files)


async def _find(workspace: Workspace, access: Access, number: int) -> tuple[Home, Revision]:
    """A revision of one of the packs that whoever asks may change."""
    for home in access.homes(workspace).values():
        revision = await workspace.store.revisions.revision(home.key, number)
        if revision:
            return home, revision
    raise ChangeRefused(
        _("There is no revision {number} of a pack that you may change from here.").format(
            number=number
        )
    )


async def _page(
    workspace: Workspace, home: Home, pack_id: str, entry: str | None, page: int
) -> ui.LayoutView:
    most = (page + 1) * PAGE + 1
    item: tuple[Kind, str] | None = ("entries", entry) if entry else None
    found = await workspace.store.revisions.history(home.key, item=item, most=most)
    shown = found[page * PAGE : (page + 1) * PAGE]
    return render_history(shown, pack_id, entry, page, has_older=len(found) == most)
