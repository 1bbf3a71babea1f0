"""From what was chosen in `/settings` to what is saved; what cannot be is said in notes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import discord

from bot.chat.admins.bars import CHOICES
from bot.chat.admins.channel_facts import me_in, missing_to_answer, missing_to_write
from bot.knowledge.model import Knowledge
from bot.store.servers import ServerSettings, SettingsChange
from bot.translation import N_, _, languages

RETENTIONS = (0, 7, 30, 90, 365)
"""For how many days a server may keep questions."""
DEFAULT = "default"
"""The value that stands for no decision of the server's own."""

TEXT_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)
UNASKED_CHANNELS = (*TEXT_CHANNELS, discord.ChannelType.forum)
ANSWERING_CHANNELS = (
    *UNASKED_CHANNELS,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
)
EVERYONE = N_(
    "**@everyone cannot be curators**: choose a role that only those have who may publish."
)
UNKNOWN = N_("**That is not there any more.** Nothing was changed about it.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose, and what it is measured by."""

    values: tuple[str, ...]
    """As they came from Discord, or from somebody who forged them."""
    shown: frozenset[str]
    """What the select had as chosen before."""
    guild: discord.Guild
    current: ServerSettings
    shared: Knowledge


@dataclass(frozen=True, slots=True)
class Decision:
    """What changes, and what is said beside it."""

    change: SettingsChange
    notes: tuple[str, ...] = ()


def merged(
    current: Iterable[str], values: Collection[str], shown: Collection[str]
) -> tuple[str, ...]:
    """`current` without what the select showed and is no longer chosen, and with what was chosen.

    What the select did not show stays: somebody else may have chosen it since. If Discord does not
    tell what a select showed, it is taken to have shown what is there, unless all that was chosen
    is new.
    """
    current = tuple(current)
    if not shown and (not values or {*values} & {*current}):
        shown = current
    kept = (it for it in current if it in values or it not in shown)
    added = (it for it in values if it not in shown)
    return tuple(dict.fromkeys((*kept, *added)))


def chosen_id(value: str) -> int:
    """The id that was chosen, or 0, which nothing has, if none was."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 20 else 0


def _role(chosen: Chosen) -> Decision:
    if not chosen.values:
        return Decision({"curator_role": None})
    role = chosen.guild.get_role(chosen_id(chosen.values[0]))
    if role is None:
        return Decision({}, (_(UNKNOWN),))
    if role.is_default():
        return Decision({}, (_(EVERYONE),))
    return Decision({"curator_role": role.id})


def _curators_channel(chosen: Chosen) -> Decision:
    if not chosen.values:
        return Decision({"curators_channel": None})
    channel = chosen.guild.get_channel(chosen_id(chosen.values[0]))
    if channel is None or channel.type not in TEXT_CHANNELS:
        return Decision({}, (_(UNKNOWN),))
    note = _missing(channel)
    return Decision({}, (note,)) if note else Decision({"curators_channel": channel.id})


def _channels(chosen: Chosen) -> Decision:
    ids, notes = _several(chosen, chosen.current.channels or (), ANSWERING_CHANNELS)
    return Decision({"channels": ids or None}, notes)


def _unasked(chosen: Chosen) -> Decision:
    ids, notes = _several(chosen, chosen.current.unasked_channels, UNASKED_CHANNELS)
    return Decision({"unasked_channels": ids}, notes)


def _packs(chosen: Chosen) -> Decision:
    every = [it.id for it in chosen.shared.packs]
    used = every if chosen.current.packs is None else chosen.current.packs
    wanted = merged(used, chosen.values, chosen.shown)
    kept = tuple(it for it in every if it in wanted)
    notes = () if {*chosen.values} <= {*every} else (_(UNKNOWN),)
    return Decision({"packs": None if len(kept) == len(every) else kept}, notes)


def _bar(chosen: Chosen) -> Decision:
    if chosen.values == (DEFAULT,):
        return Decision({"answer_bar": None})
    bar = next((it for it in CHOICES if (bar_value(it),) == chosen.values), None)
    return Decision({}, (_(UNKNOWN),)) if bar is None else Decision({"answer_bar": bar})


def _retention(chosen: Chosen) -> Decision:
    days = next((it for it in RETENTIONS if (str(it),) == chosen.values), None)
    return Decision({}, (_(UNKNOWN),)) if days is None else Decision({"retention_days": days})


def _language(chosen: Chosen) -> Decision:
    if chosen.values == (DEFAULT,):
        return Decision({"language": None})
    code = next((it for it in languages() if (it,) == chosen.values), None)
    return Decision({}, (_(UNKNOWN),)) if code is None else Decision({"language": code})


SELECTS: Mapping[str, Callable[[Chosen], Decision]] = {
    "channels": _channels,
    "unasked": _unasked,
    "bar": _bar,
    "packs": _packs,
    "role": _role,
    "channel": _curators_channel,
    "retention": _retention,
    "language": _language,
}
"""What each select decides, by the name in its id."""
OF_CHANNELS = ("channels", "unasked", "channel", "role")
"""Those of them that take a server whose channels and roles the bot knows."""


def toggle(setting: str, state: str) -> SettingsChange | None:
    """What a button turns on or off; None if it is not such a button."""
    match setting, state:
        case "digest", "on" | "off":
            return {"has_digest": state == "on"}
        case "votes", "on" | "off":
            return {"takes_votes": state == "on"}
    return None


def bar_value(bar: float) -> str:
    """The value of a bar's option: its whole percent."""
    return str(round(bar * 100))


def _several(
    chosen: Chosen, current: Iterable[int], kinds: Collection[discord.ChannelType]
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The channels chosen now, without those that no longer exist; and notes on new ones."""
    before = {str(it) for it in current}
    found = {
        value: chosen.guild.get_channel(chosen_id(value))
        for value in merged(map(str, current), chosen.values, chosen.shown)
    }
    kept = {str(it.id): it for it in found.values() if it is not None and it.type in kinds}
    notes = [] if {*found} - before <= {*kept} else [_(UNKNOWN)]
    silent = [
        it.mention
        for value, it in kept.items()
        if value not in before and missing_to_answer(it, me_in(chosen.guild))
    ]
    if silent:
        notes.append(
            _(
                "**I cannot answer in {channels} yet.** **Why is it silent here?** tells what I "
                "miss there."
            ).format(channels=", ".join(silent))
        )
    return tuple(it.id for it in kept.values()), tuple(notes)


def _missing(channel: discord.abc.GuildChannel) -> str:
    missing = missing_to_write(channel, me_in(channel.guild))
    if not missing:
        return ""
    return _(
        "**I cannot write in {channel}:** there I miss {permissions}. Nothing was changed."
    ).format(channel=channel.mention, permissions=", ".join(map(_, missing)))
