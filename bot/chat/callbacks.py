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
"""The end of the path to which an interaction's response is sent. Discord takes one response
there."""
TAKEN, GONE = 40060, 10008
"""What Discord says of a response that it took before, and of a message that was deleted before."""


class Callbacks(AsyncWebhookAdapter):
    """Sends responses as discord.py does, and repeats those that were put off or lost on the way.

    If Discord takes a response but returns nothing, discord.py is at least told of the interaction.
    """

    async def request(self, route: Route, session: ClientSession, **more: Any) -> Any:
        """Makes a request, and repeats it if Discord says to wait or the connection breaks off.

        After a broken connection, a request that would then take effect twice is not repeated.
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
    """Sends all responses of this task, and of the tasks that it starts, through `Callbacks`.

    A context variable is the only way that discord.py has to replace how it sends them.
    """
    async_context.set(Callbacks())  # type: ignore[no-untyped-call]
