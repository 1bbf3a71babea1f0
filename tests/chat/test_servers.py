"""Which server an interaction belongs to, and what somebody may do there."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.chat.servers import has_commands_alone, permissions_of, server_of
from tests.standin import payloads
from tests.standin.server import BOT

SERVER = int(payloads.GUILD)
TO_SERVER, TO_USER = {"0": payloads.GUILD}, {"1": payloads.MEMBER.id}


def interaction(
    *, is_bot_there: bool = True, permissions: int = 0, **changes: Any
) -> discord.Interaction[Any]:
    """One in the server, with what Discord sends of it changed; None leaves something out."""
    client = discord.Client(intents=discord.Intents.none())
    me: Any = payloads.user(BOT, is_bot=True)
    client._connection.user = discord.ClientUser(state=client._connection, data=me)
    if is_bot_there:
        client._connection._add_guild_from_data({"id": payloads.GUILD, "unavailable": True})  # type: ignore[typeddict-item]
    found: Any = payloads.interaction(
        2, {"name": "help"}, channel_id=payloads.CHANNEL, by=payloads.MEMBER
    )
    found["member"]["permissions"] = str(permissions)
    data: Any = {key: it for key, it in {**found, **changes}.items() if it is not None}
    return discord.Interaction(data=data, state=client._connection)


@pytest.mark.parametrize(
    ("owners", "is_bot_there", "server", "has_commands"),
    [
        (TO_SERVER, True, SERVER, False),
        (TO_SERVER | TO_USER, True, SERVER, False),
        (TO_SERVER, False, None, True),
        (TO_USER, True, None, False),
        (TO_USER, False, None, False),
        (None, True, SERVER, False),
        (None, False, None, True),
    ],
)
def test_an_interaction_is_the_servers_unless_only_its_user_brought_the_bot(
    owners: dict[str, str] | None, is_bot_there: bool, server: int | None, has_commands: bool
) -> None:
    found = interaction(is_bot_there=is_bot_there, authorizing_integration_owners=owners)
    assert (server_of(found), has_commands_alone(found)) == (server, has_commands)


def test_there_is_no_server_in_direct_messages() -> None:
    found = interaction(guild_id=None, authorizing_integration_owners={"0": "0"})
    assert (server_of(found), has_commands_alone(found)) == (None, False)


def test_whoever_administers_a_server_may_do_all_there() -> None:
    administrator = discord.Permissions(administrator=True)
    assert permissions_of(interaction(permissions=administrator.value)).manage_messages
    writer = discord.Permissions(send_messages=True)
    assert permissions_of(interaction(permissions=writer.value)) == writer
