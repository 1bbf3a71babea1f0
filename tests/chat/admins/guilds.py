"""The stand-in's first server as discord.py knows it, with what a test changed about it."""

from __future__ import annotations

from typing import Any

import discord

from tests.standin import objects
from tests.standin.people import BOT, GUILD
from tests.standin.places import Places


def guild(places: Places | None = None, **member: Any) -> discord.Guild:
    """The server; `member` overrides what is said of the bot as its member."""
    # Nothing but a client makes the state that a server of discord.py lives in.
    state = discord.Client(intents=discord.Intents.none())._connection
    state.user = discord.ClientUser(state=state, data=_any(objects.user(BOT, is_bot=True)))
    data = (places or Places()).guild(GUILD)
    data["members"] = [{**it, **member} for it in data["members"]]
    return discord.Guild(data=_any(data), state=state)


def without_me() -> discord.Guild:
    """The server as Discord shows it when it leaves the bot out of its members."""
    found = guild()
    found._members.clear()
    return found


def channel(of: discord.Guild, channel_id: str) -> discord.abc.GuildChannel | discord.Thread:
    found = of.get_channel_or_thread(int(channel_id))
    assert found is not None
    return found


def _any(data: Any) -> Any:  # the stand-in's JSON has no types of its own
    return data
