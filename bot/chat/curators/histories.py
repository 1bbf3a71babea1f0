"""`/knowledge history`, `show` and `undo`: who changed what, when and through what."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from discord import app_commands, ui

from bot.chat.curators.access import Interaction
from bot.chat.curators.choices import complete_entry, complete_pack, pack_named
from bot.chat.curators.desk import Desk, desk_of
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
    """Lists the newest revisions of a pack, or of an entry even if it is gone."""
    desk = desk_of(interaction)
    await desk.promise()
    named, _colon, entry_id = (entry or "").rpartition(":")
    if entry and not _ID.fullmatch(entry_id):
        raise ChangeRefused(
            _("“{entry}” is no entry's id. Pick one of those offered.").format(entry=quote(entry))
        )
    pack_id = pack_named(desk, pack or named or None)
    await desk.show(await _page(desk, pack_id, entry_id or None, 0))


@knowledge.command(name="show", description="Show what a revision changed.")
@app_commands.describe(revision="Its number, as the history has it")
async def show(interaction: Interaction, revision: app_commands.Range[int, 1, 10**15]) -> None:
    """Shows a revision as a readable diff."""
    await _show(desk_of(interaction), revision)


@knowledge.command(name="undo", description="Take a revision back.")
@app_commands.describe(revision="Its number, as the history has it")
async def undo(interaction: Interaction, revision: app_commands.Range[int, 1, 10**15]) -> None:
    """Asks whether a revision is to be taken back, showing what that means."""
    await _ask_undo(desk_of(interaction), revision)


async def handle_history(desk: Desk, page: str, pack_id: str, entry: str) -> None:
    """Turns to another page."""
    await desk.defer()
    if pack_id not in desk.homes:
        raise ChangeRefused(_("That is a pack that you may not change from here."))
    number = min(number_in(page), MOST_PAGES)
    await desk.show(await _page(desk, pack_id, entry or None, number))


async def handle_show(desk: Desk, number: str = "") -> None:
    """Shows a revision, or the one that was chosen in a select."""
    chosen = values_of(desk.interaction) or (number,)
    await _show(desk, number_in(chosen[0]))


async def handle_undo(desk: Desk, number: str) -> None:
    """Asks before taking a revision back."""
    await _ask_undo(desk, number_in(number))


async def handle_undone(desk: Desk, number: str) -> None:
    """Takes a revision back."""
    await desk.defer()
    home, revision = await _find(desk, number_in(number))
    made = await desk.workspace.curation.undo(home, revision.number, desk.author)
    await desk.show(render_undone(made), attachments=[])


HANDLERS: Mapping[str, Handler] = {
    "past": handle_history,
    "show": handle_show,
    "undo": handle_undo,
    "undone": handle_undone,
}
"""By action; `past` is short so that its id holds a pack's and an entry's."""


async def _show(desk: Desk, number: int) -> None:
    await desk.promise()
    _, revision = await _find(desk, number)
    view, files = await asyncio.to_thread(render_revision, revision)
    await desk.show(view, attachments=files)


async def _ask_undo(desk: Desk, number: int) -> None:
    await desk.promise()
    _, revision = await _find(desk, number)
    view, files = await asyncio.to_thread(render_undo, revision)
    await desk.show(view, attachments=files)


async def _find(desk: Desk, number: int) -> tuple[Home, Revision]:
    """A revision of one of the packs that whoever asks may change."""
    for home in desk.homes.values():
        revision = await desk.workspace.store.revisions.revision(home.key, number)
        if revision:
            return home, revision
    raise ChangeRefused(
        _("There is no revision {number} of a pack that you may change from here.").format(
            number=number
        )
    )


async def _page(desk: Desk, pack_id: str, entry: str | None, page: int) -> ui.LayoutView:
    key = desk.homes[pack_id].key
    most = (page + 1) * PAGE + 1
    item: tuple[Kind, str] | None = ("entries", entry) if entry else None
    found = await desk.workspace.store.revisions.history(key, item=item, most=most)
    shown = found[page * PAGE : (page + 1) * PAGE]
    return render_history(shown, pack_id, entry, page, has_older=len(found) == most)
