"""`/knowledge add`, `edit`, `remove`, `phrasing` and `not-for`."""

from __future__ import annotations

from typing import Literal

from discord import app_commands

from bot.chat.acknowledging import in_time
from bot.chat.curators.access import Interaction
from bot.chat.curators.choices import (
    complete_entry,
    complete_not_for,
    complete_pack,
    complete_phrasing,
    entry_named,
    pack_named,
    text_named,
)
from bot.chat.curators.desk import desk_of
from bot.chat.curators.forms import Typed, fields_of
from bot.chat.curators.group import knowledge
from bot.chat.curators.modals import LINE_LIMIT
from bot.chat.curators.proposals import propose
from bot.chat.curators.showing import open_form, show
from bot.chat.markup import quote
from bot.curating.changes import Put, Remove
from bot.errors import ChangeRefused
from bot.knowledge.characters import cleaned
from bot.knowledge.model import Entry
from bot.translation import _

Text = app_commands.Range[str, 1, LINE_LIMIT]


@knowledge.command(name="add", description="Write an entry.")
@app_commands.describe(pack="The pack that it goes into")
@app_commands.autocomplete(pack=complete_pack)
async def add(interaction: Interaction, pack: str | None = None) -> None:
    """Opens an empty form."""
    desk = desk_of(interaction)
    await open_form(desk, pack_named(desk, pack), Typed("entries", {}))


@knowledge.command(name="edit", description="Change an entry.")
@app_commands.describe(entry="Its id, question or a phrasing")
@app_commands.autocomplete(entry=complete_entry)
async def edit(interaction: Interaction, entry: str) -> None:
    """Opens the form of an entry."""
    desk = desk_of(interaction)
    pack_id, found = await in_time(interaction, entry_named(desk, entry))
    await open_form(desk, pack_id, Typed("entries", fields_of(found), found))


@knowledge.command(name="remove", description="Remove an entry.")
@app_commands.describe(entry="Its id, question or a phrasing")
@app_commands.autocomplete(entry=complete_entry)
async def remove(interaction: Interaction, entry: str) -> None:
    """Shows what refers to an entry, and asks whether it shall go."""
    desk = desk_of(interaction)
    await desk.promise()
    pack_id, found = await entry_named(desk, entry)
    edits = [Remove("entries", found.id, base=found)]
    await show(desk, await propose(desk, pack_id, edits=edits))


@knowledge.command(name="phrasing", description="Add or take away another way to ask an entry.")
@app_commands.describe(
    entry="Its id, question or a phrasing", add="A new phrasing", remove="One it has"
)
@app_commands.autocomplete(entry=complete_entry, remove=complete_phrasing)
async def phrasing(
    interaction: Interaction, entry: str, add: Text | None = None, remove: Text | None = None
) -> None:
    """Shows what a phrasing more or less would change."""
    await _change_texts(interaction, entry, "phrasings", add, remove)


@knowledge.command(name="not-for", description="Name questions that an entry must not answer.")
@app_commands.describe(
    entry="Its id, question or a phrasing",
    add="A question that must not get it",
    remove="One that may",
)
@app_commands.autocomplete(entry=complete_entry, remove=complete_not_for)
async def not_for(
    interaction: Interaction, entry: str, add: Text | None = None, remove: Text | None = None
) -> None:
    """Shows what a negative phrasing more or less would change."""
    await _change_texts(interaction, entry, "not_for", add, remove)


async def _change_texts(
    interaction: Interaction,
    name: str,
    field: Literal["phrasings", "not_for"],
    add: str | None,
    remove: str | None,
) -> None:
    desk = desk_of(interaction)
    await desk.promise()
    pack_id, entry = await entry_named(desk, name)
    changed = with_texts(entry, field, add, remove)
    await show(desk, await propose(desk, pack_id, edits=[Put(changed, entry)]))


def with_texts(
    entry: Entry, field: Literal["phrasings", "not_for"], add: str | None, remove: str | None
) -> Entry:
    """The entry with a text more or less in a field.

    Raises `ChangeRefused` where that would change nothing, or there is no such text.
    """
    texts: tuple[str, ...] = getattr(entry, field)
    added = " ".join(cleaned(add or "").split())
    if not added and not remove:
        raise ChangeRefused(_("Say what to `add` or what to `remove`."))
    if added in texts or (field == "phrasings" and added == entry.question):
        raise ChangeRefused(
            _("`{entry}` has “{text}” already.").format(entry=entry.id, text=quote(added))
        )
    if field == "not_for" and added in entry.asked_as:
        raise ChangeRefused(
            _(
                "“{text}” is the question or a phrasing of `{entry}`, which therefore answers it. "
                "Take it away there first, with `/knowledge edit` or `/knowledge phrasing`."
            ).format(entry=entry.id, text=quote(added))
        )
    if field == "phrasings" and added in entry.not_for:
        raise ChangeRefused(
            _(
                "“{text}” is a negative phrasing of `{entry}`. Take it away there first, with "
                "`/knowledge not-for`."
            ).format(entry=entry.id, text=quote(added))
        )
    gone = text_named(remove, texts) if remove else None
    if remove and gone is None:
        raise ChangeRefused(
            _("`{entry}` has no “{text}” that could be removed.").format(
                entry=entry.id, text=quote(remove)
            )
        )
    left = tuple(it for it in texts if it != gone)
    return entry.model_copy(update={field: (*left, added) if added else left})
