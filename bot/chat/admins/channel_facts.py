"""What Discord and a server's settings say about a channel, as far as answering depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import discord

from bot.chat.admins.silence import READ_HISTORY, SEND, SEND_IN_THREADS, VIEW, Facts
from bot.chat.asking.responding import answers_in
from bot.curating.homes import SERVER_PACK
from bot.errors import ChangeRefused
from bot.knowledge.model import Knowledge
from bot.store.servers import ServerSettings
from bot.translation import N_, _

Place = discord.abc.GuildChannel | discord.Thread
UNSEEN = N_(
    "**Discord has not shown me the channels of this server yet**, as after an outage of it. "
    "Nothing was changed; try again in a few minutes."
)


def me_in(guild: discord.Guild) -> discord.Member:
    """The bot as a member. Raises `ChangeRefused` if Discord does not list it."""
    me = cast("discord.Member | None", guild.me)  # whatever discord.py says
    if me is None:
        raise ChangeRefused(_(UNSEEN))
    return me


def facts_about(
    place: Place,
    settings: ServerSettings,
    knowledge: Knowledge,
    *,
    blocked: int = 0,
    reads_content: bool = False,
) -> Facts:
    """What decides whether the bot answers in `place`.

    `knowledge` is what the server answers from, `blocked` how many people get no answer, and
    `reads_content` whether Discord shows the bot the text of messages. Raises `ChangeRefused`
    where Discord has left the bot out of the server's members.
    """
    guild = place.guild
    me = me_in(guild)
    own = knowledge.pack_by_id.get(SERVER_PACK)
    shared = [it for it in knowledge.packs if it.id != SERVER_PACK]
    own_entries = len(own.live_entries) if own else 0
    may_manage = _permissions(place, me).manage_threads
    thread = place if isinstance(place, discord.Thread) and not may_manage else None
    chosen = settings.channels
    return Facts(
        missing=missing_to_answer(place, me),
        timed_out_until=me.timed_out_until if me.is_timed_out() else None,
        is_locked=thread is not None and thread.locked,
        is_closed_to_me=thread is not None and thread.is_private() and thread.me is None,
        has_commands=_permissions(place, guild.default_role).use_application_commands,
        elsewhere=(
            None if chosen is None or answers_in(settings, place) else _present(chosen, guild)
        ),
        is_unasked=(place.parent_id if isinstance(place, discord.Thread) else place.id)
        in settings.unasked_channels,
        reads_content=reads_content,
        has_packs=bool(shared),
        shared_entries=sum(len(it.live_entries) for it in shared),
        own_entries=own_entries,
        own_drafts=len(own.entries) - own_entries if own else 0,
        blocked=blocked,
    )


def missing_to_answer(place: Place, me: discord.Member) -> tuple[str, ...]:
    """The permissions that the bot lacks to answer in `place`, by Discord's English names."""
    # A reply refers to the question, which Discord lets those do who may read it.
    may_read = _permissions(place, me).read_message_history
    return (*missing_to_write(place, me), *(() if may_read else (READ_HISTORY,)))


def missing_to_write(place: Place, me: discord.Member) -> tuple[str, ...]:
    """The permissions that it lacks to write there of its own accord, by the same names."""
    has = _permissions(place, me)
    needed: Mapping[str, bool] = {VIEW: has.view_channel}
    if isinstance(place, (discord.Thread, discord.ForumChannel)):
        needed = {**needed, SEND_IN_THREADS: has.send_messages_in_threads}
    else:
        needed = {**needed, SEND: has.send_messages}
    return tuple(name for name, is_granted in needed.items() if not is_granted)


def _permissions(place: Place, who: discord.Member | discord.Role) -> discord.Permissions:
    """The bot's permissions; none in a thread whose channel it does not know, and so cannot see."""
    if isinstance(place, discord.Thread) and place.parent is None:
        return discord.Permissions.none()
    return place.permissions_for(who)


def _present(ids: tuple[int, ...], guild: discord.Guild) -> tuple[int, ...]:
    return tuple(it for it in ids if guild.get_channel_or_thread(it))
