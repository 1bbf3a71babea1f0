"""A stand-in for Discord: its HTTP API and its gateway, on loopback.

It plays the part of Discord that a bot meets, withholds what Discord withholds without a
privileged intent, refuses what Discord refuses, and remembers every breach of a limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from aiohttp import web

from tests.standin.administering import Administering
from tests.standin.gateway import TOKEN as TOKEN
from tests.standin.intents import MESSAGE_CONTENT as MESSAGE_CONTENT
from tests.standin.limits import walk
from tests.standin.memory import Drop, Failure
from tests.standin.people import BOT as BOT
from tests.standin.routes import Routes
from tests.standin.using import Until as Until
from tests.standin.using import Using
from tests.standin.using import custom_ids as custom_ids
from tests.standin.writing import Writing

JSON = dict[str, Any]

LARGEST_REQUEST = 1 << 25


class Discord(Writing, Using, Administering):
    """The stand-in. Use it as an async context manager.

    `by` is who does something, `guild` a server and `channel` a channel of it, a thread, a forum
    post, `payloads.DIRECT` for that person's direct messages, or `payloads.GROUP_DIRECT` for a
    group chat without the bot. Options and values whose names are not words, or are those of a
    parameter, go into the mapping.

    What people write is in `writing`, what they run and press in `using`, and what is done to
    servers in `administering`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._routes = Routes(self, self._messages, self._exchanges, self._gateway)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_get("/gateway", self._gateway.serve)
        app.router.add_get("/attachments/{id}/{name}", self.attachments.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self._routes.serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.attachments.base = f"http://127.0.0.1:{self.port}"
        self._gateway.url = f"ws://127.0.0.1:{self.port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.drop_gateway()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def intents(self) -> int:
        """Those with which the bot identified last."""
        return self._gateway.intents

    # What a test waits for, and looks up

    async def next_message(self, after: int) -> JSON:
        """The message that the bot sent when it had sent `after` before."""
        await self.until(lambda: len(self.sent) > after, "a message")
        return self.sent[after]

    async def ask_and_wait(self, content: str, **more: Any) -> JSON:
        """Somebody writes; the bot's next message."""
        before = len(self.sent)
        await self.say(content, **more)
        return await self.next_message(before)

    def latest(self, message: JSON) -> JSON | None:
        """A message of the bot as it stands now; none once it is deleted."""
        return self.messages.get(message["id"])

    def content_of(self, attachment: JSON) -> bytes:
        """What is in a file that is attached to a message."""
        return self.attachments.content(attachment)

    def pinged(self, message: JSON) -> frozenset[str]:
        """The ids of whom a message of the bot notified, by `allowed_mentions` and its rights.

        An edit notifies nobody, nor does a message that one person alone sees.
        """
        return self.pings[message["id"]]

    # What goes wrong

    def fail_next(
        self, method: str, pattern: str, status: int, *, times: int = 1, **body: Any
    ) -> None:
        """Refuses the next request that fits."""
        refusal = {"code": 0, "message": "No"} | body
        self._routes.failures.append(Failure(method, pattern, status, refusal, times))

    @contextmanager
    def holding(self, method: str, pattern: str) -> Iterator[None]:
        """For a block, does what the requests that fit ask for, and does not respond to them."""
        released = self._routes.held[method, pattern] = asyncio.Event()
        try:
            yield
        finally:
            del self._routes.held[method, pattern]
            released.set()

    def drop_next(self, method: str, pattern: str, *, is_carried_out: bool = False) -> None:
        """Cuts the connection of the next request that fits, before or after doing what it asks."""
        self._routes.drops.append(Drop(method, pattern, is_carried_out))

    async def close_gateway(self, code: int) -> None:
        """Closes every connection to the gateway, for a reason."""
        await self._gateway.close(code)

    async def connect_anew(self) -> None:
        """Has the bot begin a session of its own accord: this one cannot be read."""
        identified = self.identified
        await self.dispatch("READY", {"session_id": "x", "resume_gateway_url": "x"})
        await self.until(lambda: self.identified > identified, "another session")

    def drop_gateway(self) -> None:
        """Cuts every connection to the gateway, as a network does."""
        self._gateway.drop()


def text_of(message: JSON) -> str:
    """All text that a message shows."""
    components = [it["content"] for it in walk(message.get("components") or []) if "content" in it]
    return "\n".join(it for it in (message.get("content"), *components) if it)
