"""The page of `/settings` on curating: who curates, and where they hear of it."""

from __future__ import annotations

import discord
from discord import ui

from bot.chat.admins.decisions import TEXT_CHANNELS
from bot.chat.admins.settings_selects import channel_select, defaults, toggle
from bot.chat.admins.settings_state import State
from bot.chat.curators.router import custom_id
from bot.chat.look import Item
from bot.translation import N_, _

OFFERED = N_(
    "Discord offers `/knowledge` to the role once an admin allows that under **Server Settings → "
    "Integrations**."
)


def curating_page(state: State) -> list[str | Item]:
    """What is on the page, in order."""
    settings = state.settings
    role: ui.RoleSelect[ui.LayoutView] = ui.RoleSelect(
        custom_id=custom_id("settings", "role"),
        placeholder=_("No role"),
        min_values=0,
        default_values=defaults(
            state, [settings.curator_role], discord.SelectDefaultValueType.role
        ),
    )
    return [
        _curators(state),
        ui.ActionRow(role),
        _curators_channel(state),
        channel_select(
            "channel", _("No channel"), TEXT_CHANNELS, [settings.curators_channel], state, most=1
        ),
        toggle("digest", _digest(state), is_on=settings.has_digest),
    ]


def _curators(state: State) -> str:
    role = state.settings.curator_role
    if role is None:
        return _("**Curators:** who may manage this server.")
    if role not in state.present:
        return _("**Curators:** who may manage this server; the role that was chosen is gone.")
    said = _("**Curators:** {role}, and who may manage this server.").format(role=f"<@&{role}>")
    return f"{said}\n-# {_(OFFERED)}"


def _curators_channel(state: State) -> str:
    channel = state.settings.curators_channel
    if channel is None:
        return _("**Curators' channel:** none.")
    if channel not in state.present:
        return _("**Curators' channel:** it is gone; choose another.")
    return _(
        "**Curators' channel:** {channel}, where I tell of broken packs and lost changes."
    ).format(channel=f"<#{channel}>")


def _digest(state: State) -> str:
    if not state.settings.has_digest:
        return _(
            "**Weekly digest:** off. It tells what was asked, what was missed and what is old."
        )
    if state.settings.curators_channel not in state.present:
        return _(
            "**Weekly digest:** on, but there is no curators' channel for it. Choose one above."
        )
    return _("**Weekly digest:** on, in the curators' channel.")
