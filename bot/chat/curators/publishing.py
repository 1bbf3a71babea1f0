"""What becomes of proposals: they are published, saved as drafts or discarded."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from discord import ui

from bot.chat.curators.desk import Desk
from bot.chat.curators.examining import entry_of, examination
from bot.chat.curators.prompts import (
    render_confirmation,
    render_draft_warning,
    render_published,
)
from bot.chat.curators.proposals import Proposed, find_proposal
from bot.chat.curators.rebasing import composed, rebased_on_seen
from bot.chat.curators.review_queue import following
from bot.chat.curators.router import Handler
from bot.chat.curators.showing import show, show_overlap
from bot.chat.look import render_note
from bot.curating.changes import NAMES, Overlap, Put, Wish
from bot.curating.differences import summary_of
from bot.errors import ChangeRefused, KnowledgeError, StoreError
from bot.knowledge.model import Entry, Item, kind_of
from bot.translation import _

log = logging.getLogger(__name__)

_UNDER_WAY: set[str] = set()
"""The numbers of the proposals that this process is publishing or discarding."""


async def preview(desk: Desk, number: str) -> None:
    """The proposal is to be looked at anew."""
    await desk.defer()
    await show(desk, await find_proposal(desk, number))


async def publish(desk: Desk, number: str, stamp: str, broken: str) -> None:
    """The change is to go live; asks again where it breaks expectations.

    What the preview found is believed only while its stamp holds.
    """
    await desk.defer()
    with _alone(number):
        await _publish(desk, await find_proposal(desk, number), known=(stamp, broken))


async def publish_anyway(desk: Desk, number: str, stamp: str) -> None:
    """The change is to go live although it breaks expectations, which its curator has seen."""
    await publish(desk, number, stamp, "0")


async def draft(desk: Desk, number: str) -> None:
    """The entry is to be saved without answering; asks again where it answers now."""
    await desk.defer()
    proposed = await find_proposal(desk, number)
    base = proposed.typed.base if proposed.typed else None
    if not isinstance(base, Entry) or not base.is_live:
        await _publish_draft(desk, number)
        return
    reading = await desk.workspace.curation.reading(proposed.home)
    waiting = sum(it.expect == base.id for it in reading.expectations)
    await desk.show(render_draft_warning(proposed.number, base, waiting))


async def draft_anyway(desk: Desk, number: str) -> None:
    """An entry that answers is to become a draft."""
    await desk.defer()
    await _publish_draft(desk, number)


async def discard(desk: Desk, number: str) -> None:
    """The proposal is to be forgotten."""
    await desk.defer()
    with _alone(number):
        proposed = await find_proposal(desk, number)
        await desk.workspace.store.proposals.drop(proposed.number)
    await desk.show(render_note(_("Discarded. Nothing was changed.")))


async def overwrite(desk: Desk, number: str, seen: str) -> None:
    """What somebody else made of the same fields is to give way, if it is still what was shown."""
    await desk.defer()
    with _alone(number):
        proposed = await find_proposal(desk, number)
        await _publish(desk, await rebased_on_seen(desk, proposed, seen), known=None)


def is_under_way(number: str) -> bool:
    """Whether the proposal is being published or discarded: what it is changed to now is lost."""
    return number in _UNDER_WAY


@contextmanager
def _alone(number: str) -> Iterator[None]:
    """Refuses a second press while the first is still publishing.

    An entry would be there twice, or one be published that is said to be discarded.
    """
    if number in _UNDER_WAY:
        raise ChangeRefused(_("That is being published already."))
    _UNDER_WAY.add(number)
    try:
        yield
    finally:
        _UNDER_WAY.discard(number)


async def _publish(desk: Desk, proposed: Proposed, *, known: tuple[str, str] | None) -> None:
    """Publishes, once it is settled that no expectation breaks or that its curator wants it so.

    `known` is the stamp of a preview, and how many expectations it found to break.
    """
    previewed = _added(proposed.edits)
    try:
        proposed, stamp = await composed(desk, proposed)
    except ChangeRefused:
        await show(desk, proposed)  # it tells why, and keeps what was typed
        return
    added = _added(proposed.edits)
    if previewed and added and added.id != previewed.id:
        # Somebody else has added what goes by its name, most likely the same.
        note = _("The {kind} `{id}` is there already; edit that one.").format(
            kind=_(NAMES[kind_of(previewed)]), id=previewed.id
        )
        await show(desk, proposed, note=note)
        return
    try:
        if known != (stamp, "0"):
            examined = await examination(desk, proposed)
            if examined.errors:
                await show(desk, proposed)
                return
            if examined.broken:
                view = render_confirmation(proposed.number, examined, stamp, proposed.edits)
                await desk.show(view)
                return
        said = await _live(desk, proposed, proposed.edits)
    except ChangeRefused as error:
        if await _is_outdated(desk, proposed):
            await _publish(desk, proposed, known=known)
        elif isinstance(error, Overlap):
            await show_overlap(desk, proposed, error)
        else:
            raise
        return
    await desk.show(said)


async def _publish_draft(desk: Desk, number: str) -> None:
    with _alone(number):
        await _save_draft(desk, await find_proposal(desk, number))


async def _save_draft(desk: Desk, proposed: Proposed) -> None:
    try:
        proposed, _ = await composed(desk, proposed)
        edits = _as_draft(proposed.edits)
        await desk.show(await _live(desk, proposed, edits, is_draft=True))
    except ChangeRefused as error:
        if await _is_outdated(desk, proposed):
            await _save_draft(desk, proposed)
        elif isinstance(error, Overlap):
            await show_overlap(desk, proposed, error)
        else:
            raise
    except KnowledgeError:
        await show(desk, proposed)  # it tells what is to be mended, in the words of the form


def _added(edits: Sequence[Wish]) -> Item | None:
    """What a form adds, which comes after what it needs; None where it changes something."""
    last = edits[-1] if edits else None
    return last.item if isinstance(last, Put) and last.base is None else None


async def _is_outdated(desk: Desk, proposed: Proposed) -> bool:
    """Whether others have changed the pack since the edits were made up, which then are others."""
    fresh, _ = await composed(desk, proposed)
    return fresh.edits != proposed.edits


async def _live(
    desk: Desk, proposed: Proposed, edits: Sequence[Wish], *, is_draft: bool = False
) -> ui.LayoutView:
    """Publishes `edits`, forgets the proposal, and gives what is to be said of it."""
    revision = await desk.workspace.curation.publish(proposed.home, edits, desk.author)
    try:
        onward = await _settled(desk, proposed)
    except StoreError as error:
        # Whoever were told that it failed would do it again.
        log.error("Revision %d is published, and not all noted: %s", revision.number, error)
        onward = None
    head = _("Published as revision {number}").format(number=revision.number)
    said = [f"{summary_of(revision)}."]
    if is_draft and entry_of(edits):
        head = _("Saved as a draft in revision {number}").format(number=revision.number)
        said.append(_("It does not answer until it is published: `/knowledge edit`."))
    text = "\n".join([f"### {head}", *said])
    return render_published(revision.number, text, following=onward)


async def _settled(desk: Desk, proposed: Proposed) -> int | None:
    """Forgets a published proposal, and puts away what it settles; a question to go on with."""
    store = desk.workspace.store
    await store.proposals.drop(proposed.number)
    if not proposed.settles:
        return None
    onward = await following(desk, proposed.settles)
    await store.questions.settle(proposed.settles, "handled", guild_id=desk.access.guild_id)
    return onward


def _as_draft(edits: Sequence[Wish]) -> tuple[Wish, ...]:
    return tuple(
        Put(it.item.model_copy(update={"status": "draft"}), it.base)
        if isinstance(it, Put) and isinstance(it.item, Entry)
        else it
        for it in edits
    )


HANDLERS: Mapping[str, Handler] = {
    "preview": preview,
    "publish": publish,
    "publish-anyway": publish_anyway,
    "draft": draft,
    "draft-anyway": draft_anyway,
    "discard": discard,
    "overwrite": overwrite,
}
