"""What Discord sends, as JSON: users, servers, channels, messages and interactions."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.standin import people
from tests.standin.people import ADMIN as ADMIN
from tests.standin.people import ADMIN2 as ADMIN2
from tests.standin.people import ADMIN_ROLE as ADMIN_ROLE
from tests.standin.people import BOT as BOT
from tests.standin.people import BOT_OWNER as BOT_OWNER
from tests.standin.people import CURATOR as CURATOR
from tests.standin.people import CURATOR_ROLE as CURATOR_ROLE
from tests.standin.people import ELSEWHERE as ELSEWHERE
from tests.standin.people import GUILD as GUILD
from tests.standin.people import GUILD2 as GUILD2
from tests.standin.people import MEMBER as MEMBER
from tests.standin.people import OWNER as OWNER
from tests.standin.people import PERSON as PERSON
from tests.standin.people import Person, Role, Server, TeamMember

JSON = dict[str, Any]

_EPOCH_MS = 1_420_070_400_000
_counter = itertools.count()


def snowflake() -> str:
    """A new id, which tells when it was made, and is greater than every one before."""
    milliseconds = int(time.time() * 1000) - _EPOCH_MS
    # The count wraps where Discord's own does, in the lowest 22 bits; no test makes as many.
    return str((milliseconds << 22) + next(_counter) % (1 << 22))


CHANNEL = "1000000000000000003"
THREAD = "1000000000000000004"
DIRECT = "1000000000000000005"
CURATORS_CHANNEL = "1000000000000000007"
CHANNEL2 = "1000000000000000021"
ELSEWHERE_CHANNEL = "1000000000000000031"
NAMES = {
    CHANNEL: "general",
    THREAD: "general",
    CURATORS_CHANNEL: "curators",
    CHANNEL2: "general",
    ELSEWHERE_CHANNEL: "general",
}
CHANNELS = {
    GUILD: (CHANNEL, CURATORS_CHANNEL),
    GUILD2: (CHANNEL2,),
    ELSEWHERE: (ELSEWHERE_CHANNEL,),
}
THREADS = {GUILD: (THREAD,)}
STAMP = "2026-11-21T12:00:00.000000+00:00"
EVERY_PERMISSION = str(people.EVERY_PERMISSION)
UPLOAD_LIMIT = 10_485_760
# Far from every other id, so that a direct channel tells whose it is.
_DIRECT_OFFSET = 10**16


def direct_channel(user_id: str) -> str:
    """The channel between the bot and a user."""
    return DIRECT if user_id == PERSON else str(int(user_id) + _DIRECT_OFFSET)


def recipient(channel_id: str) -> str:
    """The user at the other end of a direct channel."""
    return PERSON if channel_id == DIRECT else str(int(channel_id) - _DIRECT_OFFSET)


def guild_of(channel_id: str) -> str | None:
    """The server that a channel is on; none of a direct one."""
    for found, channels in CHANNELS.items():
        if channel_id in (*channels, *THREADS.get(found, ())):
            return found
    return None


def is_channel(channel_id: str) -> bool:
    """Whether there is such a channel, on a server or with a user."""
    is_direct = channel_id == DIRECT or 0 < int(recipient(channel_id)) - 10**18 < _DIRECT_OFFSET
    return is_direct or guild_of(channel_id) is not None


def user(user_id: str = PERSON, *, is_bot: bool = False) -> JSON:
    """A user."""
    known = people.PEOPLE.get(user_id)
    return {
        "id": user_id,
        "username": known.name if known else f"user{user_id[-3:]}",
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": is_bot,
    }


def member(person: Person = OWNER, guild_id: str = GUILD) -> JSON:
    """A server's member, without the user."""
    return {
        "roles": [it.id for it in person.roles_on(guild_id)],
        "joined_at": STAMP,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
    }


def role(it: Role) -> JSON:
    """A role."""
    return _role(it.id, it.name, it.permissions, position=1)


def channel(channel_id: str = CHANNEL) -> JSON:
    """A channel of a server, a thread in it, or a direct one."""
    guild_id = guild_of(channel_id)
    if guild_id is None:
        to = user(recipient(channel_id))
        return {"id": channel_id, "type": 1, "recipients": [to], "last_message_id": None}
    base: JSON = {
        "id": channel_id,
        "guild_id": guild_id,
        "name": NAMES[channel_id],
        "type": 0,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
    }
    if channel_id == THREAD:
        metadata = {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": STAMP,
            "locked": False,
        }
        base |= {
            "type": 11,
            "parent_id": CHANNEL,
            "owner_id": PERSON,
            "message_count": 1,
            "member_count": 1,
            "thread_metadata": metadata,
        }
    return base


