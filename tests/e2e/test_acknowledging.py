"""What takes long to make ready is acknowledged in time, and shown to those it is for."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.curating.changes import Put
from bot.curating.curation import Curation
from bot.curating.homes import ServerHome
from bot.knowledge.model import Entry, Source, Topic
from tests.curating.conftest import ANN
from tests.e2e.conftest import StartBot
from tests.e2e.curating import button as curators_button
from tests.e2e.remembering import Memory
from tests.e2e.test_guards import made_up
from tests.e2e.waiting import until_logged
from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.messages import EPHEMERAL
from tests.standin.people import GUILD, MEMBER, MODERATOR, OWNER
from tests.standin.server import BOT, Discord, custom_ids, text_of

MOST_LOOKS = 100
BUILDING_SECONDS = 4.0
"""Longer than Discord waits."""
STEEP = "how long should tea steep"
KETTLE = "It lives here."


@pytest.fixture
async def slow(discord: Discord, start_bot: StartBot, tmp_path: Path) -> None:
    """A bot that was just started, on a server whose own pack takes long to build."""
    async with Memory(tmp_path).opened() as store:
        changes = (
            Put(Source(id="house", title="The house", kind="personal")),
            Put(Topic(id="kitchen", title="Kitchen", motion="Kettles are good")),
            Put(
                Entry(
                    id="kettle",
                    topic="kitchen",
                    question="Where does the kettle live?",
                    phrasings=("where is the kettle", "kettle place"),
                    answer=f"{KETTLE} [^house]",
                )
            ),
        )
        home = ServerHome(int(GUILD), store)
        await Curation(store).publish(home, changes, ANN)
    await start_bot(building_seconds=BUILDING_SECONDS)


async def finished(discord: Discord, exchange: Exchange) -> tuple[str, bool]:
    """What was said in the end, and whether one person alone sees it."""

    def said() -> tuple[str, bool] | None:
        shown = exchange.followups or [it for it in (exchange.message,) if it]
        text = text_of(shown[0]) if shown else ""
        return (text, bool(shown[0]["flags"] & EPHEMERAL)) if text else None

    await discord.until(said, "what was promised")
    found = said()
    assert found is not None
    return found


async def test_commands_are_acknowledged_in_time_and_seen_by_those_they_are_for(
    discord: Discord, slow: None
) -> None:
    message = payloads.message(STEEP, channel_id=payloads.CHANNEL, author=payloads.user("77"))
    chatter = payloads.message(
        "brb, dinner", channel_id=payloads.CHANNEL, author=payloads.user("77")
    )
    ran = await asyncio.gather(
        discord.slash("ask", question="where is the kettle"),
        discord.slash("ask", question=STEEP, private=True),
        discord.slash("topics"),
        discord.message_command("Answer this", message, by=MEMBER),
        discord.message_command("Answer this", chatter, by=MEMBER),
        discord.slash("debate", topic="flurb", by=MODERATOR),
        discord.slash("random", by=MODERATOR),
    )
    assert all(it.deferral is not None for it in ran)
    found = [await finished(discord, it) for it in ran]
    assert [it[1] for it in found] == [False, True, True, False, True, True, False]
    # Only what was promised to others than it is for is said anew.
    assert [bool(it.followups) for it in ran] == [False, False, False, False, True, True, False]
    assert KETTLE in found[0][0]
    assert "Kitchen" in found[2][0]


async def test_presses_are_acknowledged_in_time_and_change_or_follow_the_message(
    discord: Discord, slow: None
) -> None:
    ids = ("topics", "topics0", "pick:server:kettle", "dismiss:1", "privacy:show", "gone")
    by = (OWNER, OWNER, MEMBER, MEMBER, MODERATOR, MODERATOR)
    pressed = await asyncio.gather(
        *(
            discord.press(made_up(custom_id), custom_id, by=person)
            for custom_id, person in zip(ids, by, strict=True)
        )
    )
    assert all(it.deferral is not None for it in pressed)
    found = [await finished(discord, it) for it in pressed]
    assert [it[1] for it in found] == [True, False, False, True, True, True]
    assert "Kitchen" in found[0][0]
    assert "Kitchen" in found[1][0]
    assert not pressed[1].followups
    assert KETTLE in found[2][0]
    assert pressed[4].files


async def test_who_types_is_offered_what_is_ready_and_then_the_rest(
    discord: Discord, slow: None
) -> None:
    typed = await asyncio.gather(
        discord.complete("ask", "question", "steep"),
        discord.complete("ask", "question", "kettle"),
        discord.complete("debate", "topic", "tea"),
    )
    assert "how-long-to-steep" in [it["value"] for it in typed[0]]
    assert "kettle" not in [it["value"] for it in typed[1]]
    assert typed[2]
    await finished(discord, await discord.slash("ask", question="where is the kettle"))
    assert "kettle" in [it["value"] for it in await discord.complete("ask", "question", "kettle")]


async def test_lists_are_promised_in_time_and_their_pages_turned(
    discord: Discord, slow: None
) -> None:
    turn = "k:list:sources:server:0"
    ran = await asyncio.gather(
        discord.slash("knowledge source list"),
        discord.slash("knowledge topic list"),
        discord.press(made_up(turn), turn, by=OWNER),
    )
    found = [await finished(discord, it) for it in ran]
    assert ["`house`" in it[0] or "`kitchen`" in it[0] for it in found] == [True] * 3
    assert [it[1] for it in found] == [True, True, False]


async def test_a_form_is_opened_once_it_is_ready_by_whoever_wanted_it(
    discord: Discord, slow: None
) -> None:
    slow_ones = await asyncio.gather(
        discord.slash("knowledge edit", entry="server:kettle"),
        discord.slash("knowledge topic edit", topic="server:kitchen"),
    )
    assert all(it.deferral is not None for it in slow_ones)
    for exchange in slow_ones:
        said, is_private = await finished(discord, exchange)
        assert "The form is ready now." in said
        assert is_private
    assert slow_ones[0].message is not None
    opened = await discord.press(
        slow_ones[0].message, curators_button(slow_ones[0].message, "edit")
    )
    preview = await discord.submit(opened, answer="It moved. [^house]")
    await discord.press(preview.message or {}, curators_button(preview.message, "publish"))
    answer = await discord.slash("ask", question="where is the kettle")
    assert "It moved." in (await finished(discord, answer))[0]


async def test_a_form_is_opened_at_once_while_a_change_of_its_pack_is_taken_in(
    discord: Discord, slow: None
) -> None:
    await finished(discord, await discord.slash("ask", question="where is the kettle"))
    first = await discord.slash("knowledge edit", entry="server:kettle")
    preview = await discord.submit(first, answer="It moved. [^house]")
    publish = curators_button(preview.message, "publish")
    publishing = await discord.press(preview.message or {}, publish, until="acknowledgement")
    for _look in range(MOST_LOOKS):
        if "Changed entry" in text_of((await discord.slash("knowledge history")).data):
            break
    assert publishing.response is None
    opened = await discord.slash("knowledge edit", entry="server:kettle")
    assert KETTLE in str(opened.modal)
    await discord.until(lambda: publishing.response, "the publishing")
    late = await discord.submit(opened, answer="It burst. [^house]")
    assert "Somebody else has changed" in text_of(late.data)
    assert "It moved" in text_of(late.data)


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060)])
async def test_choices_that_come_too_late_are_told_in_a_line(
    discord: Discord, start_bot: StartBot, status: int, code: int
) -> None:
    bot = await start_bot()
    discord.fail_next("POST", "/callback$", status, code=code)
    typing = asyncio.create_task(discord.complete("ask", "question", "steep"))
    await until_logged(bot, str(code))
    typing.cancel()
    assert await discord.complete("ask", "question", "steep")
    assert "Traceback" not in bot.output()
    assert str(MEMBER.id) not in bot.output()


@pytest.mark.parametrize("is_carried_out", [False, True], ids=["before", "after"])
async def test_a_response_is_there_once_where_the_connection_drops(
    discord: Discord, start_bot: StartBot, is_carried_out: bool
) -> None:
    bot = await start_bot()
    discord.drop_next("POST", "/callback$", is_carried_out=is_carried_out)
    asked = await discord.slash("ask", question=STEEP)
    assert "Three minutes" in text_of(asked.data)
    # What follows needs the first to have come to an end, and not to a bad one.
    answer = await discord.ask_and_wait(f"<@{BOT}> {STEEP}")
    discord.drop_next("DELETE", "/@original$", is_carried_out=is_carried_out)
    dismiss = next(it for it in custom_ids(answer) if it.startswith("dismiss"))
    await discord.press(answer, dismiss, until="acknowledgement")
    await discord.until(lambda: discord.latest(answer) is None, "the answer to be gone")
    assert await bot.stop() == 0
    assert asked.followups == []
    assert not re.search("Traceback|lost|refused", bot.output())


async def test_a_response_that_is_lost_is_a_line_in_the_log_and_an_apology(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    for _ in range(3):
        discord.drop_next("POST", "/callback$")
    asked = await discord.slash("ask", question=STEEP)
    assert "Something went wrong" in text_of(asked.data)
    answer = await discord.ask_and_wait(f"<@{BOT}> {STEEP}")
    for _ in range(3):
        discord.drop_next("POST", "/callback$")
    why = next(it for it in custom_ids(answer) if it.startswith("why"))
    pressed = await discord.press(answer, why)
    assert "Something went wrong" in text_of(pressed.data)
    assert bot.output().count("was lost: ServerDisconnectedError.") == 2
    assert "Traceback" not in bot.output()
