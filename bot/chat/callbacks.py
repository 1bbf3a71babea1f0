"""Responses to interactions, where a proxy stands between the bot and Discord.

Discord tells of a response only who asks it to, as discord.py does. A proxy that drops the question
takes the answer with it: the response is shown, and discord.py fails on the way back. What a proxy
puts off discord.py takes for refused.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.chat.posting import PAUSES, wait_told


class Callbacks(AsyncWebhookAdapter):
    """As discord.py sends them, and again what was put off for a moment.

    Of a response that was taken without a word, the interaction is told.
    """

    async def request(self, *given: Any, **more: Any) -> Any:
        """Makes a request, and again where too much was sent."""
        for pause in PAUSES:
            try:
                return await super().request(*given, **more)
            except discord.HTTPException as error:
                seconds = wait_told(error, pause)
                if seconds is None:
                    raise
            await asyncio.sleep(seconds)
            for file in more.get("files") or ():
                file.reset()
        return await super().request(*given, **more)

    async def create_interaction_response(
        self, interaction_id: int, token: str, **more: Any
    ) -> Any:  # as discord.py types it, which is an awaitable of what Discord says
        """Sends a response, and tells what Discord says of it."""
        told = await super().create_interaction_response(interaction_id, token, **more)
        return told or {"interaction": {"id": str(interaction_id)}}


def go_by_proxies() -> None:
    """Has all that is responded to from here on be sent so, in this task and those that it begins.

    discord.py has no place for this but its context.
    """
    async_context.set(Callbacks())  # type: ignore[no-untyped-call]
