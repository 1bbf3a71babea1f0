"""Responses to interactions, where a proxy stands between the bot and Discord.

Discord tells of a response only who asks it to, as discord.py does. A proxy that drops the question
takes the answer with it: the response is shown, and discord.py fails on the way back. What a proxy
puts off discord.py takes for refused, and a connection that breaks off for the end of it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from aiohttp import ClientSession, hdrs
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.chat.posting import NETWORK, PAUSES, wait_told

CALLBACK = "/callback"
"""What the path of an interaction's own response ends with, of which Discord takes one."""
TAKEN, GONE = 40060, 10008
"""What Discord says of a response that it took before, and of a message that was deleted before."""


class Callbacks(AsyncWebhookAdapter):
    """As discord.py sends them, and again what was put off for a moment, or was lost on its way.

    Of a response that was taken without a word, the interaction is told.
    """

    async def request(self, route: Route, session: ClientSession, **more: Any) -> Any:
        """Makes a request, and again where too much was sent, or where the connection broke off.

        After that nothing is tried again that could be there twice.
        """
        was_cut = False
        for pause in (*PAUSES, None):
            try:
                return await super().request(route, session, **more)
            except discord.HTTPException as error:
                # What deletes is sent again by aiohttp as well, which does not tell.
                is_gone = route.method == hdrs.METH_DELETE and error.code == GONE
                if is_gone or (was_cut and error.code == TAKEN):
                    return None
                seconds = wait_told(error, pause) if pause is not None else None
                if seconds is None:
                    raise
            except NETWORK as error:
                # By the end of a timeout whoever waits has given up.
                if pause is None or isinstance(error, TimeoutError) or not _may_repeat(route):
                    raise
                was_cut, seconds = True, pause
            await asyncio.sleep(seconds)
            for file in more.get("files") or ():
                file.reset()

    async def create_interaction_response(
        self, interaction_id: int, token: str, **more: Any
    ) -> Any:  # as discord.py types it, which is an awaitable of what Discord says
        """Sends a response, and tells what Discord says of it."""
        told = await super().create_interaction_response(interaction_id, token, **more)
        return told or {"interaction": {"id": str(interaction_id)}}


def _may_repeat(route: Route) -> bool:
    """Whether a request does no harm that is made twice: a message that follows another would."""
    return route.method != hdrs.METH_POST or route.path.endswith(CALLBACK)


def go_by_proxies() -> None:
    """Has all that is responded to from here on be sent so, in this task and those that it begins.

    discord.py has no place for this but its context.
    """
    async_context.set(Callbacks())  # type: ignore[no-untyped-call]
