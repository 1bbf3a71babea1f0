"""Which events a bot hears, by the intents with which it identified."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

GUILDS, GUILD_MEMBERS, GUILD_MODERATION, GUILD_INTEGRATIONS = 1 << 0, 1 << 1, 1 << 2, 1 << 4
MESSAGES, REACTIONS, TYPING = (1 << 9, 1 << 12), (1 << 10, 1 << 13), (1 << 11, 1 << 14)
MESSAGE_CONTENT = 1 << 15
"""The intent that lets a bot read messages which are not addressed to it."""

OF_SERVERS = {
    "GUILD_MEMBER_": GUILD_MEMBERS,
    "GUILD_AUDIT_LOG_": GUILD_MODERATION,
    "GUILD_INTEGRATIONS_": GUILD_INTEGRATIONS,
    "INTEGRATION_": GUILD_INTEGRATIONS,
    "GUILD_": GUILDS,
    "CHANNEL_": GUILDS,
    "THREAD_": GUILDS,
}
"""By how an event's name begins; the first that fits counts."""
OF_CHANNELS = {"MESSAGE_REACTION_": REACTIONS, "MESSAGE_": MESSAGES, "TYPING_": TYPING}
"""The same, on servers and in direct messages."""


def hears(intents: int, event: str, data: JSON) -> bool:
    """Whether a bot with these intents is sent an event."""
    for beginning, (on_servers, in_direct) in OF_CHANNELS.items():
        if event.startswith(beginning):
            return bool(intents & (on_servers if data.get("guild_id") else in_direct))
    for beginning, needed in OF_SERVERS.items():
        if event.startswith(beginning):
            return bool(intents & needed)
    return True
