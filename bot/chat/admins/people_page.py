"""The page of `/settings` on people: the language they are met in, and who gets no answers."""

from __future__ import annotations

import discord
from babel import Locale
from discord import ui

from bot.chat.admins.decisions import DEFAULT
from bot.chat.admins.settings_selects import select
from bot.chat.admins.settings_state import State
from bot.chat.curators.router import custom_id
from bot.chat.look import Item
from bot.chat.markup import OPTIONS_LIMIT
from bot.translation import _, language_like, languages


def people_page(state: State) -> list[str | Item]:
    """What is on the page, in order."""
    blocked: ui.UserSelect[ui.LayoutView] = ui.UserSelect(
        custom_id=custom_id("settings", "blocklist"),
        placeholder=_("Nobody"),
        min_values=0,
        max_values=OPTIONS_LIMIT,
        default_values=[
            discord.SelectDefaultValue(id=it, type=discord.SelectDefaultValueType.user)
            for it in state.blocked
        ],
    )
    return [
        _language(state),
        _language_select(state),
        _blocklist(state.blocked),
        ui.ActionRow(blocked),
    ]


def language_name(code: str) -> str:
    """A language as those who speak it call it."""
    name = Locale.parse(code.replace("-", "_")).get_display_name() or code
    return name[:1].upper() + name[1:]


def _language(state: State) -> str:
    chosen = state.settings.language
    if chosen is None:
        return _(
            "**Language:** this server's own on Discord, or the nearest to it: {name}."
        ).format(name=language_name(language_like(state.default_language)))
    return _("**Language:** {name}.").format(name=language_name(language_like(chosen)))


def _language_select(state: State) -> Item:
    chosen = state.settings.language
    server = discord.SelectOption(
        label=_("As the server"), value=DEFAULT, default=chosen not in languages()
    )
    named = (
        discord.SelectOption(label=language_name(it), value=it, default=it == chosen)
        for it in languages()[: OPTIONS_LIMIT - 1]
    )
    return select("language", (server, *named))


def _blocklist(blocked: tuple[int, ...]) -> str:
    what = _(
        "-# Whoever is on it gets no answers in this server until you take them away here. Who may "
        "manage the server cannot be put on it."
    )
    if not blocked:
        return "\n".join([_("**Blocklist:** nobody."), what])
    people = ", ".join(f"<@{it}>" for it in blocked)
    return "\n".join([_("**Blocklist:** {people}.").format(people=people), what])
