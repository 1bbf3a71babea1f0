"""Responses to interactions by way of a proxy that keeps silent, or that puts them off."""

from __future__ import annotations

import asyncio
import io
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from aiohttp import ClientSession, web
from discord.http import Route

from bot.chat.callbacks import go_by_proxies


async def responded(
    *answers: web.Response, taken: list[bytes] | None = None, **more: Any
) -> discord.InteractionCallbackResponse[Any]:
    """What is told of a response for which Discord gave those answers, each to one try.

    What was sent is added to `taken`.
    """
    left = [*answers]

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        if taken is not None:
            taken.append(body)
        return left.pop(0)

    site = web.Application()
    site.router.add_post("/interactions/7/secret/callback", take)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    before, Route.BASE = Route.BASE, f"http://{host}:{port}"
    http = SimpleNamespace(proxy=None, proxy_auth=None)
    async with ClientSession() as session:
        about = SimpleNamespace(
            id=7,
            token="secret",
            channel=None,
            _session=session,
            _state=SimpleNamespace(http=http, allowed_mentions=None),
        )
        interaction = cast(discord.Interaction[Any], about)
        try:
            return await discord.InteractionResponse(interaction).send_message("Tea.", **more)
        finally:
            Route.BASE = before
            await runner.cleanup()


def in_context(*answers: web.Response, **more: Any) -> discord.InteractionCallbackResponse[Any]:
    async def respond() -> discord.InteractionCallbackResponse[Any]:
        go_by_proxies()
        return await responded(*answers, **more)

    return asyncio.run(respond())


@pytest.mark.parametrize("status", [200, 204])
def test_what_is_taken_without_a_word_is_given_and_has_no_id(status: int) -> None:
    told = in_context(web.Response(status=status))
    assert (told.id, told.message_id) == (7, None)


def test_what_discord_tells_of_a_response_is_known() -> None:
    told = in_context(
        web.Response(
            body=b'{"interaction": {"id": "7", "type": 2, "response_message_id": "9"}}',
            headers={"Content-Type": "application/json"},
        )
    )
    assert (told.id, told.message_id) == (7, 9)


def too_much(seconds: str) -> web.Response:
    """What a rate-limit proxy says, which names no server that it went by."""
    return web.Response(status=429, headers={"Retry-After": seconds})


def test_a_response_that_came_too_soon_is_given_again() -> None:
    assert in_context(too_much("0"), too_much("0"), web.Response(status=204)).id == 7


def test_a_file_is_given_again_whole() -> None:
    taken: list[bytes] = []
    leaves = discord.File(io.BytesIO(b"leaves"), "leaves.txt")
    in_context(too_much("0"), web.Response(status=204), taken=taken, files=[leaves])
    assert [b"\r\nleaves\r\n" in it for it in taken] == [True, True]


def test_a_response_that_has_to_wait_for_too_long_is_refused() -> None:
    with pytest.raises(discord.HTTPException):
        in_context(too_much("60"), web.Response(status=204))
