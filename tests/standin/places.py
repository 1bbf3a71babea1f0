"""The servers and channels of one stand-in as they are now, and who may do what there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.standin import channels, objects, people
from tests.standin.channels import FORUM_KIND, Channel
from tests.standin.people import ME, Person, Role, Server
from tests.standin.permissions import DIRECT_PERMISSIONS, EVERY_PERMISSION, Permission

JSON = dict[str, Any]

GRANTED_TO_USERS, GRANTED_TO_SERVERS = "1", "0"
SERVER_CONTEXT, DIRECT_CONTEXT, GROUP_CONTEXT = 0, 1, 2


class Places:
    """Servers by id, channels by id, and on which servers the bot is."""

    def __init__(self) -> None:
        self.joined = [people.GUILD, people.GUILD2]
        """The ids of the servers that the bot is on."""
        self.with_commands: set[str] = set()
        """Those that have its commands without it: it was added with that scope alone."""
        self.joined_at: dict[str, str] = {}
        """When the bot joined servers; long ago where a test says nothing."""
        self.unavailable: set[str] = set()
        """Those of them with an outage."""
        self.servers: dict[str, Server] = dict(people.SERVERS)
        self.channels: dict[str, Channel] = {it.id: it for it in channels.CHANNELS}
        self.gone: set[tuple[str, str]] = set()
        """Who left which server: the server's id and the person's."""

    # What there is

    def is_channel(self, channel_id: str) -> bool:
        """Whether there is such a channel, on a server or with people."""
        if channel_id in self.channels or channel_id == channels.GROUP_DIRECT:
            return True
        return channel_id.isdecimal() and channels.is_direct(channel_id)

    def guild_of(self, channel_id: str) -> str | None:
        """The server that a channel is on; none of a direct one."""
        found = self.channels.get(channel_id)
        return found.guild if found else None

    def context_of(self, channel_id: str) -> int:
        """Where it is in the words of commands: a server, the bot's direct messages, a group."""
        if channel_id == channels.GROUP_DIRECT:
            return GROUP_CONTEXT
        return DIRECT_CONTEXT if self.guild_of(channel_id) is None else SERVER_CONTEXT

    def is_bot_in(self, channel_id: str) -> bool:
        """Whether the bot is where a channel is; of a group it is never part."""
        guild = self.guild_of(channel_id)
        return guild in self.joined if guild else channel_id != channels.GROUP_DIRECT

    def has_commands(self, channel_id: str) -> bool:
        """Whether the bot's commands are there of a server's own choice."""
        return self.is_bot_in(channel_id) or self.guild_of(channel_id) in self.with_commands

    def channels_of(self, guild: str) -> list[Channel]:
        """A server's channels, without threads."""
        found = self.channels.values()
        return [it for it in found if it.guild == guild and not it.is_thread]

    def threads_of(self, guild: str) -> list[Channel]:
        """A server's threads that are not archived."""
        found = self.channels.values()
        return [it for it in found if it.guild == guild and it.is_thread and not it.is_archived]

    def roles_of(self, guild: str) -> tuple[Role, ...]:
        """A server's roles; the bot's goes with the bot, and comes with it."""
        server = self.servers[guild]
        bots = people.BOT_ROLES.get(guild)
        is_there = guild in self.joined
        kept = tuple(it for it in server.roles if is_there or bots is None or it.id != bots.id)
        is_missing = is_there and bots is not None and server.role(bots.id) is None
        return (*kept, bots) if is_missing and bots else kept

    # What changes

    def change_channel(self, channel_id: str, **changes: Any) -> Channel:
        self.channels[channel_id] = replace(self.channels[channel_id], **changes)
        return self.channels[channel_id]

    def change_server(self, guild: str, **changes: Any) -> Server:
        self.servers[guild] = replace(self.servers[guild], **changes)
        return self.servers[guild]

    # Who may do what

    def permissions(self, person: Person, channel_id: str) -> int:
        """What somebody may do in a channel; a thread's overwrites are those of its channel."""
        found = self.channels.get(channel_id)
        if found is None:
            return int(DIRECT_PERMISSIONS)
        if found.is_thread and found.parent in self.channels:
            found = self.channels[found.parent]
        total = self.servers[found.guild].permissions(person)
        if total == EVERY_PERMISSION:
            return total
        everyone = found.overwrites.get(found.guild)
        own = found.overwrites.get(person.id)
        roles = [
            found.overwrites[it.id]
            for it in person.roles_on(found.guild)
            if it.id in found.overwrites
        ]
        if everyone:
            total = (total & ~everyone.deny) | everyone.allow
        for it in roles:
            total &= ~it.deny
        for it in roles:
            total |= it.allow
        if own:
            total = (total & ~own.deny) | own.allow
        # Without the channel in sight nothing else counts.
        return total if total & Permission.VIEW_CHANNEL else 0

    def bot_permissions(self, channel_id: str) -> int:
        """What the bot may do in a channel of a server that it is on, or in a direct one."""
        return self.permissions(ME, channel_id) if self.is_bot_in(channel_id) else 0

    def bot_permissions_on(self, guild: str) -> int:
        return self.servers[guild].permissions(ME)

    def sees(self, channel_id: str) -> bool:
        """Whether the bot hears what happens in a channel."""
        is_away = self.guild_of(channel_id) in self.unavailable
        return not is_away and bool(self.bot_permissions(channel_id) & Permission.VIEW_CHANNEL)

    # As Discord sends it

    def channel(self, channel_id: str) -> JSON:
        """A channel of a server, a thread in it, or a direct one."""
        found = self.channels.get(channel_id)
        return channels.as_json(found) if found else channels.direct_as_json(channel_id)

    def roles(self, guild: str) -> list[JSON]:
        """A server's roles, the one that everybody has first."""
        everyone = Role(guild, "@everyone", guild, self.servers[guild].everyone)
        return [
            objects.role(everyone, position=0),
            *(objects.role(it) for it in self.roles_of(guild)),
        ]

    def guild(self, guild: str) -> JSON:
        """A server that the bot is on, with what it sees of it."""
        server = self.servers[guild]
        since = {"joined_at": self.joined_at.get(guild, objects.STAMP)}
        me = objects.member(ME, guild) | since | {"user": objects.user(people.BOT, is_bot=True)}
        seen = [it for it in self.threads_of(guild) if self.sees(it.id)]
        return {
            "id": guild,
            "name": server.name,
            "owner_id": server.owner,
            "roles": self.roles(guild),
            "channels": [channels.as_json(it) for it in self.channels_of(guild)],
            "threads": [channels.as_json(it) for it in seen],
            "members": [me],
            "member_count": 2,
            "unavailable": False,
            "system_channel_id": server.system_channel,
            "preferred_locale": server.locale,
            **since,
            **_SAME_EVERYWHERE,
        }

    def interaction(
        self, kind: int, data: JSON, *, channel_id: str, by: Person, **more: Any
    ) -> JSON:
        """An interaction of a type: 2 a command, 3 a component, 4 autocomplete, 5 a modal."""
        guild = self.guild_of(channel_id)
        is_there = self.is_bot_in(channel_id)
        owners = {GRANTED_TO_USERS: by.id}
        if self.has_commands(channel_id):
            owners = {GRANTED_TO_SERVERS: guild or "0"}
        # Where the bot is not, it may do as its user.
        permitted = self.permissions(ME if is_there else by, channel_id)
        base: JSON = {
            "id": objects.snowflake(),
            "application_id": people.BOT,
            "type": kind,
            "data": data,
            "token": f"token-{objects.snowflake()}",
            "version": 1,
            "channel_id": channel_id,
            "channel": self.channel(channel_id),
            "app_permissions": str(permitted),
            "locale": by.locale,
            "entitlements": [],
            "authorizing_integration_owners": owners,
            "context": self.context_of(channel_id),
            "attachment_size_limit": UPLOAD_LIMIT,
        }
        if guild is None:
            return base | {"user": objects.person(by)} | more
        locale = self.servers[guild].locale
        about = {
            "user": objects.person(by),
            "permissions": str(self.permissions(by, channel_id)),
        }
        return (
            base
            | {
                "guild_id": guild,
                "guild": {"id": guild, "locale": locale, "features": []},
                "guild_locale": locale,
                "member": objects.member(by, guild) | about,
            }
            | more
        )

    def is_forum(self, channel_id: str) -> bool:
        found = self.channels.get(channel_id)
        return found is not None and found.type == FORUM_KIND


UPLOAD_LIMIT = 10_485_760
_SAME_EVERYWHERE: JSON = {
    "emojis": [],
    "stickers": [],
    "features": [],
    "large": False,
    "voice_states": [],
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "premium_tier": 0,
    "nsfw_level": 0,
    "system_channel_flags": 0,
    "afk_timeout": 60,
    "afk_channel_id": None,
    "icon": None,
    "banner": None,
    "splash": None,
    "description": None,
}
