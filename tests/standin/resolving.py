"""What an interaction refers to by id and Discord sends along: people, roles, channels, files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tests.standin import objects
from tests.standin.limits import MENTIONABLE_SELECT, ROLE_SELECT, USER_SELECT
from tests.standin.memory import Memory
from tests.standin.people import Person, Role
from tests.standin.uploads import Upload

JSON = dict[str, Any]


class Resolved:
    """Gathers what one interaction refers to, on the server of a channel."""

    def __init__(self, memory: Memory, channel_id: str, by: Person) -> None:
        self._memory = memory
        self._places = memory.places
        self._channel = channel_id
        self._guild = memory.places.guild_of(channel_id)
        self._by = by
        self._found: JSON = {}

    def as_json(self) -> JSON:
        """The part of an interaction's data, absent if there is nothing in it."""
        return {"resolved": self._found} if self._found else {}

    def upload(self, it: Upload) -> str:
        assert isinstance(it, Upload), f"{it!r} is no upload"
        attachment = self._memory.attachments.add(it, ephemeral=True)
        return self._add("attachments", attachment["id"], attachment)

    def channel(self, channel_id: str, kinds: Collection[int] | None = None) -> str:
        channel = self._places.channel(channel_id)
        assert channel.get("guild_id") == self._guild, f"channel {channel_id} is elsewhere"
        assert not kinds or channel["type"] in kinds, f"channels of {kinds} alone can be chosen"
        permissions = str(self._places.permissions(self._by, channel_id))
        return self._add("channels", channel_id, {**channel, "permissions": permissions})

    def user(self, person: Person) -> str:
        """Somebody, with what they may do in this channel if they are on its server."""
        if self._guild is not None and (self._guild, person.id) not in self._places.gone:
            member = objects.member(person, self._guild)
            permissions = str(self._places.permissions(person, self._channel))
            self._add("members", person.id, {**member, "permissions": permissions})
        return self._add("users", person.id, objects.person(person))

    def message(self, message: JSON) -> str:
        return self._add("messages", message["id"], message)

    def role(self, role: Role) -> str:
        assert role.guild == self._guild, f"role {role.name!r} is of another server"
        return self._add("roles", role.id, objects.role(role))

    def person_or_role(self, it: Person | Role | str, kind: int) -> str:
        """Whom a select of a kind lets one choose; an id is that of a person or role known here."""
        found = (self._memory.people.get(it) or self._role_of(it)) if isinstance(it, str) else it
        takes_people = kind in (USER_SELECT, MENTIONABLE_SELECT)
        takes_roles = kind in (ROLE_SELECT, MENTIONABLE_SELECT)
        if isinstance(found, Person) and takes_people:
            return self.user(found)
        assert isinstance(found, Role), f"{it!r} cannot be chosen"
        assert takes_roles, f"{it!r} cannot be chosen"
        return self.role(found)

    def _role_of(self, role_id: str) -> Role | None:
        roles = self._places.roles_of(self._guild) if self._guild else ()
        return next((it for it in roles if it.id == role_id), None)

    def _add(self, kind: str, key: str, value: JSON) -> str:
        self._found.setdefault(kind, {})[key] = value
        return key
