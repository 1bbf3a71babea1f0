"""Files are fetched whole, or not at all, whatever is said of them or sent in their place."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import create_autospec

import discord
import pytest
from aiohttp import web

from bot.chat.curators import attachments
from bot.chat.curators.attachments import fetch
from bot.errors import ChangeRefused
from bot.exchange.upload import MAX_BYTES

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]
CONTENT = b"question,answer\nWhat is tea?,Leaves.\n"
AT_ONCE = b" " * 2**16


@asynccontextmanager
async def served(serve: Serve) -> AsyncIterator[str]:
    """The address of a file, for a block."""
    app = web.Application()
    app.router.add_get("/tea.csv", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/tea.csv"
    finally:
        await runner.cleanup()


def attachment(url: str, size: int = len(CONTENT)) -> Any:
    """What Discord says of a file."""
    file = create_autospec(discord.Attachment, instance=True)
    file.url, file.size = url, size
    return file


async def whole(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=CONTENT, content_type="image/png")


async def without_end(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(AT_ONCE)


async def bomb(_request: web.Request) -> web.StreamResponse:
    body = gzip.compress(b" " * (4 * MAX_BYTES))
    return web.Response(body=body, headers={"Content-Encoding": "gzip"})


async def silent(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(CONTENT)
    await asyncio.Event().wait()
    return response


async def cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": str(len(CONTENT))})
    await response.prepare(request)
    await response.write(CONTENT[:20])
    assert request.transport is not None
    request.transport.close()
    return response


async def elsewhere(_request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("http://127.0.0.1:1/admin")


async def shorter(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=CONTENT[:20])


async def gone(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=404, body=CONTENT)


async def test_a_file_is_what_it_holds_and_not_what_is_said_of_it() -> None:
    async with served(whole) as url:
        assert await fetch(attachment(url)) == CONTENT
        assert await fetch(attachment(url, size=1)) == CONTENT
        assert len(await fetch(attachment(url, size=0))) == len(CONTENT)


@pytest.mark.parametrize("serve", [without_end, bomb])
async def test_of_what_is_larger_than_it_says_no_more_is_read_than_may_be_imported(
    serve: Serve,
) -> None:
    async with served(serve) as url:
        assert len(await fetch(attachment(url))) == MAX_BYTES + 1


async def test_what_says_that_it_is_too_large_is_not_even_asked_for() -> None:
    with pytest.raises(ChangeRefused, match="at most 8 are imported"):
        await fetch(attachment("http://127.0.0.1:1/tea.csv", MAX_BYTES + 1))


@pytest.mark.parametrize("serve", [silent, cut, elsewhere, shorter, gone])
async def test_what_does_not_come_in_time_and_whole_from_where_it_is_kept_is_to_be_uploaded_again(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MOST_SECONDS", 0.3)
    async with served(serve) as url:
        with pytest.raises(ChangeRefused, match="Upload it again"):
            await fetch(attachment(url))
