"""Entries that are opened by a button or a select, and what of them does not fit into one reply."""

from __future__ import annotations

from bot.chat.acknowledging import acknowledge
from bot.chat.asking.replies import Prepared
from bot.chat.asking.responding import cooldowns_of, is_open, note_posted, respond
from bot.chat.custom_ids import parse_option_value
from bot.chat.presses import GONE, Press
from bot.chat.rendering import Frame, render_cited, render_entry, render_page
from bot.translation import _


async def open_entry(press: Press) -> None:
    """Shows an entry to whoever asked for it."""
    await _show(press, is_private=True)


async def pick_entry(press: Press) -> None:
    """Shows an entry to all who saw where it was picked."""
    await _show(press, is_private=press.is_on_private)


async def read_on(press: Press) -> None:
    """Shows the next part of a long answer."""
    found = press.entry()
    if found is None:
        await press.tell(_(GONE))
        return
    await press.show(render_page(*found, press.number or 0))


async def list_sources(press: Press) -> None:
    """Shows all that an answer rests on, or another page of that in place of the last."""
    found = press.entry()
    if found is None:
        await press.tell(_(GONE))
        return
    view = render_cited(*found, press.number or 0)
    if press.number is None:
        await press.show(view)
    else:
        await press.redraw(view)


async def _show(press: Press, *, is_private: bool) -> None:
    chosen = parse_option_value(press.values[0]) if press.values else press.parts[:2]
    found = press.answerer.find(*chosen) if chosen and len(chosen) == 2 else None
    if found is None:
        await press.tell(_(GONE))
        return
    interaction = press.interaction
    if not is_private:
        # Where a channel has had enough, or the bot is not to speak there, one person reads it.
        wait = cooldowns_of(interaction).take(
            interaction.user.id, interaction.channel_id or 0, press.guild_id
        )
        is_private = wait is not None or not is_open(interaction)
    if not is_private and interaction.message is not None:
        ids = (found[0].id, found[1].id)
        if not cooldowns_of(interaction).take_posting(interaction.message.id, ids):
            await acknowledge(interaction)
            return
    frame = Frame(
        asker=None if is_private else interaction.user.id,
        takes_votes=press.settings.takes_votes,
    )
    view = render_entry(*found, frame)
    number = await respond(interaction, view, is_private=is_private)
    await note_posted(interaction, Prepared(view, found=found), number, is_private=is_private)


HANDLERS = {
    "open": open_entry,
    "related": open_entry,
    "pick": pick_entry,
    "page": read_on,
    "cited": list_sources,
}
