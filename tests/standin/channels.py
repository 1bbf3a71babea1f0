"""Channels: those of the stand-in's servers, threads in them, and direct ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standin import objects
from tests.standin.people import CHANNEL, ELSEWHERE, ELSEWHERE_CHANNEL, GUILD, GUILD2, PERSON

JSON = dict[str, Any]

TEXT, DIRECT_KIND, GROUP_KIND, PUBLIC_THREAD, FORUM_KIND = 0, 1, 3, 11, 15

THREAD = "1000000000000000004"
DIRECT = "1000000000000000005"
CURATORS_CHANNEL = "1000000000000000007"
FORUM = "1000000000000000008"
"""A forum on the first server; `SOLVED` and `OFFICIAL` are its tags."""
GROUP_DIRECT = "1000000000000000009"
"""A group chat of some people; the bot is not in it, but may be installed by who is."""
CHANNEL2 = "1000000000000000021"
# Far from every other id, so that a direct channel tells whose it is.
_DIRECT_OFFSET = 10**16


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a forum; one that is moderated takes Manage Threads to set or to take off."""

    id: str
    name: str
    is_moderated: bool = False


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies to a role or to a member."""

    allow: int = 0
    deny: int = 0
    is_member: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a server, or a thread, whose `parent` is a channel."""

    id: str
    guild: str
    name: str
    type: int = TEXT
    parent: str | None = None
    owner: str | None = None
    """Who opened the thread."""
    overwrites: Mapping[str, Overwrite] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    """A forum's."""
    applied_tags: tuple[str, ...] = ()
    """The ids of a post's."""
    is_archived: bool = False
    is_locked: bool = False

    @property
    def is_thread(self) -> bool:
        return self.type == PUBLIC_THREAD


SOLVED = Tag("1000000000000000081", "Solved")
OFFICIAL = Tag("1000000000000000082", "Official", is_moderated=True)
CHANNELS = (
    Channel(CHANNEL, GUILD, "general"),
    Channel(CURATORS_CHANNEL, GUILD, "curators"),
    Channel(FORUM, GUILD, "questions", FORUM_KIND, tags=(SOLVED, OFFICIAL)),
    Channel(THREAD, GUILD, "general", PUBLIC_THREAD, parent=CHANNEL, owner=PERSON),
    Channel(CHANNEL2, GUILD2, "general"),
    Channel(ELSEWHERE_CHANNEL, ELSEWHERE, "general"),
)
"""Those there are when a test begins."""


def direct_channel(user_id: str) -> str:
    """The channel between the bot and a user."""
    return DIRECT if user_id == PERSON else str(int(user_id) + _DIRECT_OFFSET)


def recipient(channel_id: str) -> str:
    """The user at the other end of a direct channel."""
    return PERSON if channel_id == DIRECT else str(int(channel_id) - _DIRECT_OFFSET)


def is_direct(channel_id: str) -> bool:
    """Whether it is a channel between the bot and a user."""
    return channel_id == DIRECT or 0 < int(recipient(channel_id)) - 10**18 < _DIRECT_OFFSET


def direct_as_json(channel_id: str) -> JSON:
    """A channel outside servers."""
    if channel_id == GROUP_DIRECT:
        to = [objects.user()]
        return {"id": channel_id, "type": GROUP_KIND, "name": None, "icon": None} | {
            "recipients": to,
            "owner_id": PERSON,
            "last_message_id": None,
        }
    to = [objects.user(recipient(channel_id))]
    return {"id": channel_id, "type": DIRECT_KIND, "recipients": to, "last_message_id": None}


def as_json(it: Channel, *, message_count: int = 1) -> JSON:
    """A server's channel, or a thread, as Discord sends it."""
    base: JSON = {
        "id": it.id,
        "guild_id": it.guild,
        "name": it.name,
        "type": it.type,
        "parent_id": it.parent,
        "flags": 0,
        "rate_limit_per_user": 0,
        "last_message_id": None,
    }
    if it.is_thread:
        metadata = {
            "archived": it.is_archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": objects.STAMP,
            "locked": it.is_locked,
            "create_timestamp": objects.STAMP,
        }
        return base | {
            "owner_id": it.owner,
            "message_count": message_count,
            "total_message_sent": message_count,
            "member_count": 1,
            "thread_metadata": metadata,
            "applied_tags": [*it.applied_tags],
        }
    base |= {
        "position": 0,
        "permission_overwrites": [
            {
                "id": target,
                "type": int(found.is_member),
                "allow": str(int(found.allow)),
                "deny": str(int(found.deny)),
            }
            for target, found in it.overwrites.items()
        ],
        "nsfw": False,
        "topic": None,
    }
    if it.type == FORUM_KIND:
        base |= {
            "available_tags": [_tag(tag) for tag in it.tags],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return base


def _tag(it: Tag) -> JSON:
    base = {"id": it.id, "name": it.name, "moderated": it.is_moderated}
    return base | {"emoji_id": None, "emoji_name": None}
