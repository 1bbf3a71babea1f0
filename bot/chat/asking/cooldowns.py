"""How often one may ask: so that nobody floods a channel through the bot, or the bot itself.

What is over a limit is not counted, so that waiting always ends.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` in any `seconds`."""

    count: int
    seconds: float


A_PERSON = Limit(20, 30)
"""Questions of one person: more than anybody types who also reads the answers."""
A_CHANNEL = Limit(60, 60)
"""Questions in one channel: at more than one a second nobody can follow it."""
A_SERVER = Limit(200, 60)
"""Questions in one server: as in a few busy channels at once. Discord lets a bot send far more."""
PRESSES = Limit(40, 20)
"""Presses of one person: enough to page fast, not to hammer. Nobody else's presses count."""
CURATING = Limit(200, 20)
"""Presses of one person in what only curators and admins may press. Looking after a pack or the
settings goes faster than reading, and what is pressed twice is done once in any case."""
A_POSTING = Limit(1, 5)
"""Postings of an entry from one message: somebody who presses twice, or just when somebody else
does, wants one."""
MOST_KEPT = 10_000
"""How many people, channels or messages a limit remembers; the longest quiet is forgotten first."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody is over a limit."""

    seconds: int
    """How long until there is room again; at least 1."""
    is_first: bool
    """Whether to tell them so. That is true once in a spell, which ends when nobody was over the
    limit for as long as the limit counts. A person's spell is their own. If a channel or its
    server is over a limit, the spell is the channel's, so that the notices do not flood it."""


class Cooldowns:
    """Counts questions and presses. `clock` tells seconds, and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._people = Window(A_PERSON)
        self._channels = Window(A_CHANNEL)
        self._servers = Window(A_SERVER)
        self._pressing = Window(PRESSES)
        self._curating = Window(CURATING)
        self._posting = Window(A_POSTING)

    def take(self, user_id: int, channel_id: int, guild_id: int | None) -> Wait | None:
        """Counts a question, or says how long to wait and counts nothing.

        `guild_id` is None where the bot is in no server.
        """
        now = self._clock()
        # Each limit, whom it counts, and whose spell it is when that is over.
        counted: list[tuple[Window, int, int]] = [
            (self._people, user_id, user_id),
            (self._channels, channel_id, channel_id),
        ]
        if guild_id is not None:
            counted.append((self._servers, guild_id, channel_id))
        return _take(counted, now)

    def take_press(self, user_id: int, *, is_curating: bool = False) -> Wait | None:
        """Counts a press, or says how long to wait and counts nothing."""
        window = self._curating if is_curating else self._pressing
        return _take([(window, user_id, user_id)], self._clock())

    def take_posting(self, message_id: int, what: Hashable) -> bool:
        """Counts a posting from a message; False if something was posted from it just now."""
        key, now = (message_id, what), self._clock()
        is_new = self._posting.missing(key, now) == 0
        if is_new:
            self._posting.add(key, now)
        return is_new


def _take(counted: list[tuple[Window, int, int]], now: float) -> Wait | None:
    over = [
        (seconds, window, owner)
        for window, key, owner in counted
        if (seconds := window.missing(key, now)) > 0
    ]
    if not over:
        for window, key, _ in counted:
            window.add(key, now)
        return None
    # Whoever is over their own limit is told of that, and a channel that is over its limit once.
    _, window, owner = over[0]
    seconds = max(seconds for seconds, _, _ in over)
    return Wait(math.ceil(seconds), window.refuse(owner, now))


class Window:
    """The times that count towards one limit, by whose they are, and spells of being over it."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._taken: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._refused: OrderedDict[Hashable, float] = OrderedDict()

    def missing(self, key: Hashable, now: float) -> float:
        """The seconds until there is room for `key`; 0 where there is some."""
        taken = self._taken.get(key)
        if taken is None or len(taken) < self._limit.count:
            return 0
        return max(0, taken[0] + self._limit.seconds - now)

    def add(self, key: Hashable, now: float) -> None:
        """Counts one; there is room for it."""
        self._taken.setdefault(key, deque(maxlen=self._limit.count)).append(now)
        self._taken.move_to_end(key)
        while len(self._taken) > MOST_KEPT or now - self._oldest() >= self._limit.seconds:
            self._taken.popitem(last=False)

    def refuse(self, owner: Hashable, now: float) -> bool:
        """Continues the spell of `owner`, or begins one; whether it began."""
        last = self._refused.get(owner)
        self._refused[owner] = now
        self._refused.move_to_end(owner)
        while len(self._refused) > MOST_KEPT:
            self._refused.popitem(last=False)
        return last is None or now - last >= self._limit.seconds

    def _oldest(self) -> float:
        """When whoever was quiet for longest was last counted."""
        return next(iter(self._taken.values()))[-1]
