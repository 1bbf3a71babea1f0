"""Forums, their posts and tags, threads and reactions, by discord.py's own client."""

from __future__ import annotations

from typing import Any

import discord

from tests.standin import payloads
from tests.standin.conftest import Bot, Connect, ordinary_intents, refusal
from tests.standin.permissions import Permission
from tests.standin.server import Discord

SOLVED = int(payloads.SOLVED.id)
OFFICIAL = int(payloads.OFFICIAL.id)


async def test_a_post_is_a_thread_whose_first_message_has_its_id(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    question = f"<@{payloads.BOT}> how long?"
    post = await standin.open_post("Steeping", question, by=payloads.MEMBER, tags=[payloads.SOLVED])
    (opened, thread), (said, message) = await bot.hear(2)
    assert (opened, said) == ("thread", "message")
    assert thread.id == message.id == int(post["id"]) == int(post["channel_id"])
    assert isinstance(thread.parent, discord.ForumChannel)
    assert str(thread.owner_id) == payloads.MEMBER.id
    assert [it.name for it in thread.applied_tags] == ["Solved"]
    assert [it.name for it in thread.parent.available_tags] == ["Solved", "Official"]
    assert message.content == question
    await message.reply("Three minutes.")
    assert standin.sent[0]["channel_id"] == post["id"]


async def test_a_post_that_does_not_mention_the_bot_keeps_its_text_from_it(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.open_post("Steeping", "How long?")
    (_, thread), (_, message) = await bot.hear(2)
    assert (thread.name, message.content) == ("Steeping", "")


async def thread_of(standin: Discord, bot: Bot, **more: Any) -> discord.Thread:
    """A post that somebody opened, as the bot knows it."""
    await standin.open_post("Steeping", "How long?", by=payloads.MEMBER, **more)
    (_, thread), _ = await bot.hear(2)
    assert isinstance(thread, discord.Thread)
    return thread


async def test_who_manages_threads_tags_and_closes_posts(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    thread = await thread_of(standin, bot)
    await thread.add_tags(discord.Object(SOLVED), discord.Object(OFFICIAL))
    await thread.edit(archived=True)
    metadata = standin.channel(str(thread.id))
    assert metadata["applied_tags"] == [payloads.SOLVED.id, payloads.OFFICIAL.id]
    assert metadata["thread_metadata"]["archived"]
    assert await refusal(thread.edit(name="Anew")) == (400, 50083)
    await thread.edit(archived=False, name="Anew")
    assert standin.channel(str(thread.id))["name"] == "Anew"
    assert await refusal(thread.add_tags(discord.Object(1))) == (400, 10087)
    assert standin.channel(str(thread.id))["applied_tags"] == metadata["applied_tags"]
    assert [it for it, _ in await bot.hear(2)] == ["thread changed"] * 2


async def test_who_does_not_manage_threads_changes_none_of_others(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    thread = await thread_of(standin, bot)
    await standin.forbid(payloads.FORUM, Permission.MANAGE_THREADS)
    assert await refusal(thread.add_tags(discord.Object(SOLVED))) == (403, 50013)
    assert await refusal(thread.edit(archived=True)) == (403, 50013)
    await standin.change_thread(str(thread.id), is_archived=True)
    await thread.edit(archived=False)
    await standin.change_thread(str(thread.id), is_archived=True, is_locked=True)
    assert await refusal(thread.edit(archived=False)) == (403, 50013)
    assert await refusal(thread.send("x")) == (403, 160005)


async def test_a_message_takes_a_thread_out_of_the_archive(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    thread = await thread_of(standin, bot)
    mine = await thread.send("Three minutes.")
    await standin.change_thread(str(thread.id), is_archived=True)
    assert await refusal(mine.edit(content="Four.")) == (400, 50083)
    await standin.say("And cold?", channel=str(thread.id))
    assert not standin.channel(str(thread.id))["thread_metadata"]["archived"]
    await standin.change_thread(str(thread.id), is_archived=True)
    await thread.send("Overnight.")
    assert not standin.channel(str(thread.id))["thread_metadata"]["archived"]
    await mine.edit(content="Four.")


async def test_nobody_writes_in_a_forum_itself(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    forum = bot.get_partial_messageable(int(payloads.FORUM))
    assert await refusal(forum.send("x")) == (400, 50008)


async def test_threads_are_opened_on_the_fly_and_on_messages(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    asked = await standin.say(f"<@{payloads.BOT}> why?", by=payloads.CURATOR)
    await bot.hear(1)
    on_message = await standin.open_thread("Why", by=payloads.MEMBER, message=asked)
    (_, thread), (_, edited), (_, starter) = await bot.hear(3)
    assert on_message == asked["id"] == str(thread.id)
    assert edited.flags.has_thread
    assert starter.type is discord.MessageType.thread_starter_message
    assert starter.channel == thread
    loose = await standin.open_thread("Anything", by=payloads.MEMBER)
    (_, thread), (_, notice) = await bot.hear(2)
    assert loose == str(thread.id)
    assert str(thread.parent_id) == payloads.CHANNEL
    assert notice.type is discord.MessageType.thread_created
    await standin.say(f"<@{payloads.BOT}> here?", channel=loose)
    ((_, message),) = await bot.hear(1)
    assert message.channel == thread
    await standin.delete_thread(loose)
    assert [it for it, _ in await bot.hear(1)] == ["thread gone"]
    assert all(it["channel_id"] != loose for it in standin.said.values())


async def test_a_thread_in_a_channel_out_of_sight_stays_there(
    standin: Discord, connect: Connect
) -> None:
    await standin.forbid(payloads.FORUM, Permission.VIEW_CHANNEL)
    bot = await connect()
    await standin.open_post("Steeping", f"<@{payloads.BOT}> how long?")
    await standin.say(f"<@{payloads.BOT}>")
    assert [it for it, _ in await bot.hear(1)] == ["message"]


async def test_reactions_come_and_go(standin: Discord, connect: Connect) -> None:
    intents = ordinary_intents()
    intents.guild_reactions = True
    bot = await connect(intents=intents)
    asked = await standin.say(f"<@{payloads.BOT}> why?", by=payloads.CURATOR)
    ((_, message),) = await bot.hear(1)
    await message.add_reaction("✅")
    await standin.react(asked, "✅", by=payloads.MEMBER)
    assert standin.reactions_to(asked) == {"✅": {payloads.BOT, payloads.MEMBER.id}}
    await message.remove_reaction("✅", bot.user)
    await standin.take_back_reaction(asked, "✅", by=payloads.MEMBER)
    assert standin.reactions_to(asked) == {}
    heard = await bot.hear(4)
    assert [it for it, _ in heard] == ["reaction"] * 2 + ["reaction gone"] * 2
    assert str(heard[1][1].member.id) == payloads.MEMBER.id
    await standin.react(asked, "✅", by=payloads.MEMBER)
    await message.remove_reaction("✅", discord.Object(payloads.MEMBER.id))
    assert await refusal(message.remove_reaction("✅", bot.user)) == (404, 10014)
    assert await refusal(message.add_reaction("tea")) == (400, 10014)


async def test_without_the_right_to_react_one_may_join_in(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    asked = await standin.say(f"<@{payloads.BOT}> why?")
    ((_, message),) = await bot.hear(1)
    await standin.forbid(payloads.CHANNEL, Permission.ADD_REACTIONS)
    await standin.react(asked, "✅", by=payloads.MEMBER)
    assert await refusal(message.add_reaction("🍵")) == (403, 50013)
    await message.add_reaction("✅")
    assert standin.reactions_to(asked) == {"✅": {payloads.BOT, payloads.MEMBER.id}}
