from __future__ import annotations

import asyncio

from bot.chat.client import Client
from bot.chat.message_content import MessageContent


async def test_what_is_cancelled_on_leaving_has_ended_before_the_client_is_closed() -> None:
    client = Client(asyncio.get_running_loop().create_future(), content=MessageContent())
    has_ended = False

    async def read() -> None:
        nonlocal has_ended
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)  # as a statement that is let finish
            has_ended = True

    async with client:
        client._tasks = [asyncio.create_task(read())]
        await asyncio.sleep(0)
    assert has_ended
