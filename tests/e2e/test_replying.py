"""What becomes of a reply: dismissed, kept in step with its question, voted on, and followed up."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.chat.asking.cooldowns import A_PERSON
from tests.conftest import TEA as TEA_PACK
from tests.e2e.conftest import StartBot
from tests.e2e.waiting import until_ready
from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.limits import walk
from tests.standin.people import ADMIN, MEMBER, OWNER, Person
from tests.standin.server import BOT, Discord, custom_ids, text_of
from tests.standin.uploads import Upload

JSON = dict[str, Any]

MENTION = f"<@{BOT}>"
CALMING = """  - id: tea-is-calming
    topic: health
    question: Does tea calm people down?
    phrasings: [is tea calming, does tea make people calm]
    side: for
    answer: It does, says the Leaf Journal. [^leaf-journal]
    counter: coffee-is-healthier
"""
TEA_ASKED = "health benefits of drinking tea"
TEA = "Why is tea healthier than coffee?"
COFFEE = "Why is coffee healthier than tea?"
STEEP = "How long should tea steep?"
UNSEEN_SECONDS = 0.5
"""How long the bot is given for what it does without a trace."""
SEND_MESSAGES = 1 << 11
UNKNOWN = "who won the football match yesterday?"


def button(message: JSON, action: str) -> str:
    """The id of a message's only component for an action."""
    found = [it for it in custom_ids(message) if it.split(":")[0] == action]
    assert len(found) == 1, f"{action!r} is not one of {custom_ids(message)}"
    return found[0]


async def press(
    discord: Discord, message: JSON | None, action: str, *values: str, **more: Any
) -> Exchange:
    assert message is not None
    now = discord.latest(message) or message
    return await discord.press(now, button(now, action), *values, **more)


def labels(message: JSON) -> list[str]:
    """What a message's buttons and selects are called."""
    found = [it.get("label") or it.get("placeholder") for it in walk(message["components"])]
    return [str(it) for it in found if it]


async def test_each_way_of_asking_gets_the_same_reply(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    mention = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    replied = await discord.ask_and_wait(TEA_ASKED, reply_to=mention)
    direct = await discord.ask_and_wait(TEA_ASKED, channel=payloads.DIRECT)
    thread = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=payloads.THREAD)
    command = (await discord.slash("ask", question=TEA_ASKED)).message
    elsewhere = (
        await discord.slash("ask", question=TEA_ASKED, channel=payloads.ELSEWHERE_CHANNEL)
    ).message
    group = (await discord.slash("ask", question=TEA_ASKED, channel=payloads.GROUP_DIRECT)).message
    target = await discord.say(TEA_ASKED, by=MEMBER)
    on_message = (await discord.message_command("Answer this", target)).message
    assert command is not None
    assert elsewhere is not None
    assert on_message is not None
    assert group is not None
    expected = ["The other side", "Why?", "Helpful", "Not helpful", "Dismiss", "Related questions"]
    for reply in (mention, replied, direct, thread, command, on_message, group):
        assert TEA in text_of(reply)
        assert labels(reply) == expected
    assert TEA in text_of(elsewhere)
    assert "Asked:" in text_of(command)
    assert "Asked:" not in text_of(mention)


