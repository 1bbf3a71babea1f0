"""What was typed into a form whose change was gone by the time it came back."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.chat.curators.access import Access, Interaction, workspace_of
from bot.chat.curators.forms import Typed, fields_of
from bot.chat.curators.labels import label_of, told
from bot.chat.curators.modals import kind_submitted
from bot.chat.curators.panels import CUT, text_file
from bot.chat.curators.prompts import button
from bot.chat.curators.proposals import item_of, pack_of, propose
from bot.chat.look import Item, panel
from bot.chat.markup import TEXT_LIMIT, escape, shorten
from bot.translation import N_, _

FILE = "typed.txt"
GONE = N_("The change was published or discarded meanwhile, or is older than a week.")
KEPT = N_("What you typed is kept for a week as a change of its own.")
SHOWN = N_("I cannot tell what it was about. Here is what you typed, for you to copy.")
_BESIDE = 600
"""Characters for what stands beside the text."""


async def rescue(
    interaction: Interaction,
    access: Access,
    arguments: tuple[str, ...],
    fields: Mapping[str, str],
) -> None:
    """Shows `fields`, and keeps them as a new change where it is known of what.

    `arguments` are those of the form: its proposal, which is gone, the pack, and the item.
    """
    number = await _kept(interaction, access, arguments, fields)
    view, files = render_rescued(fields, number)
    nobody = discord.AllowedMentions.none()
    if interaction.message is None:
        await interaction.edit_original_response(
            view=view, attachments=files, allowed_mentions=nobody
        )
    else:
        # The message behind the form tells what became of the change, and stays.
        await interaction.followup.send(
            view=view, files=files, ephemeral=True, allowed_mentions=nobody
        )


def render_rescued(
    fields: Mapping[str, str], number: int | None
) -> tuple[ui.LayoutView, list[discord.File]]:
    """What was typed, whole in a file where it is long, and the way to start again from it.

    `number` is that of the proposal that holds it now.
    """
    filled = {name: it for name, it in fields.items() if it.strip()}
    head = "### " + _("That change is gone, and what you typed is not")
    parts: list[str | Item] = [head, f"{_(GONE)} {_(SHOWN) if number is None else _(KEPT)}"]
    room = (TEXT_LIMIT - _BESIDE) // max(1, len(filled))
    files = []
    for name, text in filled.items():
        parts.append(f"**{label_of(name)}**\n>>> {shorten(escape(told(name, text)), room)}")
    if any(len(escape(it)) > room for it in filled.values()):
        lines = [f"{label_of(name)}:\n{it}\n" for name, it in filled.items()]
        files.append(text_file(FILE, lines))
        parts += [_(CUT).strip(), ui.File(f"attachment://{FILE}")]
    if number is not None:
        start = button(_("Start again"), "edit", number, style=discord.ButtonStyle.primary)
        parts.append(ui.ActionRow(start, button(_("Discard"), "discard", number)))
    return panel(*parts), files


async def _kept(
    interaction: Interaction,
    access: Access,
    arguments: tuple[str, ...],
    fields: Mapping[str, str],
) -> int | None:
    """The number of a new proposal that holds `fields`; None where it is not known of what."""
    _proposal, pack_id, item_id = (*arguments, "", "", "")[:3]
    workspace = workspace_of(interaction)
    home, kind = access.homes(workspace).get(pack_id), kind_submitted(fields)
    if home is None or kind is None:
        return None
    base = item_of(kind, item_id, await pack_of(workspace, pack_id, home))
    known = fields_of(base) if base else {}
    typed = Typed(kind, known | dict(fields), base)
    return (await propose(interaction, access, pack_id, typed=typed)).number
