"""A stand-in for Discord: its HTTP API and its gateway, on loopback.

It plays the part of Discord that a bot without privileged intents meets, withholds what Discord
withholds, refuses what Discord refuses, and remembers every breach of a limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from aiohttp import web

from tests.standin import commands, payloads, people
from tests.standin.exchanges import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    Exchange,
    Exchanges,
)
from tests.standin.gateway import TOKEN as TOKEN
from tests.standin.gateway import Gateway
from tests.standin.limits import SELECTS, walk
from tests.standin.memory import Failure, Memory
from tests.standin.messages import Messages
from tests.standin.modals import chosen_values, fill_in
from tests.standin.people import OWNER, Person
from tests.standin.resolving import Resolved
from tests.standin.routes import Routes, deletion
from tests.standin.uploads import Upload

JSON = dict[str, Any]
Until = Literal["response", "acknowledgement"]
"""What a test waits for: past a deferral, or not."""

BOT = payloads.BOT
MESSAGE_CONTENT = 1 << 15
"""The intent that lets a bot read messages which are not addressed to it."""
LARGEST_REQUEST = 1 << 25


class Discord(Memory):
    """The stand-in. Use it as an async context manager.

    `by` is who does something, `guild` a server and `channel` a channel of it, a thread, or
    `payloads.DIRECT` for that person's direct messages. Options and values whose names are not
    words, or are those of a parameter, go into the mapping.
    """

    def __init__(self) -> None:
        super().__init__()
        self._gateway = Gateway(self)
        self._connections = self._gateway.connections
        messages = Messages(self)
        self._exchanges = Exchanges(self, messages)
        self._routes = Routes(self, messages, self._exchanges, self._gateway.dispatch)
        self._written: dict[str, str] = {}

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
        self._gateway.url = self._routes.gateway_url = f"ws://127.0.0.1:{self.port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.drop_gateway()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    # What a test waits for, and looks up

    async def next_message(self, after: int) -> JSON:
        """The message that the bot sent when it had sent `after` before."""
        await self.until(lambda: len(self.sent) > after, "a message")
        return self.sent[after]

    def latest(self, message: JSON) -> JSON | None:
        """A message of the bot as it stands now; none once it is deleted."""
        return self.messages.get(message["id"])

    def content_of(self, attachment: JSON) -> bytes:
        """What is in a file that is attached to a message."""
        return self.attachments.content(attachment)

    def is_shown_to(self, person: Person, name: str, guild: str = people.GUILD) -> bool:
        """Whether Discord offers a command to a person, on a server that changed nothing.

        A server may offer it to others, so that `slash` does not ask.
        """
        return commands.find(self.commands, name).is_shown_to(person, guild)

    # What people do

    async def say(
        self,
        content: str,
        *,
        by: Person = OWNER,
        guild: str | None = None,
        channel: str | None = None,
        reply_to: JSON | None = None,
        author: JSON | None = None,
        files: Sequence[Upload] = (),
        **more: Any,
    ) -> JSON:
        """Somebody writes a message; the bot sees of it what Discord would show."""
        channel = self._channel(channel, guild, by)
        mentions = [payloads.user(BOT, is_bot=True)] if f"<@{BOT}>" in content else []
        is_response = reply_to is not None and reply_to["id"] in self.responses
        if reply_to is not None:
            reference = {"message_id": reply_to["id"], "channel_id": channel, "type": 0}
            more |= {"type": 19, "message_reference": reference, "referenced_message": reply_to}
            if reply_to["author"]["id"] == BOT and not mentions:
                mentions = [payloads.user(BOT, is_bot=True)]
        is_shown = (
            payloads.guild_of(channel) is None
            or f"<@{BOT}>" in content
            or (bool(mentions) and not is_response)
            or any(it.intents & MESSAGE_CONTENT for it in self._connections)
        )
        if is_shown:
            more |= {"attachments": [self.attachments.add(it) for it in files]}
        message = payloads.message(
            content if is_shown else "",
            channel_id=channel,
            author=author or payloads.user(by.id),
            by=by if author is None else None,
            mentions=mentions,
            **more,
        )
        self.said[message["id"]] = message
        self._written[message["id"]] = content
        await self.dispatch("MESSAGE_CREATE", message)
        return message

    async def ask_and_wait(self, content: str, **more: Any) -> JSON:
        """Somebody writes; the bot's next message."""
        before = len(self.sent)
        await self.say(content, **more)
        return await self.next_message(before)

    async def slash(
        self,
        name: str,
        options: Mapping[str, Any] | None = None,
        /,
        *,
        by: Person = OWNER,
        guild: str | None = None,
        channel: str | None = None,
        until: Until = "response",
        **more: Any,
    ) -> Exchange:
        """Somebody runs a slash command, by all that is typed of it: `knowledge source add`."""
        channel = self._channel(channel, guild, by)
        command = self._available(name, channel)
        resolved = Resolved(channel, self.attachments, by)
        given = commands.typed(command, {**(options or {}), **more}, resolved)
        return await self._interact(COMMAND, command.data(given, resolved), channel, by, until)

    async def complete(
        self,
        name: str,
        option: str,
        text: str,
        options: Mapping[str, Any] | None = None,
        /,
        *,
        by: Person = OWNER,
        guild: str | None = None,
        channel: str | None = None,
        **more: Any,
    ) -> list[JSON]:
        """Somebody types in an option with autocomplete, others filled in; the choices offered."""
        channel = self._channel(channel, guild, by)
        command = self._available(name, channel)
        # Discord sends what the others refer to as ids alone.
        resolved = Resolved(channel, self.attachments, by)
        others = {**(options or {}), **more}
        given = commands.half_typed(command, option, text, others, resolved)
        exchange = await self._interact(AUTOCOMPLETE, command.data(given), channel, by)
        choices: list[JSON] = exchange.data["choices"]
        return choices

    async def message_command(
        self, name: str, target: JSON, *, by: Person = OWNER, until: Until = "response"
    ) -> Exchange:
        """Somebody runs a command on a message, whose content Discord then shows."""
        channel = target["channel_id"]
        command = self._available(name, channel, commands.ON_MESSAGE)
        shown = {**target, "content": self._written.get(target["id"], target["content"])}
        data = command.data([]) | {
            "target_id": target["id"],
            "resolved": {"messages": {target["id"]: shown}},
        }
        return await self._interact(COMMAND, data, channel, by, until)

    async def press(
        self,
        message: JSON,
        custom_id: str,
        *values: Any,
        by: Person | None = None,
        until: Until = "response",
    ) -> Exchange:
        """Somebody presses a button of a message, or chooses in its select.

        It is whoever sees the message, where that is one person, unless a test says otherwise.
        """
        assert message["id"] not in self.deleted, "the message is deleted"
        viewer = self.private.get(message["id"])
        by = by or (people.PEOPLE[viewer] if viewer else OWNER)
        assert viewer in (None, by.id), f"{by.name} does not see the message"
        components = walk(message["components"])
        found = next((it for it in components if it.get("custom_id") == custom_id), None)
        assert found is not None, f"no {custom_id!r} in {custom_ids(message)}"
        assert not found.get("disabled"), f"{custom_id!r} is disabled"
        kind = found["type"]
        data: JSON = {"custom_id": custom_id, "component_type": kind, "id": found.get("id", 1)}
        channel = message["channel_id"]
        if kind in SELECTS:
            resolved = Resolved(channel, self.attachments, by)
            data["values"] = chosen_values(found, values, resolved, is_required=True)
            data |= resolved.as_json()
        shown = {key: value for key, value in message.items() if key != "body"}
        self.messages.setdefault(message["id"], shown)
        return await self._interact(COMPONENT, data, channel, by, until, message=shown)

    async def submit(
        self,
        exchange: Exchange,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        by: Person | None = None,
        until: Until = "response",
        **more: Any,
    ) -> Exchange:
        """Submits the modal that an exchange opened; fields that are not named stay as filled.

        Only who opened it can, though with other roles by then.
        """
        assert exchange.modal is not None, f"no modal was opened: {exchange.response}"
        by = by or exchange.by
        assert by.id == exchange.by.id, f"the modal is open for {exchange.by.name}"
        channel = exchange.interaction["channel_id"]
        resolved = Resolved(channel, self.attachments, by)
        data = fill_in(exchange.modal, {**(values or {}), **more}, resolved)
        source = {"message": exchange.source} if exchange.source is not None else {}
        return await self._interact(
            MODAL_SUBMIT, data, channel, by, until, origin=exchange, **source
        )

    async def edit_message(self, message: JSON, content: str) -> JSON:
        """Somebody changes what they wrote."""
        shown = content if message["content"] or f"<@{BOT}>" in content else ""
        edited = {**message, "content": shown, "edited_timestamp": payloads.STAMP}
        self.said[message["id"]] = edited
        self._written[message["id"]] = content
        await self.dispatch("MESSAGE_UPDATE", edited)
        return edited

    async def delete_message(self, message: JSON) -> None:
        """Somebody deletes a message, theirs or the bot's."""
        self.said.pop(message["id"], None)
        if self.messages.pop(message["id"], None):
            self.deleted.add(message["id"])
        await self.dispatch("MESSAGE_DELETE", deletion(message))

    async def remove_bot(self, guild: str = people.GUILD) -> None:
        """A server's admin removes the bot from it."""
        self.servers.remove(guild)
        await self.dispatch("GUILD_DELETE", {"id": guild})

    # What goes wrong

    def fail_next(
        self, method: str, pattern: str, status: int, *, times: int = 1, **body: Any
    ) -> None:
        """Refuses the next request that fits."""
        refusal = {"code": 0, "message": "No"} | body
        self._routes.failures.append(Failure(method, pattern, status, refusal, times))

    def drop_gateway(self) -> None:
        """Cuts every connection to the gateway, as a network does."""
        self._gateway.drop()

    async def dispatch(self, name: str, data: JSON) -> None:
        """Sends an event, also to a bot that is away and resumes later."""
        await self._gateway.dispatch(name, data)

    # Interactions

    def _channel(self, channel: str | None, guild: str | None, by: Person) -> str:
        if channel == payloads.DIRECT:
            return payloads.direct_channel(by.id)
        found = channel or payloads.CHANNELS[guild or people.GUILD][0]
        assert guild is None or payloads.guild_of(found) == guild, "the channel is elsewhere"
        return found

    def _available(self, name: str, channel: str, kind: int = commands.SLASH) -> commands.Command:
        command = commands.find(self.commands, name, kind)
        place = payloads.guild_of(channel)
        assert command.is_available(place), f"{name!r} is not offered in {place or 'direct'}"
        return command

    async def _interact(
        self,
        kind: int,
        data: JSON,
        channel: str,
        by: Person,
        until: Until = "response",
        origin: Exchange | None = None,
        **more: Any,
    ) -> Exchange:
        guild = payloads.guild_of(channel)
        is_there = guild in (None, people.ELSEWHERE, *self.servers)
        assert is_there, f"the bot was removed from {guild}"
        interaction = payloads.interaction(kind, data, channel_id=channel, by=by, **more)
        exchange = self._exchanges.begin(interaction, by, origin)
        await self.dispatch("INTERACTION_CREATE", interaction)
        await self.until(
            lambda: exchange.is_acknowledged if until == "acknowledgement" else exchange.response,
            f"a response to {data}",
        )
        return exchange


def text_of(message: JSON) -> str:
    """All text that a message shows."""
    components = [it["content"] for it in walk(message.get("components") or []) if "content" in it]
    return "\n".join(it for it in (message.get("content"), *components) if it)


def custom_ids(message: JSON) -> list[str]:
    """The ids of a message's buttons and selects, or of a modal's fields."""
    return [it["custom_id"] for it in walk(message["components"]) if "custom_id" in it]
