"""Connecting to Discord, staying connected, and leaving in good order."""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import logging
import signal
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import shard
from discord.backoff import ExponentialBackoff
from discord.http import Route

from bot.chat.asking.conduct import Conduct
from bot.chat.asking.cooldowns import Cooldowns
from bot.chat.client import Client
from bot.chat.message_content import MessageContent
from bot.errors import ConnectionRefused, RejoinderError, StoreError
from bot.knowledge.characters import cleaned

if TYPE_CHECKING:
    from bot.curating.workspace import Workspace
    from bot.store.store import Store

    Opening = AbstractAsyncContextManager[Store]
    Preparing = Callable[[Store], AbstractAsyncContextManager[Workspace]]

log = logging.getLogger(__name__)

CLOSE_SECONDS = 3.0
"""How long closing may take; whoever sent SIGTERM is promised five seconds."""
PREPARED_SECONDS = 60.0
LEAVING_SECONDS = 15.0
"""How long the bot waits, as it leaves, for what prepares something to end, such as the reading of
a large pack, and how long for everything else. Then the process ends even where something in it has
not: packs and the database survive that as they survive a loss of power."""
GRACE_SECONDS = 2.0
"""How long the bot waits for responses that are under way before it connects anew."""
BAD_TOKEN = 4004
REFUSALS = (4012, 4013, 4014)
"""The gateway's close codes for a bot whose version or intents it does not accept."""
PASSING = (
    OSError,
    TimeoutError,
    aiohttp.ClientError,
    discord.GatewayNotFound,
    discord.HTTPException,
    discord.ConnectionClosed,
)
"""Errors that a working network mends."""
FOR_NOW = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
"""Refusals that pass by themselves, such as of an address that sent too much."""


def connect(
    opening: Opening,
    prepare: Preparing,
    *,
    token: str,
    api: str,
    owners: Collection[int] = (),
) -> None:
    """Runs the bot until SIGINT or SIGTERM.

    `opening` opens the store, which tells what Discord is asked for: the content of messages only
    where a server answers unasked; see `bot.chat.message_content`. What `prepare` makes of it is
    made beside logging in, before the bot is shown as being there; its packs' files are watched.
    `api` is the base address of Discord's API; the gateway is found through it. `owners` are the
    users whose bot it is; none stands for those of the application. Without a network it tries
    again, waiting longer each time. Raises `ConnectionRefused` if the token is refused, and what
    `opening` and `prepare` raise.
    """
    Route.BASE = api
    # The bot has no voice, so that what voice would need is not missing.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    logging.getLogger(shard.__name__).addFilter(_is_unforeseen)
    asyncio.run(_run_until_stopped(opening, prepare, token, owners))


async def _run_until_stopped(
    opening: Opening, prepare: Preparing, token: str, owners: Collection[int]
) -> None:
    stopping = asyncio.Event()
    async with contextlib.AsyncExitStack() as opened:
        store = await opened.enter_async_context(opening)
        content = MessageContent(await _wanting_content(store))
        prepared = asyncio.create_task(opened.enter_async_context(prepare(store)))
        watching = asyncio.create_task(_watch(prepared, stopping))
        try:
            await _stay_connected(prepared, content, token, owners, stopping)
        finally:
            # What hangs, as a library's thread may, is told with all stacks, and ended.
            faulthandler.dump_traceback_later(PREPARED_SECONDS, exit=True)
            stopping.set()
            await asyncio.wait({prepared, watching})
            faulthandler.dump_traceback_later(LEAVING_SECONDS, exit=True)


async def _watch(prepared: asyncio.Task[Workspace], stopping: asyncio.Event) -> None:
    """Keeps the packs and the store in order until the end; answering does not depend on it."""
    try:
        workspace = await prepared
    except RejoinderError:
        return  # the client meets it as well, and ends with it
    await workspace.keep(stopping)


