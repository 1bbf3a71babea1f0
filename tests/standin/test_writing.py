"""What a bot is shown of what people write, by discord.py's own client."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.standin import payloads
from tests.standin.conftest import TEA, Connect, ordinary_intents
from tests.standin.server import Discord

Interaction = discord.Interaction[Any]

MENTION = f"<@{payloads.BOT}>"


async def test_only_what_concerns_the_bot_is_shown_to_it(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    own = await bot.get_partial_messageable(int(payloads.CHANNEL)).send("Mine.")
    await bot.hear(1)
    mine = standin.sent[0]
    other = await standin.say("Said before.", by=payloads.CURATOR)
    for content, more in (
        ("Nothing for you.", {"files": [TEA]}),
        (f"{MENTION} for you.", {"files": [TEA]}),
        ("A reply.", {"reply_to": mine}),
        ("A quiet reply.", {"reply_to": mine, "is_pinging": False}),
        ("A reply to another.", {"reply_to": other}),
        ("In private.", {"channel": payloads.DIRECT}),
    ):
        await standin.say(content, by=payloads.MEMBER, **more)
    seen = [it for _, it in await bot.hear(7)]
    assert [(it.content, len(it.attachments)) for it in seen] == [
        ("", 0),
        ("", 0),
        (f"{MENTION} for you.", 1),
        ("A reply.", 0),
        ("", 0),
        ("", 0),
        ("In private.", 0),
    ]
    assert seen[3].reference.resolved.id == own.id


async def test_an_edit_that_mentions_the_bot_shows_what_was_withheld(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    asked = await standin.say("how long?", by=payloads.CURATOR)
    await standin.edit_message(asked, f"{MENTION} how long?")
    await standin.edit_message(asked, "never mind")
    direct = await standin.say("how long?", channel=payloads.DIRECT)
    await standin.edit_message(direct, "how long, please?")
    seen = await bot.hear(5)
    assert [(name, it.content) for name, it in seen] == [
        ("message", ""),
        ("edit", f"{MENTION} how long?"),
        ("edit", ""),
        ("message", "how long?"),
        ("edit", "how long, please?"),
    ]
    assert [it.id for it in seen[1][1].mentions] == [int(payloads.BOT)]
    assert seen[2][1].mentions == []
    assert seen[1][1].edited_at is not None


async def test_an_edited_reply_stays_one_to_the_bot(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    await bot.get_partial_messageable(int(payloads.CHANNEL)).send("Mine.")
    reply = await standin.say("and why?", reply_to=standin.sent[0])
    await standin.edit_message(reply, "and why not?")
    assert [it.content for _, it in await bot.hear(3)] == ["Mine.", "and why?", "and why not?"]


async def test_deleted_messages_are_heard_of_one_by_one_and_together(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    one, two, three = [await standin.say(f"{MENTION} {n}") for n in range(3)]
    await standin.delete_message(one)
    await standin.delete_messages([two, three])
    *_, (first, gone), (second, purged) = await bot.hear(5)
    assert (first, str(gone.id)) == ("delete", one["id"])
    assert (second, {str(it) for it in purged.message_ids}) == ("bulk", {two["id"], three["id"]})
    assert str(purged.guild_id) == payloads.GUILD
    assert standin.said == {}


async def test_a_reply_to_a_message_that_is_gone_refers_to_nothing(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    asked = await standin.say(f"{MENTION} one")
    await standin.delete_message(asked)
    await standin.say(f"{MENTION} two", reply_to=asked)
    *_, (_, reply) = await bot.hear(3)
    assert isinstance(reply.reference.resolved, discord.DeletedReferencedMessage)
    channel = bot.get_partial_messageable(int(payloads.CHANNEL))
    gone = discord.MessageReference(
        message_id=int(asked["id"]), channel_id=int(payloads.CHANNEL), fail_if_not_exists=False
    )
    assert (await channel.send("To nobody.", reference=gone)).reference is None
    with pytest.raises(discord.HTTPException) as refused:
        await channel.send("To nobody.", reference=_to(asked))
    assert (refused.value.status, refused.value.code) == (400, 50035)


def _to(message: dict[str, Any]) -> discord.MessageReference:
    return discord.MessageReference(
        message_id=int(message["id"]), channel_id=int(message["channel_id"])
    )


async def test_whom_people_mention_is_told_whatever_is_withheld(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    curators = f"<@&{payloads.CURATOR_ROLE.id}>"
    await standin.say(f"<@{payloads.ADMIN.id}> {curators} @everyone", by=payloads.MEMBER)
    await standin.say("@everyone", by=payloads.OWNER)
    (_, first), (_, second) = await bot.hear(2)
    assert first.content == ""
    assert [str(it.id) for it in first.mentions] == [payloads.ADMIN.id]
    assert [it.name for it in first.mentions[0].roles[1:]] == ["Admins"]
    assert [str(it.id) for it in first.role_mentions] == [payloads.CURATOR_ROLE.id]
    assert (first.mention_everyone, second.mention_everyone) == (False, True)


async def test_what_the_bot_answered_an_interaction_with_is_no_address(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Answers.")
    async def ask(interaction: Interaction) -> None:
        await interaction.response.send_message("Here.")

    bot = await connect(ask)
    answer = (await standin.slash("ask")).message
    assert answer is not None
    reply = await standin.say("and why?", reply_to=answer)
    await standin.edit_message(reply, "and why not?")
    assert [it.content for _, it in await bot.hear(2)] == ["", ""]


async def test_typing_is_heard_of_by_a_bot_that_asked_for_it(
    standin: Discord, connect: Connect
) -> None:
    intents = ordinary_intents()
    intents.guild_typing = True
    bot = await connect(intents=intents)
    await standin.start_typing(by=payloads.CURATOR)
    await standin.start_typing(by=payloads.CURATOR, channel=payloads.DIRECT)
    await standin.say(MENTION)
    assert [name for name, _ in await bot.hear(2)] == ["typing", "message"]


async def test_messages_from_before_can_be_read(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    said = [await standin.say(f"{n}") for n in range(3)]
    asked = await standin.say(f"{MENTION} why?")
    channel = bot.get_channel(int(payloads.CHANNEL))
    assert isinstance(channel, discord.TextChannel)
    mine = await channel.send("Because.")
    assert [it.content async for it in channel.history(limit=3)] == [
        "Because.",
        asked["content"],
        "",
    ]
    before = [it.id async for it in channel.history(before=discord.Object(asked["id"]))]
    assert before == [int(it["id"]) for it in reversed(said)]
    after = [it.id async for it in channel.history(after=discord.Object(said[2]["id"]))]
    assert after == [int(asked["id"]), mine.id]
    assert (await channel.fetch_message(int(asked["id"]))).content == asked["content"]


async def test_a_forwarded_message_is_shown_as_other_messages_are(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    first = await standin.say("Pass it on.", by=payloads.CURATOR, files=[TEA])
    for channel, content in ((None, ""), (None, MENTION), (payloads.DIRECT, "")):
        await standin.forward(first, by=payloads.MEMBER, channel=channel, content=content)
    _, *forwards = [it for _, it in await bot.hear(4)]
    assert [it.content for it in forwards] == ["", MENTION, ""]
    assert all(it.reference.type is discord.MessageReferenceType.forward for it in forwards)
    shown = [it.message_snapshots[0] for it in forwards]
    assert [(it.content, len(it.attachments)) for it in shown] == [
        ("", 0),
        ("Pass it on.", 1),
        ("Pass it on.", 1),
    ]
