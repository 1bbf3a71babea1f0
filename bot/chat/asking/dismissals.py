"""Replies that were taken away: by a button, by a moderator, or with their question."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol, cast

import discord

from bot.store.replies import Reply

if TYPE_CHECKING:
    from bot.curating.workspace import Workspace

MOST_KEPT = 1000
"""How many deleted messages, and how many questions without a reply, are remembered: they matter
for minutes only."""


class Dismissals:
    """What was deleted lately, and which questions have had their reply, by ids alone."""

    def __init__(self) -> None:
        self._gone: deque[int] = deque(maxlen=MOST_KEPT)
        self._questions: deque[int] = deque(maxlen=MOST_KEPT)

    def has(self, question_id: int) -> bool:
        """Whether the reply to a question was taken away, so that it must not get another."""
        return question_id in self._questions

    async def note(self, message_id: int, workspace: Workspace) -> None:
        """Forgets a message that is gone, if it is a reply."""
        # First: a reply that is under way is remembered in a moment.
        self._gone.append(message_id)
        reply = await workspace.store.replies.get(message_id)
        if reply is not None:
            self._leave(reply)
            await workspace.store.replies.drop(message_id)

    async def remember(self, reply: Reply, workspace: Workspace) -> bool:
        """Remembers a reply that was posted; whether it still stands."""
        if reply.message_id in self._gone:
            self._leave(reply)
            return False
        await workspace.store.replies.add(reply)
        if reply.message_id in self._gone:
            await self.note(reply.message_id, workspace)
            return False
        return True

    def _leave(self, reply: Reply) -> None:
        if reply.question_id is not None and not reply.is_unasked:
            self._questions.append(reply.question_id)


class _Dismissing(Protocol):
    """What a client is, as far as dismissals go."""

    dismissals: Dismissals


def dismissals_of(client: discord.Client) -> Dismissals:
    """What was taken away."""
    return cast(_Dismissing, client).dismissals  # there is no client but the bot's own
