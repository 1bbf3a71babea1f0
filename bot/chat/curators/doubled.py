"""Presses that come again before whoever pressed can have seen what came of the first."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from bot.chat.curators.access import Interaction
from bot.chat.payloads import data_of, values_of

AFTER_SECONDS = 0.6
"""How long after the first has been handled, or one after it was heard, another still counts as
the same: longer than between two clicks, and too short to have read what came of the first."""


class Doubled:
    """Recognises presses that are made twice. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[Hashable, float] = {}
        """By each press, until when another is the same."""

    @contextmanager
    def handling(self, press: Hashable) -> Iterator[bool]:
        """Surrounds the handling of a press; gives whether to handle it.

        A press whose handling failed may be repeated at once.
        """
        now = self._clock()
        self._until = {it: until for it, until in self._until.items() if until > now}
        if press in self._until:
            self._until[press] = max(self._until[press], now + AFTER_SECONDS)
            yield False
            return
        self._until[press] = float("inf")
        try:
            yield True
        except BaseException:
            del self._until[press]
            raise
        self._until[press] = self._clock() + AFTER_SECONDS


def press_of(interaction: Interaction) -> Hashable:
    """What identifies a press: the component, what was chosen in it, and how its message looked."""
    message = interaction.message
    about = (message.id, message.edited_at) if message else None
    press_id = data_of(interaction).get("custom_id")
    return interaction.user.id, about, press_id, values_of(interaction)
