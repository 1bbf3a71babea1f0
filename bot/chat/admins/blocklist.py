"""The people whom the bot does not answer in a server: at most as many as one select shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import discord

from bot.chat.markup import OPTIONS_LIMIT
from bot.translation import _


@dataclass(frozen=True, slots=True)
class BlocklistChange:
    """Who is added to the blocklist and who is removed, and what is said of those not added."""

    added: tuple[int, ...]
    removed: tuple[int, ...]
    notes: tuple[str, ...] = ()


def change_of(
    blocked: Collection[int],
    wanted: Collection[int],
    known: Mapping[int, discord.Permissions],
    me: int,
) -> BlocklistChange:
    """The change after which those `wanted` are blocked, except managers and the bot itself.

    `known` has the permissions of the people whom Discord describes; nobody else is added. `me` is
    the bot.
    """
    added: list[int] = []
    notes: list[str] = []
    room = OPTIONS_LIMIT - len({*blocked} & {*wanted})
    for user_id in dict.fromkeys(it for it in wanted if it not in blocked):
        reason = _refusal(user_id, known, me)
        if reason is None and len(added) == room:
            reason = _("**The blocklist is full:** it holds {n} people.").format(n=OPTIONS_LIMIT)
        if reason is None:
            added.append(user_id)
        else:
            notes.append(reason)
    removed = tuple(sorted({*blocked} - {*wanted}))
    return BlocklistChange(tuple(added), removed, tuple(dict.fromkeys(notes)))


def _refusal(user_id: int, known: Mapping[int, discord.Permissions], me: int) -> str | None:
    if user_id == me:
        return _("**I cannot block myself.** Nothing was changed about me.")
    may = known.get(user_id)
    if may is None:
        return _("**I do not know that person.** Nothing was changed about them.")
    if may.manage_guild or may.administrator:
        return _("**<@{user}> may manage this server**, and is not put on the blocklist.").format(
            user=user_id
        )
    return None
