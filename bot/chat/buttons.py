"""Presses of buttons and choices in selects, handled from their ids alone."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.answering.answerer import Answerer
from bot.chat.curators.reports import report, takes_reports
from bot.chat.custom_ids import CustomId, parse_custom_id, parse_option_value
from bot.chat.rendering import render_entry, render_note, render_topic, render_topics
from bot.chat.servers import server_of
from bot.chat.why import tell_why, text_on
from bot.curating.workspace import Workspace

GONE = "That entry is no longer in what I know. `/topics` lists what is."
TOO_OLD = "This button is from another version of me. Ask again, and the new one will work."


async def handle_press(interaction: discord.Interaction[Any], workspace: Workspace) -> None:
    """Responds to one press or choice; only who pressed sees it, but for a picked suggestion."""
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = parse_custom_id(str(data.get("custom_id", "")))
    answerer = await workspace.shelves.answerer(server_of(interaction))
    if custom_id and custom_id.action == "why":
        found = answerer.find(custom_id.pack or "", custom_id.entry or "")
        if found:
            takes = await takes_reports(workspace, server_of(interaction))
            await tell_why(interaction, custom_id, found, answerer, takes_reports=takes)
            return
    if custom_id and custom_id.action == "wrong" and interaction.message is not None:
        ids = custom_id.pack or "", custom_id.entry or ""
        if answerer.find(*ids):
            told = text_on(interaction.message)
            await report(interaction, workspace, ids, told, custom_id.percent)
            return
    chosen = next((parse_option_value(str(it)) for it in data.get("values", [])), None)
    view = _view_for(custom_id, chosen, answerer)
    is_private = custom_id is None or custom_id.action != "pick" or _is_ephemeral(interaction)
    await interaction.response.send_message(
        view=view, ephemeral=is_private, allowed_mentions=discord.AllowedMentions.none()
    )


def _view_for(
    custom_id: CustomId | None, chosen: tuple[str, str] | None, answerer: Answerer
) -> ui.LayoutView:
    if custom_id is None:
        return render_note(TOO_OLD)
    match custom_id.action:
        case "topics":
            return render_topics(answerer.knowledge)
        case "topic":
            pack = answerer.knowledge.pack_by_id.get(chosen[0]) if chosen else None
            if pack is None or chosen is None or chosen[1] not in pack.topic_by_id:
                return render_note(GONE)
            return render_topic(pack, chosen[1])
        case "open" | "pick" | "related":
            ids = chosen or (custom_id.pack or "", custom_id.entry or "")
            found = answerer.find(*ids)
            return render_entry(*found) if found else render_note(GONE)
        case "why" | "wrong":
            return render_note(GONE)


def _is_ephemeral(interaction: discord.Interaction[Any]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral
