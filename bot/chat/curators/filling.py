"""Forms that are opened from previews, and what comes back of every form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.curators.access import Access, Interaction
from bot.chat.curators.modals import MORE, field_modal, submitted, whole_modal
from bot.chat.curators.proposals import (
    GONE,
    Proposed,
    find_proposal,
    rebased_on_seen,
    save,
)
from bot.chat.curators.rescue import rescue
from bot.chat.curators.router import Handler
from bot.chat.curators.showing import defer, show
from bot.chat.payloads import values_of
from bot.errors import ChangeRefused
from bot.translation import _

Arguments = tuple[str, ...]


async def take_form(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """A form was submitted: it is kept as it is, and previewed."""
    await defer(interaction)
    fields = submitted(interaction)
    try:
        proposed = await find_proposal(interaction, access, arguments)
    except ChangeRefused:
        await rescue(interaction, access, arguments, fields)
        return
    await _retype(interaction, access, proposed, fields)


async def edit(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """The form is to be filled in anew."""
    await _reopen(interaction, await find_proposal(interaction, access, arguments))


async def again(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """The form is to be filled in anew, by somebody who has seen what stands there now."""
    proposed = await find_proposal(interaction, access, arguments)
    await _reopen(interaction, await rebased_on_seen(interaction, proposed, arguments[-1]))


async def more(interaction: Interaction, access: Access, arguments: Arguments) -> None:
    """A field that the first form has no room for is to be filled in."""
    name = next(iter(values_of(interaction)), "")
    proposed = await find_proposal(interaction, access, arguments)
    if proposed.typed is None:
        raise ChangeRefused(_(GONE))
    if name == "reviewed":
        await defer(interaction)
        today = datetime.now(UTC).date().isoformat()
        await _retype(interaction, access, proposed, {"reviewed": today})
    elif name in MORE:
        modal = field_modal(proposed.number, proposed.typed, name, proposed.pack_id)
        await interaction.response.send_modal(modal)


async def _reopen(interaction: Interaction, proposed: Proposed) -> None:
    if proposed.typed is None:
        raise ChangeRefused(_(GONE))
    modal = whole_modal(proposed.number, proposed.typed, proposed.pack_id)
    await interaction.response.send_modal(modal)


async def _retype(
    interaction: Interaction, access: Access, proposed: Proposed, fields: Mapping[str, str]
) -> None:
    """Keeps what was typed before anything is made of it, and then shows what that is."""
    if proposed.typed is None:
        raise ChangeRefused(_(GONE))
    proposed = replace(proposed, typed=proposed.typed.with_fields(fields), edits=())
    await save(interaction, proposed)
    await show(interaction, access, proposed)


HANDLERS: Mapping[str, Handler] = {
    "form": take_form,
    "edit": edit,
    "again": again,
    "more": more,
}
"""By action."""
