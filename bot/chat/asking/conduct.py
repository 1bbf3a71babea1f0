"""When the bot may speak though nobody asked it: seldom, once, and never between people.

This knows ids and times alone. A conversation is what is written in a channel or thread without a
pause of `CONVERSATION_SECONDS`. Only the conversations that were answered outlive a restart, since
`recall` is told of them; the hours are counted anew.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.chat.asking.cooldowns import Limit, Window

PAUSE_SECONDS = 5.0
"""How long people come first after a question. Whoever writes in that time has answered it, or goes
on, and the bot stays silent."""
TALK_SECONDS = 180.0
"""Whoever wrote within these is still in the conversation: a question is then put to them."""
CONVERSATION_SECONDS = 900.0
"""A channel that is silent for this long begins a new conversation."""
IN_A_CHANNEL = Limit(4, 3600)
"""Unasked answers in a channel with its threads."""
IN_A_SERVER = Limit(20, 3600)
"""Unasked answers in a server, posts of forums among them: each of those is a conversation of its
own, so that its forum has no limit."""
MOST_KEPT = 10_000
"""Channels and threads that are remembered; the longest silent is forgotten first."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that somebody wrote where unasked answers are wanted, less its words."""

    message_id: int
    """Discord's, which grows with time."""
    guild_id: int
    place_id: int
    """The channel that was chosen: a thread's parent."""
    channel_id: int
    """Where it was written, such as the thread."""
    author_id: int
    is_by_person: bool = True
    is_to_somebody: bool = False
    """Whether it replies to a message or mentions somebody."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The leave to answer a message, unless something happens first."""

    said: Said
    number: int


@dataclass(slots=True)
class _Channel:
    number: int = 0
    """Goes up with whatever happens there."""
    newest: int = 0
    """The id of the newest message that was heard."""
    last_at: float = float("-inf")
    """When a person wrote last, or the bot spoke unasked."""
    is_answered: bool = False
    """Whether the bot has spoken unasked in this conversation."""
    people: dict[int, float] = field(default_factory=dict)
    """When each wrote last, of those who wrote within `TALK_SECONDS`."""


class Conduct:
    """Remembers who wrote where, and when the bot spoke unasked.

    `clock` tells the seconds since the epoch.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._channels: OrderedDict[int, _Channel] = OrderedDict()
        self._places = Window(IN_A_CHANNEL)
        self._servers = Window(IN_A_SERVER)

    def knows(self, channel_id: int) -> bool:
        """Whether anything is remembered of a channel."""
        return channel_id in self._channels

    def recall(self, channel_id: int, spoken_at: float) -> None:
        """Is told that the bot spoke unasked in a channel, before a restart."""
        channel = self._channel(channel_id)
        if self._clock() - spoken_at < CONVERSATION_SECONDS:
            channel.is_answered = True
            channel.last_at = max(channel.last_at, spoken_at)

    def hear(self, said: Said) -> Turn | None:
        """Notes a message; the leave to answer it, where conduct allows that so far."""
        channel = self._channel(said.channel_id)
        channel.number += 1
        # Messages that come at once may be heard out of their order.
        is_newest = said.message_id >= channel.newest
        channel.newest = max(channel.newest, said.message_id)
        if not said.is_by_person:
            return None
        now = self._clock()
        if now - channel.last_at >= CONVERSATION_SECONDS:
            channel.is_answered = False
        channel.last_at = now
        channel.people = {it: at for it, at in channel.people.items() if now - at < TALK_SECONDS}
        is_alone = channel.people.keys() <= {said.author_id}
        channel.people[said.author_id] = now
        turn = Turn(said, channel.number)
        may_speak = is_newest and is_alone and not said.is_to_somebody
        return turn if may_speak and self._is_free(turn) else None

    def disturb(self, channel_id: int) -> None:
        """Notes that a message was changed or deleted in a channel, which may be the question."""
        if channel_id in self._channels:
            self._channels[channel_id].number += 1

    def claim(self, turn: Turn) -> bool:
        """Whether the message may be answered now; if so, that is counted.

        Not if anything has happened in its channel since it was heard.
        """
        channel = self._channel(turn.said.channel_id)
        if channel.number != turn.number or not self._is_free(turn):
            return False
        now = self._clock()
        channel.is_answered = True
        channel.last_at = now
        self._places.add(turn.said.place_id, now)
        self._servers.add(turn.said.guild_id, now)
        return True

    def claim_post(self, guild_id: int) -> bool:
        """Whether a new post of a forum may be answered; if so, that is counted."""
        now = self._clock()
        if self._servers.missing(guild_id, now):
            return False
        self._servers.add(guild_id, now)
        return True

    def _is_free(self, turn: Turn) -> bool:
        """Whether neither the conversation nor the hour has had what it may have."""
        now = self._clock()
        return (
            not self._channel(turn.said.channel_id).is_answered
            and not self._places.missing(turn.said.place_id, now)
            and not self._servers.missing(turn.said.guild_id, now)
        )

    def _channel(self, channel_id: int) -> _Channel:
        channel = self._channels.setdefault(channel_id, _Channel())
        self._channels.move_to_end(channel_id)
        if len(self._channels) > MOST_KEPT:
            self._channels.popitem(last=False)
        return channel
