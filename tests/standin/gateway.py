"""Discord's gateway: the socket over which a bot hears what happens."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.standin import application, objects
from tests.standin.intents import hears
from tests.standin.memory import Memory
from tests.standin.people import BOT

JSON = dict[str, Any]

TOKEN = "a-token.for.tests"


@dataclass(slots=True)
class Connection:
    """A bot's connection to the gateway."""

    socket: web.WebSocketResponse
    request: web.Request
    is_identified: bool = False


@dataclass(slots=True)
class Session:
    """What a bot that resumes gets again."""

    events: list[JSON] = field(default_factory=list)
    intents: int = 0


class Gateway:
    """Every connection, of which a test has one at a time, and the session they share."""

    def __init__(self, memory: Memory) -> None:
        self.url = ""
        self.connections: list[Connection] = []
        self._memory = memory
        self._session = Session()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self._memory.refused_handshakes:
            self._memory.refused_handshakes -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.append(connection)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(frame.data)
            if payload["op"] == 1:
                await socket.send_json({"op": 11})
            elif payload["op"] == 2:
                await self._identify(connection, payload["d"])
            elif payload["op"] == 6 and self._memory.refuses_resumes:
                await socket.send_json({"op": 9, "d": False})
            elif payload["op"] == 6:
                await self._resume(connection, payload["d"])
        if connection in self.connections:
            self.connections.remove(connection)
        self._memory.close_codes.append(socket.close_code)
        await self._memory.notify()
        return socket

    @property
    def intents(self) -> int:
        """Those of the bot that identified last, also while it is away."""
        return self._session.intents

    async def dispatch(self, name: str, data: JSON) -> None:
        """Sends an event, also to a bot that is away and resumes later, if its intents allow."""
        if not hears(self.intents, name, data):
            return
        event = {"op": 0, "t": name, "s": len(self._session.events) + 1, "d": data}
        self._session.events.append(event)
        for connection in [*self.connections]:
            if connection.is_identified:
                await connection.socket.send_json(event)

    async def close(self, code: int) -> None:
        """Closes every connection, for a reason."""
        for connection in [*self.connections]:
            await connection.socket.close(code=code)

    def drop(self) -> None:
        """Cuts every connection, as a network does."""
        for connection in self.connections:
            transport = connection.request.transport
            if transport is not None:
                transport.abort()
        self.connections.clear()

    async def _identify(self, connection: Connection, data: JSON) -> None:
        if data["token"] != TOKEN:
            await connection.socket.close(code=4004)
            return
        if data["intents"] & self._memory.refused_intents:
            self._memory.refusals += 1
            await connection.socket.close(code=4014)
            return
        self._session = Session(intents=data["intents"])
        connection.is_identified = True
        ready = {
            "v": 10,
            "user": objects.user(BOT, is_bot=True),
            "guilds": [{"id": it, "unavailable": True} for it in self._memory.servers],
            "session_id": "session",
            "resume_gateway_url": self.url,
            "shard": data.get("shard", [0, 1]),
            "application": {
                "id": BOT,
                "flags": application.flags(self._memory.refused_intents),
            },
        }
        await self.dispatch("READY", ready)
        places = self._memory.places
        for server in [*places.joined]:
            if server not in places.unavailable:
                await self.dispatch("GUILD_CREATE", places.guild(server))
        self._memory.identified += 1
        await self._memory.notify()

    async def _resume(self, connection: Connection, data: JSON) -> None:
        for event in self._session.events[data["seq"] :]:
            await connection.socket.send_json(event)
        connection.is_identified = True
        await self.dispatch("RESUMED", {})
        self._memory.resumed += 1
        await self._memory.notify()
