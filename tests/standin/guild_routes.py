"""Discord's HTTP API below `/guilds`: what the bot may know of a server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.standin import channels, objects, refusals
from tests.standin.memory import Memory
from tests.standin.people import BOT, ME
from tests.standin.permissions import Permission
from tests.standin.refusals import NoRoute, Refused
from tests.standin.rights import Rights

JSON = dict[str, Any]

BOT_ADD = 28
"""The type of an audit log's entry for a bot that somebody added."""


class GuildRoutes:
    """Answers what the bot asks of a server that it is on."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._rights = Rights(memory)

    def respond(self, guild: str, rest: list[str], query: Mapping[str, str]) -> Any:
        """The answer to a GET for what follows `/guilds/` and the server's id."""
        places = self._memory.places
        if guild not in places.joined:
            raise Refused(404, refusals.UNKNOWN_GUILD, "Unknown Guild")
        match rest:
            case []:
                return places.guild(guild)
            case ["channels"]:
                return [channels.as_json(it) for it in places.channels_of(guild)]
            case ["threads", "active"]:
                seen = [it for it in places.threads_of(guild) if places.sees(it.id)]
                return {"threads": [channels.as_json(it) for it in seen], "members": []}
            case ["roles"]:
                return places.roles(guild)
            case ["members", user_id]:
                return self._member(guild, user_id)
            case ["audit-logs"]:
                self._rights.require_on(guild, Permission.VIEW_AUDIT_LOG)
                return self._audit_log(guild, query)
            case ["integrations"]:
                self._rights.require_on(guild, Permission.MANAGE_GUILD)
                return self._integrations(guild)
            case _:
                raise NoRoute()

    def _member(self, guild: str, user_id: str) -> JSON:
        if user_id == BOT:
            return objects.member(ME, guild) | {"user": objects.user(BOT, is_bot=True)}
        person = self._memory.people.get(user_id)
        if person is None:
            raise Refused(404, refusals.UNKNOWN_USER, "Unknown User")
        if (guild, user_id) in self._memory.places.gone:
            raise Refused(404, refusals.UNKNOWN_MEMBER, "Unknown Member")
        return objects.member(person, guild) | {"user": objects.person(person)}

    def _audit_log(self, guild: str, query: Mapping[str, str]) -> JSON:
        kind, user_id = query.get("action_type"), query.get("user_id")
        entries = [
            it
            for it in self._memory.audit_log.get(guild, [])
            if kind in (None, str(it["action_type"])) and user_id in (None, it["user_id"])
        ]
        if before := query.get("before"):
            entries = [it for it in entries if int(it["id"]) < int(before)]
        if after := query.get("after"):
            entries = [it for it in reversed(entries) if int(it["id"]) > int(after)]
        shown = entries[: int(query.get("limit", 50))]
        ids = {it[key] for it in shown for key in ("user_id", "target_id")}
        empty = ("integrations", "webhooks", "guild_scheduled_events", "threads")
        more = ("application_commands", "auto_moderation_rules")
        return {
            "audit_log_entries": shown,
            "users": [self._user(it) for it in sorted(ids)],
            **{key: [] for key in (*empty, *more)},
        }

    def _integrations(self, guild: str) -> list[JSON]:
        """The bot's own integration, with who added it."""
        added = (it for it in self._memory.audit_log.get(guild, []) if it["action_type"] == BOT_ADD)
        return [integration(self._user(it["user_id"])) for it in added][:1]

    def _user(self, user_id: str) -> JSON:
        known = self._memory.people.get(user_id)
        return objects.person(known) if known else objects.user(user_id, is_bot=user_id == BOT)


def integration(added_by: JSON) -> JSON:
    """The bot as an integration of a server."""
    bot = objects.user(BOT, is_bot=True)
    application = {"id": BOT, "name": "Rejoinder", "description": "", "icon": None, "bot": bot}
    return {
        "id": BOT,
        "type": "discord",
        "name": "Rejoinder",
        "enabled": True,
        "account": {"id": BOT, "name": "Rejoinder"},
        "application": application | {"summary": "", "verify_key": ""},
        "scopes": ["applications.commands", "bot"],
        "user": added_by,
    }


def bot_addition(by: str) -> JSON:
    """The audit log's entry for the bot that somebody added."""
    return {
        "id": objects.snowflake(),
        "user_id": by,
        "target_id": BOT,
        "action_type": BOT_ADD,
    }
