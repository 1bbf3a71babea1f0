"""The page of `/settings` on answering: where, when unasked, how surely and from what."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.chat.admins.bars import CHOICES, Effect
from bot.chat.admins.decisions import ANSWERING_CHANNELS, DEFAULT, UNASKED_CHANNELS, bar_value
from bot.chat.admins.settings_selects import channel_select, select
from bot.chat.admins.settings_state import State
from bot.chat.curators.router import custom_id
from bot.chat.look import Item
from bot.chat.markup import LABEL_LIMIT, OPTIONS_LIMIT, escape, shorten
from bot.translation import N_, _, ngettext

BARS: Mapping[float, str] = {
    0.95: N_("Nearly certain ({percent})"),
    0.88: N_("Very sure ({percent})"),
    0.8: N_("Sure ({percent})"),
    0.72: N_("Fairly sure ({percent})"),
    0.5: N_("Likelier than not ({percent})"),
}
TITLES_LIMIT = 800
"""Characters of the titles of packs that are named."""
OTHER_BAR = N_("{percent} sure")


def answering_page(state: State) -> list[str | Item]:
    """What is on the page, in order."""
    settings = state.settings
    return [
        _channels(state),
        channel_select(
            "channels", _("Everywhere"), ANSWERING_CHANNELS, settings.channels or (), state
        ),
        _unasked(state),
        channel_select("unasked", _("Nowhere"), UNASKED_CHANNELS, settings.unasked_channels, state),
        _bar(state),
        _bar_select(state),
        _used(state),
        *_packs_select(state),
    ]


def _channels(state: State) -> str:
    chosen = state.settings.channels
    if chosen is None:
        return _("**Channels:** I answer everywhere.")
    named = state.named(chosen)
    if not named:
        return _("**Channels:** those that were chosen are gone, and I answer nowhere.")
    return _(
        "**Channels:** I answer in {channels} and their threads alone. Elsewhere commands get "
        "replies that only the asker sees."
    ).format(channels=named)


def _unasked(state: State) -> str:
    named = state.named(state.settings.unasked_channels)
    what = _(
        "-# There I answer real questions that nobody put to me: only when surer than usual, "
        "seldom, and never while people answer each other."
    )
    if not named:
        needed = _("-# Discord must let me read messages for it (the message-content intent).")
        return "\n".join([_("**Unasked answers:** off."), what, needed])
    lines = [_("**Unasked answers:** in {channels}.").format(channels=named), what]
    silent = _silent(state)
    if silent:
        lines.append(
            ngettext(
                "-# In {n} of them I stay silent, since I do not answer there at all: see above.",
                "-# In {n} of them I stay silent, since I do not answer there at all: see above.",
                silent,
            ).format(n=silent)
        )
    if not state.reads_content:
        lines.append(
            _(
                "-# **Discord does not let me read messages yet.** If that stays so, the bot's "
                "owner has to turn on Message Content Intent in Discord's developer portal."
            )
        )
    return "\n".join(lines)


def _silent(state: State) -> int:
    """In how many of the channels of unasked answers the bot does not answer at all."""
    chosen = state.settings.channels
    unasked = {*state.settings.unasked_channels} & state.present
    return 0 if chosen is None else len(unasked - {*chosen})


def _bar(state: State) -> str:
    bar = state.settings.answer_bar
    percent = _percent(state.default_bar if bar is None else bar)
    said = _("**How sure I must be:** {percent}.").format(percent=percent)
    effect = state.effects.get(state.default_bar if bar is None else bar)
    if effect is None or not effect.asked:
        none = _("-# No question is on record yet, so there is nothing to measure a choice by.")
        return "\n".join([said, none])
    measured = ngettext(
        "-# The last question here, asked again: {effect}.",
        "-# The last {n} questions here, asked again: {effect}.",
        effect.asked,
    ).format(n=effect.asked, effect=_effect(effect))
    return "\n".join([said, measured])


def _effect(effect: Effect) -> str:
    return _("{answered} answered, {suggested} suggested, {declined} declined").format(
        answered=effect.answered, suggested=effect.suggested, declined=effect.declined
    )


def _bar_select(state: State) -> Item:
    bar, default = state.settings.answer_bar, state.default_bar
    own = [it for it in {*CHOICES, *([] if bar is None else [bar])} if it != default]
    options: list[discord.SelectOption] = []
    for it in sorted([*own, default], reverse=True):
        label = _(BARS.get(it, OTHER_BAR)).format(percent=_percent(it))
        if it == default:
            label = _("{choice}, the default").format(choice=label)
        effect = state.effects.get(it)
        options.append(
            discord.SelectOption(
                label=shorten(label, LABEL_LIMIT),
                value=DEFAULT if it == default else bar_value(it),
                description=_effect(effect) if effect and effect.asked else None,
                default=it == (default if bar is None else bar),
            )
        )
    return select("bar", options)


def _used(state: State) -> str:
    used = state.settings.packs
    if not state.shared.packs:
        return _("**Shared packs:** there are none.")
    if used is None:
        return _("**Shared packs:** all, and those that come.")
    titles = [escape(it.title) for it in state.shared.packs if it.id in used]
    if not titles:
        return _("**Shared packs:** none; only this server's own pack answers.")
    return _("**Shared packs:** {packs}.").format(packs=shorten(", ".join(titles), TITLES_LIMIT))


def _packs_select(state: State) -> list[Item]:
    packs = state.shared.packs[:OPTIONS_LIMIT]
    if not packs:
        return []
    used = state.settings.packs
    options = [
        discord.SelectOption(
            label=shorten(it.title, LABEL_LIMIT),
            value=it.id,
            default=used is None or it.id in used,
        )
        for it in packs
    ]
    found: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id("settings", "packs"),
        placeholder=_("None of the shared packs"),
        min_values=0,
        max_values=len(options),
        options=options,
    )
    return [ui.ActionRow(found)]


def _percent(bar: float) -> str:
    return f"{bar * 100:g}%"
