"""Privileged intents: asked for, refused, granted."""

from __future__ import annotations

import discord
import pytest

from tests.standin import payloads
from tests.standin.conftest import TEA, Connect, ordinary_intents
from tests.standin.server import MESSAGE_CONTENT, Discord


def reading_intents() -> discord.Intents:
    intents = ordinary_intents()
    intents.message_content = True
    return intents


async def test_with_the_message_content_intent_nothing_is_withheld(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect(intents=reading_intents())
    said = await standin.say(f"Tea for <@{payloads.ADMIN.id}>?", files=[TEA])
    await standin.edit_message(said, "Coffee?")
    (_, message), (_, edited) = await bot.hear(2)
    assert message.content == f"Tea for <@{payloads.ADMIN.id}>?"
    assert [str(it.id) for it in message.mentions] == [payloads.ADMIN.id]
    assert len(message.attachments) == 1
    assert (edited.content, edited.mentions) == ("Coffee?", [])
    assert standin.intents & MESSAGE_CONTENT


async def test_a_bot_that_is_refused_the_intent_connects_without_it(
    standin: Discord, connect: Connect
) -> None:
    standin.refused_intents = MESSAGE_CONTENT
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await connect(intents=reading_intents())
    assert standin.refusals == 1
    bot = await connect()
    assert not standin.intents & MESSAGE_CONTENT
    flags = (await bot.application_info()).flags
    assert not flags.gateway_message_content_limited
    await standin.say("Nothing for you.")
    ((_, message),) = await bot.hear(1)
    assert message.content == ""


async def test_the_application_says_what_it_was_granted(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    assert (await bot.application_info()).flags.gateway_message_content_limited


async def test_a_dropped_session_keeps_its_intents(standin: Discord, connect: Connect) -> None:
    bot = await connect(intents=reading_intents())
    standin.drop_gateway()
    await standin.say("Said while it was away.")
    ((_, message),) = await bot.hear(1)
    assert standin.resumed == 1
    assert message.content == "Said while it was away."
    await standin.say("And after.")
    ((_, message),) = await bot.hear(1)
    assert message.content == "And after."


async def test_events_that_were_not_asked_for_do_not_come(
    standin: Discord, connect: Connect
) -> None:
    intents = ordinary_intents()
    intents.dm_messages = False
    bot = await connect(intents=intents)
    asked = await standin.say("In private.", channel=payloads.DIRECT)
    await standin.react(asked, "✅")
    await standin.leave(payloads.CURATOR)
    await standin.say("In public.")
    ((name, message),) = await bot.hear(1)
    assert (name, message.guild is not None) == ("message", True)
