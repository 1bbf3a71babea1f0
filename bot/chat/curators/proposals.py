"""Proposals: changes that wait for their curator's word.

Only the curator who made one has to do with it, in the server where they made it, and as long as
they may change its pack.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.answerer import Answerer
from bot.chat.curators import forms
from bot.chat.curators.access import Access, Interaction, workspace_of
from bot.chat.curators.forms import Typed
from bot.curating import kept
from bot.curating.changes import Put, Wish
from bot.curating.homes import Home, ServerHome
from bot.curating.workspace import Workspace
from bot.errors import ChangeRefused
from bot.knowledge.model import Item, ItemKind, Pack, kind_of
from bot.translation import N_, _

LONGEST_NUMBER = 15
"""Digits that a database's number has at most."""
GONE = N_(
    "That change is not yours, or it is gone: it was published or discarded, or is "
    "older than a week."
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal whose curator is at it."""

    number: int
    pack_id: str
    home: Home
    edits: tuple[Wish, ...]
    """Empty where what was typed cannot be a change yet."""
    typed: Typed | None
    """The form that the edits come from, if they come from one."""
    settles: tuple[int, ...]

    @property
    def is_entry(self) -> bool:
        """Whether it is a form of an entry."""
        return self.typed is not None and self.typed.kind == "entries"


async def propose(
    interaction: Interaction,
    access: Access,
    pack_id: str,
    *,
    edits: Sequence[Wish] = (),
    typed: Typed | None = None,
    settles: Iterable[int] = (),
) -> Proposed:
    """Keeps a change of a pack that `access` lets its curator change.

    `settles` are the ids of the questions that are handled once it is published.
    """
    workspace = workspace_of(interaction)
    home = access.homes(workspace)[pack_id]
    number = await workspace.store.proposals.keep(
        home.key,
        guild_id=access.guild_id,
        author_id=interaction.user.id,
        edits=kept.to_text(edits),
        form=forms.to_text(typed) if typed else None,
        settles=settles,
    )
    return Proposed(number, pack_id, home, tuple(edits), typed, tuple(settles))


async def find_proposal(
    interaction: Interaction, access: Access, arguments: Sequence[str]
) -> Proposed:
    """The proposal whose number comes first in what stands behind an action in an id.

    Raises `ChangeRefused` unless it is this curator's.
    """
    workspace = workspace_of(interaction)
    number = arguments[0] if arguments else ""
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    found = await workspace.store.proposals.get(int(number)) if is_number else None
    if found is None or (found.author_id, found.guild_id) != (interaction.user.id, access.guild_id):
        raise ChangeRefused(_(GONE))
    for pack_id, home in access.homes(workspace).items():
        if home.key == found.home:
            typed = forms.from_text(found.form) if found.form else None
            edits = kept.from_text(found.edits)
            return Proposed(found.id, pack_id, home, edits, typed, found.settles)
    raise ChangeRefused(_(GONE))


async def save(interaction: Interaction, proposed: Proposed) -> None:
    """Keeps a proposal as it is now."""
    await workspace_of(interaction).store.proposals.replace(
        proposed.number,
        edits=kept.to_text(proposed.edits),
        form=forms.to_text(proposed.typed) if proposed.typed else None,
    )


async def pack_of(workspace: Workspace, pack_id: str, home: Home) -> Pack:
    """The pack as it is answered from now, drafts included; one without items where it is new."""
    answerer = await answerer_of(workspace, home)
    return answerer.knowledge.pack_by_id.get(pack_id) or Pack(id=pack_id, title=pack_id)


async def composed(interaction: Interaction, proposed: Proposed) -> tuple[Proposed, str]:
    """The proposal with the edits that its form asks for in the pack as it is now, and its stamp.

    The stamp is another one as soon as the pack or the edits are. Raises `ChangeRefused` where the
    form cannot be an item.
    """
    workspace = workspace_of(interaction)
    version = await proposed.home.read()
    pack = await pack_of(workspace, proposed.pack_id, proposed.home)
    if proposed.typed is not None:
        edits: tuple[Wish, ...] = await asyncio.to_thread(proposed.typed.edits, pack)
    else:
        edits = tuple(with_both_lists(it, pack) for it in proposed.edits)
    if edits != proposed.edits:
        proposed = replace(proposed, edits=edits)
        await save(interaction, proposed)
    made_from = f"{version.number}:{kept.to_text(proposed.edits)}"
    return proposed, _digest(made_from)


def with_both_lists(edit: Wish, pack: Pack) -> Wish:
    """`edit` with what somebody else has done to the same lists meanwhile.

    So two curators who each add a phrasing to an entry are not in each other's way.
    """
    current = current_of(edit, pack)
    if not isinstance(edit, Put) or edit.base is None or current in (None, edit.base):
        return edit
    item: dict[str, object] = {}
    base: dict[str, object] = {}
    for name in type(edit.item).model_fields:
        mine, before = getattr(edit.item, name), getattr(edit.base, name)
        if isinstance(mine, tuple) and mine != before:
            base[name] = theirs = getattr(current, name)
            left = [it for it in theirs if it in mine or it not in before]
            item[name] = (*left, *(it for it in mine if it not in before and it not in theirs))
    return Put(edit.item.model_copy(update=item), edit.base.model_copy(update=base))


def rebased(proposed: Proposed, current: Item) -> Proposed:
    """The proposal as a change of `current`: what its curator did to the item they saw stays."""
    if proposed.typed is not None:
        return replace(proposed, typed=proposed.typed.rebased(current), edits=())
    return replace(proposed, edits=tuple(_rebased(it, current) for it in proposed.edits))


async def rebased_on_seen(interaction: Interaction, proposed: Proposed, seen: str) -> Proposed:
    """The proposal as a change of what its curator was shown, unless that has changed again."""
    workspace = workspace_of(interaction)
    pack = await pack_of(workspace, proposed.pack_id, proposed.home)
    for it in proposed.edits:
        current = current_of(it, pack)
        if current is not None and digest_of(current) == seen:
            proposed = rebased(proposed, current)
            await save(interaction, proposed)
            break
    return proposed


def digest_of(item: Item) -> str:
    """What tells two versions of an item apart, short enough for a button."""
    return _digest(item.model_dump_json())


async def answerer_of(workspace: Workspace, home: Home) -> Answerer:
    """What a change at `home` is tried in: for a server's own pack, all that answers there."""
    guild_id = home.guild_id if isinstance(home, ServerHome) else None
    return await workspace.shelves.answerer(guild_id)


def current_of(edit: Wish, pack: Pack) -> Item | None:
    """The item that `edit` puts, as it is in `pack`."""
    if not isinstance(edit, Put):
        return None
    return item_of(kind_of(edit.item), edit.item.id, pack)


def item_of(kind: ItemKind, item_id: str, pack: Pack) -> Item | None:
    """The item with that id in `pack`, if there is one."""
    items: Mapping[ItemKind, Mapping[str, Item]] = {
        "sources": pack.source_by_id,
        "topics": pack.topic_by_id,
        "entries": pack.entry_by_id,
    }
    return items[kind].get(item_id)


def _rebased(edit: Wish, current: Item) -> Wish:
    if not isinstance(edit, Put) or edit.base is None or edit.item.id != current.id:
        return edit
    mine = {
        name: getattr(edit.item, name)
        for name in type(current).model_fields
        if getattr(edit.item, name) != getattr(edit.base, name)
    }
    return Put(current.model_copy(update=mine), current)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
