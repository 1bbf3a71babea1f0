"""Discord's HTTP API, as far as the bot uses it; every other route is a breach."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.standin import payloads, people, refusals, schema
from tests.standin.exchanges import Exchanges
from tests.standin.gateway import TOKEN
from tests.standin.limits import command_breaches
from tests.standin.memory import Failure, Memory
from tests.standin.messages import EPHEMERAL, Messages
from tests.standin.people import BOT
from tests.standin.refusals import Refused
from tests.standin.uploads import Upload, read_body

JSON = dict[str, Any]
Dispatch = Callable[[str, JSON], Awaitable[None]]


class Routes:
    """Answers the bot's requests."""

    def __init__(
        self, memory: Memory, messages: Messages, exchanges: Exchanges, dispatch: Dispatch
    ) -> None:
        self.failures: list[Failure] = []
        self.gateway_url = ""
        self._memory = memory
        self._messages = messages
        self._exchanges = exchanges
        self._dispatch = dispatch

    async def serve(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body, files = await read_body(request)
        try:
            response = self._failed(request.method, path) or await self._respond(
                request, path, body, files
            )
        except Exception as error:
            if not isinstance(error, Refused):
                self._memory.breaches.append(
                    f"{request.method} {path} broke the stand-in: {error!r}"
                )
                raise
            response = _json({"code": error.code, "message": error.message}, status=error.status)
        self._memory.requests.append((request.method, path, body))
        await self._memory.notify()
        return response

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
            self._memory.breaches += schema.body_breaches(request.method, path, body)
        if is_by_token:
            return self._interaction(request, parts, body, files)
        if parts[0] == "channels":
            return await self._channel(request.method, parts[1:], body, files)
        match request.method, parts:
            case "GET", ["users", "@me"]:
                return _json(payloads.user(BOT, is_bot=True))
            case "GET", ["users", user_id]:
                return _json(payloads.user(_known(user_id).id))
            case "POST", ["users", "@me", "channels"]:
                recipient = str(body["recipient_id"])
                return _json(payloads.channel(payloads.direct_channel(recipient)))
            case "GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]:
                return _json(payloads.application(self._memory.team))
            case "GET", ["gateway", "bot"]:
                return self._gateway()
            case "GET", ["applications", _, "commands"]:
                return _json(self._memory.commands)
            case "PUT", ["applications", _, "commands"]:
                return self._register(body)
            case "GET", ["guilds", guild, *rest]:
                return self._guild(guild, rest)
            case _:
                raise self._no_route(request.method, path)

    def _gateway(self) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return _json({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})

    def _register(self, commands: list[JSON]) -> web.Response:
        self._memory.breaches += command_breaches(commands)
        base = {"application_id": BOT, "version": "1", "type": 1, "description": ""}
        self._memory.commands = [{"id": payloads.snowflake(), **base, **it} for it in commands]
        self._memory.command_updates += 1
        return _json(self._memory.commands)

    def _guild(self, guild: str, rest: list[str]) -> web.Response:
        if guild not in self._memory.servers:
            raise Refused(404, refusals.UNKNOWN_GUILD, "Unknown Guild")
        match rest:
            case []:
                return _json(payloads.guild(guild))
            case ["channels"]:
                return _json([payloads.channel(it) for it in payloads.CHANNELS[guild]])
            case ["roles"]:
                return _json(payloads.roles(guild))
            case ["members", user_id]:
                person = _known(user_id)
                about = {"user": payloads.user(user_id)}
                return _json(payloads.member(person, guild) | about)
            case _:
                raise self._no_route("GET", f"/guilds/{guild}/{'/'.join(rest)}")

    async def _channel(
        self, method: str, parts: list[str], body: Any, files: dict[str, Upload]
    ) -> web.Response:
        channel, *rest = parts
        if not payloads.is_channel(channel):
            raise Refused(404, refusals.UNKNOWN_CHANNEL, "Unknown Channel")
        guild = payloads.guild_of(channel)
        if guild is not None and guild not in self._memory.servers:
            raise Refused(403, refusals.MISSING_ACCESS, "Missing Access")
        match method, rest:
            case "GET", []:
                return _json(payloads.channel(channel))
            case "POST", ["typing"]:
                return web.Response(status=204)
            case "GET", ["messages", message_id]:
                return _json(self._in_channel(channel, message_id))
            case "POST", ["messages"]:
                if int(body.get("flags") or 0) & EPHEMERAL:
                    self._messages.refuse(["a channel's message cannot be private"])
                message = self._messages.create(body, files, channel)
                self._memory.sent.append({**message, "body": body})
                await self._dispatch("MESSAGE_CREATE", message)
                return _json(message)
            case "PATCH", ["messages", message_id]:
                if self._in_channel(channel, message_id)["author"]["id"] != BOT:
                    raise Refused(403, refusals.NOT_THE_AUTHOR, "Cannot edit another's message")
                message = self._messages.edit(message_id, body, files)
                await self._dispatch("MESSAGE_UPDATE", message)
                return _json(message)
            case "DELETE", ["messages", message_id]:
                gone = self._in_channel(channel, message_id)
                if message_id in self._memory.messages:
                    self._messages.delete(message_id)
                else:
                    del self._memory.said[message_id]
                await self._dispatch("MESSAGE_DELETE", deletion(gone))
                return web.Response(status=204)
            case _:
                raise self._no_route(method, f"/channels/{'/'.join(parts)}")

    def _in_channel(self, channel: str, message_id: str) -> JSON:
        """A message that everybody in a channel sees."""
        found = self._memory.said.get(message_id) or self._memory.messages.get(message_id)
        is_there = found is not None and found["channel_id"] == channel
        if found is None or not is_there or message_id in self._memory.private:
            raise Refused(404, refusals.UNKNOWN_MESSAGE, "Unknown Message")
        return found

    def _interaction(
        self, request: web.Request, parts: list[str], body: Any, files: dict[str, Upload]
    ) -> web.Response:
        match request.method, parts:
            case "POST", ["interactions", interaction, token, "callback"]:
                about = self._exchanges.respond(interaction, token, body, files)
                is_wanted = request.query.get("with_response") in ("true", "1")
                return _json(about) if is_wanted else web.Response(status=204)
            case "POST", ["webhooks", _, token]:
                return _json(self._exchanges.follow_up(token, body, files))
            case "GET", ["webhooks", _, token, "messages", message_id]:
                return _json(self._exchanges.find(token, message_id))
            case "PATCH", ["webhooks", _, token, "messages", message_id]:
                return _json(self._exchanges.edit(token, message_id, body, files))
            case "DELETE", ["webhooks", _, token, "messages", message_id]:
                self._exchanges.delete(token, message_id)
                return web.Response(status=204)
            case _:
                raise self._no_route(request.method, "/" + "/".join(parts))

    def _no_route(self, method: str, path: str) -> Refused:
        self._memory.breaches.append(f"no such route: {method} {path}")
        return Refused(404, 0, "404: Not Found")


def deletion(message: JSON) -> JSON:
    """What Discord tells of a message that is gone."""
    kept = ("id", "channel_id", "guild_id")
    return {key: message[key] for key in kept if key in message}


def _known(user_id: str) -> people.Person:
    found = people.PEOPLE.get(user_id)
    if found is None:
        raise Refused(404, refusals.UNKNOWN_USER, "Unknown User")
    return found


def _json(data: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A response as Discord sends it: its content type names no character set."""
    body = json.dumps(data).encode()
    return web.Response(
        body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )
