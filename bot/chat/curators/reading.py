"""What readers would get of an entry that is proposed, all of it, before it is published."""

from __future__ import annotations

from collections.abc import Mapping

from discord import ui

from bot.chat.curators.desk import Desk
from bot.chat.curators.examining import entry_of, with_edits
from bot.chat.curators.panels import number_in
from bot.chat.curators.proposals import GONE, find_proposal
from bot.chat.curators.router import Handler, custom_id
from bot.chat.custom_ids import parse_custom_id
from bot.chat.rendering import render_cited, render_entry, render_page
from bot.errors import ChangeRefused
from bot.knowledge.balance import cited_by
from bot.knowledge.model import Entry, Pack
from bot.translation import _


def entry_as_read(number: int, pack: Pack, entry: Entry) -> ui.LayoutView | None:
    """The entry of the proposal with that number as it would be shown.

    None where it refers to what is not there. What leads on in the answer itself can be pressed.
    """
    if not set(cited_by(entry)) <= pack.source_by_id.keys() or entry.topic not in pack.topic_by_id:
        return None
    return _led_on(idle(render_entry(pack, entry)), number)


def idle(view: ui.LayoutView) -> ui.LayoutView:
    """`view` with nothing in it that can be pressed."""
    for child in view.walk_children():
        if isinstance(child, ui.Button | ui.Select):
            child.disabled = True
    return view


async def read_page(desk: Desk, number: str, page: str = "") -> None:
    """Shows a later part of the answer."""
    await desk.promise()
    proposal, pack, entry = await _proposed(desk, number)
    await desk.show(_led_on(render_page(pack, entry, number_in(page)), proposal))


async def read_sources(desk: Desk, number: str, page: str | None = None) -> None:
    """Shows the sources of the answer, or another page of them in the place of the one before."""
    await (desk.promise() if page is None else desk.defer())
    proposal, pack, entry = await _proposed(desk, number)
    turned = 0 if page is None else number_in(page)
    await desk.show(_led_on(render_cited(pack, entry, turned), proposal))


async def _proposed(desk: Desk, number: str) -> tuple[int, Pack, Entry]:
    """The number of the proposal, and what it makes of its pack and entry."""
    proposed = await find_proposal(desk, number)
    pack = with_edits(await desk.pack(proposed.pack_id), proposed.edits)
    entry = entry_of(proposed.edits)
    if entry is None or entry_as_read(proposed.number, pack, entry) is None:
        raise ChangeRefused(_(GONE))
    return proposed.number, pack, entry


def _led_on(view: ui.LayoutView, number: int) -> ui.LayoutView:
    """`view` with buttons that lead on within the proposal, rather than in what is published."""
    for child in view.walk_children():
        if not isinstance(child, ui.Button) or child.url:
            continue
        found = parse_custom_id(child.custom_id or "")
        if found and found.action in ("page", "cited"):
            page = () if found.number is None else (found.number,)
            child.custom_id = custom_id(found.action, number, *page)
            if isinstance(child.parent, ui.Section):
                child.disabled = False  # a button that turns pages knows by itself if it leads on
    return view


HANDLERS: Mapping[str, Handler] = {"page": read_page, "cited": read_sources}
"""By action."""
