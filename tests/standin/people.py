"""Who is on the stand-in's servers, and what they may do there."""

from __future__ import annotations

from dataclasses import dataclass

from tests.standin.permissions import (
    BOT_PERMISSIONS,
    EVERY_PERMISSION,
    ORDINARY_PERMISSIONS,
    Permission,
)

ADMINISTRATOR = Permission.ADMINISTRATOR
MANAGE_SERVER = Permission.MANAGE_GUILD
USE_EXTERNAL_APPS = Permission.USE_EXTERNAL_APPS

BOT = "1000000000000000001"
GUILD = "1000000000000000002"
GUILD2 = "1000000000000000020"
ELSEWHERE = "1000000000000000030"
"""A server without the bot, where a person uses it who installed it for themselves."""
PERSON = "1000000000000000006"


@dataclass(frozen=True, slots=True)
class Role:
    """A role on one server, with the permissions that it adds."""

    id: str
    name: str
    guild: str
    permissions: int = 0
    is_mentionable: bool = False
    """Whether everybody may ping it; otherwise that takes Mention Everyone."""
    bot: str | None = None
    """The id of the bot that Discord made it for."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user; `roles` are those on every server, each of which knows its own.

    A test gives one other roles or another language by `dataclasses.replace`.
    """

    id: str
    name: str
    roles: tuple[Role, ...] = ()
    locale: str = "en-US"
    """The language of their client, which each interaction names."""
    is_bot: bool = False

    def roles_on(self, guild: str) -> tuple[Role, ...]:
        return tuple(it for it in self.roles if it.guild == guild)

    def permissions_on(self, guild: str) -> int:
        """What they may do on a server that changed nothing."""
        return SERVERS[guild].permissions(self)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member of the team that the application belongs to."""

    person: Person
    role: str = "admin"
    is_accepted: bool = True


@dataclass(frozen=True, slots=True)
class Server:
    """A server: `everyone` is what each member may do without any role."""

    id: str
    name: str
    owner: str
    roles: tuple[Role, ...] = ()
    everyone: int = ORDINARY_PERMISSIONS
    system_channel: str | None = None
    """The id of the channel in which Discord greets who joins; a server may have none."""
    locale: str = "en-US"

    def role(self, role_id: str) -> Role | None:
        return next((it for it in self.roles if it.id == role_id), None)

    def permissions(self, person: Person) -> int:
        """As Discord sums them up: a server's owner and its administrators may do everything."""
        total = int(self.everyone)
        for held in person.roles_on(self.id):
            total |= (self.role(held.id) or held).permissions
        owns = self.owner == person.id
        return int(EVERY_PERMISSION if owns or total & ADMINISTRATOR else total)


ADMIN_ROLE = Role("1000000000000000041", "Admins", GUILD, MANAGE_SERVER)
CURATOR_ROLE = Role("1000000000000000042", "Curators", GUILD)
ADMIN_ROLE2 = Role("1000000000000000043", "Admins", GUILD2, MANAGE_SERVER)
BOT_ROLE = Role("1000000000000000044", "Rejoinder", GUILD, BOT_PERMISSIONS, bot=BOT)
BOT_ROLE2 = Role("1000000000000000045", "Rejoinder", GUILD2, BOT_PERMISSIONS, bot=BOT)
BOT_ROLE3 = Role("1000000000000000046", "Rejoinder", ELSEWHERE, BOT_PERMISSIONS, bot=BOT)
"""The bot's on the third server, once it is there."""
MODERATOR_ROLE = Role(
    "1000000000000000047", "Moderators", GUILD, Permission.MANAGE_MESSAGES, is_mentionable=True
)

OWNER = Person(PERSON, "user006")
ADMIN = Person("1000000000000000051", "admin", (ADMIN_ROLE,))
CURATOR = Person("1000000000000000052", "curator", (CURATOR_ROLE,))
MEMBER = Person("1000000000000000053", "member")
ADMIN2 = Person("1000000000000000054", "admin2", (ADMIN_ROLE2,))
BOT_OWNER = Person("1000000000000000055", "botowner")
MODERATOR = Person("1000000000000000056", "moderator", (MODERATOR_ROLE,))
OTHER_BOT = Person("1000000000000000057", "otherbot", is_bot=True)
OWNER2 = Person("1000000000000000061", "owner2")
OWNER3 = Person("1000000000000000062", "owner3")
"""Whose the second and the third server are."""
ME = Person(BOT, "user001", (BOT_ROLE, BOT_ROLE2, BOT_ROLE3), is_bot=True)
"""The bot itself, as a member of its servers."""
_KNOWN = (OWNER, ADMIN, CURATOR, MEMBER, ADMIN2, BOT_OWNER, MODERATOR, OTHER_BOT, OWNER2, OWNER3)
PEOPLE = {it.id: it for it in _KNOWN}
"""Everybody when a test begins; each is on every server until they `leave` it."""
CHANNEL = "1000000000000000003"
ELSEWHERE_CHANNEL = "1000000000000000031"

SERVERS = {
    it.id: it
    for it in (
        Server(
            GUILD,
            "A server",
            OWNER.id,
            (ADMIN_ROLE, CURATOR_ROLE, BOT_ROLE, MODERATOR_ROLE),
            system_channel=CHANNEL,
        ),
        Server(GUILD2, "Another server", OWNER2.id, (ADMIN_ROLE2, BOT_ROLE2)),
        Server(ELSEWHERE, "A third server", OWNER3.id, system_channel=ELSEWHERE_CHANNEL),
    )
}
BOT_ROLES = {it.guild: it for it in ME.roles}


def crowd(number: int) -> list[Person]:
    """So many members without a role, none of whom is among `PEOPLE`."""
    return [Person(str(10**18 + 1000 + n), f"person{n}") for n in range(number)]
