"""A stand-in for Discord: its HTTP API and its gateway, on loopback.

It plays the part of Discord that a bot without privileged intents meets, withholds what Discord
withholds, refuses what Discord refuses, and remembers every breach of a limit.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.standin import payloads, schema
from tests.standin.limits import choice_breaches, command_breaches, message_breaches, walk

JSON = dict[str, Any]

TOKEN = "a-token.for.tests"
MESSAGE_CONTENT = 1 << 15
"""The intent that lets a bot read messages which are not addressed to it."""
WAIT_SECONDS = 30.0
EPHEMERAL = 1 << 6


@dataclass(slots=True)
class Failure:
    """A refusal that a test ordered."""

    method: str
    pattern: str
    status: int
    body: JSON
    times: int


@dataclass(slots=True)
class Exchange:
    """An interaction and what the bot responded."""

    interaction: JSON
    deferral: JSON | None = None
    response: JSON | None = None
    message: JSON | None = None

    @property
    def data(self) -> JSON:
        assert self.response is not None
        found: JSON = self.response.get("data", {})
        return found

    @property
    def is_private(self) -> bool:
        return bool(self.data.get("flags", 0) & EPHEMERAL)


@dataclass(slots=True)
class Connection:
    """A bot's connection to the gateway."""

    socket: web.WebSocketResponse
    request: web.Request
    intents: int = 0
    is_identified: bool = False


@dataclass(slots=True)
class Session:
    """What a bot that resumes gets again."""

    events: list[JSON] = field(default_factory=list)


