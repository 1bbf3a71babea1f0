"""What tests name and make: ids, people, and JSON as Discord sends it when a test begins."""

from __future__ import annotations

from typing import Any

from tests.standin import objects, permissions
from tests.standin.channels import CHANNEL2 as CHANNEL2
from tests.standin.channels import CURATORS_CHANNEL as CURATORS_CHANNEL
from tests.standin.channels import DIRECT as DIRECT
from tests.standin.channels import FORUM as FORUM
from tests.standin.channels import GROUP_DIRECT as GROUP_DIRECT
from tests.standin.channels import OFFICIAL as OFFICIAL
from tests.standin.channels import SOLVED as SOLVED
from tests.standin.channels import THREAD as THREAD
from tests.standin.channels import direct_channel as direct_channel
from tests.standin.objects import STAMP as STAMP
from tests.standin.objects import member as member
from tests.standin.objects import role as role
from tests.standin.objects import snowflake as snowflake
from tests.standin.objects import user as user
from tests.standin.people import ADMIN as ADMIN
from tests.standin.people import ADMIN2 as ADMIN2
from tests.standin.people import ADMIN_ROLE as ADMIN_ROLE
from tests.standin.people import BOT as BOT
from tests.standin.people import BOT_OWNER as BOT_OWNER
from tests.standin.people import BOT_ROLE as BOT_ROLE
from tests.standin.people import CHANNEL as CHANNEL
from tests.standin.people import CURATOR as CURATOR
from tests.standin.people import CURATOR_ROLE as CURATOR_ROLE
from tests.standin.people import ELSEWHERE as ELSEWHERE
from tests.standin.people import ELSEWHERE_CHANNEL as ELSEWHERE_CHANNEL
from tests.standin.people import GUILD as GUILD
from tests.standin.people import GUILD2 as GUILD2
from tests.standin.people import MEMBER as MEMBER
from tests.standin.people import MODERATOR as MODERATOR
from tests.standin.people import MODERATOR_ROLE as MODERATOR_ROLE
from tests.standin.people import OTHER_BOT as OTHER_BOT
from tests.standin.people import OWNER as OWNER
from tests.standin.people import OWNER2 as OWNER2
from tests.standin.people import OWNER3 as OWNER3
from tests.standin.people import PERSON as PERSON
from tests.standin.people import Person
from tests.standin.places import UPLOAD_LIMIT as UPLOAD_LIMIT
from tests.standin.places import Places

JSON = dict[str, Any]

EVERY_PERMISSION = str(int(permissions.EVERY_PERMISSION))
CHANNELS = {
    GUILD: (CHANNEL, CURATORS_CHANNEL, FORUM),
    GUILD2: (CHANNEL2,),
    ELSEWHERE: (ELSEWHERE_CHANNEL,),
}
"""The ids of each server's channels; the first is where people are unless a test says."""


def message(
    content: str, *, channel_id: str, author: JSON, by: Person | None = None, **more: Any
) -> JSON:
    """A message; `more` overrides. `by` gives the author the person's roles."""
    guild_id = Places().guild_of(channel_id)
    return objects.message(
        content, channel_id=channel_id, guild_id=guild_id, author=author, by=by, **more
    )


def interaction(kind: int, data: JSON, *, channel_id: str, by: Person = OWNER, **more: Any) -> JSON:
    """An interaction of a type: 2 a command, 3 a component, 4 autocomplete, 5 a modal."""
    return Places().interaction(kind, data, channel_id=channel_id, by=by, **more)
