"""Responses to interactions, where a proxy stands between the bot and Discord.

discord.py asks Discord to return the response that it sends. A proxy that drops this wish has
discord.py fail on the way back, although the response is shown. discord.py also gives up where a
proxy puts a response off, or where the connection breaks off.
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
"""The end of the path that an interaction's own response is sent to, of which Discord takes one."""
TAKEN, GONE = 40060, 10008
"""What Discord says of a response that it took before, and of a message that was deleted before."""


class Callbacks(AsyncWebhookAdapter):
    """Sends responses as discord.py does, and again what was put off or lost on its way.

    Where Discord takes a response and returns nothing, discord.py is told of the interaction at
    least.
    """

    async def request(self, route: Route, session: ClientSession, **more: Any) -> Any:
        """Makes a request, and again where Discord says to wait or the connection breaks off.

        Once the connection has broken off, no request is made again that would take effect twice.
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
    """Whether a request can be made twice without harm.

    A message that follows the first response would be posted twice.
    """
    return route.method != hdrs.METH_POST or route.path.endswith(CALLBACK)


def go_by_proxies() -> None:
    """Sends every response by way of `Callbacks`, in this task and those that it begins.

    A context variable is the only place that discord.py has for this.
    """
    async_context.set(Callbacks())  # type: ignore[no-untyped-call]