class Discord:
    """The stand-in. Use it as an async context manager."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Any]] = []
        self.breaches: list[str] = []
        self.commands: list[JSON] = []
        self.command_updates = 0
        self.sent: list[JSON] = []
        self.said: dict[str, JSON] = {}
        self.identified = 0
        self.resumed = 0
        self.refuses_resumes = False
        self.close_codes: list[int | None] = []
        self.invalid_tokens = 0
        self._session = Session()
        self._connections: list[Connection] = []
        self._exchanges: dict[str, Exchange] = {}
        self._failures: list[Failure] = []
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._http)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.drop_gateway()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    # What a test waits for

    async def until(self, is_true: Callable[[], object], what: str) -> None:
        """Waits until something has happened; fails, naming it, after some seconds."""
        async with self._changed:
            try:
                async with asyncio.timeout(WAIT_SECONDS):
                    await self._changed.wait_for(lambda: bool(is_true()))
            except TimeoutError:
                recent = [f"{method} {path}" for method, path, _ in self.requests[-10:]]
                raise AssertionError(f"waited for {what}; the last requests: {recent}") from None

    async def until_ready(self) -> None:
        await self.until(lambda: self.identified and self.commands, "a bot with its commands")

    async def next_message(self, after: int) -> JSON:
        """The message that the bot sent when it had sent `after` before."""
        await self.until(lambda: len(self.sent) > after, "a message")
        return self.sent[after]

    # What people do

    async def say(
        self,
        content: str,
        *,
        channel: str = payloads.CHANNEL,
        reply_to: JSON | None = None,
        author: JSON | None = None,
        **more: Any,
    ) -> JSON:
        """Somebody writes a message; the bot sees of it what Discord would show."""
        mentions = [payloads.user(BOT, is_bot=True)] if f"<@{BOT}>" in content else []
        if reply_to is not None:
            more |= {
                "type": 19,
                "message_reference": {
                    "message_id": reply_to["id"],
                    "channel_id": channel,
                    "type": 0,
                },
                "referenced_message": reply_to,
            }
            if reply_to["author"]["id"] == BOT and not mentions:
                mentions = [payloads.user(BOT, is_bot=True)]
        is_shown = (
            channel == payloads.DIRECT
            or f"<@{BOT}>" in content
            or (bool(mentions) and not (reply_to or {}).get("is_response"))
            or any(it.intents & MESSAGE_CONTENT for it in self._connections)
        )
        message = payloads.message(
            content if is_shown else "",
            channel_id=channel,
            author=author or payloads.user(),
            mentions=mentions,
            **more,
        )
        self.said[message["id"]] = message
        await self.dispatch("MESSAGE_CREATE", message)
        return message

    async def ask_and_wait(self, content: str, **more: Any) -> JSON:
        """Somebody writes; the bot's next message."""
        before = len(self.sent)
        await self.say(content, **more)
        return await self.next_message(before)

    async def slash(
        self, name: str, *, channel: str = payloads.CHANNEL, **options: Any
    ) -> Exchange:
        """Somebody runs a slash command."""
        return await self._interact(2, self._command_data(name, 1, options), channel)

    async def complete(self, name: str, option: str, text: str) -> list[JSON]:
        """Somebody types in an option with autocomplete; the choices offered."""
        data = self._command_data(name, 1, {option: text})
        data["options"][0]["focused"] = True
        exchange = await self._interact(4, data, payloads.CHANNEL)
        choices: list[JSON] = exchange.data["choices"]
        return choices

    async def message_command(self, name: str, target: JSON) -> Exchange:
        """Somebody runs a command on a message, whose content Discord then shows."""
        data = self._command_data(name, 3, {})
        data |= {"target_id": target["id"], "resolved": {"messages": {target["id"]: target}}}
        return await self._interact(2, data, payloads.CHANNEL)

    async def press(self, message: JSON, custom_id: str, *values: str) -> Exchange:
        """Somebody presses a button of a message, or chooses in its select."""
        found = next(
            (it for it in walk(message["components"]) if it.get("custom_id") == custom_id), None
        )
        assert found is not None, f"no {custom_id!r} in {custom_ids(message)}"
        data: JSON = {"custom_id": custom_id, "component_type": found["type"], "id": 1}
        if values:
            assert set(values) <= {it["value"] for it in found["options"]}
            data["values"] = list(values)
        shown = {key: value for key, value in message.items() if key != "is_response"}
        return await self._interact(3, data, message["channel_id"], message=shown)

    def fail_next(
        self, method: str, pattern: str, status: int, *, times: int = 1, **body: Any
    ) -> None:
        """Refuses the next request that fits."""
        self._failures.append(
            Failure(method, pattern, status, {"code": 0, "message": "No"} | body, times)
        )

    def drop_gateway(self) -> None:
        """Cuts every connection to the gateway, as a network does."""
        for connection in self._connections:
            transport = connection.request.transport
            if transport is not None:
                transport.abort()
        self._connections.clear()

    async def dispatch(self, name: str, data: JSON) -> None:
        """Sends an event, also to a bot that is away and resumes later."""
        event = {"op": 0, "t": name, "s": len(self._session.events) + 1, "d": data}
        self._session.events.append(event)
        for connection in self._connections:
            if connection.is_identified:
                await connection.socket.send_json(event)

    # The gateway

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.append(connection)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(frame.data)
            if payload["op"] == 1:
                await socket.send_json({"op": 11})
            elif payload["op"] == 2:
                await self._identify(connection, payload["d"])
            elif payload["op"] == 6 and self.refuses_resumes:
                await socket.send_json({"op": 9, "d": False})
            elif payload["op"] == 6:
                await self._resume(connection, payload["d"])
        if connection in self._connections:
            self._connections.remove(connection)
        async with self._changed:
            self.close_codes.append(socket.close_code)
            self._changed.notify_all()
        return socket

    async def _identify(self, connection: Connection, data: JSON) -> None:
        if data["token"] != TOKEN:
            await connection.socket.close(code=4004)
            return
        connection.intents = data["intents"]
        self._session = Session()
        connection.is_identified = True
        ready = {
            "v": 10,
            "user": payloads.user(BOT, is_bot=True),
            "guilds": [{"id": payloads.GUILD, "unavailable": True}],
            "session_id": "session",
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "shard": data.get("shard", [0, 1]),
            "application": {"id": BOT, "flags": 0},
        }
        await self.dispatch("READY", ready)
        await self.dispatch("GUILD_CREATE", payloads.guild())
        async with self._changed:
            self.identified += 1
            self._changed.notify_all()

    async def _resume(self, connection: Connection, data: JSON) -> None:
        for event in self._session.events[data["seq"] :]:
            await connection.socket.send_json(event)
        connection.is_identified = True
        await self.dispatch("RESUMED", {})
        async with self._changed:
            self.resumed += 1
            self._changed.notify_all()

    # HTTP

    async def _http(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body = await request.json() if request.can_read_body else None
        response = self._failed(request.method, path) or self._respond(request, path, body)
        async with self._changed:
            self.requests.append((request.method, path, body))
            self._changed.notify_all()
        return response

    def _failed(self, method: str, path: str) -> web.Response | None:
        for failure in self._failures:
            if failure.times and failure.method == method and re.search(failure.pattern, path):
                failure.times -= 1
                headers = {"Retry-After": "0.1", "Via": "1.1"} if failure.status == 429 else {}
                return _json(failure.body, status=failure.status, headers=headers)
        return None

    def _respond(self, request: web.Request, path: str, body: Any) -> web.Response:
        needs_token = not path.startswith(("/interactions/", "/webhooks/"))
        if needs_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
            self.invalid_tokens += 1
            return _refusal(401, 0, "401: Unauthorized")
        if request.method != "GET":
            self.breaches += schema.body_breaches(request.method, path, body)
        match request.method, path.strip("/").split("/"):
            case "GET", ["users", "@me"]:
                return _json(payloads.user(BOT, is_bot=True))
            case "GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]:
                return _json(_application())
            case "GET", ["gateway", "bot"]:
                limit = {
                    "total": 1000,
                    "remaining": 999,
                    "reset_after": 0,
                    "max_concurrency": 1,
                }
                url = f"ws://127.0.0.1:{self.port}/gateway"
                return _json({"url": url, "shards": 1, "session_start_limit": limit})
            case "GET", ["applications", _, "commands"]:
                return _json(self.commands)
            case "PUT", ["applications", _, "commands"]:
                self.breaches += command_breaches(body)
                self.commands = [
                    {
                        "id": payloads.snowflake(),
                        "application_id": BOT,
                        "version": "1",
                        "type": 1,
                        "description": "",
                        **it,
                    }
                    for it in body
                ]
                self.command_updates += 1
                return _json(self.commands)
            case "GET", ["channels", _, "messages", message]:
                found = self.said.get(message)
                return _json(found) if found else _refusal(404, 10008, "Unknown Message")
            case "POST", ["channels", channel, "messages"]:
                return self._message(channel, body)
            case "POST", ["channels", _, "typing"]:
                return web.Response(status=204)
            case "POST", ["interactions", interaction, _, "callback"]:
                return self._callback(interaction, body, request)
            case "PATCH", ["webhooks", _, token, "messages", "@original"]:
                return self._edit_response(token, body)
            case _:
                self.breaches.append(f"no such route: {request.method} {path}")
                return _refusal(404, 0, "404: Not Found")

    def _message(self, channel: str, body: JSON, **more: Any) -> web.Response:
        breaches = message_breaches(body)
        self.breaches += breaches
        if breaches:
            return _refusal(400, 50035, "; ".join(breaches))
        message = payloads.message(
            body.get("content") or "",
            channel_id=channel,
            author=payloads.user(BOT, is_bot=True),
            components=body.get("components", []),
            flags=body.get("flags", 0),
            message_reference=body.get("message_reference"),
            **more,
        )
        self.sent.append({**message, "body": body})
        return _json(message)

    def _callback(self, interaction_id: str, body: JSON, request: web.Request) -> web.Response:
        exchange = self._exchanges[interaction_id]
        if exchange.response is not None or exchange.deferral is not None:
            return _refusal(400, 40060, "Interaction has already been acknowledged.")
        data = body.get("data", {})
        breaches = choice_breaches(data["choices"]) if body["type"] == 8 else []
        if body["type"] == 4:
            breaches = message_breaches(data)
        self.breaches += breaches
        if breaches:
            return _refusal(400, 50035, "; ".join(breaches))
        if body["type"] == 5:
            exchange.deferral = body
        else:
            exchange.response = body
        if body["type"] == 4:
            exchange.message = payloads.message(
                data.get("content") or "",
                channel_id=exchange.interaction["channel_id"],
                author=payloads.user(BOT, is_bot=True),
                components=data.get("components", []),
                flags=data.get("flags", 0),
                is_response=True,
            )
        if request.query.get("with_response") not in ("true", "1"):
            return web.Response(status=204)
        about = {
            "id": interaction_id,
            "type": exchange.interaction["type"],
            "response_message_id": (exchange.message or {}).get("id"),
        }
        resource = {"type": body["type"], "message": exchange.message}
        return _json({"interaction": about, "resource": resource})

    def _edit_response(self, token: str, body: JSON) -> web.Response:
        """The first edit after a deferral is what was waited for; it keeps who may see it."""
        exchange = next(it for it in self._exchanges.values() if it.interaction["token"] == token)
        assert exchange.deferral is not None
        breaches = message_breaches(body)
        self.breaches += breaches
        if breaches:
            return _refusal(400, 50035, "; ".join(breaches))
        flags = body.get("flags", 0) | exchange.deferral.get("data", {}).get("flags", 0)
        exchange.response = {"type": 4, "data": {**body, "flags": flags}}
        exchange.message = payloads.message(
            "",
            channel_id=exchange.interaction["channel_id"],
            author=payloads.user(BOT, is_bot=True),
            components=body.get("components", []),
            flags=flags,
            is_response=True,
        )
        return _json(exchange.message)

    # Interactions

    def _command_data(self, name: str, kind: int, options: JSON) -> JSON:
        known = next(
            (it for it in self.commands if it["name"] == name and it["type"] == kind), None
        )
        assert known is not None, f"the bot registered no command {name!r}"
        types = {it["name"]: it["type"] for it in known.get("options", [])}
        given = [{"name": key, "type": types[key], "value": it} for key, it in options.items()]
        return {"id": known["id"], "name": name, "type": kind, "options": given}

    async def _interact(self, kind: int, data: JSON, channel: str, **more: Any) -> Exchange:
        interaction = payloads.interaction(kind, data, channel_id=channel, **more)
        exchange = Exchange(interaction)
        self._exchanges[interaction["id"]] = exchange
        await self.dispatch("INTERACTION_CREATE", interaction)
        await self.until(lambda: exchange.response, f"a response to {data}")
        return exchange


BOT = payloads.BOT


def text_of(message: JSON) -> str:
    """All text that a message shows."""
    return "\n".join(it["content"] for it in walk(message["components"]) if "content" in it)


def custom_ids(message: JSON) -> list[str]:
    """The ids of a message's buttons and selects."""
    return [it["custom_id"] for it in walk(message["components"]) if "custom_id" in it]


def _application() -> JSON:
    return {
        "id": BOT,
        "name": "Rejoinder",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "team": None,
        "owner": payloads.user(),
        "summary": "",
    }


def _json(data: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A response as Discord sends it: its content type names no character set."""
    body = json.dumps(data).encode()
    return web.Response(
        body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def _refusal(status: int, code: int, message: str) -> web.Response:
    return _json({"code": code, "message": message}, status=status)
