"""Messages that people forward, whose text is not their own: it is asked where nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.standin import payloads
from tests.standin.people import MEMBER
from tests.standin.server import BOT, Discord, custom_ids, text_of
from tests.standin.uploads import Upload

JSON = dict[str, Any]

MENTION = f"<@{BOT}>"
STEEP_ASKED = "how long should tea steep?"
STEEP_ANSWER = "Three minutes will do."
TEA = "Why is tea healthier than coffee?"
HOSTILE = f"<@{BOT}> @everyone <@&1000000000000000002> **[x](https://e.org)** \x00\u202e flurb"
LONGEST = "steep? " * 570


@pytest.mark.parametrize(
    ("channel", "content"),
    [(payloads.DIRECT, ""), (payloads.DIRECT, MENTION), (payloads.CHANNEL, MENTION)],
    ids=["direct", "direct with a mention", "server with a mention"],
)
async def test_what_is_forwarded_to_the_bot_is_asked(
    discord: Discord, start_bot: StartBot, channel: str, content: str
) -> None:
    await start_bot()
    asked = await discord.say(STEEP_ASKED, by=MEMBER)
    await discord.forward(asked, channel=channel, content=content)
    assert STEEP_ANSWER in text_of(await discord.next_message(0))


async def test_what_is_forwarded_to_a_channel_is_put_to_nobody(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = await discord.say(STEEP_ASKED, by=MEMBER)
    await discord.forward(asked)
    assert TEA in text_of(await discord.ask_and_wait(f"{MENTION} {TEA}"))


async def test_whoever_writes_something_of_their_own_asks_that(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = await discord.say(STEEP_ASKED, by=MEMBER)
    await discord.forward(asked, channel=payloads.DIRECT, content="health benefits of drinking tea")
    assert TEA in text_of(await discord.next_message(0))


async def test_whatever_is_forwarded_gets_one_harmless_reply(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    for number, text in enumerate([HOSTILE, LONGEST, " \n\u200b", "```", "> quoted\n>>> and so"]):
        kept = payloads.message(text, channel_id=payloads.CHANNEL, author=payloads.user("77"))
        await discord.forward(kept, by=MEMBER, channel=payloads.DIRECT)
        reply = await discord.next_message(number)
        assert reply["body"]["allowed_mentions"]["parse"] == []
        assert discord.pinged(reply) == frozenset()
        assert "everyone" not in text_of(reply)
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output()
    assert "flurb" not in bot.output()


async def test_a_forwarded_picture_has_no_text(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    picture = await discord.say("", by=MEMBER, files=[Upload("tea.png", b"\x89PNG")])
    await discord.forward(picture, channel=payloads.DIRECT)
    assert "no text that I can read" in text_of(await discord.next_message(0))


async def test_why_an_answer_was_given_is_told_of_what_was_forwarded(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = await discord.say(STEEP_ASKED, by=MEMBER)
    await discord.forward(asked, channel=payloads.DIRECT)
    answer = await discord.next_message(0)
    [why] = [it for it in custom_ids(answer) if it.startswith("why:")]
    told = await discord.press(answer, why)
    assert "cannot read the question" not in text_of(told.message or {})
    assert "Nearest phrasing" in text_of(told.message or {})


@pytest.mark.parametrize(
    ("command", "said", "expected"),
    [
        ("Answer this", STEEP_ASKED, STEEP_ANSWER),
        ("Counter this", "coffee is healthier than tea", TEA),
    ],
)
async def test_a_command_on_a_forwarded_message_reads_it(
    discord: Discord, start_bot: StartBot, command: str, said: str, expected: str
) -> None:
    await start_bot()
    forwarded = await discord.forward(await discord.say(said, by=MEMBER), by=MEMBER)
    exchange = await discord.message_command(command, forwarded)
    assert expected in text_of(exchange.message or {})


async def test_a_forwarded_answer_is_no_reply_to_it(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} health benefits of drinking tea")
    async with Memory(tmp_path).opened() as store:
        while await store.replies.get(int(answer["id"])) is None:
            await discord.slash("help")
    await discord.forward(answer, channel=payloads.DIRECT, content="source?")
    assert "Sources of:" not in text_of(await discord.next_message(1))
