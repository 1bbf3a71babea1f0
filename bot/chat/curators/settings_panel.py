"""`/settings`: what a server's managers decide, in one panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands, ui

from bot.chat.curators.access import Access, Interaction, access_of, workspace_of
from bot.chat.curators.panels import panel
from bot.chat.curators.router import Handler, custom_id
from bot.chat.rendering import LABEL_LIMIT, OPTIONS_LIMIT, escape, render_note, shorten
from bot.errors import ChangeRefused
from bot.knowledge.model import Knowledge
from bot.store.servers import ServerSettings, SettingsChange

REFUSED = "Only members who may manage this server may see and change its settings."
RETENTIONS: Mapping[int, str] = {
    0: "not at all",
    7: "for 7 days",
    30: "for 30 days",
    90: "for 90 days",
    365: "for 365 days",
}
TITLES_LIMIT = 2500
CHANNEL_TYPES = [discord.ChannelType.text, discord.ChannelType.news]
EVERYONE = "**@everyone cannot be curators**: choose a role that only those have who may publish."
UNKNOWN = "**That is not there any more.** Nothing was changed."


@app_commands.command(name="settings", description="Who curates, where I report, what I use.")
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.guild_only()
async def settings(interaction: Interaction) -> None:
    """Shows the settings of the server."""
    access = await access_of(interaction)
    if not access.is_manager or access.guild_id is None:
        await interaction.response.send_message(view=render_note(REFUSED), ephemeral=True)
        return
    workspace = workspace_of(interaction)
    current = await workspace.store.servers.settings(access.guild_id)
    view = render_settings(current, workspace.shelves.shared.knowledge)
    await interaction.response.send_message(
        view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )


async def handle_settings(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Saves what was chosen in one of the panel's selects, and draws it anew."""
    if not access.is_manager or access.guild_id is None or interaction.guild is None:
        raise ChangeRefused(REFUSED)
    data: dict[str, Any] = dict(interaction.data or {})  # discord.py types the keys of some alone
    values = [str(it) for it in data.get("values", [])]
    workspace = workspace_of(interaction)
    shared = workspace.shelves.shared.knowledge
    note = ""
    change: SettingsChange = {}
    match arguments:
        case ("role",):
            change, note = _role(values, interaction.guild)
        case ("channel",):
            change, note = _channel(values, interaction.guild)
        case ("packs",):
            current = await workspace.store.servers.settings(access.guild_id)
            change = {"packs": _chosen(values, current, shared)}
        case ("retention",):
            days = next((it for it in RETENTIONS if [str(it)] == values), None)
            change = {"retention_days": days} if days is not None else {}
        case _:
            raise ChangeRefused("This panel is from another version of me. Run `/settings` again.")
    current = await workspace.store.servers.change(access.guild_id, **change)
    await interaction.response.edit_message(
        view=render_settings(current, shared, note),
        allowed_mentions=discord.AllowedMentions.none(),
    )


HANDLERS: Mapping[str, Handler] = {"settings": handle_settings}
"""By action."""


def render_settings(current: ServerSettings, shared: Knowledge, note: str = "") -> ui.LayoutView:
    """The panel: what is decided, each with its select. `note` says why a choice was not taken."""
    role: ui.RoleSelect[ui.LayoutView] = ui.RoleSelect(
        custom_id=custom_id("settings", "role"),
        placeholder="No role: only who may manage the server",
        min_values=0,
        default_values=_default(current.curator_role, discord.Role),
    )
    channel: ui.ChannelSelect[ui.LayoutView] = ui.ChannelSelect(
        custom_id=custom_id("settings", "channel"),
        placeholder="No channel",
        channel_types=CHANNEL_TYPES,
        min_values=0,
        default_values=_default(current.curators_channel, discord.TextChannel),
    )
    return panel(
        "\n".join(["### Settings of this server", *([note] if note else [])]),
        f"**Curators:** {_curators(current)}",
        ui.ActionRow(role),
        f"**Curators' channel:** {_where(current)}",
        ui.ActionRow(channel),
        f"**Shared packs:** {_used(current, shared)}",
        *_packs(current, shared),
        f"**Questions are kept** {_kept(current.retention_days)}, without who asked them.",
        ui.ActionRow(_retention(current.retention_days)),
    )


