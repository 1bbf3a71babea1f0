"""What a setting is chosen from: selects that hold what is chosen, and a button that turns it."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord import ui

from bot.chat.admins.settings_state import State
from bot.chat.curators.router import button, custom_id
from bot.chat.look import Item
from bot.chat.markup import OPTIONS_LIMIT
from bot.translation import _


def channel_select(
    setting: str,
    placeholder: str,
    kinds: Iterable[discord.ChannelType],
    chosen: Iterable[int | None],
    state: State,
    *,
    most: int = OPTIONS_LIMIT,
) -> ui.ActionRow[ui.LayoutView]:
    """A select of channels, with those of `chosen` that are still there."""
    select: ui.ChannelSelect[ui.LayoutView] = ui.ChannelSelect(
        custom_id=custom_id("settings", setting),
        placeholder=placeholder,
        channel_types=[*kinds],
        min_values=0,
        max_values=most,
        default_values=defaults(state, chosen, discord.SelectDefaultValueType.channel)[:most],
    )
    return ui.ActionRow(select)


def defaults(
    state: State, chosen: Iterable[int | None], kind: discord.SelectDefaultValueType
) -> list[discord.SelectDefaultValue]:
    """What a select shows as chosen, without what Discord no longer knows."""
    return [discord.SelectDefaultValue(id=it, type=kind) for it in chosen if it in state.present]


def select(setting: str, options: Iterable[discord.SelectOption]) -> ui.ActionRow[ui.LayoutView]:
    """A select of one of the options."""
    found: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id("settings", setting), options=[*options]
    )
    return ui.ActionRow(found)


def toggle(setting: str, text: str, *, is_on: bool) -> Item:
    """A setting's state beside the button that turns it."""
    said, to = (_("Turn off"), "off") if is_on else (_("Turn on"), "on")
    turn = button(said, "settings", setting, to)
    return ui.Section(text, accessory=turn)
