"""What admins do to their servers, and people to their own doors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.standin import objects
from tests.standin.channels import Channel, Overwrite
from tests.standin.guild_routes import bot_addition, integration
from tests.standin.people import BOT, GUILD, ME, OWNER, Person, Role
from tests.standin.permissions import Permission
from tests.standin.stage import Stage

JSON = dict[str, Any]


class Administering(Stage):
    """Servers that the bot joins and leaves, their permissions, languages and members."""

    async def add_bot(self, guild: str, *, by: Person = OWNER) -> None:
        """Somebody adds the bot to a server: one that it left, or `ELSEWHERE`.

        The audit log says who; the server's system channel is as `change_server` left it. A bot of
        discord.py must be ready by then (its `on_ready` comes two seconds after it connected):
        until then it takes every server for one that it was on before.
        """
        assert guild not in self.servers, f"the bot is on {guild}"
        self.people.setdefault(by.id, by)
        self.servers.append(guild)
        self.places.joined_at[guild] = datetime.now(UTC).isoformat()
        entry = bot_addition(by.id)
        self.audit_log.setdefault(guild, []).insert(0, entry)
        whole = self.places.guild(guild)
        # A server that is joined says nothing of having been away.
        del whole["unavailable"]
        await self.dispatch("GUILD_CREATE", whole)
        added = integration(objects.person(by))
        await self.dispatch("INTEGRATION_CREATE", {**added, "guild_id": guild})
        await self.dispatch("GUILD_AUDIT_LOG_ENTRY_CREATE", {**entry, "guild_id": guild})

    async def remove_bot(self, guild: str = GUILD) -> None:
        """A server's admin removes the bot from it."""
        self.servers.remove(guild)
        self.places.unavailable.discard(guild)
        await self.dispatch("GUILD_DELETE", {"id": guild})

    async def begin_outage(self, guild: str = GUILD) -> None:
        """A server is out of reach for a while, which is no removal."""
        assert guild in self.servers, f"the bot is not on {guild}"
        self.places.unavailable.add(guild)
        await self.dispatch("GUILD_DELETE", {"id": guild, "unavailable": True})

    async def end_outage(self, guild: str = GUILD, *, is_told: bool = True) -> None:
        """A server is back; without `is_told` it reads like one that the bot has just joined."""
        self.places.unavailable.remove(guild)
        whole = self.places.guild(guild)
        if not is_told:
            del whole["unavailable"]
        await self.dispatch("GUILD_CREATE", whole)

    async def change_server(self, guild: str = GUILD, **changes: Any) -> None:
        """An admin changes a server: `name`, `owner`, `locale`, `system_channel` (or none)."""
        self.places.change_server(guild, **changes)
        if guild in self.servers:
            await self.dispatch("GUILD_UPDATE", self.places.guild(guild))

    async def change_role(self, role: Role, *, add: int = 0, remove: int = 0) -> Role:
        """An admin adds permissions to a role of a server, or removes some; the role since then.

        `payloads.BOT_ROLE` is the bot's on the first server. `Role(guild, "@everyone", guild)`
        stands for what everybody may.
        """
        server = self.places.servers[role.guild]
        if role.id == role.guild:
            changed = replace(role, permissions=int((server.everyone | add) & ~remove))
            self.places.change_server(role.guild, everyone=changed.permissions)
        else:
            held = server.role(role.id) or role
            changed = replace(held, permissions=int((held.permissions | add) & ~remove))
            others = tuple(it for it in server.roles if it.id != role.id)
            self.places.change_server(role.guild, roles=(*others, changed))
        if role.guild in self.servers:
            about = {"guild_id": role.guild, "role": objects.role(changed)}
            await self.dispatch("GUILD_ROLE_UPDATE", about)
        return changed

    async def overwrite(
        self,
        channel: str,
        *,
        allow: int = 0,
        deny: int = 0,
        of: Person | Role = ME,
    ) -> None:
        """An admin sets what a channel allows and denies, of the bot unless a test says otherwise.

        It takes the place of what was set for the same before; nothing takes it away. A thread has
        what its channel has. `Role(guild, "@everyone", guild)` stands for everybody.
        """
        found = self.places.channels[channel]
        assert not found.is_thread, "a thread has the permissions of its channel"
        others = {key: it for key, it in found.overwrites.items() if key != of.id}
        own = {of.id: Overwrite(allow, deny, is_member=isinstance(of, Person))}
        overwrites = {**others, **(own if allow or deny else {})}
        self.places.change_channel(channel, overwrites=overwrites)
        if found.guild in self.servers:
            # The bot hears of it also where it sees nothing any more.
            await self.dispatch("CHANNEL_UPDATE", self.channel(channel))

    async def forbid(self, channel: str, what: Permission) -> None:
        """An admin takes permissions from the bot in a channel, beside those taken before."""
        before = self.places.channels[channel].overwrites.get(BOT, Overwrite())
        await self.overwrite(channel, allow=before.allow & ~what, deny=before.deny | what)

    async def add_channel(self, channel: Channel) -> None:
        """An admin makes a channel: `Channel(payloads.snowflake(), payloads.GUILD, "tea")`."""
        self.places.channels[channel.id] = channel
        if channel.guild in self.servers:
            await self.dispatch("CHANNEL_CREATE", self.channel(channel.id))

    async def change_channel(self, channel: str, **changes: Any) -> None:
        """An admin changes a channel: `name`, or a forum's `tags`."""
        guild = self.places.change_channel(channel, **changes).guild
        if guild in self.servers:
            await self.dispatch("CHANNEL_UPDATE", self.channel(channel))

    async def delete_channel(self, channel: str) -> None:
        """An admin deletes a channel."""
        gone = self.channel(channel)
        del self.places.channels[channel]
        if gone["guild_id"] in self.servers:
            await self.dispatch("CHANNEL_DELETE", gone)

    def close_direct(self, person: Person) -> None:
        """Somebody takes no more direct messages of the bot; it is refused with 50007."""
        self.closed_direct.add(person.id)

    def open_direct(self, person: Person) -> None:
        """Somebody takes direct messages again."""
        self.closed_direct.discard(person.id)

    async def leave(self, person: Person, guild: str = GUILD) -> None:
        """Somebody leaves a server; with none left in common they cannot be written to (50278)."""
        self.people.setdefault(person.id, person)
        self.places.gone.add((guild, person.id))
        about = {"guild_id": guild, "user": objects.person(person)}
        await self.dispatch("GUILD_MEMBER_REMOVE", about)
