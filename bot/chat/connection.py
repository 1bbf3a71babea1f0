"""Connecting to Discord, staying connected, and leaving in good order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager

import aiohttp
import discord
from discord.backoff import ExponentialBackoff
from discord.http import Route

from bot.chat.client import Client
from bot.curating.workspace import Workspace
from bot.errors import ConnectionRefused, RejoinderError

log = logging.getLogger(__name__)

CLOSE_SECONDS = 4.0
"""How long closing may take; whoever sent SIGTERM is promised five seconds."""
BAD_TOKEN = 4004
PASSING = (OSError, TimeoutError, aiohttp.ClientError, discord.GatewayNotFound)
"""Errors that a working network mends."""


Prepare = Callable[[], AbstractAsyncContextManager[Workspace]]


def connect(prepare: Prepare, *, token: str, api: str, owners: Collection[int] = ()) -> None:
    """Runs the bot until SIGINT or SIGTERM.

    What `prepare` opens is opened beside logging in, before the bot is shown as being there, and
    closed at the end; meanwhile its packs' files are watched. `api` is the base address of
    Discord's API; the gateway is found through it. `owners` are the users whose bot it is; none
    stands for those of the application. Without a network it tries again, waiting longer each
    time. Raises `ConnectionRefused` if the token is refused, and what `prepare` raises.
    """
    Route.BASE = api
    # The bot has no voice, so that what voice would need is not missing.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    asyncio.run(_run_until_stopped(prepare, token, owners))


async def _run_until_stopped(prepare: Prepare, token: str, owners: Collection[int]) -> None:
    stopping = asyncio.Event()
    async with contextlib.AsyncExitStack() as opened:
        prepared = asyncio.create_task(opened.enter_async_context(prepare()))
        watching = asyncio.create_task(_watch(prepared, stopping))
        try:
            await _stay_connected(prepared, token, owners, stopping)
        finally:
            stopping.set()
            await asyncio.wait({prepared, watching})


async def _watch(prepared: asyncio.Task[Workspace], stopping: asyncio.Event) -> None:
    """Keeps the packs and the store in order until the end; answering does not depend on it."""
    try:
        workspace = await prepared
    except RejoinderError:
        return  # the client meets it as well, and ends with it
    try:
        await asyncio.gather(workspace.watch(stopping), workspace.tidy(stopping))
    except Exception:
        log.exception("The packs' files are no longer watched; restart to have them watched.")


async def _stay_connected(
    prepared: asyncio.Task[Workspace], token: str, owners: Collection[int], stopping: asyncio.Event
) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no handlers in the loop; there Ctrl-C ends the process by itself.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    stopped = asyncio.create_task(stopping.wait())
    backoff: ExponentialBackoff[bool] = ExponentialBackoff()
    while not stopping.is_set():
        client = Client(prepared, owners=owners)
        running = asyncio.create_task(client.start(token))
        await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
        await _close(client)
        if stopping.is_set():
            running.cancel()
            await asyncio.wait({running}, timeout=CLOSE_SECONDS)
            return
        _raise_unless_passing(running.exception())
        delay = backoff.delay()
        log.warning("No connection to Discord; trying again in %.0f seconds.", delay)
        await asyncio.wait({stopped}, timeout=delay)


def _raise_unless_passing(error: BaseException | None) -> None:
    """Returns if another try may succeed; raises what a person must mend."""
    is_bad_token = isinstance(error, discord.ConnectionClosed) and error.code == BAD_TOKEN
    if isinstance(error, discord.LoginFailure) or is_bad_token:
        raise ConnectionRefused(
            "Discord refused the token. Copy it again from the developer portal into DISCORD_TOKEN."
        ) from error
    if isinstance(error, discord.HTTPException) and error.status < 500:
        raise ConnectionRefused(
            f"Discord refused the connection: {error.status} (code {error.code})."
        ) from error
    if error is None or isinstance(error, (*PASSING, discord.HTTPException)):
        return
    raise error


async def _close(client: Client) -> None:
    try:
        await asyncio.wait_for(client.close(), CLOSE_SECONDS)
    except TimeoutError:
        log.warning("Closing took over %.0f seconds; leaving without.", CLOSE_SECONDS)
