"""The bot's application as Discord describes it."""

from __future__ import annotations

from typing import Any

from tests.standin import objects
from tests.standin.intents import MESSAGE_CONTENT
from tests.standin.people import BOT, BOT_OWNER, TeamMember

JSON = dict[str, Any]


MAY_READ_MESSAGES = 1 << 19
"""The application's flag that it was granted that intent, as one of few servers."""


def flags(refused_intents: int) -> int:
    """The application's flags, by which a bot may see what it was granted."""
    return 0 if refused_intents & MESSAGE_CONTENT else MAY_READ_MESSAGES


def application(team: list[TeamMember], refused_intents: int = 0) -> JSON:
    """The bot's application; a team's belongs to the first of it, otherwise to `BOT_OWNER`."""
    base: JSON = {
        "id": BOT,
        "name": "Rejoinder",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": flags(refused_intents),
        "team": None,
        "owner": objects.user(BOT_OWNER.id),
        "summary": "",
    }
    if not team:
        return base
    team_id = "1000000000000000070"
    members = [
        {
            "user": objects.user(it.person.id),
            "team_id": team_id,
            "membership_state": 2 if it.is_accepted else 1,
            "role": it.role,
            "permissions": ["*"],
        }
        for it in team
    ]
    return base | {
        # Discord shows a user in the team's stead, whose id is the team's.
        "owner": {**objects.user(team_id), "username": f"team{team_id}"},
        "team": {
            "id": team_id,
            "name": "A team",
            "icon": None,
            "owner_user_id": team[0].person.id,
            "members": members,
        },
    }
