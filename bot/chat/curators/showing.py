"""Showing proposals: the form that makes one, its preview, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.curators.desk import Desk
from bot.chat.curators.examining import examination
from bot.chat.curators.forms import Typed
from bot.chat.curators.modals import whole_modal
from bot.chat.curators.previews import render_preview
from bot.chat.curators.prompts import render_overlap, render_ready, render_refused
from bot.chat.curators.proposals import Proposed, propose
from bot.chat.curators.rebasing import composed, digest_of
from bot.curating.changes import Overlap, Put
from bot.errors import ChangeRefused, EditError, KnowledgeError


async def open_form(desk: Desk, pack_id: str, typed: Typed, *, settles: Iterable[int] = ()) -> None:
    """Responds with a modal that holds `typed`; its submission is previewed.

    Where a response was promised, no modal can follow it, and a button opens the form. Raises
    `ChangeRefused` where a modal cannot hold it.
    """
    whole_modal(0, typed, pack_id)
    proposed = await propose(desk, pack_id, typed=typed, settles=settles)
    if desk.interaction.response.is_done():
        await desk.show(render_ready(proposed.number))
        return
    await desk.interaction.response.send_modal(whole_modal(proposed.number, typed, pack_id))


async def show(desk: Desk, proposed: Proposed, *, note: str = "") -> None:
    """Has the preview in place of the deferred response."""
    try:
        proposed, stamp = await composed(desk, proposed)
        examined = await examination(desk, proposed)
    except Overlap as error:
        await show_overlap(desk, proposed, error)
        return
    except (ChangeRefused, EditError, KnowledgeError) as error:
        await desk.show(
            render_refused(
                proposed.number,
                str(error),
                is_form=proposed.is_form,
                is_entry=proposed.is_entry,
            )
        )
        return
    first, *others = render_preview(
        proposed.number,
        proposed.edits,
        await desk.pack(proposed.pack_id),
        examined,
        stamp=stamp,
        is_form=proposed.is_form,
        note=note,
    )
    await desk.show(first)
    for view in others:
        await desk.follow_up(view)


async def show_overlap(desk: Desk, proposed: Proposed, error: Overlap) -> None:
    """Shows what somebody else made of the same fields meanwhile, and asks what is to stand."""
    puts = [it.item for it in proposed.edits if isinstance(it, Put)]
    mine = next((it for it in puts if it.id == error.current.id), error.current)
    stamp = digest_of(error.current)
    await desk.show(render_overlap(proposed.number, error, mine, stamp, is_form=proposed.is_form))
