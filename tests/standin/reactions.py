"""Reactions to messages: who reacted with what."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from tests.standin import objects, refusals
from tests.standin.gateway import Gateway
from tests.standin.memory import Memory
from tests.standin.people import BOT, Person
from tests.standin.permissions import Permission
from tests.standin.refusals import NoRoute, Refused
from tests.standin.rights import Rights

JSON = dict[str, Any]


class Reactions:
    """Adds and removes the bot's, and those of people."""

    def __init__(self, memory: Memory, rights: Rights, gateway: Gateway) -> None:
        self._memory = memory
        self._rights = rights
        self._gateway = gateway

    async def respond(self, method: str, message: JSON, about: list[str]) -> Any:
        """The answer to a request for what follows `/reactions` of a message."""
        channel = message["channel_id"]
        self._rights.change(channel)
        match method, [unquote(it) for it in about]:
            case "PUT", [emoji, "@me"]:
                self._rights.read(channel)
                _check(emoji)
                if emoji not in self._of(message):
                    # Whoever finds one there may join in.
                    self._rights.require(channel, Permission.ADD_REACTIONS)
                await self.add(message, emoji, BOT)
            case "DELETE", [emoji, "@me"]:
                await self.remove(message, emoji, BOT)
            case "DELETE", [emoji, user_id]:
                self._rights.delete_of_others(channel)
                await self.remove(message, emoji, user_id)
            case "GET", [emoji]:
                return [objects.user(it) for it in self._of(message).get(emoji, [])]
            case _:
                raise NoRoute()
        return None

    async def add(self, message: JSON, emoji: str, user_id: str, by: Person | None = None) -> None:
        """Notes a reaction, and tells the bot of it unless it is there already."""
        reacted = self._memory.reactions.setdefault(message["id"], {}).setdefault(emoji, [])
        if user_id in reacted:
            return
        reacted.append(user_id)
        more: JSON = {"message_author_id": message["author"]["id"]}
        if by is not None and "guild_id" in message:
            member = objects.member(by, message["guild_id"])
            more["member"] = {**member, "user": objects.person(by)}
        await self._tell("MESSAGE_REACTION_ADD", message, emoji, user_id, **more)

    async def remove(self, message: JSON, emoji: str, user_id: str) -> None:
        """Takes a reaction off; refused where there is none."""
        reacted = self._of(message).get(emoji, [])
        if user_id not in reacted:
            raise Refused(404, refusals.UNKNOWN_EMOJI, "Unknown Emoji")
        reacted.remove(user_id)
        await self._tell("MESSAGE_REACTION_REMOVE", message, emoji, user_id)

    def _of(self, message: JSON) -> dict[str, list[str]]:
        return {
            emoji: it for emoji, it in self._memory.reactions.get(message["id"], {}).items() if it
        }

    async def _tell(self, event: str, message: JSON, emoji: str, user_id: str, **more: Any) -> None:
        if not self._memory.places.sees(message["channel_id"]):
            return
        where: JSON = {key: message[key] for key in ("channel_id", "guild_id") if key in message}
        about = {"user_id": user_id, "message_id": message["id"], "burst": False, "type": 0}
        shown = {"id": None, "name": emoji}
        await self._gateway.dispatch(event, {**where, **about, "emoji": shown, **more})


def _check(emoji: str) -> None:
    if emoji.isascii():
        raise Refused(400, refusals.UNKNOWN_EMOJI, "Unknown Emoji")
