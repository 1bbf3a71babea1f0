"""Edited questions, and what Discord tells as if they had been edited."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

import discord

EDITABLE = timedelta(minutes=5)
"""For how long a question that is edited still gets another answer."""
MOST_KEPT = 1000
"""How many edited messages are remembered; the one edited longest ago is forgotten first."""


class Edits:
    """Remembers which edits were heard of, by ids and times alone.

    Discord reports an edited message again when it is pinned, opens a thread or gets a preview.
    """

    def __init__(self) -> None:
        self._edited_at: OrderedDict[int, datetime] = OrderedDict()

    def is_new(self, message: discord.Message) -> bool:
        """Whether a message's text was changed in a way that has not been heard of before."""
        at = message.edited_at
        if at is None or self._edited_at.get(message.id) == at:
            return False
        self._edited_at[message.id] = at
        self._edited_at.move_to_end(message.id)
        if len(self._edited_at) > MOST_KEPT:
            self._edited_at.popitem(last=False)
        return True


def is_editable(message: discord.Message) -> bool:
    """Whether a question is young enough to get another answer when it is edited."""
    return discord.utils.utcnow() - message.created_at <= EDITABLE
