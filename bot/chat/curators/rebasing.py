"""Proposals as changes of what their packs are by now, whoever else has changed those meanwhile."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace

from bot.chat.curators.desk import Desk
from bot.chat.curators.proposals import Proposed, save
from bot.curating import kept
from bot.curating.changes import Put, Wish
from bot.knowledge.model import Item, Pack, kind_of


async def composed(desk: Desk, proposed: Proposed) -> tuple[Proposed, str]:
    """The proposal with the edits that its form asks for in the pack as it is now, and its stamp.

    The stamp is another one as soon as the pack or the edits are. Raises `ChangeRefused` where the
    form cannot be an item, and what `Curation.saved` raises.
    """
    saved = await desk.workspace.curation.saved(proposed.home)
    if proposed.typed is not None:
        edits: tuple[Wish, ...] = await asyncio.to_thread(proposed.typed.edits, saved.pack)
    else:
        edits = tuple(with_both_lists(it, saved.pack) for it in proposed.edits)
    if edits != proposed.edits:
        proposed = replace(proposed, edits=edits)
        await save(desk, proposed)
    return proposed, _digest(f"{saved.number}:{kept.to_text(proposed.edits)}")


async def rebased_on_seen(desk: Desk, proposed: Proposed, seen: str) -> Proposed:
    """The proposal as a change of what its curator was shown, unless that has changed again.

    `seen` is what `digest_of` gave for it. Raises what `Curation.saved` raises.
    """
    saved = await desk.workspace.curation.saved(proposed.home)
    for it in proposed.edits:
        current = _current(it, saved.pack)
        if current is not None and digest_of(current) == seen:
            proposed = _rebased(proposed, current)
            await save(desk, proposed)
            break
    return proposed


def digest_of(item: Item) -> str:
    """What tells two versions of an item apart, short enough for a button."""
    return _digest(item.model_dump_json())


def with_both_lists(edit: Wish, pack: Pack) -> Wish:
    """`edit` with what somebody else has done to the same lists meanwhile.

    So two curators who each add a phrasing to an entry are not in each other's way.
    """
    current = _current(edit, pack)
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


def _current(edit: Wish, pack: Pack) -> Item | None:
    """The item that `edit` puts, as it is in `pack`."""
    return pack.by_id(kind_of(edit.item)).get(edit.item.id) if isinstance(edit, Put) else None


def _rebased(proposed: Proposed, current: Item) -> Proposed:
    """The proposal as a change of `current`: what its curator did to the item they saw stays."""
    if proposed.typed is not None:
        return replace(proposed, typed=proposed.typed.rebased(current), edits=())
    return replace(proposed, edits=tuple(_edit_rebased(it, current) for it in proposed.edits))


def _edit_rebased(edit: Wish, current: Item) -> Wish:
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
