"""Responses to interactions, where Discord's answer says nothing of them.

Discord tells of a response only who asks it to, as discord.py does. A proxy that drops the question
takes the answer with it: the response is shown, and discord.py fails on the way back.
"""

from __future__ import annotations

from typing import Any

from discord.webhook.async_ import AsyncWebhookAdapter, async_context


class Callbacks(AsyncWebhookAdapter):
    """As discord.py sends them; of one that was taken without a word, the interaction is told."""

    async def create_interaction_response(
        self, interaction_id: int, token: str, **more: Any
    ) -> Any:  # as discord.py types it, which is an awaitable of what Discord says
        """Sends a response, and tells what Discord says of it."""
        told = await super().create_interaction_response(interaction_id, token, **more)
        return told or {"interaction": {"id": str(interaction_id)}}


def take_silent_callbacks() -> None:
    """Has all that is responded to from here on be sent so, in this task and those that it begins.

    discord.py has no place for this but its context.
    """
    async_context.set(Callbacks())  # type: ignore[no-untyped-call]