async def _stay_connected(
    prepared: asyncio.Task[Workspace],
    content: MessageContent,
    token: str,
    owners: Collection[int],
    stopping: asyncio.Event,
) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no handlers in the loop; there Ctrl-C ends the process by itself.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    stopped = asyncio.create_task(stopping.wait())
    backoff: ExponentialBackoff[bool] = ExponentialBackoff()
    cooldowns, conduct = Cooldowns(), Conduct()
    while not stopping.is_set():
        client = Client(
            prepared, owners=owners, content=content, cooldowns=cooldowns, conduct=conduct
        )
        running = asyncio.create_task(client.start(token))
        wanted = asyncio.create_task(_wanted_anew(content))
        await asyncio.wait({running, stopped, wanted}, return_when=asyncio.FIRST_COMPLETED)
        wanted.cancel()
        await _close(client)
        if not running.done():
            running.cancel()
            await asyncio.wait({running}, timeout=CLOSE_SECONDS)
        if stopping.is_set():
            if running.done() and not running.cancelled():
                running.exception()  # or asyncio reports that nobody asked for it
            return
        if content.wanted.is_set():
            log.info("Connecting anew, to read messages where a server wants answers unasked.")
            content.retry()
            continue
        error = running.exception()
        if isinstance(error, discord.PrivilegedIntentsRequired) and content.is_read:
            content.refuse()
            continue
        if prepared.done() and (unprepared := prepared.exception()):
            raise unprepared
        _raise_unless_passing(error)
        delay = backoff.delay()
        if error is None or isinstance(error, PASSING):
            log.warning(
                "No connection to Discord (%s); trying again in %.1f seconds.",
                _reason(error),
                delay,
            )
        else:
            # One answer that this version does not understand must not take it from all servers.
            log.error(
                "What Discord sent cannot be read; trying again in %.1f seconds.",
                delay,
                exc_info=error,
            )
        await asyncio.wait({stopped}, timeout=delay)


def _is_unforeseen(record: logging.LogRecord) -> bool:
    """Whether what discord.py logs stands, with its traceback; else a line takes its place.

    discord.py connects anew by itself where there was a session before.
    """
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, PASSING):
        return True
    log.warning("No connection to Discord (%s). %s.", _reason(error), record.getMessage())
    return False


def _reason(error: BaseException | None) -> str:
    """What stands in the way, for whoever must find out whether it is the network or a setting."""
    if isinstance(error, discord.HTTPException):
        return f"Discord answered {error.status}"
    if isinstance(error, discord.ConnectionClosed):
        return f"Discord closed it with code {error.code}"
    if isinstance(error, TimeoutError):
        return "it took too long"
    if error is None:
        return "it ended"
    return " ".join(cleaned(str(error)).split()) or type(error).__name__


async def _wanted_anew(content: MessageContent) -> None:
    """Waits until a server wants what the connection does not ask for, and a moment longer."""
    await content.wanted.wait()
    await asyncio.sleep(GRACE_SECONDS)


async def _wanting_content(store: Store) -> list[int]:
    """The ids of the servers that answer unasked; none where that cannot be looked up."""
    try:
        return await store.servers.with_unasked()
    except StoreError as error:
        log.error("Nothing is answered unasked until the next start: %s", error)
        return []


def _raise_unless_passing(error: BaseException | None) -> None:
    """Returns if another try may succeed; raises what a person must mend."""
    is_bad_token = isinstance(error, discord.ConnectionClosed) and error.code == BAD_TOKEN
    if isinstance(error, discord.LoginFailure) or is_bad_token:
        raise ConnectionRefused(
            "Discord refused the token. Copy it again from the developer portal into DISCORD_TOKEN."
        ) from error
    if (
        isinstance(error, discord.HTTPException)
        and error.status < 500
        and error.status not in FOR_NOW
    ):
        raise ConnectionRefused(
            f"Discord refused the connection: {error.status} (code {error.code})."
        ) from error
    if isinstance(error, discord.PrivilegedIntentsRequired):
        raise ConnectionRefused("Discord refused the connection: an intent is not allowed.")
    if isinstance(error, discord.ConnectionClosed) and error.code in REFUSALS:
        raise ConnectionRefused(f"Discord refused the connection: {error.code}.") from error
    if error is not None and (
        isinstance(error, RejoinderError) or not isinstance(error, Exception)
    ):
        raise error


async def _close(client: Client) -> None:
    try:
        await asyncio.wait_for(client.close(), CLOSE_SECONDS)
    except TimeoutError:
        log.warning("Closing took over %.0f seconds; leaving without.", CLOSE_SECONDS)
