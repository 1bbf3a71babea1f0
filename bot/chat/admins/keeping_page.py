"""The page of `/settings` on what is kept, and for how long."""

from __future__ import annotations

import discord

from bot.chat.admins.decisions import RETENTIONS
from bot.chat.admins.settings_selects import select, toggle
from bot.chat.admins.settings_state import State
from bot.chat.look import Item
from bot.translation import _, ngettext


def keeping_page(state: State) -> list[str | Item]:
    """What is on the page, in order."""
    settings = state.settings
    votes = (
        _("**Feedback:** on. Under each answer people say whether it helped, once each.")
        if settings.takes_votes
        else _("**Feedback:** off. Nobody is asked whether an answer helped.")
    )
    return [
        _kept(settings.retention_days),
        _retention_select(settings.retention_days),
        toggle("votes", votes, is_on=settings.takes_votes),
        _("-# `/privacy` shows everybody what is kept about them, and deletes it."),
    ]


def _kept(days: int) -> str:
    if not days:
        return _("**Questions:** not kept, so that nothing can be reviewed.")
    return ngettext(
        "**Questions:** kept for {n} day, without who asked them.",
        "**Questions:** kept for {n} days, without who asked them.",
        days,
    ).format(n=days)


def _retention_select(days: int) -> Item:
    return select(
        "retention",
        (
            discord.SelectOption(label=_retention(it), value=str(it), default=it == days)
            for it in sorted({*RETENTIONS, days})
        ),
    )


def _retention(days: int) -> str:
    if not days:
        return _("Keep no questions")
    return ngettext("Keep questions for {n} day", "Keep questions for {n} days", days).format(
        n=days
    )
