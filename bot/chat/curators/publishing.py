"""What becomes of proposals: they are published, saved as drafts or discarded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from discord import ui

from bot.chat.curators.access import Access, Interaction, author_of, workspace_of
from bot.chat.curators.examining import entry_of
from bot.chat.curators.prompts import (
    render_confirmation,
    render_draft_warning,
    render_published,
)
from bot.chat.curators.proposals import (
    Proposed,
    composed,
    find_proposal,
    rebased_on_seen,
)
from bot.chat.curators.review_queue import following
from bot.chat.curators.router import Handler
from bot.chat.curators.showing import defer, examination, respond, show, show_overlap
from bot.chat.look import render_note
from bot.chat.servers import server_of
from bot.curating.changes import Overlap, Put, Wish
from bot.curating.differences import summary_of
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry
from bot.translation import _

Arguments = tuple[str, ...]

_UNDER_WAY: set[str] = set()
"""The numbers of the proposals that this process is publishing."""


async def preview(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """The proposal is to be looked at anew."""
    await defer(interaction)
    await show(interaction, access, await find_proposal(interaction, access, arguments))


async def publish(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """The change is to go live; asks again where it breaks expectations.

    What the preview found is believed only while its stamp holds.
    """
    await defer(interaction)
    _, stamp, broken = (*arguments, "", "")[:3]
    with _alone(arguments):
        proposed = await find_proposal(interaction, access, arguments)
        await _publish(interaction, access, proposed, known=(stamp, broken))


async def publish_anyway(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """The change is to go live although it breaks expectations, which its curator has seen."""
    await defer(interaction)
    _, stamp = (*arguments, "")[:2]
    with _alone(arguments):
        proposed = await find_proposal(interaction, access, arguments)
        await _publish(interaction, access, proposed, known=(stamp, "0"))


async def draft(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """The entry is to be saved without answering; asks again where it answers now."""
    await defer(interaction)
    proposed = await find_proposal(interaction, access, arguments)
    base = proposed.typed.base if proposed.typed else None
    if not isinstance(base, Entry) or not base.is_live:
        await _publish_draft(interaction, access, arguments)
        return
    reading = await workspace_of(interaction).curation.reading(proposed.home)
    dropped = sum(it.expect == base.id for it in reading.expectations)
    await respond(interaction, render_draft_warning(proposed.number, base, dropped))


async def draft_anyway(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """An entry that answers is to become a draft."""
    await defer(interaction)
    await _publish_draft(interaction, access, arguments)


async def discard(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """The proposal is to be forgotten."""
    await defer(interaction)
    proposed = await find_proposal(interaction, access, arguments)
    await workspace_of(interaction).store.proposals.drop(proposed.number)
    await respond(interaction, render_note(_("Discarded. Nothing was changed.")))


async def overwrite(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """What somebody else made of the same fields is to give way, if it is still what was shown."""
    await defer(interaction)
    with _alone(arguments):
        proposed = await find_proposal(interaction, access, arguments)
        changed = await rebased_on_seen(interaction, proposed, arguments[-1])
        await _publish(interaction, access, changed, known=None)


@contextmanager
def _alone(arguments: Arguments) -> Iterator[None]:
    """Refuses a second press while the first is still publishing: an entry would be there twice."""
    number = arguments[0] if arguments else ""
    if number in _UNDER_WAY:
        raise ChangeRefused(_("That is being published already."))
    _UNDER_WAY.add(number)
    try:
        yield
    finally:
        _UNDER_WAY.discard(number)


async def _publish(
    interaction: Interaction,
    access: Access,
    proposed: Proposed,
    *,
    known: tuple[str, str] | None,
) -> None:
    """Publishes, once it is settled that no expectation breaks or that its curator wants it so.

    `known` is the stamp of a preview, and how many expectations it found to break.
    """
    try:
        proposed, stamp = await composed(interaction, proposed)
    except ChangeRefused:
        await show(interaction, access, proposed)  # it tells why, and keeps what was typed
        return
    try:
        if known is None or known[0] != stamp or known[1] != "0":
            examined = await examination(interaction, access, proposed)
            if examined.errors:
                await show(interaction, access, proposed)
                return
            if examined.broken:
                view = render_confirmation(proposed.number, examined, stamp, proposed.edits)
                await respond(interaction, view)
                return
        said = await _live(interaction, access, proposed, proposed.edits)
    except Overlap as error:
        await show_overlap(interaction, proposed, error)
        return
    await respond(interaction, said)


async def _publish_draft(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    with _alone(arguments):
        proposed = await find_proposal(interaction, access, arguments)
        try:
            proposed, _ = await composed(interaction, proposed)
            edits = _as_draft(proposed.edits)
            await respond(
                interaction, await _live(interaction, access, proposed, edits, is_draft=True)
            )
        except Overlap as error:
            await show_overlap(interaction, proposed, error)


async def _live(
    interaction: Interaction,
    access: Access,
    proposed: Proposed,
    edits: Sequence[Wish],
    *,
    is_draft: bool = False,
) -> ui.LayoutView:
    """Publishes `edits`, forgets the proposal, and gives what is to be said of it."""
    workspace = workspace_of(interaction)
    revision = await workspace.curation.publish(proposed.home, edits, author_of(interaction))
    await workspace.store.proposals.drop(proposed.number)
    onward = None
    if proposed.settles:
        onward = await following(interaction, access, proposed.settles)
        await workspace.store.questions.settle(
            proposed.settles, "handled", guild_id=server_of(interaction)
        )
    head = _("Published as revision {number}").format(number=revision.number)
    said = [f"{summary_of(revision)}."]
    if is_draft and entry_of(edits):
        head = _("Saved as a draft in revision {number}").format(number=revision.number)
        said.append(_("It does not answer until it is published: `/knowledge edit`."))
    text = "\n".join([f"### {head}", *said])
    return render_published(revision.number, text, following=onward)


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
