"""Discord's HTTP API below `/channels`: messages, reactions and threads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.standin import refusals
from tests.standin.channels import Channel
from tests.standin.gateway import Gateway
from tests.standin.memory import Memory
from tests.standin.messages import EPHEMERAL, Messages
from tests.standin.people import BOT
from tests.standin.permissions import Permission
from tests.standin.reactions import Reactions
from tests.standin.refusals import NoRoute, Refused
from tests.standin.rights import Rights
from tests.standin.uploads import Upload

JSON = dict[str, Any]

MOST_TAGS = 5
MOST_READ, USUALLY_READ = 100, 50


class ChannelRoutes:
    """Answers what the bot asks of a channel; nothing stands for an empty answer."""

    def __init__(self, memory: Memory, messages: Messages, gateway: Gateway) -> None:
        self._memory = memory
        self._messages = messages
        self._gateway = gateway
        self._rights = Rights(memory)
        self._reactions = Reactions(memory, self._rights, gateway)

    async def respond(
        self,
        method: str,
        parts: list[str],
        body: Any,
        files: dict[str, Upload],
        query: Mapping[str, str],
    ) -> Any:
        """The answer to a request for what follows `/channels/`."""
        channel, *rest = parts
        self._rights.see(channel)
        match method, rest:
            case "GET", []:
                return self._memory.places.channel(channel)
            case "PATCH", [] if channel in self._threads():
                return await self._change_thread(channel, body)
            case "PUT" | "DELETE", ["thread-members", "@me"] if channel in self._threads():
                self._rights.change(channel)
                return None
            case "POST", ["typing"]:
                self._rights.write(channel)
                return None
            case "GET", ["messages"]:
                return self._history(channel, query)
            case "GET", ["messages", message_id]:
                self._rights.read(channel)
                return self._in_channel(channel, message_id)
            case "POST", ["messages"]:
                return await self._send(channel, body, files)
            case "PATCH", ["messages", message_id]:
                return await self._edit(channel, message_id, body, files)
            case "DELETE", ["messages", message_id]:
                return await self._delete(channel, message_id)
            case _, ["messages", message_id, "reactions", *about]:
                message = self._in_channel(channel, message_id)
                return await self._reactions.respond(method, message, about)
            case _:
                raise NoRoute()

    async def _send(self, channel: str, body: JSON, files: dict[str, Upload]) -> JSON:
        reference = body.get("message_reference")
        embeds = bool(body.get("embeds"))
        self._rights.send(channel, embeds=embeds, files=bool(files), replies=bool(reference))
        if int(body.get("flags") or 0) & EPHEMERAL:
            self._messages.refuse(["a channel's message cannot be private"])
        known = self._known(body, channel)
        if known is not None:
            return known
        message = self._messages.create(body, files, channel)
        self._memory.sent.append({**message, "body": body})
        found = self._memory.places.channels.get(channel)
        if found is not None and found.is_archived:
            await self._change(found, is_archived=False)
        await self._gateway.dispatch("MESSAGE_CREATE", message)
        return message

    def _known(self, body: JSON, channel: str) -> JSON | None:
        """The message that was sent under the same nonce before, which is not sent again."""
        if not body.get("enforce_nonce"):
            return None
        return next(
            (
                it
                for it in self._memory.sent
                if it["channel_id"] == channel and it["body"].get("nonce") == body["nonce"]
            ),
            None,
        )

    async def _edit(
        self, channel: str, message_id: str, body: JSON, files: dict[str, Upload]
    ) -> JSON:
        if self._in_channel(channel, message_id)["author"]["id"] != BOT:
            message = "Cannot edit a message authored by another user"
            raise Refused(403, refusals.NOT_THE_AUTHOR, message)
        self._rights.change(channel)
        edited = self._messages.edit(message_id, body, files)
        await self._gateway.dispatch("MESSAGE_UPDATE", edited)
        return edited

    async def _delete(self, channel: str, message_id: str) -> None:
        gone = self._in_channel(channel, message_id)
        if gone["author"]["id"] != BOT:
            self._rights.delete_of_others(channel)
        self._rights.change(channel)
        self._memory.forget_message(message_id)
        await self._gateway.dispatch("MESSAGE_DELETE", deletion(gone))

    def _history(self, channel: str, query: Mapping[str, str]) -> list[JSON]:
        """The messages that everybody in a channel sees, newest first."""
        most = int(query.get("limit", USUALLY_READ))
        if not 1 <= most <= MOST_READ:
            self._messages.refuse([f"a history of {most} messages"])
        if not self._rights.has(channel, Permission.READ_MESSAGE_HISTORY):
            return []
        private = self._memory.private
        every = {**self._memory.said, **self._memory.messages}
        found = [it for it in every.values() if it["channel_id"] == channel]
        shown = sorted((it for it in found if it["id"] not in private), key=_age, reverse=True)
        if before := query.get("before"):
            shown = [it for it in shown if _age(it) < int(before)]
        if after := query.get("after"):
            # Those next to it, not the newest of all.
            return [it for it in shown if _age(it) > int(after)][-most:]
        return shown[:most]

    async def _change_thread(self, channel: str, body: JSON) -> JSON:
        """Changes a thread. The bot opened none, so that all takes Manage Threads but to reopen it.

        With that it may set a moderated tag as well.
        """
        thread = self._memory.places.channels[channel]
        if body.get("archived") is False:
            self._rights.reopen(thread)
        else:
            self._rights.change(channel)
        if set(body) - {"archived"} or body.get("archived"):
            self._rights.require(channel, Permission.MANAGE_THREADS)
        changes = {
            field: body[key]
            for key, field in (
                ("name", "name"),
                ("archived", "is_archived"),
                ("locked", "is_locked"),
            )
            if body.get(key) is not None
        }
        if body.get("applied_tags") is not None:
            changes["applied_tags"] = self._tags(thread, [str(it) for it in body["applied_tags"]])
        return await self._change(thread, **changes)

    def _tags(self, thread: Channel, wanted: list[str]) -> tuple[str, ...]:
        known = {it.id for it in self._memory.places.channels[thread.parent or ""].tags}
        if not known.issuperset(wanted):
            raise Refused(400, refusals.UNKNOWN_TAG, "Unknown Tag")
        if len(wanted) > MOST_TAGS:
            self._messages.refuse([f"{len(wanted)} tags on a post"])
        return tuple(wanted)

    async def _change(self, thread: Channel, **changes: Any) -> JSON:
        self._memory.places.change_channel(thread.id, **changes)
        changed = self._memory.places.channel(thread.id)
        await self._gateway.dispatch("THREAD_UPDATE", changed)
        return changed

    def _threads(self) -> set[str]:
        return {it.id for it in self._memory.places.channels.values() if it.is_thread}

    def _in_channel(self, channel: str, message_id: str) -> JSON:
        """A message that everybody in a channel sees."""
        found = self._memory.said.get(message_id) or self._memory.messages.get(message_id)
        is_there = found is not None and found["channel_id"] == channel
        if found is None or not is_there or message_id in self._memory.private:
            raise Refused(404, refusals.UNKNOWN_MESSAGE, "Unknown Message")
        return found


def deletion(message: JSON) -> JSON:
    """What Discord tells of a message that is gone."""
    kept = ("id", "channel_id", "guild_id")
    return {key: message[key] for key in kept if key in message}


def _age(message: JSON) -> int:
    return int(message["id"])