async def test_an_answer_reaches_whom_it_is_for(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    options = {"question": TEA_ASKED, "to": MEMBER}
    loud = await discord.slash("ask", options)
    assert f"For <@{MEMBER.id}>" in text_of(loud.data)
    assert loud.message is not None
    assert discord.pinged(loud.message) == {MEMBER.id}
    named = await discord.slash("ask", {"question": "tea-is-healthier", "to": MEMBER})
    assert named.message is not None
    assert discord.pinged(named.message) == {MEMBER.id}
    quiet = await discord.slash("ask", {**options, "private": True})
    assert quiet.is_private
    assert quiet.message is not None
    assert discord.pinged(quiet.message) == frozenset()


async def test_who_may_not_write_in_a_channel_pings_nobody_through_the_bot(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await discord.overwrite(payloads.CHANNEL, of=MEMBER, deny=SEND_MESSAGES)
    exchange = await discord.slash("ask", {"question": TEA_ASKED, "to": ADMIN}, by=MEMBER)
    assert exchange.message is not None
    assert f"For <@{ADMIN.id}>" in text_of(exchange.message)
    assert discord.pinged(exchange.message) == frozenset()


@pytest.mark.parametrize("by", [MEMBER, OWNER], ids=["who asked", "who manages messages"])
async def test_a_reply_is_dismissed_by(discord: Discord, start_bot: StartBot, by: Person) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", by=MEMBER)
    await discord.press(reply, button(reply, "dismiss"), by=by, until="acknowledgement")
    await discord.until(lambda: discord.latest(reply) is None, "the reply to be gone")


async def test_nobody_else_dismisses_a_reply(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", by=OWNER)
    told = await press(discord, reply, "dismiss", by=MEMBER)
    assert told.is_private
    assert "can dismiss this" in text_of(told.data)
    assert discord.latest(reply) is not None


async def test_an_edited_question_gets_its_answer_edited(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} {UNKNOWN}")
    reply = await discord.next_message(0)
    await discord.edit_message(question, f"{MENTION} {TEA_ASKED}")
    await discord.until(lambda: TEA in text_of(discord.latest(reply) or {}), "the new answer")
    assert len(discord.sent) == 1


async def test_an_edited_question_gets_its_answer_edited_also_where_the_connection_drops(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} {UNKNOWN}")
    reply = await discord.next_message(0)
    discord.drop_next("PATCH", f"/messages/{reply['id']}$")
    await discord.edit_message(question, f"{MENTION} {TEA_ASKED}")
    await once_it_says(discord, reply, TEA)


async def test_an_edited_question_is_not_answered_anew_when_it_opens_a_thread(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} {UNKNOWN}")
    reply = await discord.next_message(0)
    await discord.edit_message(question, f"{MENTION} {TEA_ASKED}")
    await discord.open_thread("About tea", message=question)
    await discord.edit_message(question, f"{MENTION} {STEEP}")
    # What happens to one question is handled in order.
    await once_it_says(discord, reply, STEEP)
    figures = text_of((await discord.slash("knowledge stats", by=OWNER)).message or {})
    assert "3 asked:" in figures


async def test_an_edited_question_in_a_thread_is_not_answered_by_its_own_answer(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_text(TEA_PACK.read_text(encoding="utf-8") + CALMING, encoding="utf-8")
    await start_bot(pack=pack)
    question = await discord.say(f"{MENTION} {TEA_ASKED}", channel=payloads.THREAD)
    reply = await discord.next_message(0)
    await discord.edit_message(question, f"{MENTION} {TEA_ASKED}?")
    await discord.until(lambda: was_edited(discord, reply), "the answer to the first edit")
    assert TEA in text_of(discord.latest(reply) or {})
    await discord.edit_message(question, f"{MENTION} does tea calm people down?")
    await once_it_says(discord, reply, "It does, says the Leaf Journal.")
    assert "only one side" not in text_of(discord.latest(reply) or {})


async def test_a_deleted_question_takes_its_answer_along(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    first = await discord.say(f"{MENTION} {TEA_ASKED}")
    reply = await discord.next_message(0)
    second = await discord.say(f"{MENTION} {UNKNOWN}")
    declined = await discord.next_message(1)
    assert await bot.stop() == 0
    await start_bot()
    await discord.delete_message(first)
    await discord.until(lambda: discord.latest(reply) is None, "the first to be gone")
    await discord.delete_messages([second])
    await discord.until(lambda: discord.latest(declined) is None, "the second to be gone")


async def test_a_question_repeated_in_a_thread_points_to_its_answer(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    first = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=payloads.THREAD)
    again = await discord.ask_and_wait(
        f"{MENTION} whats so healthy about tea", channel=payloads.THREAD, by=MEMBER
    )
    links = [it["url"] for it in walk(again["components"]) if "url" in it]
    assert [it.endswith(f"/{payloads.THREAD}/{first['id']}") for it in links] == [True]
    assert TEA not in text_of(again)
    shown = await press(discord, again, "pick", by=MEMBER)
    assert TEA in text_of(shown.data)
    assert not shown.is_private
    elsewhere = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", by=MEMBER)
    assert TEA in text_of(elsewhere)


async def test_an_answer_that_was_deleted_while_nobody_looked_is_not_pointed_to(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    first = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=payloads.THREAD)
    await bot.stop()
    await discord.delete_message(first)
    await until_ready(await start_bot())
    by_name = await discord.slash("ask", question="tea-is-healthier", channel=payloads.THREAD)
    assert TEA in text_of(by_name.message or {})
    again = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=payloads.THREAD)
    links = [it["url"] for it in walk(again["components"]) if "url" in it]
    assert [it.endswith(f"/{by_name.message_id}") for it in links] == [True]


async def test_an_answer_is_pointed_to_also_where_discord_does_not_say_if_it_stands(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    first = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=payloads.THREAD)
    discord.fail_next("GET", f"/messages/{first['id']}$", 403, code=50001)
    again = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=payloads.THREAD)
    assert "That was answered above." in text_of(again)


async def test_a_thread_that_heard_one_side_is_offered_the_other(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_text(TEA_PACK.read_text(encoding="utf-8") + CALMING, encoding="utf-8")
    await start_bot(pack=pack)
    thread = await discord.open_thread("Tea or coffee")
    first = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=thread)
    assert "only one side" not in text_of(first)
    second = await discord.ask_and_wait(f"{MENTION} does tea calm people down?", channel=thread)
    assert "only one side has been heard here" in text_of(second)
    other = await press(discord, second, "pick")
    assert COFFEE in text_of(other.data)
    assert not other.is_private
    balanced = await discord.open_thread("Both")
    await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=balanced)
    await discord.ask_and_wait(f"{MENTION} health benefits of drinking coffee", channel=balanced)
    third = await discord.ask_and_wait(f"{MENTION} does tea calm people down?", channel=balanced)
    assert "only one side" not in text_of(third)


async def test_an_answer_that_is_brought_up_to_date_still_says_that_one_side_was_heard(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    text = TEA_PACK.read_text(encoding="utf-8") + CALMING
    pack.write_text(text, encoding="utf-8")
    await until_ready(await start_bot(pack=pack))
    thread = await discord.open_thread("Tea or coffee")
    await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", channel=thread)
    question = await discord.say(f"{MENTION} does tea calm people down?", channel=thread)
    second = await discord.next_message(1)
    await discord.edit_message(question, f"{MENTION} is tea calming?")
    await discord.until(lambda: was_edited(discord, second), "the edited question's answer")
    assert "only one side" in text_of(discord.latest(second) or {})
    pack.write_text(text.replace("It does, says", "Surely, says"), encoding="utf-8")
    await once_it_says(discord, second, "Surely")
    now = discord.latest(second) or {}
    assert "only one side" in text_of(now)
    assert COFFEE in text_of((await press(discord, now, "pick")).data)
    pack.write_text(text.replace("It does, says", "Hardly, says"), encoding="utf-8")
    await once_it_says(discord, second, "Hardly")
    assert "only one side" not in text_of(discord.latest(second) or {})


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("and the other side?", COFFEE),
        ("source?", "Sources of:"),
        ("why?", "Nearest phrasing"),
        ("what about coffee?", COFFEE),
    ],
)
async def test_a_short_reply_is_understood_from_what_it_replies_to(
    discord: Discord, start_bot: StartBot, said: str, expected: str
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    reply = await discord.ask_and_wait(said, reply_to=answer)
    assert expected in text_of(reply)


@pytest.mark.parametrize(
    "said",
    ["is that true?", MENTION, f"{MENTION} ??"],
    ids=["a remark", "a mention", "marks alone"],
)
async def test_why_a_long_message_that_was_pointed_at_was_answered_is_told_of_that_message(
    discord: Discord, start_bot: StartBot, said: str
) -> None:
    await start_bot()
    there = payloads.DIRECT  # where Discord shows what is pointed at
    long = await discord.say(f"{TEA_ASKED}? " + "I wonder. " * 60, channel=there)
    await discord.next_message(0)
    reply = await discord.ask_and_wait(said, channel=there, reply_to=long)
    assert TEA in text_of(reply)
    why = await press(discord, reply, "why")
    assert "is that true" not in text_of(why.data)
    assert f"phrasing: “{TEA_ASKED}”" in text_of(why.data)


async def test_the_sources_of_an_answer_are_turned_page_by_page(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    numbers = range(1, 31)
    sources = "".join(
        f"  - {{id: s{it}, title: {'A long title ' * 12}{it}, kind: press}}\n" for it in numbers
    )
    marks = " ".join(f"[^s{it}]" for it in numbers)
    text = TEA_PACK.read_text(encoding="utf-8").replace("sources:\n", f"sources:\n{sources}", 1)
    pack = tmp_path / "tea.yaml"
    pack.write_text(text.replace("It is also kind to teeth.", f"So. {marks}"), encoding="utf-8")
    await start_bot(pack=pack)
    answer = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    listed = await press(discord, answer, "cited")
    assert listed.is_private
    assert "**[1]**" in text_of(listed.data)
    turned = await press(discord, listed.message, "cited1")
    assert turned.message_id == listed.message_id
    assert "**[1]**" not in text_of(turned.data)
    assert "A long title" in text_of(turned.data)


async def test_what_is_none_of_the_suggestions_is_a_miss(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} healthy drinks", by=MEMBER)
    assert "Is it one of these?" in text_of(reply)
    refused = await press(discord, reply, "none", by=ADMIN)
    assert "Only who asked" in text_of(refused.data)
    await press(discord, reply, "none", by=MEMBER)
    now = discord.latest(reply)
    assert now is not None
    assert "I have no answer to that." in text_of(now)
    review = await discord.slash("knowledge review", by=OWNER)
    assert "healthy drinks" in text_of(review.message or {})
    figures = await discord.slash("knowledge stats", by=OWNER)
    assert "1 asked: 0 answered, 0 suggested, 1 declined" in text_of(figures.message or {})


async def test_who_follows_a_miss_hears_of_its_answer_once(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    reply = await discord.ask_and_wait(f"{MENTION} {asked}", by=MEMBER)
    followed = await press(discord, reply, "follow", by=MEMBER)
    assert followed.is_private
    assert "write to you, once" in text_of(followed.message or {})
    called_off = await press(discord, reply, "follow", by=ADMIN)
    stopped = await press(discord, called_off.message, "unfollow", by=ADMIN)
    assert "will not tell you" in text_of(stopped.message or stopped.data)
    sent = len(discord.sent)
    await publish(discord, asked)
    await discord.until(lambda: len(discord.sent) > sent, "the direct message")
    told = discord.sent[sent]
    assert told["channel_id"] == payloads.direct_channel(MEMBER.id)
    assert "there is an answer now" in text_of(told)
    assert "ginger" in text_of(told)
    await publish(discord, "what is tea made of?", topic="Leaves")
    await discord.ask_and_wait(f"{MENTION} what is tea made of?")
    assert len(discord.sent) == sent + 2


async def test_who_wants_to_be_told_of_an_answer_that_is_there_already_reads_it_at_once(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    reply = await discord.ask_and_wait(f"{MENTION} {asked}", by=MEMBER)
    await publish(discord, asked)
    followed = await press(discord, reply, "follow", by=MEMBER)
    assert followed.is_private
    told = text_of(followed.message or {})
    assert "there is an answer now" in told
    assert "ginger" in told
    await publish(discord, "what is tea made of?", topic="Leaves")
    await discord.ask_and_wait(f"{MENTION} what is tea made of?")
    assert len(discord.sent) == 2


async def test_the_answer_that_somebody_waited_for_is_changed_as_well(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    reply = await discord.ask_and_wait(f"{MENTION} {asked}", by=MEMBER)
    await press(discord, reply, "follow", by=MEMBER)
    await publish(discord, asked)
    told = await discord.next_message(1)
    entry = button(told, "why").split(":")[2]
    await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
    await once_it_says(discord, told, "lemon")
    now = discord.latest(told) or {}
    assert "there is an answer now" in text_of(now)
    assert labels(now) == labels(told)


async def test_the_answer_that_somebody_waited_for_stays_as_it_was_once_they_have_left(
    discord: Discord, start_bot: StartBot
) -> None:
    await until_ready(await start_bot())
    asked = "what biscuits do people dunk?"
    reply = await discord.ask_and_wait(f"{MENTION} {asked}")
    for person in (MEMBER, ADMIN):
        await press(discord, reply, "follow", by=person)
    await publish(discord, asked)
    await discord.next_message(2)
    told = {it["channel_id"]: it for it in discord.sent[1:]}
    left, stayed = (told[payloads.direct_channel(it.id)] for it in (MEMBER, ADMIN))
    entry = button(left, "why").split(":")[2]
    await discord.leave(MEMBER)
    is_member = f"/members/{ADMIN.id}"
    discord.fail_next("GET", f"{is_member}$", 403, code=50001)
    discord.requests.clear()
    await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
    await discord.until(
        lambda: any(path.endswith(is_member) for _, path, _ in discord.requests), "the refusal"
    )
    assert "ginger" in text_of(discord.latest(stayed) or {})
    await edit_answer(discord, entry, "Those with cocoa do. [^the-leaf-journal]")
    await once_it_says(discord, stayed, "cocoa")
    assert "ginger" in text_of(discord.latest(left) or {})
    assert not was_edited(discord, left)


async def test_votes_are_one_a_person_and_may_change(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    assert (await press(discord, reply, "up", by=MEMBER)).is_private
    await press(discord, reply, "up", by=ADMIN)
    down = await press(discord, reply, "down", by=MEMBER)
    assert down.is_private
    assert down.message is not None
    reason = await press(discord, down.message, "reason", "unfair-against", by=MEMBER)
    assert "unfair to those against" in text_of(reason.message or reason.data)
    figures = text_of((await discord.slash("knowledge stats", by=OWNER)).message or {})
    assert "1 of 2" in figures


async def test_a_wrong_match_goes_to_the_curators_with_its_question(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    down = await press(discord, reply, "down", by=MEMBER)
    assert down.message is not None
    await press(discord, down.message, "reason", "wrong", by=MEMBER)
    review = text_of((await discord.slash("knowledge review", by=OWNER)).message or {})
    assert TEA_ASKED in review
    assert "wrong" in review


async def test_an_answer_that_changed_is_changed_where_it_was_posted(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    await publish(discord, asked)
    posted = await discord.ask_and_wait(f"{MENTION} {asked}", by=MEMBER)
    command = (await discord.slash("ask", question=asked, by=MEMBER)).message
    assert command is not None
    entry = button(posted, "why").split(":")[2]
    await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
    for message in (posted, command):
        await once_it_says(discord, message, "lemon")
        now = discord.latest(message)
        assert now is not None
        assert "Changed on" in text_of(now)
        assert f"dismiss:{MEMBER.id}" in custom_ids(now)
    assert "Asked:" in text_of(discord.latest(command) or {})
    removal = await discord.slash("knowledge remove", entry=entry, by=OWNER)
    await press_curator(discord, removal.message, "publish")
    await once_it_says(discord, posted, "was withdrawn")


@pytest.mark.parametrize("is_stopped", [True, False], ids=["stops", "connects anew"])
async def test_posted_answers_are_all_changed_also_if_the_bot_leaves_in_the_middle(
    discord: Discord, start_bot: StartBot, *, is_stopped: bool
) -> None:
    bot = await start_bot()
    await until_ready(bot)
    asked = "what biscuits do people dunk?"
    await publish(discord, asked)
    posted = [await discord.ask_and_wait(f"{MENTION} {asked}") for _ in range(3)]
    entry = button(posted[0], "why").split(":")[2]
    with discord.holding("PATCH", f"/channels/{payloads.CHANNEL}/messages/"):
        await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
        await discord.until(lambda: changed(discord, posted), "the first to change")
        if is_stopped:
            assert await bot.stop() == 0
        else:
            panel = await discord.slash("settings", by=ADMIN)
            assert panel.message is not None
            unasked = "k:settings:unasked"
            await discord.press(panel.message, unasked, payloads.CHANNEL, by=ADMIN)
            await discord.until(lambda: discord.identified == 2, "a second session")
    assert len(changed(discord, posted)) == 1
    if is_stopped:
        await start_bot()
    await discord.until(lambda: changed(discord, posted) == posted, "all to change")


def changed(discord: Discord, posted: list[JSON]) -> list[JSON]:
    """Those of some answers that say what they did not when they were posted."""
    return [it for it in posted if text_of(discord.latest(it) or {}) != text_of(it)]


async def test_an_answer_that_changed_on_its_way_is_changed_once_it_is_there(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    await publish(discord, asked)
    first = await discord.ask_and_wait(f"{MENTION} {asked}", by=MEMBER)
    entry = button(first, "why").split(":")[2]
    with discord.holding("POST", f"/{payloads.CHANNEL}/messages$"):
        second = await discord.ask_and_wait(f"{MENTION} {asked}", by=MEMBER)
        await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
        await once_it_says(discord, first, "lemon")
        # The index is built anew behind the change, and posted answers are looked through again.
        await asyncio.sleep(UNSEEN_SECONDS)
        assert "ginger" in text_of(second)
    await once_it_says(discord, second, "lemon")
    question = await discord.say(f"{MENTION} {UNKNOWN}", by=MEMBER)
    edited = await discord.next_message(2)
    with discord.holding("PATCH", f"/messages/{edited['id']}$"):
        await discord.edit_message(question, f"{MENTION} {asked}")
        await once_it_says(discord, edited, "lemon")
        discord.requests.clear()
        await edit_answer(discord, entry, "Those with cocoa do. [^the-leaf-journal]")
        await discord.until(
            lambda: any(it[1].endswith(f"/messages/{second['id']}") for it in discord.requests),
            "the other answers to be changed",
        )
    await once_it_says(discord, edited, "cocoa")


async def test_an_answer_that_was_opened_by_name_is_changed_as_well(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    await publish(discord, asked)
    first = await discord.ask_and_wait(f"{MENTION} {asked}", channel=payloads.THREAD)
    entry = button(first, "why").split(":")[2]
    again = await discord.ask_and_wait(f"{MENTION} {asked}", channel=payloads.THREAD)
    picked = (await press(discord, again, "pick")).message
    named = (await discord.slash("ask", question=entry)).message
    assert picked is not None
    assert named is not None
    await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
    for message in (first, picked, named):
        await once_it_says(discord, message, "lemon")


async def test_an_answer_that_is_changed_keeps_what_else_was_asked(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    await publish(discord, asked)
    question = await discord.say(f"{MENTION} is tea good for your heart? and {STEEP}")
    posted = await discord.next_message(0)
    assert TEA in text_of(posted)
    await discord.edit_message(question, f"{MENTION} {asked} and is coffee good for the liver?")
    await once_it_says(discord, posted, "ginger")
    before = discord.latest(posted) or {}
    assert "You also asked: and is coffee good for the liver" in text_of(before)
    entry = button(before, "why").split(":")[2]
    await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
    await once_it_says(discord, posted, "lemon")
    now = discord.latest(posted) or {}
    assert "You also asked: and is coffee good for the liver" in text_of(now)
    assert labels(now) == labels(before)
    assert COFFEE in text_of((await press(discord, now, "pick")).data)


async def test_a_change_that_discord_refuses_is_made_up_for_at_the_next(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    await publish(discord, asked)
    question = await discord.say(f"{MENTION} {asked}")
    posted = await discord.next_message(0)
    entry = button(posted, "why").split(":")[2]
    discord.fail_next("GET", f"/messages/{posted['id']}$", 403, code=50001)
    await edit_answer(discord, entry, "Those with lemon do. [^the-leaf-journal]")
    await discord.until(
        lambda: any(it[1].endswith(f"/messages/{posted['id']}") for it in discord.requests),
        "the refusal",
    )
    await edit_answer(discord, entry, "Those with cocoa do. [^the-leaf-journal]")
    await once_it_says(discord, posted, "cocoa")
    await discord.delete_message(question)
    await discord.until(lambda: discord.latest(posted) is None, "the reply to be gone")


async def test_what_is_read_in_a_channel_that_has_had_enough_is_for_one_alone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    suggestions = await discord.ask_and_wait(f"{MENTION} healthy drinks", by=ADMIN)
    pick = pick_of(suggestions, "tea-is-healthier")
    for _ in range(A_PERSON.count):
        await discord.ask_and_wait(f"{MENTION} {UNKNOWN}", by=MEMBER)
    more = await discord.press(suggestions, pick, by=MEMBER)
    assert more.is_private
    assert TEA in text_of(more.data)
    named = await discord.slash("ask", question="tea-is-healthier", by=MEMBER)
    assert named.is_private
    assert "a lot at once" in text_of(named.data)
    assert "a lot at once" in text_of((await discord.slash("random", by=MEMBER)).data)


async def test_what_is_read_for_all_by_a_doubled_press_or_by_two_at_once_is_posted_once(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    suggestions = await discord.ask_and_wait(f"{MENTION} healthy drinks")
    tea, coffee = (pick_of(suggestions, it) for it in ("tea-is-healthier", "coffee-is-healthier"))
    pressed = await asyncio.gather(
        *(
            discord.press(suggestions, pick, by=by, until="acknowledgement")
            for pick, by in ((tea, MEMBER), (tea, MEMBER), (tea, ADMIN), (coffee, MEMBER))
        )
    )
    posted = [text_of(it.message) for it in pressed if it.response and it.message]
    assert len(posted) == 2
    assert TEA in posted[0]
    assert COFFEE in posted[1]
    assert not any(it.followups for it in pressed)


async def test_one_person_reports_an_answer_to_a_question_once(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    for by in (MEMBER, MEMBER, ADMIN):
        down = await press(discord, reply, "down", by=by)
        await press(discord, down.message, "reason", "wrong", by=by)
        why = await press(discord, reply, "why", by=by)
        await press(discord, why.message, "wrong", by=by)
    review = text_of((await discord.slash("knowledge review", by=OWNER)).message or {})
    assert "reported 2 times" in review


async def test_a_reply_that_discord_does_not_show_is_understood_by_its_id(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    sources = await discord.ask_and_wait("source?", reply_to=answer)
    other = await discord.ask_and_wait("and the other side?", reply_to=sources)
    assert COFFEE in text_of(other)
    before = len(discord.sent)
    reference = {"message_id": answer["id"], "channel_id": answer["channel_id"], "type": 0}
    await discord.say(f"{MENTION} source?", type=19, message_reference=reference)
    assert "Sources of:" in text_of(await discord.next_message(before))


@pytest.mark.parametrize("text", [MENTION, f"{MENTION} any idea?"])
async def test_a_post_that_mentions_the_bot_is_asked_with_its_title(
    discord: Discord, start_bot: StartBot, text: str
) -> None:
    await until_ready(await start_bot())
    await discord.open_post(STEEP, text, by=MEMBER)
    reply = await discord.next_message(0)
    assert "Three minutes" in text_of(reply)
    why = await press(discord, reply, "why")
    assert "Nearest phrasing" in text_of(why.message or {})


@pytest.mark.parametrize(
    ("command", "title", "expected"),
    [
        ("Answer this", STEEP, "Three minutes"),
        ("Counter this", "Coffee is healthier than tea", TEA),
    ],
)
@pytest.mark.parametrize("text", ["", "any idea?"])
async def test_a_command_on_what_opens_a_post_reads_its_title(
    discord: Discord, start_bot: StartBot, command: str, title: str, expected: str, text: str
) -> None:
    await until_ready(await start_bot())
    opening = await discord.open_post(title, text, by=MEMBER)
    exchange = await discord.message_command(command, opening)
    assert expected in text_of(exchange.message or {})
    reply = await discord.say(text or "hm", by=MEMBER, channel=opening["id"])
    exchange = await discord.message_command(command, reply)
    assert expected not in text_of(exchange.message or {})


async def test_who_waited_reads_on_below_an_answer_of_a_servers_own_pack(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = "what biscuits do people dunk?"
    reply = await discord.ask_and_wait(f"{MENTION} {asked}", by=MEMBER)
    await press(discord, reply, "follow", by=MEMBER)
    before = len(discord.sent)
    await publish(discord, asked)
    told = await discord.next_message(before)
    await asyncio.sleep(UNSEEN_SECONDS)
    why = await press(discord, told, "why", by=MEMBER)
    assert "no longer" not in text_of(why.message or {})
    sources = await discord.ask_and_wait(
        "source?", by=MEMBER, channel=told["channel_id"], reply_to=told
    )
    assert "Sources of:" in text_of(sources)


async def test_a_reply_to_what_was_posted_this_moment_is_understood(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    before = len(discord.sent)
    with discord.holding("POST", f"/{payloads.CHANNEL}/messages$"):
        sources = await discord.ask_and_wait("source?", reply_to=answer)
        await discord.say("and the other side?", reply_to=sources)
        await asyncio.sleep(UNSEEN_SECONDS)
    other = await discord.next_message(before + 1)
    assert COFFEE in text_of(other)


async def test_a_picture_without_words_is_no_question(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    picture = Upload("tea.png", b"\x89PNG")
    reply = await discord.ask_and_wait("", channel=payloads.DIRECT, files=[picture])
    assert "no text that I can read" in text_of(reply)


async def test_help_goes_with_the_mention_that_asked_for_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    mention = await discord.say(MENTION)
    reply = await discord.next_message(0)
    assert "**Ask:**" in text_of(reply)
    await discord.delete_message(mention)
    await discord.until(lambda: discord.latest(reply) is None, "the help to be gone")


async def test_a_message_in_a_server_that_is_not_known_yet_is_no_direct_message(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    early = payloads.message(
        "how long should tea steep", channel_id=payloads.CHANNEL, author=payloads.user(MEMBER.id)
    )
    early |= {"guild_id": "1000000000000000099", "channel_id": "1000000000000000098"}
    await discord.dispatch("MESSAGE_CREATE", early)
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    assert TEA in text_of(reply)
    assert len(discord.sent) == 1


async def test_who_edits_too_often_keeps_the_answer_that_is_there(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} {TEA_ASKED}", by=MEMBER)
    reply = await discord.next_message(0)
    for number in range(1, A_PERSON.count):
        await discord.ask_and_wait(f"{MENTION} is it {number}?", by=MEMBER)
    await discord.edit_message(question, f"{MENTION} {UNKNOWN}")
    await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}", by=ADMIN)
    assert TEA in text_of(discord.latest(reply) or {})


async def test_an_answer_that_rests_on_interested_parties_alone_says_so(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    only = CALMING.replace("[^leaf-journal]", "[^bean-board]")
    pack.write_text(TEA_PACK.read_text(encoding="utf-8") + only, encoding="utf-8")
    await start_bot(pack=pack)
    reply = await discord.ask_and_wait(f"{MENTION} does tea calm people down?")
    assert "rests on an interested party alone" in text_of(reply)
    assert "sells coffee" in text_of(reply)
    assert "interested" not in text_of(await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}"))


async def test_a_long_answer_is_read_on_by_whoever_wants_to(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    sentences = " ".join(f"It calms in way {number} of many." for number in range(120))
    long = CALMING.replace("It does, says the Leaf Journal.", sentences)
    pack.write_text(TEA_PACK.read_text(encoding="utf-8") + long, encoding="utf-8")
    await start_bot(pack=pack)
    reply = await discord.ask_and_wait(f"{MENTION} does tea calm people down?")
    read = [text_of(reply)]
    assert "Part 1 of 3" in read[0]
    second = await press(discord, reply, "page1", by=MEMBER)
    third = await press(discord, second.message, "page2", by=MEMBER)
    assert second.is_private
    read += [text_of(it.message or {}) for it in (second, third)]
    assert all(f"way {number} of" in "".join(read) for number in range(120))
    assert all("of many.\n" in text or "of many. [" in text for text in read)


@pytest.mark.no_cover
async def test_a_hundred_people_who_press_at_once_get_a_hundred_right_replies(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    crowd = [Person(f"20000000000000{number:05}", f"person{number}") for number in range(100)]
    discord.stop_clock()
    found = await asyncio.gather(
        *(discord.press(reply, button(reply, "open"), by=person) for person in crowd)
    )
    assert all(COFFEE in text_of(it.data) and it.is_private for it in found)
    votes = await asyncio.gather(
        *(discord.press(reply, button(reply, "up"), by=person) for person in crowd)
    )
    assert all("Noted" in text_of(it.data) for it in votes)
    assert "100 of 100" in text_of((await discord.slash("knowledge stats", by=OWNER)).message or {})


@pytest.mark.parametrize(
    ("custom_id", "values", "expected"),
    [
        ("why:tea:tea-is-healthier:93", (), "93% sure"),
        ("open:tea:coffee-is-healthier", (), COFFEE),
        ("wrong:tea:tea-is-healthier:93", (), ""),
        ("topic0", ("tea:brewing",), STEEP),
        ("pick1", ("tea:how-long-to-steep",), STEEP),
        ("related", ("tea:how-long-to-steep",), STEEP),
        ("pick:tea:gone", (), "no longer in what I know"),
        ("something:else", (), "another version of me"),
        ("Not one of ours", (), "another version of me"),
    ],
)
async def test_buttons_of_an_older_version_work_or_say_so(
    discord: Discord,
    start_bot: StartBot,
    custom_id: str,
    values: tuple[str, ...],
    expected: str,
) -> None:
    await start_bot()
    component: JSON = {"type": 2, "style": 1, "label": "x", "custom_id": custom_id}
    if values:
        options = [{"label": it, "value": it} for it in values]
        component = {"type": 3, "custom_id": custom_id, "options": options}
    old = payloads.message(
        "",
        channel_id=payloads.CHANNEL,
        author=payloads.user(BOT, is_bot=True),
        components=[{"type": 1, "components": [component]}],
    )
    exchange = await discord.press(old, custom_id, *values)
    assert expected in text_of(exchange.message or exchange.data)


async def test_nothing_that_is_posted_spreads_a_preview_or_a_ping(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    text = text_of(reply)
    assert text.count("https://") == text.count("(<https://")
    assert discord.pinged(reply) == frozenset()


def was_edited(discord: Discord, message: JSON) -> bool:
    now = discord.latest(message)
    return now is not None and now["edited_timestamp"] is not None


async def once_it_says(discord: Discord, message: JSON, text: str) -> None:
    """Waits until a message of the bot has come to say something."""
    await discord.until(lambda: text in text_of(discord.latest(message) or {}), text)


def pick_of(message: JSON, entry: str) -> str:
    """The id of the button that opens an entry for all."""
    return next(it for it in custom_ids(message) if it.startswith("pick:") and entry in it)


async def edit_answer(discord: Discord, entry: str, answer: str) -> None:
    """An admin changes what an entry answers."""
    opened = await discord.slash("knowledge edit", entry=entry, by=OWNER)
    preview = await discord.submit(opened, answer=answer)
    await press_curator(discord, preview.message, "publish")


async def publish(discord: Discord, question: str, topic: str = "Biscuits") -> None:
    """An admin publishes an entry."""
    opened = await discord.slash("knowledge add", by=OWNER)
    preview = await discord.submit(
        opened,
        {
            "question": question,
            "answer": "Those with ginger go with it best, says the Leaf Journal.",
            "topic": topic,
            "sources": "The Leaf Journal | https://example.org/leaf | academic",
        },
    )
    await press_curator(discord, preview.message, "publish")


async def press_curator(discord: Discord, message: JSON | None, action: str) -> Exchange:
    """Presses a curator's button, and the second, deliberate one where that is asked for."""
    assert message is not None
    now = discord.latest(message) or message
    found = next(it for it in custom_ids(now) if it.split(":")[1] == action)
    exchange = await discord.press(now, found)
    then = exchange.message and discord.latest(exchange.message)
    again = [it for it in custom_ids(then or {"components": []}) if "publish-anyway" in it]
    if then and again:
        return await discord.press(then, again[0])
    return exchange
