"""Asking over Discord's own protocol: mentions, replies, direct messages, threads."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import SHIPPED
from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.e2e.waiting import until_logged
from tests.standin import payloads, schema
from tests.standin.people import MEMBER
from tests.standin.server import BOT, Discord, custom_ids, text_of
from tests.standin.uploads import Upload

MENTION = f"<@{BOT}>"


async def test_a_mention_gets_the_answer_as_a_reply_that_pings_nobody(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=SHIPPED)
    question = await discord.say(f"{MENTION} whats openwashing")
    answer = await discord.next_message(0)
    assert "What is openwashing?" in text_of(answer)
    assert "The Ongoing Debate Over Open Source AI" in text_of(answer)
    assert str(answer["body"]["message_reference"]["message_id"]) == question["id"]
    assert answer["body"]["allowed_mentions"]["parse"] == []
    assert not answer["body"]["allowed_mentions"]["replied_user"]


@pytest.mark.usefixtures("once_learned")
async def test_a_near_miss_is_declined(discord: Discord, start_bot: StartBot) -> None:
    await start_bot(pack=SHIPPED)
    reply = await discord.ask_and_wait(f"{MENTION} who founded Meta?")
    assert "I have no answer to that." in text_of(reply)
    assert "topics" in custom_ids(reply)


async def test_a_mention_of_the_bots_role_is_one_of_the_bot(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await store.servers.change(int(payloads.GUILD2), unasked_channels=(int(payloads.CHANNEL2),))
    await start_bot()
    await discord.say(f"<@&{payloads.ADMIN_ROLE.id}> how long should tea steep")
    answer = await discord.ask_and_wait(f"<@&{payloads.BOT_ROLE.id}> how long should tea steep")
    assert "Three minutes" in text_of(answer)
    assert len(discord.sent) == 1


async def test_who_mentions_the_role_of_a_bot_that_may_not_read_it_is_told_whom_to_mention(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"<@&{payloads.BOT_ROLE.id}> how long should tea steep")
    assert f"Mention me myself, <@{BOT}>" in text_of(reply)


async def test_what_asks_nothing_gets_a_word_of_help_or_none(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    await start_bot()
    helped = await discord.ask_and_wait(f"{MENTION} hello there!")
    assert "I answer questions about" in text_of(helped)
    thanked = await discord.ask_and_wait("thanks!", reply_to=helped)
    assert "You are welcome." in text_of(thanked)
    answer = await discord.ask_and_wait(f"{MENTION} health benefits of drinking tea")
    asked = await discord.ask_and_wait("how does it work", reply_to=answer)
    assert "I answer questions about" not in text_of(asked)
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        kept = {row[0] for row in database.execute("SELECT question FROM questions")}
    assert kept == {"health benefits of drinking tea", "how does it work"}


async def test_a_direct_message_and_a_thread_are_answered_where_they_are(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    direct = await discord.ask_and_wait("how long should tea steep", channel=payloads.DIRECT)
    thread = await discord.ask_and_wait(
        f"{MENTION} how long should tea steep", channel=payloads.THREAD
    )
    assert direct["channel_id"] == payloads.DIRECT
    assert thread["channel_id"] == payloads.THREAD


async def test_a_reply_to_an_answer_is_a_question(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} health benefits of drinking tea")
    reply = await discord.ask_and_wait("why is coffee healthier than tea", reply_to=answer)
    assert "The Bean Board" in text_of(reply)


async def test_a_reply_whose_text_is_withheld_is_asked_to_mention_the_bot(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    exchange = await discord.slash("ask", question="health benefits of drinking tea")
    assert exchange.message is not None
    reply = await discord.ask_and_wait("and who says so?", reply_to=exchange.message)
    assert "Mention me" in text_of(reply)


@pytest.mark.parametrize(
    "said", ["", " ?", " \N{WHITE UP POINTING BACKHAND INDEX}", " is this true?"], ids=ascii
)
async def test_a_bare_mention_in_reply_to_somebody_asks_what_they_wrote(
    discord: Discord, start_bot: StartBot, tmp_path: Path, said: str
) -> None:
    async with Memory(tmp_path).opened() as store:  # else Discord does not show what they wrote
        here = (int(payloads.THREAD),)
        await store.servers.change(int(payloads.GUILD), unasked_channels=here)
    await start_bot()
    asked = await discord.say("how long should tea steep", by=payloads.CURATOR)
    reply = await discord.ask_and_wait(f"{MENTION}{said}", by=payloads.MEMBER, reply_to=asked)
    assert "Three minutes will do." in text_of(reply)
    assert text_of(reply).startswith("-# Asked: how long should tea steep")
    assert f"dismiss:{payloads.MEMBER.id}" in custom_ids(reply)


async def test_a_bare_mention_in_reply_to_what_discord_withholds_is_told_another_way(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = await discord.say("how long should tea steep", by=payloads.CURATOR)
    reply = await discord.ask_and_wait(MENTION, reply_to=asked)
    assert "Apps, then **Answer this**" in text_of(reply)
    assert "I answer questions about" not in text_of(reply)
    role = f"<@&{payloads.BOT_ROLE.id}> what do you say?"
    assert "my role" in text_of(await discord.ask_and_wait(role, reply_to=asked))

    there = payloads.DIRECT  # where nothing is withheld
    picture = await discord.say("", channel=there, files=[Upload("tea.png", b"PNG")])
    await discord.next_message(2)
    reply = await discord.ask_and_wait(MENTION, channel=there, reply_to=picture)
    assert "has no text that I can read" in text_of(reply)


async def test_nobody_else_is_answered(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    robot = payloads.user("1000000000000000099", is_bot=True)
    await discord.say("how long should tea steep")
    await discord.say("@everyone how long should tea steep", mention_everyone=True)
    await discord.say(f"{MENTION} how long should tea steep", author=robot)
    await discord.say(f"{MENTION} how long should tea steep", webhook_id="1000000000000000098")
    await discord.say(f"{MENTION} how long should tea steep", type=6)
    # Events of one connection are handled in order: once this is answered, the others were not.
    reply = await discord.ask_and_wait("how long should tea steep", channel=payloads.DIRECT)
    assert reply["channel_id"] == payloads.DIRECT
    assert len(discord.sent) == 1


async def test_a_question_that_discord_tells_of_several_times_is_answered_once(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} how long should tea steep")
    await discord.tell(payloads.CHANNEL, "MESSAGE_CREATE", question)
    answer = await discord.next_message(0)
    await discord.tell(payloads.CHANNEL, "MESSAGE_CREATE", question)
    # What happens to one question happens in order: once its edit shows, all before is done.
    await discord.edit_message(question, f"{MENTION} why is coffee healthier than tea")
    await discord.until(
        lambda: "The Bean Board" in text_of(discord.latest(answer) or {}), "the other answer"
    )
    assert len(discord.sent) == 1


async def test_a_mention_in_a_server_that_is_not_known_yet_is_answered(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    early = payloads.message(
        f"{MENTION} how long should tea steep",
        channel_id=payloads.CHANNEL,
        author=payloads.user(payloads.MEMBER.id),
        mentions=[payloads.user(BOT, is_bot=True)],
    )
    await discord.dispatch("MESSAGE_CREATE", early | {"guild_id": "1000000000000000099"})
    assert await discord.next_message(0)
    assert "Traceback" not in bot.output()


async def test_a_mention_is_answered_where_what_discord_says_of_the_channel_cannot_be_read(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    unheard = "1000000000000000098"
    discord.fail_next(
        "GET", f"/channels/{unheard}$", 200, id=unheard, type=0, guild_id=payloads.GUILD
    )
    asked = payloads.message(
        f"{MENTION} how long should tea steep",
        channel_id=unheard,
        author=payloads.user(payloads.MEMBER.id),
        mentions=[payloads.user(BOT, is_bot=True)],
    )
    await discord.dispatch("MESSAGE_CREATE", asked | {"guild_id": payloads.GUILD})
    reply = ("POST", f"/channels/{unheard}/messages")
    await discord.until(lambda: reply in [it[:2] for it in discord.requests], "the reply")
    assert f"Channel {unheard} cannot be read: KeyError" in bot.output()


HARMLESS = {
    "nothing but the mention": "",
    "white space": " \n\t ",
    "emoji": "😀😀 <:rejoin:123456789012345678>",
    "zero-width": "\u200b\u200d\ufeff",
    "right to left": "\u202egnihsawnepo si tahw\u202c",
    "everyone": "@everyone @here <@&1000000000000000002> how long should tea steep",
    "markdown": "**what** __is__ ~~tea~~ ||steep|| [a](https://example.org) > # `x`",
    "a code fence": "```py\nprint('@everyone')\n``` how long should tea steep",
    "an open fence": "```",
    "the longest message": "steep? " * 300,
    "one long word": "a" * 3900,
    "nulls and controls": "\x00\x07\x1b[31mtea",
}


@pytest.mark.parametrize("channel", [payloads.CHANNEL, payloads.DIRECT], ids=["server", "direct"])
async def test_whatever_is_typed_gets_one_harmless_reply(
    discord: Discord, start_bot: StartBot, channel: str
) -> None:
    bot = await start_bot()
    for name, text in HARMLESS.items():
        before = len(discord.sent)
        await discord.say(f"{MENTION} {text}", channel=channel)
        reply = await discord.next_message(before)
        assert reply["body"]["allowed_mentions"]["parse"] == [], name
        assert "@everyone" not in text_of(reply), name
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output()


@pytest.mark.parametrize(
    ("status", "code"), [(403, 50013), (404, 10003), (400, 50035)], ids=["403", "404", "400"]
)
async def test_a_refused_reply_stops_nothing(
    discord: Discord, start_bot: StartBot, status: int, code: int
) -> None:
    bot = await start_bot()
    discord.fail_next("POST", "/messages$", status, code=code)
    await discord.say(f"{MENTION} how long should tea steep")
    await discord.ask_and_wait(f"{MENTION} how long should tea steep")
    assert str(status) in bot.output()
    assert "steep" not in bot.output()


@pytest.mark.parametrize("status", [500, 503])
async def test_a_reply_is_tried_again_when_discord_is_down(
    discord: Discord, start_bot: StartBot, status: int
) -> None:
    await start_bot()
    discord.fail_next("POST", "/messages$", status)
    assert await discord.ask_and_wait(f"{MENTION} how long should tea steep")


@pytest.mark.parametrize("is_carried_out", [False, True], ids=["before", "after"])
async def test_a_reply_is_there_once_where_the_connection_drops(
    discord: Discord, start_bot: StartBot, is_carried_out: bool
) -> None:
    bot = await start_bot()
    discord.drop_next("POST", "/messages$", is_carried_out=is_carried_out)
    question = await discord.say(f"{MENTION} how long should tea steep")
    reply = await discord.next_message(0)
    await discord.delete_message(question)
    await discord.until(lambda: discord.latest(reply) is None, "the reply to be gone")
    assert len(discord.sent) == 1
    assert "Traceback" not in bot.output()


async def test_an_answer_comes_also_where_typing_could_not_be_shown(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    bot = await start_bot()
    discord.drop_next("POST", "/typing$", is_carried_out=True)
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        database.execute("BEGIN IMMEDIATE")
        await discord.say(f"{MENTION} how long should tea steep")
        await discord.until(
            lambda: any(path.endswith("/typing") for _, path, _ in discord.requests), "typing"
        )
        await until_logged(bot, "Typing could not be shown")
        assert discord.sent == []
        database.rollback()
    assert "Three minutes" in text_of(await discord.next_message(0))


async def test_a_rate_limited_reply_is_sent_later(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    discord.fail_next("POST", "/messages$", 429, retry_after=0.1, **{"global": False})
    assert await discord.ask_and_wait(f"{MENTION} how long should tea steep")


@pytest.mark.skipif(not schema.is_present(), reason=f"{schema.FILE.name} is no part of this tree")
def test_the_specification_refuses_a_wrong_body() -> None:
    assert schema.body_breaches("POST", "/channels/1/messages", {"content": 5})
    assert not schema.body_breaches("POST", "/channels/1/messages", {"content": "text"})


async def test_what_a_poll_asks_is_a_question(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    poll = {
        "question": {"text": "how long should tea steep?"},
        "answers": [{"answer_id": 1, "poll_media": {"text": "An hour"}}],
        "expiry": "2026-11-22T12:00:00.000000+00:00",
        "allow_multiselect": False,
        "layout_type": 1,
    }
    direct = await discord.ask_and_wait("", channel=payloads.DIRECT, poll=poll)
    assert "Three minutes will do." in text_of(direct)
    polled = await discord.say("", by=MEMBER, poll=poll)
    exchange = await discord.message_command("Answer this", polled)
    assert "Three minutes will do." in text_of(exchange.data)
