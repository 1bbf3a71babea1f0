"""Discord's HTTP API, as far as the bot uses it; every other route is a breach."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from aiohttp import web

from tests.standin import channels, objects, refusals
from tests.standin.application import application
from tests.standin.channel_routes import ChannelRoutes
from tests.standin.command_limits import command_breaches
from tests.standin.exchanges import Exchanges
from tests.standin.gateway import TOKEN, Gateway
from tests.standin.guild_routes import GuildRoutes
from tests.standin.memory import Drop, Failure, Memory
from tests.standin.messages import Messages
from tests.standin.people import BOT, Person
from tests.standin.refusals import NoRoute, Refused
from tests.standin.uploads import Upload, read_body

JSON = dict[str, Any]


class Routes:
    """Answers the bot's requests."""

    def __init__(
        self, memory: Memory, messages: Messages, exchanges: Exchanges, gateway: Gateway
    ) -> None:
        self.failures: list[Failure] = []
        self.held: dict[tuple[str, str], asyncio.Event] = {}
        """By the methods and patterns of requests, what their responses wait for."""
        self.drops: list[Drop] = []
        self._memory = memory
        self._exchanges = exchanges
        self._gateway = gateway
        self._channels = ChannelRoutes(memory, messages, gateway)
        self._guilds = GuildRoutes(memory)

    async def serve(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body, files = await read_body(request)
        drop = self._dropped(request.method, path)
        if drop is not None and not drop.is_carried_out:
            return self._cut(request)
        try:
            response = self._failed(request.method, path) or await self._respond(
                request, path, body, files
            )
        except NoRoute:
            self._memory.breaches.append(f"no such route: {request.method} {path}")
            response = _json({"code": 0, "message": "404: Not Found"}, status=404)
        except Refused as error:
            response = _json({"code": error.code, "message": error.message}, status=error.status)
        except Exception as error:
            self._memory.breaches.append(f"{request.method} {path} broke the stand-in: {error!r}")
            raise
        self._memory.requests.append((request.method, path, body))
        await self._memory.notify()
        for (method, pattern), released in [*self.held.items()]:
            if method == request.method and re.search(pattern, path):
                await released.wait()
        return self._cut(request) if drop is not None else response

    def _dropped(self, method: str, path: str) -> Drop | None:
        for drop in self.drops:
            if drop.method == method and re.search(drop.pattern, path):
                self.drops.remove(drop)
                return drop
        return None

    def _cut(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _failed(self, method: str, path: str) -> web.Response | None:
        for failure in self.failures:
            if failure.times and failure.method == method and re.search(failure.pattern, path):
                failure.times -= 1
                headers = {"Retry-After": "0.1", "Via": "1.1"} if failure.status == 429 else {}
                return _json(failure.body, status=failure.status, headers=headers)
        return None

    async def _respond(
        self, request: web.Request, path: str, body: Any, files: dict[str, Upload]
    ) -> web.Response:
        parts = path.strip("/").split("/")
        is_by_token = parts[0] in ("interactions", "webhooks")
        if not is_by_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
            self._memory.invalid_tokens += 1
            raise Refused(401, 0, "401: Unauthorized")
        if request.method != "GET":
            self._memory.unchecked.append((request.method, path, body))
        if is_by_token:
            return self._interaction(request, parts, body, files)
        if parts[0] == "channels":
            channel = self._channels.respond(request.method, parts[1:], body, files, request.query)
            return _json(await channel)
        match request.method, parts:
            case "GET", ["users", "@me"]:
                return _json(objects.user(BOT, is_bot=True))
            case "GET", ["users", user_id]:
                return _json(objects.person(self._known(user_id)))
            case "POST", ["users", "@me", "channels"]:
                return _json(self._open_direct(str(body["recipient_id"])))
            case "DELETE", ["users", "@me", "guilds", guild] if guild in self._memory.servers:
                self._memory.servers.remove(guild)
                await self._gateway.dispatch("GUILD_DELETE", {"id": guild})
                return _json(None)
            case "GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]:
                memory = self._memory
                return _json(application(memory.team, memory.refused_intents))
            case "GET", ["gateway", "bot"]:
                return self._gateway_for_bots()
            case "GET", ["applications", _, "commands"]:
                return _json(self._memory.commands)
            case "PUT", ["applications", _, "commands"]:
                return self._register(body)
            case "GET", ["guilds", guild, *rest]:
                return _json(self._guilds.respond(guild, rest, request.query))
            case _:
                raise NoRoute()

    def _gateway_for_bots(self) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return _json({"url": self._gateway.url, "shards": 1, "session_start_limit": limit})

    def _known(self, user_id: str) -> Person:
        found = self._memory.people.get(user_id)
        if found is None:
            raise Refused(404, refusals.UNKNOWN_USER, "Unknown User")
        return found

    def _open_direct(self, user_id: str) -> JSON:
        """The channel to somebody, which is there also if they take no messages."""
        if user_id not in self._memory.people or self._memory.people[user_id].is_bot:
            raise Refused(400, refusals.INVALID_RECIPIENT, "Invalid Recipient(s)")
        return channels.direct_as_json(channels.direct_channel(user_id))

    def _register(self, commands: list[JSON]) -> web.Response:
        self._memory.breaches.extend(command_breaches(commands))
        base = {"application_id": BOT, "version": "1", "type": 1, "description": ""}
        self._memory.commands = [
            {"id": objects.snowflake(), **base, **it, **_kept(it)} for it in commands
        ]
        self._memory.command_updates += 1
        return _json(self._memory.commands)

    def _interaction(
        self, request: web.Request, parts: list[str], body: Any, files: dict[str, Upload]
    ) -> web.Response:
        match request.method, parts:
            case "POST", ["interactions", interaction, token, "callback"]:
                about = self._exchanges.respond(interaction, token, body, files)
                is_wanted = request.query.get("with_response") in ("true", "1")
                return _json(about if is_wanted else None)
            case "POST", ["webhooks", _, token]:
                return _json(self._exchanges.follow_up(token, body, files))
            case "GET", ["webhooks", _, token, "messages", message_id]:
                return _json(self._exchanges.find(token, message_id))
            case "PATCH", ["webhooks", _, token, "messages", message_id]:
                return _json(self._exchanges.edit(token, message_id, body, files))
            case "DELETE", ["webhooks", _, token, "messages", message_id]:
                self._exchanges.delete(token, message_id)
                return _json(None)
            case _:
                raise NoRoute()


def _json(data: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A response as Discord sends it: its content type names no character set."""
    if data is None:
        return web.Response(status=204)
    body = json.dumps(data).encode()
    return web.Response(
        body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def _kept(command: JSON) -> JSON:
    """What Discord keeps of a command otherwise than it was told: permissions as text."""
    needed = command.get("default_member_permissions")
    return {"default_member_permissions": None if needed is None else str(needed)}