def guild(guild_id: str = GUILD) -> JSON:
    """A server that the bot is in."""
    server: Server = people.SERVERS[guild_id]
    bot_roles = [it.id for it in (people.BOT_ROLE, people.BOT_ROLE2) if it.guild == guild_id]
    return {
        "id": guild_id,
        "name": server.name,
        "owner_id": server.owner,
        "roles": roles(guild_id),
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": [channel(it) for it in CHANNELS[guild_id]],
        "threads": [channel(it) for it in THREADS.get(guild_id, ())],
        "members": [{**member(), "roles": bot_roles, "user": user(BOT, is_bot=True)}],
        "member_count": 2,
        "large": False,
        "unavailable": False,
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
        "system_channel_id": None,
        "system_channel_flags": 0,
        "preferred_locale": "en-US",
        "afk_timeout": 60,
        "afk_channel_id": None,
        "icon": None,
        "banner": None,
        "splash": None,
        "description": None,
        "joined_at": STAMP,
    }


def roles(guild_id: str) -> list[JSON]:
    """A server's roles, the one that everybody has first."""
    server = people.SERVERS[guild_id]
    everyone = _role(guild_id, "@everyone", server.everyone, position=0)
    return [everyone, *(role(it) for it in server.roles)]


def message(
    content: str, *, channel_id: str, author: JSON, by: Person | None = None, **more: Any
) -> JSON:
    """A message; `more` overrides. `by` gives the author the person's roles."""
    base: JSON = {
        "id": snowflake(),
        "channel_id": channel_id,
        "author": author,
        "content": content,
        "timestamp": STAMP,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
    }
    if guild_id := guild_of(channel_id):
        base |= {"guild_id": guild_id}
        if not author.get("bot"):
            person = by or people.PEOPLE.get(author["id"]) or Person(author["id"], "")
            base |= {"member": member(person, guild_id)}
    return base | more


def interaction(kind: int, data: JSON, *, channel_id: str, by: Person = OWNER, **more: Any) -> JSON:
    """An interaction of a type: 2 a command, 3 a component, 4 autocomplete, 5 a modal."""
    guild_id = guild_of(channel_id)
    base: JSON = {
        "id": snowflake(),
        "application_id": BOT,
        "type": kind,
        "data": data,
        "token": f"token-{snowflake()}",
        "version": 1,
        "channel_id": channel_id,
        "channel": channel(channel_id),
        "app_permissions": EVERY_PERMISSION,
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": guild_id or "0"},
        "context": 0 if guild_id else 1,
        "attachment_size_limit": UPLOAD_LIMIT,
    }
    if guild_id is None:
        return base | {"user": user(by.id)} | more
    base |= {
        "guild_id": guild_id,
        "guild": {"id": guild_id, "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "member": {
            **member(by, guild_id),
            "user": user(by.id),
            "permissions": str(by.permissions_on(guild_id)),
        },
    }
    if guild_id == ELSEWHERE:
        base |= {
            "authorizing_integration_owners": {"1": by.id},
            "app_permissions": str(by.permissions_on(guild_id)),
        }
    return base | more


def application(team: list[TeamMember]) -> JSON:
    """The bot's application; a team's belongs to the first of it, otherwise to `BOT_OWNER`."""
    base: JSON = {
        "id": BOT,
        "name": "Rejoinder",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "team": None,
        "owner": user(BOT_OWNER.id),
        "summary": "",
    }
    if not team:
        return base
    team_id = "1000000000000000070"
    members = [
        {
            "user": user(it.person.id),
            "team_id": team_id,
            "membership_state": 2 if it.is_accepted else 1,
            "role": it.role,
            "permissions": ["*"],
        }
        for it in team
    ]
    return base | {
        # Discord shows a user in the team's stead, whose id is the team's.
        "owner": {**user(team_id), "username": f"team{team_id}"},
        "team": {
            "id": team_id,
            "name": "A team",
            "icon": None,
            "owner_user_id": team[0].person.id,
            "members": members,
        },
    }


def _role(role_id: str, name: str, permissions: int, *, position: int) -> JSON:
    return {
        "id": role_id,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
