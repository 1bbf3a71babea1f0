"""The bot as a person's own: in servers without it and in group chats."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.standin import payloads
from tests.standin.conftest import Connect
from tests.standin.people import Role
from tests.standin.permissions import Permission
from tests.standin.server import Discord, text_of

Interaction = discord.Interaction[Any]


@app_commands.command(description="Where am I?")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def where(interaction: Interaction, followups: int = 0) -> None:
    owners = (interaction.is_guild_integration(), interaction.is_user_integration())
    context = interaction.context
    places = (context.guild, context.dm_channel, context.private_channel)
    await interaction.response.send_message(f"{owners} {places}")
    for n in range(followups):
        await interaction.followup.send(f"{n}")


@app_commands.command(description="Servers alone.")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.guild_only()
async def here(interaction: Interaction) -> None:
    await interaction.response.send_message("Here.")


async def test_an_interaction_says_where_it_is_and_for_whom(
    standin: Discord, connect: Connect
) -> None:
    await connect(where, here)
    found = [
        text_of((await standin.slash("where", channel=channel)).data)
        for channel in (
            payloads.CHANNEL,
            payloads.DIRECT,
            payloads.GROUP_DIRECT,
            payloads.ELSEWHERE_CHANNEL,
        )
    ]
    assert found == [
        "(True, False) (True, False, False)",
        "(False, False) (False, True, False)",
        "(False, True) (False, False, True)",
        "(False, True) (True, False, False)",
    ]
    for channel in (payloads.DIRECT, payloads.GROUP_DIRECT):
        with pytest.raises(AssertionError, match="not offered"):
            await standin.slash("here", channel=channel)


async def test_who_may_not_use_apps_of_their_own_gets_private_replies(
    standin: Discord, connect: Connect
) -> None:
    await connect(where)
    everyone = Role(payloads.ELSEWHERE, "@everyone", payloads.ELSEWHERE)
    muted = await standin.slash("where", guild=payloads.ELSEWHERE)
    await standin.change_role(everyone, add=Permission.USE_EXTERNAL_APPS)
    allowed = await standin.slash("where", guild=payloads.ELSEWHERE)
    await standin.overwrite(
        payloads.ELSEWHERE_CHANNEL, of=payloads.MEMBER, deny=Permission.USE_EXTERNAL_APPS
    )
    denied = await standin.slash("where", guild=payloads.ELSEWHERE, by=payloads.MEMBER)
    group = await standin.slash("where", channel=payloads.GROUP_DIRECT)
    exchanges = (muted, allowed, denied, group)
    assert [it.is_private for it in exchanges] == [True, False, True, False]


async def test_where_the_bot_is_not_five_messages_may_follow(
    standin: Discord, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    await connect(where)
    for channel in (payloads.GROUP_DIRECT, payloads.ELSEWHERE_CHANNEL):
        exchange = await standin.slash("where", followups=6, channel=channel)
        await standin.until(lambda: standin.breaches, "the refusal")
        assert len(exchange.followups) == 5
        assert standin.breaches == ["a sixth follow-up"]
        standin.breaches.clear()
    there = await standin.slash("where", followups=6)
    await standin.until(lambda: len(there.followups) == 6, "six")
    caplog.clear()


async def test_where_the_bot_is_not_it_writes_nothing_by_itself(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect(where)
    for channel in (payloads.GROUP_DIRECT, payloads.ELSEWHERE_CHANNEL):
        with pytest.raises(discord.Forbidden) as refused:
            await bot.get_partial_messageable(int(channel)).send("Hello.")
        assert refused.value.code == 50001
