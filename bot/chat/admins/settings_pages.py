"""What `/settings` looks like: one panel of a few pages, each setting with its state above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import discord
from discord import ui

from bot.chat.admins.answering_page import answering_page
from bot.chat.admins.curating_page import curating_page
from bot.chat.admins.keeping_page import keeping_page
from bot.chat.admins.people_page import people_page
from bot.chat.admins.settings_state import State
from bot.chat.admins.silence import Finding
from bot.chat.admins.silence_page import silence_page
from bot.chat.curators.router import button
from bot.chat.look import Item, panel, rows
from bot.translation import N_, _

ANSWERING, CURATING, KEEPING, PEOPLE = "answering", "curating", "keeping", "people"
SILENCE = "silence"
PAGES: Mapping[str, Callable[[State], list[str | Item]]] = {
    ANSWERING: answering_page,
    CURATING: curating_page,
    KEEPING: keeping_page,
    PEOPLE: people_page,
}
"""The pages by name, in order."""
LABELS: Mapping[str, str] = {
    ANSWERING: N_("Answering"),
    CURATING: N_("Curating"),
    KEEPING: N_("Keeping"),
    PEOPLE: N_("People"),
    SILENCE: N_("Why is it silent here?"),
}
"""What the buttons say that turn to the pages."""


def render_page(page: str, state: State, notes: Iterable[str] = ()) -> ui.LayoutView:
    """A page of the settings; `notes` say what was not taken of a choice, and why."""
    return _framed(page, PAGES[page](state), notes)


def render_silence(place: str, found: Iterable[Finding], me: int) -> ui.LayoutView:
    """Why the bot, whose id is `me`, is silent in the channel that `place` mentions."""
    return _framed(SILENCE, silence_page(place, found, me), ())


def _framed(page: str, parts: Iterable[str | Item], notes: Iterable[str]) -> ui.LayoutView:
    turns = (
        button(
            _(label),
            "settings",
            "page",
            name,
            style=discord.ButtonStyle.primary if name == page else discord.ButtonStyle.secondary,
        )
        for name, label in LABELS.items()
    )
    return panel(
        _("### Settings of this server"), *rows(*turns), "\n".join(notes), ui.Separator(), *parts
    )
