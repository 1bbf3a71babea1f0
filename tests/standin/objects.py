"""The small objects of Discord's JSON: ids, users, members, roles and messages."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime
from typing import Any

from tests.standin import people
from tests.standin.people import OWNER, Person, Role

JSON = dict[str, Any]

STAMP = "2026-11-21T12:00:00.000000+00:00"
_EPOCH_MS = 1_420_070_400_000
_counter = itertools.count()


def snowflake() -> str:
    """A new id, which tells when it was made, and is greater than every one before."""
    milliseconds = int(time.time() * 1000) - _EPOCH_MS
    # The count wraps where Discord's own does, in the lowest 22 bits; no test makes as many.
    return str((milliseconds << 22) + next(_counter) % (1 << 22))


def now() -> str:
    """The time as Discord writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def user(user_id: str = people.PERSON, *, is_bot: bool = False) -> JSON:
    """A user."""
    known = people.PEOPLE.get(user_id)
    return person(known or Person(user_id, f"user{user_id[-3:]}", is_bot=is_bot))


def person(it: Person) -> JSON:
    """A user, of whom all is known."""
    return {
        "id": it.id,
        "username": it.name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": it.is_bot,
    }


def member(person: Person = OWNER, guild_id: str = people.GUILD) -> JSON:
    """A server's member, without the user."""
    return {
        "roles": [it.id for it in person.roles_on(guild_id)],
        "joined_at": STAMP,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
    }


def role(it: Role, *, position: int = 1) -> JSON:
    """A role."""
    return {
        "id": it.id,
        "name": it.name,
        "permissions": str(int(it.permissions)),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": it.bot is not None,
        "mentionable": it.is_mentionable,
        "flags": 0,
    } | ({"tags": {"bot_id": it.bot}} if it.bot else {})


def message(
    content: str,
    *,
    channel_id: str,
    guild_id: str | None,
    author: JSON,
    by: Person | None = None,
    **more: Any,
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
    if guild_id is not None:
        base |= {"guild_id": guild_id}
        if not author.get("bot"):
            writer = by or people.PEOPLE.get(author["id"]) or Person(author["id"], "")
            base |= {"member": member(writer, guild_id)}
    return base | more
