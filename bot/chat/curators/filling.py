"""Forms that are opened from previews, and what comes back of every form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.acknowledging import in_time
from bot.chat.curators.desk import Desk
from bot.chat.curators.forms import Typed
from bot.chat.curators.modals import MORE, field_modal, submitted, whole_modal
from bot.chat.curators.prompts import render_ready
from bot.chat.curators.proposals import GONE, Proposed, find_proposal, save
from bot.chat.curators.publishing import is_under_way
from bot.chat.curators.rebasing import rebased_on_seen
from bot.chat.curators.rescue import rescue
from bot.chat.curators.router import Handler
from bot.chat.curators.showing import show
from bot.chat.payloads import values_of
from bot.errors import ChangeRefused
from bot.translation import _


async def take_form(desk: Desk, number: str, pack_id: str = "", item_id: str = "") -> None:
    """A form was submitted: it is kept as it is, and previewed."""
    await desk.defer()
    fields = submitted(desk.interaction)
    if is_under_way(number):
        await rescue(desk, pack_id, item_id, fields)
        return
    try:
        proposed = await find_proposal(desk, number)
    except ChangeRefused:
        await rescue(desk, pack_id, item_id, fields)
        return
    await _retype(desk, proposed, fields)


async def edit(desk: Desk, number: str) -> None:
    """The form is to be filled in anew."""
    await _reopen(desk, await find_proposal(desk, number))


async def again(desk: Desk, number: str, seen: str) -> None:
    """Opens the form anew for somebody who has seen what is there now."""
    rebasing = rebased_on_seen(desk, await find_proposal(desk, number), seen)
    await _reopen(desk, await in_time(desk.interaction, rebasing))


async def more(desk: Desk, number: str) -> None:
    """Opens a form for a field that the first form has no room for."""
    name = next(iter(values_of(desk.interaction)), "")
    proposed = await find_proposal(desk, number)
    typed = _typed(proposed)
    if name == "reviewed":
        await desk.defer()
        today = datetime.now(UTC).date().isoformat()
        await _retype(desk, proposed, {"reviewed": today})
    elif name in MORE:
        modal = field_modal(proposed.number, typed, name, proposed.pack_id)
        await desk.interaction.response.send_modal(modal)


async def _reopen(desk: Desk, proposed: Proposed) -> None:
    if desk.interaction.response.is_done():
        await desk.show(render_ready(proposed.number))
        return
    modal = whole_modal(proposed.number, _typed(proposed), proposed.pack_id)
    await desk.interaction.response.send_modal(modal)


async def _retype(desk: Desk, proposed: Proposed, fields: Mapping[str, str]) -> None:
    """Stores what was typed before anything is made of it, and then shows what that would be."""
    proposed = replace(proposed, typed=_typed(proposed).with_fields(fields), edits=())
    await save(desk, proposed)
    await show(desk, proposed)


def _typed(proposed: Proposed) -> Typed:
    """The form of a proposal. Raises `ChangeRefused` if the proposal was not made with a form."""
    if proposed.typed is None:
        raise ChangeRefused(_(GONE))
    return proposed.typed


HANDLERS: Mapping[str, Handler] = {
    "form": take_form,
    "edit": edit,
    "again": again,
    "more": more,
}
"""By action."""
