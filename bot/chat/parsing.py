"""Events as the bot has them read, where discord.py alone would not do.

Those in a shape that cannot be read are logged and passed over, so that all others go on; servers
that a new session lacks are left; a message or an interaction that is told of again is read once.
"""

from __future__ import annotations

import logging
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import discord

Parse = Callable[[Any], None]
"""Reads what Discord sends with an event, and hands it on."""
BEGINNINGS = ("READY", "RESUMED")
"""Events without which there is no session: if one cannot be read, the session is begun anew."""
ASKING = ("MESSAGE_CREATE", "INTERACTION_CREATE")
"""Events whose `id` is that of a message or an action of a person."""
MOST_KEPT = 1000
"""How many events of each kind are remembered by their ids: Discord repeats one within moments."""

log = logging.getLogger(__name__)


def guard(parsers: dict[str, Parse]) -> None:
    """Has each of `parsers`, by the names of their events, pass over what it cannot read.

    discord.py gives up its connection otherwise, and with it every server. It has no place of its
    own for this but the table of its connection's state, which is what is to be given here.
    """
    for name, parse in parsers.items():
        if name not in BEGINNINGS:
            parsers[name] = _guarded(name, parse)


def notice_absent(
    parsers: dict[str, Parse], servers: Callable[[], Iterable[discord.Guild]]
) -> None:
    """Has a server that a new session lacks be taken for one that the bot was just removed from.

    It was removed while it had no session, and Discord tells of that in no other way. `servers` are
    those that discord.py knows of, which forgets none by itself. Takes the same table as `guard`.
    """
    begin, remove = parsers["READY"], parsers["GUILD_DELETE"]

    def read(data: Any) -> None:
        # Discord repeats which shard it was told; a proxy for bots without shards need not, and
        # discord.py begins no session of one without.
        data.setdefault("shard", [0, 1])
        begin(data)
        present = {int(it["id"]) for it in data["guilds"]}
        for guild in [*servers()]:
            if guild.shard_id == data["shard"][0] and guild.id not in present:
                remove({"id": guild.id})

    parsers["READY"] = read


def pass_over_repeated(parsers: dict[str, Parse]) -> None:
    """Has what asks for a reply be read once, however often Discord tells of it.

    It says itself that an event may be sent several times. Takes the same table as `guard`.
    """
    for name in ASKING:
        parsers[name] = _once(parsers[name])


def _once(parse: Parse) -> Parse:
    heard: deque[str] = deque(maxlen=MOST_KEPT)

    def read(data: Any) -> None:
        if data["id"] not in heard:
            heard.append(data["id"])
            parse(data)

    return read


def _guarded(name: str, parse: Parse) -> Parse:
    def read(data: Any) -> None:
        try:
            parse(data)
        except Exception as error:
            # Not the error's own text: it may repeat a part of what the event holds.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "Discord sent %s in a shape that cannot be read, and it is passed over: "
                "%s in %s, line %s.",
                name,
                type(error).__name__,
                Path(place.filename).name,
                place.lineno,
            )

    return read
