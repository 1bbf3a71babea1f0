"""Taking a reply away: for who asked, and for who manages messages. It stays away."""

from __future__ import annotations

from collections import deque
from typing import Protocol, cast

from bot.chat.acknowledging import acknowledge
from bot.chat.presses import Press
from bot.curating.workspace import Workspace
from bot.translation import N_, _

REFUSED = N_("Only who asked, and who may manage messages here, can dismiss this.")

MOST_KEPT = 1000
"""Dismissed questions that are remembered: they can be edited to an answer for five minutes."""


class Dismissals:
    """The messages that asked something, and whose reply was taken away; by ids alone."""

    def __init__(self) -> None:
        self._ids: deque[int] = deque(maxlen=MOST_KEPT)

    def __contains__(self, question_id: int) -> bool:
        return question_id in self._ids

    async def note(self, reply_id: int, workspace: Workspace) -> None:
        """Forgets a reply that is gone, and notes that its question is to get no other."""
        reply = await workspace.store.replies.get(reply_id)
        if reply is None:
            return
        if reply.question_id is not None and not reply.is_unasked:
            self._ids.append(reply.question_id)
        await workspace.store.replies.drop(reply_id)


class _Dismissing(Protocol):
    """What a press's client is, as far as dismissals go."""

    dismissals: Dismissals


async def dismiss(press: Press) -> None:
    """Deletes the reply that the button stands in."""
    interaction = press.interaction
    may_manage = interaction.guild_id is not None and interaction.permissions.manage_messages
    if interaction.user.id != press.id_at(0) and not may_manage:
        await press.tell(_(REFUSED))
        return
    await acknowledge(interaction)
    await interaction.delete_original_response()
    if interaction.message is not None:
        client = cast(_Dismissing, interaction.client)  # the press is on this bot's own message
        await client.dismissals.note(interaction.message.id, press.workspace)


HANDLERS = {"dismiss": dismiss}
