"""What Discord sends, as JSON: users, servers, channels, messages and interactions."""

from __future__ import annotations

import itertools
from typing import Any

JSON = dict[str, Any]

_snowflakes = itertools.count(1_100_000_000_000_000_000)


def snowflake() -> str:
    """A new id, greater than every one before."""
    return str(next(_snowflakes))


BOT = "1000000000000000001"
GUILD = "1000000000000000002"
CHANNEL = "1000000000000000003"
THREAD = "1000000000000000004"
DIRECT = "1000000000000000005"
PERSON = "1000000000000000006"
STAMP = "2026-11-21T12:00:00.000000+00:00"
EVERY_PERMISSION = str((1 << 50) - 1)


def user(user_id: str = PERSON, *, is_bot: bool = False) -> JSON:
    """A user."""
    return {
        "id": user_id,
        "username": f"user{user_id[-3:]}",
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": is_bot,
    }


def member(user_id: str = PERSON) -> JSON:
    """A server's member, without the user."""
    return {
        "roles": [],
        "joined_at": STAMP,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
    }


def channel(channel_id: str = CHANNEL) -> JSON:
    """A channel of the server, a thread in it, or a direct one."""
    if channel_id == DIRECT:
        return {"id": DIRECT, "type": 1, "recipients": [user()], "last_message_id": None}
    base: JSON = {
        "id": channel_id,
        "guild_id": GUILD,
        "name": "general",
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


def guild() -> JSON:
    """The server that the bot is in."""
    everyone = {
        "id": GUILD,
        "name": "@everyone",
        "permissions": EVERY_PERMISSION,
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": GUILD,
        "name": "A server",
        "owner_id": PERSON,
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": [channel()],
        "threads": [channel(THREAD)],
        "members": [{**member(BOT), "user": user(BOT, is_bot=True)}],
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


def message(content: str, *, channel_id: str, author: JSON, **more: Any) -> JSON:
    """A message; `more` overrides."""
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
    if channel_id != DIRECT:
        base |= {"guild_id": GUILD}
        if not author.get("bot"):
            base |= {"member": member()}
    return base | more


def interaction(kind: int, data: JSON, *, channel_id: str, **more: Any) -> JSON:
    """An interaction of a type: 2 a command, 3 a component, 4 autocomplete, 5 a modal."""
    is_direct = channel_id == DIRECT
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
        "authorizing_integration_owners": {"0": GUILD},
        "context": 1 if is_direct else 0,
        "attachment_size_limit": 10_485_760,
    }
    if is_direct:
        base["user"] = user()
    else:
        base |= {
            "guild_id": GUILD,
            "guild": {"id": GUILD, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": {**member(), "user": user(), "permissions": EVERY_PERMISSION},
        }
    return base | more
