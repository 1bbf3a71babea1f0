"""Whom a message mentions, and whom of them Discord notifies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.standin.limits import TEXT_DISPLAY, walk
from tests.standin.people import ME, Person, Server
from tests.standin.permissions import Permission
from tests.standin.places import Places

JSON = dict[str, Any]

USERS, ROLES, EVERYONE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), "everyone"
IN_CHANNELS: JSON = {"parse": ["users", "roles", "everyone"], "replied_user": True}
IN_RESPONSES: JSON = {"parse": ["users"], "replied_user": True}
"""What is allowed where a body says nothing of it; responses to interactions are more careful."""
MOST_NAMED = 100


def shown_text(message: JSON) -> str:
    """All text of a message in which mentions count: its content and its text displays."""
    components = walk(message.get("components") or [])
    shown = [it["content"] for it in components if it["type"] == TEXT_DISPLAY]
    return "\n".join([message.get("content") or "", *shown])


def mentioned_users(text: str) -> list[str]:
    """The ids of the users whom a text mentions, each once."""
    return list(dict.fromkeys(USERS.findall(text)))


def mentioned_roles(text: str) -> list[str]:
    """The ids of the roles that a text mentions, each once."""
    return list(dict.fromkeys(ROLES.findall(text)))


def mentions_everyone(text: str) -> bool:
    return "@everyone" in text or "@here" in text


def mention_breaches(allowed: JSON | None) -> list[str]:
    """What Discord refuses in what a body says of mentions."""
    found = []
    for kind in ("users", "roles"):
        named = (allowed or {}).get(kind) or []
        if named and kind in ((allowed or {}).get("parse") or []):
            found.append(f"allowed_mentions both names {kind} and parses them all")
        if len(named) > MOST_NAMED:
            found.append(f"allowed_mentions names {len(named)} {kind}")
    return found


class Pings:
    """Works out whom a message of the bot notifies.

    Mentions in code count as mentions here: a bot that relies on a client's reading of Markdown
    should be told. Nobody is notified twice, nor of what they do not see.
    """

    def __init__(self, places: Places, people: Mapping[str, Person]) -> None:
        self._places = places
        self._people = people

    def of(self, message: JSON, allowed: JSON, replied_to: JSON | None = None) -> frozenset[str]:
        """The ids of the notified, under `allowed_mentions` in Discord's form."""
        text = shown_text(message)
        found = {*self._users(text, allowed)}
        server = self._server(message["channel_id"])
        if server is not None:
            found |= self._of_roles(text, allowed, server, message["channel_id"])
        if replied_to is not None and allowed.get("replied_user"):
            found.add(replied_to["author"]["id"])
        return frozenset(found - {message["author"]["id"]})

    def users(self, message: JSON, allowed: JSON) -> list[str]:
        """The ids for the message's `mentions`: those named in it, as far as is allowed."""
        return [*self._users(shown_text(message), allowed)]

    def _users(self, text: str, allowed: JSON) -> Iterable[str]:
        return _allowed(mentioned_users(text), "users", allowed)

    def _of_roles(self, text: str, allowed: JSON, server: Server, channel_id: str) -> set[str]:
        may_ping = self._places.permissions(ME, channel_id) & Permission.MENTION_EVERYONE
        members = [
            it for it in self._people.values() if (server.id, it.id) not in self._places.gone
        ]
        if may_ping and EVERYONE in (allowed.get("parse") or []) and mentions_everyone(text):
            return {it.id for it in members}
        found: set[str] = set()
        for role_id in _allowed(mentioned_roles(text), "roles", allowed):
            role = server.role(role_id)
            if role is not None and (may_ping or role.is_mentionable):
                found |= {
                    it.id for it in members if role_id in [r.id for r in it.roles_on(server.id)]
                }
        return found

    def _server(self, channel_id: str) -> Server | None:
        guild = self._places.guild_of(channel_id)
        return self._places.servers[guild] if guild else None


def _allowed(ids: list[str], kind: str, allowed: JSON) -> list[str]:
    if kind in (allowed.get("parse") or []):
        return ids
    named = {str(it) for it in allowed.get(kind) or []}
    return [it for it in ids if it in named]
