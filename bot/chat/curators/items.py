"""`/knowledge source` and `/knowledge topic`: what answers cite, and what groups them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from discord import app_commands, ui

from bot.chat.acknowledging import in_time
from bot.chat.curators.access import Interaction
from bot.chat.curators.choices import (
    complete_pack,
    complete_source,
    complete_topic,
    item_named,
    pack_named,
)
from bot.chat.curators.desk import Desk, desk_of
from bot.chat.curators.forms import Typed, fields_of
from bot.chat.curators.group import CuratorsGroup, knowledge
from bot.chat.curators.proposals import GONE
from bot.chat.curators.router import Handler, button
from bot.chat.curators.showing import open_form
from bot.chat.look import page_of, panel, rows
from bot.chat.markup import TEXT_LIMIT, escape, shorten
from bot.chat.rendering import KINDS, title_of
from bot.errors import ChangeRefused
from bot.knowledge.balance import cited_by
from bot.knowledge.model import ItemKind, Pack
from bot.translation import _, ngettext

A_PAGE = 15
"""Items on one page of a list."""
LINE_ROOM = TEXT_LIMIT // (A_PAGE + 2)

_KINDS: Mapping[str, ItemKind] = {"sources": "sources", "topics": "topics"}

source = CuratorsGroup(name="source", description="Look after what answers cite.", parent=knowledge)
topic = CuratorsGroup(name="topic", description="Look after what groups entries.", parent=knowledge)


@source.command(name="add", description="Add a source.")
@app_commands.describe(pack="The pack that it goes into")
@app_commands.autocomplete(pack=complete_pack)
async def add_source(interaction: Interaction, pack: str | None = None) -> None:
    """Opens an empty form."""
    await _add(interaction, "sources", pack)


@source.command(name="edit", description="Change a source.")
@app_commands.describe(source="Its id or title")
@app_commands.autocomplete(source=complete_source)
async def edit_source(interaction: Interaction, source: str) -> None:
    """Opens the form of a source."""
    await _edit(interaction, "sources", source)


@source.command(name="list", description="List the sources of a pack.")
@app_commands.describe(pack="Which pack")
@app_commands.autocomplete(pack=complete_pack)
async def list_sources(interaction: Interaction, pack: str | None = None) -> None:
    """Shows the first page."""
    await _list(interaction, "sources", pack)


@topic.command(name="add", description="Add a topic.")
@app_commands.describe(pack="The pack that it goes into")
@app_commands.autocomplete(pack=complete_pack)
async def add_topic(interaction: Interaction, pack: str | None = None) -> None:
    """Opens an empty form."""
    await _add(interaction, "topics", pack)


@topic.command(name="edit", description="Change a topic.")
@app_commands.describe(topic="Its id or title")
@app_commands.autocomplete(topic=complete_topic)
async def edit_topic(interaction: Interaction, topic: str) -> None:
    """Opens the form of a topic."""
    await _edit(interaction, "topics", topic)


@topic.command(name="list", description="List the topics of a pack.")
@app_commands.describe(pack="Which pack")
@app_commands.autocomplete(pack=complete_pack)
async def list_topics(interaction: Interaction, pack: str | None = None) -> None:
    """Shows the first page."""
    await _list(interaction, "topics", pack)


async def turn_page(desk: Desk, name: str, pack_id: str, page: str) -> None:
    """Shows another page of a list in its place."""
    if pack_id not in desk.homes or name not in _KINDS or not page.isdecimal():
        raise ChangeRefused(_(GONE))
    await desk.defer()
    await desk.show(render_list(await desk.pack(pack_id), _KINDS[name], int(page)))


def render_list(pack: Pack, kind: ItemKind, page: int) -> ui.LayoutView:
    """A page of a pack's sources or topics; the last page for a number beyond it."""
    lines = _lines(pack, kind)
    n = len(lines)
    shown, page, pages = page_of(lines or [_("There is none yet.")], page, A_PAGE)
    head = ngettext("### {pack}: {n} topic", "### {pack}: {n} topics", n)
    if kind == "sources":
        head = ngettext("### {pack}: {n} source", "### {pack}: {n} sources", n)
    head = head.format(pack=shorten(escape(title_of(pack)), LINE_ROOM), n=n)
    turning = [
        _turn(_("Previous"), kind, pack.id, page - 1, is_there=page > 0),
        _turn(_("Next"), kind, pack.id, page + 1, is_there=page < pages - 1),
    ]
    return panel("\n".join([head, *shown]), *rows(*(turning if pages > 1 else ())))


async def _add(interaction: Interaction, kind: ItemKind, pack: str | None) -> None:
    desk = desk_of(interaction)
    await open_form(desk, pack_named(desk, pack), Typed(kind, {}))


async def _edit(interaction: Interaction, kind: ItemKind, name: str) -> None:
    desk = desk_of(interaction)
    pack_id, item = await in_time(interaction, item_named(desk, kind, name))
    await open_form(desk, pack_id, Typed(kind, fields_of(item), item))


async def _list(interaction: Interaction, kind: ItemKind, pack: str | None) -> None:
    desk = desk_of(interaction)
    await desk.promise()
    await desk.show(render_list(await desk.pack(pack_named(desk, pack)), kind, 0))


def _lines(pack: Pack, kind: ItemKind) -> list[str]:
    if kind == "sources":
        cited = Counter(name for entry in pack.entries for name in cited_by(entry))
        found = [
            _("- `{id}` {title} ({kind}), cited by {n}").format(
                id=it.id, title=escape(it.title), kind=_(KINDS[it.kind]), n=cited[it.id]
            )
            for it in pack.sources
        ]
    else:
        held = Counter(entry.topic for entry in pack.entries)
        found = [
            ngettext(
                "- `{id}` {title}, {n} entry", "- `{id}` {title}, {n} entries", held[it.id]
            ).format(id=it.id, title=escape(it.title), n=held[it.id])
            + (f": *{escape(it.motion)}*" if it.motion else "")
            for it in pack.topics
        ]
    return [shorten(line, LINE_ROOM) for line in found]


def _turn(
    label: str, kind: ItemKind, pack_id: str, page: int, *, is_there: bool
) -> ui.Button[ui.LayoutView]:
    # A page that is not there still needs an id of its own.
    number = page if is_there else f"no-{'previous' if page < 0 else 'next'}"
    return button(label, "list", kind, pack_id, number, is_disabled=not is_there)


HANDLERS: Mapping[str, Handler] = {"list": turn_page}
