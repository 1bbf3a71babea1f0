"""Who is on the stand-in's servers, and what they may do there."""

from __future__ import annotations

from dataclasses import dataclass, field

ADMINISTRATOR = 1 << 3
MANAGE_SERVER = 1 << 5
USE_EXTERNAL_APPS = 1 << 50
EVERY_PERMISSION = (1 << 53) - 1
ORDINARY_PERMISSIONS = sum(
    1 << bit
    # To see a channel; to write, link, attach and read back in it; in threads; to use commands.
    for bit in (10, 11, 14, 15, 16, 31, 38)
)

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


@dataclass(frozen=True, slots=True)
class Person:
    """A user; `roles` are those on every server, each of which knows its own."""

    id: str
    name: str
    roles: tuple[Role, ...] = ()

    def roles_on(self, guild: str) -> tuple[Role, ...]:
        return tuple(it for it in self.roles if it.guild == guild)

    def permissions_on(self, guild: str) -> int:
        """As Discord sums them up: a server's owner and its administrators may do everything."""
        total = SERVERS[guild].everyone
        for role in self.roles_on(guild):
            total |= role.permissions
        owns = SERVERS[guild].owner == self.id
        return EVERY_PERMISSION if owns or total & ADMINISTRATOR else total


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
    everyone: int = field(default=ORDINARY_PERMISSIONS)


ADMIN_ROLE = Role("1000000000000000041", "Admins", GUILD, MANAGE_SERVER)
CURATOR_ROLE = Role("1000000000000000042", "Curators", GUILD)
ADMIN_ROLE2 = Role("1000000000000000043", "Admins", GUILD2, MANAGE_SERVER)
BOT_ROLE = Role("1000000000000000044", "Rejoinder", GUILD, EVERY_PERMISSION)
BOT_ROLE2 = Role("1000000000000000045", "Rejoinder", GUILD2, EVERY_PERMISSION)

OWNER = Person(PERSON, "user006")
ADMIN = Person("1000000000000000051", "admin", (ADMIN_ROLE,))
CURATOR = Person("1000000000000000052", "curator", (CURATOR_ROLE,))
MEMBER = Person("1000000000000000053", "member")
ADMIN2 = Person("1000000000000000054", "admin2", (ADMIN_ROLE2,))
BOT_OWNER = Person("1000000000000000055", "botowner")
PEOPLE = {it.id: it for it in (OWNER, ADMIN, CURATOR, MEMBER, ADMIN2, BOT_OWNER)}

SERVERS = {
    it.id: it
    for it in (
        Server(GUILD, "A server", OWNER.id, (ADMIN_ROLE, CURATOR_ROLE, BOT_ROLE)),
        Server(GUILD2, "Another server", "1000000000000000061", (ADMIN_ROLE2, BOT_ROLE2)),
        Server(ELSEWHERE, "A third server", "1000000000000000062"),
    )
}