def missing_permissions(channel: discord.abc.GuildChannel, me: discord.Member) -> list[str]:
    """What the bot would need to write in a channel, and has not, as Discord calls it."""
    permissions = channel.permissions_for(me)
    needed = {"View Channel": permissions.view_channel, "Send Messages": permissions.send_messages}
    return [name for name, is_granted in needed.items() if not is_granted]


def _role(values: Sequence[str], guild: discord.Guild) -> tuple[SettingsChange, str]:
    if not values:
        return {"curator_role": None}, ""
    role = guild.get_role(_id(values))
    if role is None:
        return {}, UNKNOWN
    return ({}, EVERYONE) if role.is_default() else ({"curator_role": role.id}, "")


def _channel(values: Sequence[str], guild: discord.Guild) -> tuple[SettingsChange, str]:
    if not values:
        return {"curators_channel": None}, ""
    channel = guild.get_channel(_id(values))
    if not isinstance(channel, discord.TextChannel):
        return {}, UNKNOWN
    missing = missing_permissions(channel, guild.me)
    if missing:
        return {}, (
            f"**I cannot write in {channel.mention}**: there I miss {' and '.join(missing)}. "
            "Nothing was changed."
        )
    return {"curators_channel": channel.id}, ""


def _chosen(
    values: Sequence[str], current: ServerSettings, shared: Knowledge
) -> tuple[str, ...] | None:
    """The packs that are used from now; those that no select has room for stay as they were."""
    listed = [it.id for it in shared.packs[:OPTIONS_LIMIT]]
    others = [it.id for it in shared.packs[OPTIONS_LIMIT:] if _is_used(it.id, current)]
    used = (*(it for it in listed if it in values), *others)
    return None if len(used) == len(shared.packs) else used


def _is_used(pack_id: str, current: ServerSettings) -> bool:
    return current.packs is None or pack_id in current.packs


def _id(values: Sequence[str]) -> int:
    """The id that was chosen; 0, which nothing has, for what is none."""
    return int(values[0]) if values[0].isascii() and values[0].isdigit() else 0


def _default(
    chosen: int | None, kind: type[discord.Role | discord.TextChannel]
) -> list[discord.SelectDefaultValue]:
    if chosen is None:
        return []
    is_role = kind is discord.Role
    shown = (
        discord.SelectDefaultValueType.role if is_role else discord.SelectDefaultValueType.channel
    )
    return [discord.SelectDefaultValue(id=chosen, type=shown)]


def _curators(current: ServerSettings) -> str:
    managers = "who may manage this server"
    return (
        f"<@&{current.curator_role}>, and {managers}." if current.curator_role else f"{managers}."
    )


def _where(current: ServerSettings) -> str:
    if current.curators_channel:
        return f"<#{current.curators_channel}>, where I tell of broken packs and lost changes."
    return "none."


def _used(current: ServerSettings, shared: Knowledge) -> str:
    if not shared.packs:
        return "there are none."
    if current.packs is None:
        return "all, and those that come."
    titles = [escape(it.title) for it in shared.packs if it.id in current.packs]
    shown = shorten(", ".join(titles), TITLES_LIMIT)
    return f"{shown}." if titles else "none; only this server's own pack answers."


def _packs(current: ServerSettings, shared: Knowledge) -> list[ui.ActionRow[ui.LayoutView]]:
    packs = shared.packs[:OPTIONS_LIMIT]
    if not packs:
        return []
    options = [
        discord.SelectOption(
            label=shorten(it.title, LABEL_LIMIT),
            value=it.id,
            default=_is_used(it.id, current),
        )
        for it in packs
    ]
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id("settings", "packs"),
        placeholder="None of the shared packs",
        min_values=0,
        max_values=len(options),
        options=options,
    )
    return [ui.ActionRow(select)]


def _kept(days: int) -> str:
    return RETENTIONS.get(days, f"for {days} days")


def _retention(days: int) -> ui.Select[ui.LayoutView]:
    known = sorted({*RETENTIONS, days})
    return ui.Select(
        custom_id=custom_id("settings", "retention"),
        options=[
            discord.SelectOption(
                label=f"Keep questions {_kept(it)}", value=str(it), default=it == days
            )
            for it in known
        ],
    )
