"""Who asks or presses too often waits, and nobody waits for them."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.asking.cooldowns import A_CHANNEL, A_PERSON, CURATING, PRESSES
from tests.e2e.conftest import StartBot
from tests.e2e.curating import BISCUITS, button
from tests.standin import payloads
from tests.standin.people import crowd
from tests.standin.server import BOT, Discord, custom_ids, text_of

QUESTION = f"<@{BOT}> how long should tea steep"
ANSWER = "Three minutes will do."
WAIT = "That was a lot at once."
MANY = 100


async def test_a_person_over_the_limit_is_told_once_and_others_go_on(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    for _ in range(A_PERSON.count):
        assert ANSWER in text_of(await discord.ask_and_wait(QUESTION, by=payloads.MEMBER))
    assert WAIT in text_of(await discord.ask_and_wait(QUESTION, by=payloads.MEMBER))
    await discord.say(QUESTION, by=payloads.MEMBER)
    await discord.say(QUESTION, by=payloads.MEMBER, channel=payloads.THREAD)
    assert ANSWER in text_of(await discord.ask_and_wait(QUESTION, by=payloads.CURATOR))
    assert len(discord.sent) == A_PERSON.count + 2


async def test_who_is_over_the_limit_is_so_also_on_the_next_connection(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    for _ in range(A_PERSON.count):
        await discord.ask_and_wait(QUESTION, by=payloads.MEMBER)
    await discord.connect_anew()
    assert WAIT in text_of(await discord.ask_and_wait(QUESTION, by=payloads.MEMBER))
    assert ANSWER in text_of(await discord.ask_and_wait(QUESTION, by=payloads.CURATOR))


async def test_commands_count_too_and_tell_it_to_who_asked_alone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    for _ in range(A_PERSON.count):
        asked = await discord.slash("ask", question="how long should tea steep", by=payloads.MEMBER)
        assert ANSWER in text_of(asked.data)
    refused = await discord.slash("ask", question="how long should tea steep", by=payloads.MEMBER)
    assert refused.is_private
    assert WAIT in text_of(refused.data)
    target = await discord.say("how long should tea steep?", by=payloads.CURATOR)
    refused = await discord.message_command("Answer this", target, by=payloads.MEMBER)
    assert refused.is_private
    assert WAIT in text_of(refused.data)
    refused = await discord.slash("why", question="who won the cup?", by=payloads.MEMBER)
    assert refused.is_private
    assert WAIT in text_of(refused.data)
    other = await discord.slash("ask", question="how long should tea steep", by=payloads.CURATOR)
    assert ANSWER in text_of(other.data)


async def test_a_flooded_channel_hears_of_it_once_and_other_channels_are_answered(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    *first, late, later = crowd(A_CHANNEL.count + 2)
    await asyncio.gather(*(discord.say(QUESTION, by=it) for it in first))
    await discord.until(lambda: len(discord.sent) == A_CHANNEL.count, "all the answers")
    assert all(ANSWER in text_of(it) for it in discord.sent)
    assert WAIT in text_of(await discord.ask_and_wait(QUESTION, by=late))
    await discord.say(QUESTION, by=later)
    elsewhere = await discord.ask_and_wait(QUESTION, by=late, channel=payloads.THREAD)
    assert ANSWER in text_of(elsewhere)
    assert len(discord.sent) == A_CHANNEL.count + 2


async def test_a_hundred_people_press_at_once_and_get_a_hundred_right_replies(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"<@{BOT}> health benefits of drinking tea")
    other = next(it for it in custom_ids(answer) if it.startswith("open:"))
    discord.stop_clock()
    shown = await asyncio.gather(*(discord.press(answer, other, by=it) for it in crowd(MANY)))
    assert len(shown) == MANY
    assert all("Why is coffee healthier than tea?" in text_of(it.data) for it in shown)
    assert all(it.is_private for it in shown)


async def test_one_person_who_hammers_a_button_waits_while_others_press_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"<@{BOT}> health benefits of drinking tea")
    other = next(it for it in custom_ids(answer) if it.startswith("open:"))
    presses = (
        discord.press(answer, other, by=payloads.MEMBER, until="acknowledgement")
        for _ in range(PRESSES.count + 3)
    )
    done = await asyncio.gather(*presses)
    replies = PRESSES.count + 1
    await discord.until(lambda: sum(bool(it.response) for it in done) == replies, "the replies")
    shown = [text_of(it.data) for it in done if it.response]
    assert sum("Why is coffee healthier" in it for it in shown) == PRESSES.count
    assert sum(WAIT in it for it in shown) == 1
    calm = await discord.press(answer, other, by=payloads.CURATOR)
    assert "Why is coffee healthier" in text_of(calm.data)


@pytest.mark.no_cover
async def test_a_curator_who_hammers_a_button_waits_and_what_they_typed_is_taken(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    opened = await discord.slash("knowledge add", by=payloads.ADMIN)
    preview = await discord.submit(opened, BISCUITS)
    assert preview.message is not None
    edit = button(preview.message, "edit")
    discord.stop_clock()
    presses = (
        discord.press(preview.message, edit, until="acknowledgement")
        for _ in range(CURATING.count + 3)
    )
    done = await asyncio.gather(*presses)
    assert sum(it.modal is not None for it in done) == CURATING.count
    assert sum(WAIT in text_of(it.data) for it in done if it.modal is None and it.response) == 1
    typed = next(it for it in done if it.modal is not None)
    again = await discord.submit(typed, answer="Shortbread does, says the Leaf Journal.")
    assert "Shortbread" in text_of(again.message or {})
