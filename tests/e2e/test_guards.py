"""What must not happen: words where none are wanted, to whom, about whom, and twice.

Where the bot must do nothing, something is done afterwards that shows: by then it would have.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.chat.asking.cooldowns import A_PERSON
from bot.chat.asking.follows import ANSWERED
from bot.chat.rendering import render_help
from bot.knowledge.model import Knowledge, Pack
from bot.store.follows import MOST
from bot.store.servers import Hidden
from bot.store.store import Store
from bot.translation import _, speaking
from tests.chat.curators import views
from tests.conftest import REPOSITORY, TEA
from tests.e2e.conftest import StartBot
from tests.e2e.curating import ASKED, BISCUITS, published
from tests.e2e.curating import press as press_curator
from tests.e2e.remembering import Memory
from tests.e2e.waiting import now, until_logged, until_ready
from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.limits import walk
from tests.standin.people import ADMIN, ADMIN2, CURATOR, MEMBER, OWNER
from tests.standin.permissions import Permission
from tests.standin.server import BOT, Discord, custom_ids, text_of

JSON = dict[str, Any]

CHANNEL, THREAD, DIRECT = payloads.CHANNEL, payloads.THREAD, payloads.DIRECT
GUILD, GUILD2 = int(payloads.GUILD), int(payloads.GUILD2)
NUCLEAR = REPOSITORY / "tests" / "packs" / "nuclear-power.yaml"
MENTION = f"<@{BOT}>"
MOST_LOOKS = 60
TEA_ASKED = "health benefits of drinking tea"
TEA_ANSWER = "kind to teeth"
STEEP_ASKED = "how long should tea steep?"
STEEP_ANSWER = "Three minutes will do."
UNSURE = "healthy drinks"
UNKNOWN = "who won the football match yesterday?"
LEAVES = {"question": "What is tea made of?", "topic": "Leaves"}
BLOCKED = "do not want me to answer you"
EPOCH_MS = 1_420_070_400_000


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path)


def shown(exchange: Exchange) -> JSON:
    assert exchange.message is not None
    return exchange.message


def button(message: JSON, action: str) -> str:
    """The id of a message's only component for an action."""
    [found] = [it for it in custom_ids(message) if it.split(":")[0] == action]
    return found


def made_up(custom_id: str, *values: str, channel: str = CHANNEL) -> JSON:
    """A message of the bot with a component that Discord never showed anybody."""
    component: JSON = {"type": 2, "style": 1, "label": "x", "custom_id": custom_id}
    if values:
        options = [{"label": it, "value": it} for it in values]
        component = {"type": 3, "custom_id": custom_id, "options": options}
    return payloads.message(
        "",
        channel_id=channel,
        author=payloads.user(BOT, is_bot=True),
        components=[{"type": 1, "components": [component]}],
    )


def edits_of(discord: Discord, message: JSON) -> int:
    """How often the bot has changed a message of its own."""
    path = f"/channels/{message['channel_id']}/messages/{message['id']}"
    return sum((method, at) == ("PATCH", path) for method, at, _body in discord.requests)


def id_of_long_ago() -> str:
    """An id that tells that its message is six minutes old."""
    made = now() - timedelta(minutes=6)
    return str((int(made.timestamp() * 1000) - EPOCH_MS) << 22)


async def until(discord: Discord, holds: Callable[[], Awaitable[object]], what: str) -> None:
    """Waits for what the bot does after it has responded."""
    for _again in range(MOST_LOOKS):
        if await holds():
            return
        await discord.slash("help", by=CURATOR)
    raise AssertionError(what)


async def until_followed(discord: Discord, store: Store, numbers: list[int | None]) -> None:
    async def are_left() -> bool:
        return [it.id for it in await store.follows.everywhere()] == numbers

    await until(discord, are_left, "other questions are followed")


async def until_remembered(discord: Discord, memory: Memory, *messages: JSON) -> None:
    async with memory.opened() as store:
        for message in messages:
            remembered = partial(store.replies.get, int(message["id"]))
            await until(discord, remembered, "the reply is not remembered")


async def until_forgotten(discord: Discord, memory: Memory, message: JSON) -> None:
    async with memory.opened() as store:

        async def is_gone() -> bool:
            return await store.replies.get(int(message["id"])) is None

        await until(discord, is_gone, "the reply is still remembered")


# Where the bot may speak


async def all_that_is_said(discord: Discord, channel: str) -> dict[str, Exchange]:
    """What each command gets in a channel that all could see."""
    asked = await discord.say("is nuclear power safe?", by=MEMBER, channel=channel)
    claim = await discord.say("nuclear power is safe", by=MEMBER, channel=channel)
    where: JSON = {"channel": channel}
    return {
        "/ask": await discord.slash("ask", question="is nuclear power safe?", **where),
        "/ask with an id": await discord.slash("ask", question="nuclear-is-safe", **where),
        "/debate": await discord.slash("debate", topic="nuclear-power:climate", **where),
        "/counter": await discord.slash("counter", claim="nuclear power is safe", **where),
        "/random": await discord.slash("random", **where),
        "Answer this": await discord.message_command("Answer this", asked),
        "Counter this": await discord.message_command("Counter this", claim),
    }


async def test_where_it_does_not_answer_each_command_gets_what_one_person_sees(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        await store.servers.change(GUILD, channels=(int(payloads.CURATORS_CHANNEL),))
    await start_bot(pack=NUCLEAR)
    closed = await all_that_is_said(discord, CHANNEL)
    assert [name for name, it in closed.items() if not it.is_private] == []
    assert not any(
        id_.startswith("dismiss") for it in closed.values() for id_ in custom_ids(shown(it))
    )
    chosen = await all_that_is_said(discord, payloads.CURATORS_CHANNEL)
    assert [name for name, it in chosen.items() if it.is_private] == []


async def test_in_a_thread_a_private_answer_leaves_no_trace_and_points_nowhere(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot(pack=NUCLEAR)
    here: JSON = {"channel": THREAD, "by": MEMBER}
    safe, claim = "is nuclear power safe?", "nuclear power is safe"
    for private in (
        await discord.slash("ask", question=safe, private=True, **here),
        await discord.slash("counter", claim=claim, private=True, **here),
    ):
        assert private.is_private
    asked = shown(await discord.slash("ask", question=safe, **here))
    countered = shown(await discord.slash("counter", claim=claim, **here))
    await until_remembered(discord, memory, asked, countered)
    async with memory.opened() as store:
        kept = {it.message_id for it in await store.replies.in_channel(int(THREAD))}
    assert kept == {int(asked["id"]), int(countered["id"])}
    again = await discord.slash("ask", question=safe, private=True, **here)
    assert text_of(shown(again)) == text_of(asked)


async def test_what_is_picked_from_a_private_list_is_private(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    topics = await discord.slash("topics")
    topic = await discord.press(shown(topics), "topic", "tea:brewing")
    entry = await discord.press(shown(topic), "pick", "tea:how-long-to-steep")
    assert STEEP_ANSWER in text_of(entry.data)
    assert entry.is_private
    assert not any(it.startswith("dismiss") for it in custom_ids(shown(entry)))


async def test_who_may_not_write_in_threads_pings_nobody_in_one(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    options = {"question": TEA_ASKED, "to": ADMIN}
    denied = Permission.SEND_MESSAGES_IN_THREADS
    await discord.overwrite(CHANNEL, of=MEMBER, deny=int(denied))
    quiet = await discord.slash("ask", options, by=MEMBER, channel=THREAD)
    assert discord.pinged(shown(quiet)) == frozenset()
    loud = await discord.slash("ask", options, by=MEMBER)
    assert discord.pinged(shown(loud)) == {ADMIN.id}


async def test_in_direct_messages_it_speaks_the_language_of_the_person(
    discord: Discord, start_bot: StartBot, tea: Pack
) -> None:
    await start_bot()
    german = replace(MEMBER, locale="de")
    told = await discord.slash("help", by=german, channel=DIRECT)
    with speaking("de"):
        assert text_of(told.data) == views.text_of(render_help(Knowledge(packs=(tea,))))


async def test_nothing_is_kept_of_a_server_that_the_bot_is_not_in(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    here: JSON = {"channel": payloads.ELSEWHERE_CHANNEL, "by": MEMBER}
    answer = shown(await discord.slash("ask", question=TEA_ASKED, **here))
    await discord.press(answer, button(answer, "up"), by=MEMBER)
    miss = shown(await discord.slash("ask", question=UNKNOWN, **here))
    await discord.press(miss, button(miss, "follow"), by=MEMBER)
    async with memory.opened() as store:
        assert await store.questions.misses(None) == []
        assert int(payloads.ELSEWHERE) not in await store.servers.kept()
        known = await store.people.known(int(MEMBER.id))
        assert await store.replies.in_channel(int(payloads.ELSEWHERE_CHANNEL)) == []
    assert [it.guild_id for it in known.votes] == [None]
    assert [it.guild_id for it in known.follows] == [None]


async def test_nothing_is_kept_of_what_is_asked_in_direct_messages(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    await discord.ask_and_wait(UNKNOWN, channel=DIRECT)
    await discord.slash("ask", question=UNKNOWN, channel=DIRECT)
    await discord.slash("ask", question=UNKNOWN)
    async with memory.opened() as store:
        assert [it.guild_id for it in await store.questions.misses(None)] == [GUILD]


async def test_what_a_command_shows_in_direct_messages_is_kept_in_step_as_well(
    discord: Discord, start_bot: StartBot, memory: Memory, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    shutil.copy(TEA, pack)
    await start_bot(pack=pack)
    answer = shown(await discord.slash("ask", question=STEEP_ASKED, channel=DIRECT))
    await until_remembered(discord, memory, answer)
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace(STEEP_ANSWER, "Four minutes will do."), encoding="utf-8")
    await discord.until(partial(edits_of, discord, answer), "the change")
    assert "Four minutes" in text_of(discord.latest(answer) or {})


async def test_an_entry_that_is_opened_by_its_id_is_counted_and_no_question_is_kept(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    await discord.slash("ask", question="how-long-to-steep")
    async with memory.opened() as store:
        [tally] = await store.questions.tallies(None, now().date() - timedelta(days=1))
        assert await store.questions.recent(GUILD) == []
    assert (tally.outcome, tally.entry, tally.count) == ("answer", "how-long-to-steep", 1)


# Who is kept from what


async def test_who_asks_too_often_gets_nothing_from_any_command_that_shows_an_entry(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    for _again in range(A_PERSON.count):
        await discord.slash("ask", question="how-long-to-steep", by=MEMBER)
    for exchange in (
        await discord.slash("ask", question="how-long-to-steep", by=MEMBER),
        await discord.slash("ask", question=STEEP_ASKED, by=MEMBER),
        await discord.slash("debate", topic="tea:health", by=MEMBER),
        await discord.slash("counter", claim="tea is wholesome", by=MEMBER),
        await discord.slash("random", by=MEMBER),
    ):
        assert exchange.is_private
        assert "That was a lot at once." in text_of(exchange.data)


async def test_who_is_blocked_gets_nothing_from_buttons_nor_while_typing(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    async with memory.opened() as store:
        await store.servers.block(GUILD, int(MEMBER.id))
        for action in ("open", "up"):
            told = await discord.press(answer, button(answer, action), by=MEMBER)
            assert told.is_private
            assert BLOCKED in text_of(told.data), action
        assert await discord.complete("ask", "question", "tea", by=MEMBER) == []
        assert await discord.complete("ask", "question", "tea", by=CURATOR)
        assert (await store.people.known(int(MEMBER.id))).votes == ()


async def test_who_was_blocked_and_may_manage_the_server_by_now_is_answered(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        await store.servers.block(GUILD, int(ADMIN.id))
    await start_bot()
    command = await discord.slash("ask", question=STEEP_ASKED, by=ADMIN)
    assert STEEP_ANSWER in text_of(command.data)
    answer = await discord.ask_and_wait(f"{MENTION} {STEEP_ASKED}", by=ADMIN)
    assert STEEP_ANSWER in text_of(answer)


async def test_nobody_calls_off_what_another_follows(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        number = await store.follows.add(GUILD, int(MEMBER.id), ASKED)
        await start_bot()
        stop = f"unfollow:{number}"
        refused = await discord.press(made_up(stop), stop, by=CURATOR)
        assert "Only who asked" in text_of(refused.data)
        assert [it.id for it in await store.follows.everywhere()] == [number]
        stopped = await discord.press(made_up(stop), stop, by=MEMBER)
        assert "will not tell you" in text_of(stopped.data)
        assert await store.follows.everywhere() == []


async def test_where_votes_are_not_taken_an_older_button_takes_none(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} {TEA_ASKED}")
    asks = shown(await discord.press(answer, button(answer, "down"), by=CURATOR))
    async with memory.opened() as store:
        await store.servers.change(GUILD, takes_votes=False)
        for action in ("up", "down"):
            told = await discord.press(answer, button(answer, action), by=MEMBER)
            assert "Votes are not taken here." in text_of(told.data), action
        told = await discord.press(asks, button(asks, "reason"), "unclear")
        assert "Votes are not taken here." in text_of(told.data)
        kept = await store.votes.of_server(GUILD, now() - timedelta(days=1))
    assert [(it.user_id, it.reason) for it in kept] == [(int(CURATOR.id), None)]


async def test_a_reason_that_nobody_offered_is_none(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    forged = made_up("reason:tea:tea-is-healthier", "too-long")
    told = await discord.press(forged, "reason:tea:tea-is-healthier", "too-long", by=MEMBER)
    assert "Noted" not in text_of(told.data)
    async with memory.opened() as store:
        assert (await store.people.known(int(MEMBER.id))).votes == ()


async def test_where_no_questions_are_kept_a_wrong_match_is_not_either(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        await store.servers.change(GUILD, retention_days=0)
        await start_bot()
        answer = shown(await discord.slash("ask", question=TEA_ASKED, by=MEMBER))
        why = await discord.press(answer, button(answer, "why"), by=MEMBER)
        assert not any(it.startswith("wrong") for it in custom_ids(shown(why)))
        down = await discord.press(answer, button(answer, "down"), by=MEMBER)
        told = await discord.press(shown(down), button(shown(down), "reason"), "wrong")
        assert "The curators will see" not in text_of(told.data)
        assert await store.questions.misses(GUILD) == []


async def test_a_report_of_a_wrong_match_is_no_question_that_was_asked(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    ids: JSON = {"pack": "tea", "entry": "how-long-to-steep"}
    async with memory.opened() as store:
        await store.questions.record(GUILD, STEEP_ASKED, "answer", **ids, retention_days=30)
        await store.questions.report_wrong(GUILD, STEEP_ASKED, **ids, retention_days=30)
    await start_bot()
    panel = await discord.slash("settings", by=ADMIN)
    assert "asked again: 1 answered, 0 suggested, 0 declined." in text_of(shown(panel))


# What is told once, and to whom


async def test_only_who_asked_where_something_was_published_hears_of_it(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        elsewhere = [
            await store.follows.add(None, int(MEMBER.id), ASKED),
            await store.follows.add(GUILD2, int(MEMBER.id), ASKED),
        ]
        unsure = await store.follows.add(GUILD, int(MEMBER.id), UNSURE)
        await store.follows.add(GUILD, int(ADMIN.id), ASKED)
        await start_bot()
        await published(discord, ADMIN)
        told = await discord.next_message(0)
        assert told["channel_id"] == payloads.direct_channel(ADMIN.id)
        await published(discord, ADMIN2, payloads.GUILD2)
        told = await discord.next_message(1)
        assert told["channel_id"] == payloads.direct_channel(MEMBER.id)
        await until_followed(discord, store, [elsewhere[0], unsure])
    assert len(discord.sent) == 2


async def test_who_left_the_server_where_they_asked_is_not_told(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        for person in (MEMBER, ADMIN):
            await store.follows.add(GUILD, int(person.id), ASKED)
            await store.follows.add(GUILD, int(person.id), LEAVES["question"])
        await discord.leave(MEMBER)
        await until_ready(await start_bot())
        await published(discord, ADMIN)
        await published(discord, ADMIN, **LEAVES)
        await until_followed(discord, store, [])
    assert {it["channel_id"] for it in discord.sent} == {payloads.direct_channel(ADMIN.id)}
    assert len(discord.sent) == 2


async def test_who_may_have_left_is_told_with_the_next_change_once_discord_says_they_have_not(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        await store.follows.add(GUILD, int(MEMBER.id), ASKED)
        await store.follows.add(GUILD, int(ADMIN.id), ASKED)
    await until_ready(await start_bot())
    discord.fail_next("GET", f"/members/{MEMBER.id}$", 403, code=50001)
    await published(discord, ADMIN)
    told = await discord.next_message(0)
    assert told["channel_id"] == payloads.direct_channel(ADMIN.id)
    await published(discord, ADMIN, **LEAVES)
    told = await discord.next_message(1)
    assert told["channel_id"] == payloads.direct_channel(MEMBER.id)


async def test_whoever_takes_no_messages_is_not_tried_again_and_keeps_nobody_waiting(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        for person in (MEMBER, ADMIN):
            await store.follows.add(GUILD, int(person.id), ASKED)
        discord.close_direct(MEMBER)
        await start_bot()
        await published(discord, ADMIN)
        told = await discord.next_message(0)
        assert told["channel_id"] == payloads.direct_channel(ADMIN.id)
        await until_followed(discord, store, [])


async def test_whom_discord_did_not_reach_is_told_with_the_next_change(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        for person in (MEMBER, ADMIN):
            await store.follows.add(GUILD, int(person.id), ASKED)
    await until_ready(await start_bot())
    discord.fail_next("POST", f"/{payloads.direct_channel(MEMBER.id)}/messages$", 400, code=50035)
    await published(discord, ADMIN)
    told = await discord.next_message(0)
    assert told["channel_id"] == payloads.direct_channel(ADMIN.id)
    await published(discord, ADMIN, **LEAVES)
    told = await discord.next_message(1)
    assert told["channel_id"] == payloads.direct_channel(MEMBER.id)
    assert BISCUITS["question"] in text_of(told)


@pytest.mark.parametrize("has_arrived", [True, False])
async def test_who_was_being_told_as_the_bot_stopped_is_told_once(
    discord: Discord, start_bot: StartBot, memory: Memory, *, has_arrived: bool
) -> None:
    sending = ("POST", f"/channels/{payloads.direct_channel(MEMBER.id)}/messages")
    async with memory.opened() as store:
        await store.follows.add(GUILD, int(MEMBER.id), ASKED)
        bot = await start_bot()
        with ExitStack() as stack:
            if has_arrived:
                stack.enter_context(discord.holding(*sending))
            else:
                discord.fail_next(*sending, 503)
            await published(discord, ADMIN)
            await discord.until(lambda: sending in [it[:2] for it in discord.requests], "a try")
            assert await bot.stop() == 0
        await until_ready(await start_bot())
        await published(discord, ADMIN, **LEAVES)
        await until_followed(discord, store, [])
    [told] = discord.sent
    assert told["channel_id"] == payloads.direct_channel(MEMBER.id)


async def test_who_waited_is_told_in_the_language_of_the_server(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        await store.follows.add(GUILD, int(MEMBER.id), ASKED)
    await start_bot()
    await published(discord, ADMIN, **LEAVES)
    await discord.change_server(locale="de")
    opened = await discord.slash("knowledge add", by=ADMIN)
    preview = await discord.submit(opened, BISCUITS)
    await press_curator(discord, preview.message, "publish")
    with speaking("de"):
        assert _(ANSWERED) in text_of(await discord.next_message(0))


async def test_who_follows_as_many_questions_as_one_may_is_told_so(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        for number in range(MOST):
            await store.follows.add(GUILD2, int(MEMBER.id), f"question {number}")
        await start_bot()
        miss = await discord.ask_and_wait(f"{MENTION} {UNKNOWN}", by=MEMBER)
        refused = await discord.press(miss, button(miss, "follow"), by=MEMBER)
        assert refused.is_private
        assert f"You follow {MOST} questions already." in text_of(shown(refused))
        assert len(await store.follows.everywhere()) == MOST


# Replies that are gone, or whose question changed


@pytest.mark.parametrize("by", ["who asked", "a moderator"])
async def test_an_answer_that_is_gone_from_a_thread_is_given_again(
    discord: Discord, start_bot: StartBot, memory: Memory, by: str
) -> None:
    await start_bot()
    asked = f"{MENTION} {TEA_ASKED}"
    first = await discord.ask_and_wait(asked, channel=THREAD, by=MEMBER)
    await until_remembered(discord, memory, first)
    if by == "who asked":
        dismiss = button(first, "dismiss")
        await discord.press(first, dismiss, by=MEMBER, until="acknowledgement")
    else:
        await discord.delete_message(first)
    await until_forgotten(discord, memory, first)
    assert TEA_ANSWER in text_of(await discord.ask_and_wait(asked, channel=THREAD))


@pytest.mark.parametrize("by", ["who asked", "a moderator"])
async def test_an_answer_that_is_gone_before_it_has_arrived_is_given_again(
    discord: Discord, start_bot: StartBot, memory: Memory, by: str
) -> None:
    await until_ready(await start_bot())
    asked = f"{MENTION} {TEA_ASKED}"
    with discord.holding("POST", f"/{THREAD}/messages$"):
        first = await discord.ask_and_wait(asked, channel=THREAD, by=MEMBER)
        if by == "who asked":
            dismiss = button(first, "dismiss")
            await discord.press(first, dismiss, by=MEMBER, until="acknowledgement")
        else:
            await discord.delete_message(first)
        other = await discord.ask_and_wait(f"{MENTION} {STEEP_ASKED}", by=MEMBER)
        await until_remembered(discord, memory, other)
    again = await discord.ask_and_wait(asked, channel=THREAD)
    assert TEA_ANSWER in text_of(again)
    await until_forgotten(discord, memory, first)


@pytest.mark.parametrize(
    ("by", "channel"), [("who asked", CHANNEL), ("a moderator", CHANNEL), ("who asked", DIRECT)]
)
async def test_a_question_whose_answer_was_taken_away_gets_no_other_when_it_is_edited(
    discord: Discord, start_bot: StartBot, memory: Memory, by: str, channel: str
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} {TEA_ASKED}", by=MEMBER, channel=channel)
    answer = await discord.next_message(0)
    await until_remembered(discord, memory, answer)
    if by == "who asked":
        dismiss = button(answer, "dismiss")
        await discord.press(answer, dismiss, by=MEMBER, until="acknowledgement")
    else:
        await discord.delete_message(answer)
    await until_forgotten(discord, memory, answer)
    await discord.edit_message(question, f"{MENTION} {STEEP_ASKED}")
    for _again in range(2):
        await discord.ask_and_wait(f"{MENTION} {UNKNOWN}")
    replied = [str(it["body"]["message_reference"]["message_id"]) for it in discord.sent]
    assert replied.count(question["id"]) == 1


async def test_a_message_that_gets_a_preview_is_not_answered_anew(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} {TEA_ASKED} https://example.org/tea")
    answer = await discord.next_message(0)
    await until_remembered(discord, memory, answer)
    preview = {**question, "embeds": [{"type": "link", "url": "https://example.org/tea"}]}
    await discord.tell(CHANNEL, "MESSAGE_UPDATE", preview)
    other = await discord.say(f"{MENTION} {UNKNOWN}")
    declined = await discord.next_message(1)
    await until_remembered(discord, memory, declined)
    await discord.edit_message(other, f"{MENTION} {STEEP_ASKED}")
    await discord.until(lambda: edits_of(discord, declined), "the edited answer")
    assert edits_of(discord, answer) == 0


async def test_a_question_that_is_edited_after_five_minutes_keeps_its_answer(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    late = await discord.say(f"{MENTION} {UNKNOWN}", id=id_of_long_ago())
    kept = await discord.next_message(0)
    early = await discord.say(f"{MENTION} {UNKNOWN}")
    changed = await discord.next_message(1)
    await until_remembered(discord, memory, kept, changed)
    for question in (late, early):
        await discord.edit_message(question, f"{MENTION} {TEA_ASKED}")
    await discord.until(lambda: edits_of(discord, changed), "the edited answer")
    await discord.ask_and_wait(f"{MENTION} {STEEP_ASKED}")
    assert edits_of(discord, kept) == 0


async def test_a_message_that_comes_to_mention_the_bot_is_answered(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    message = await discord.say(STEEP_ASKED)
    await discord.edit_message(message, f"{MENTION} {STEEP_ASKED}")
    answer = await discord.next_message(0)
    assert STEEP_ANSWER in text_of(answer)
    assert str(answer["body"]["message_reference"]["message_id"]) == message["id"]


async def test_an_answer_that_was_edited_is_remembered_as_what_it_is_now(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await start_bot()
    question = await discord.say(f"{MENTION} {UNKNOWN}")
    answer = await discord.next_message(0)
    await until_remembered(discord, memory, answer)
    async with memory.opened() as store:

        async def entry() -> str | None:
            reply = await store.replies.get(int(answer["id"]))
            return reply.entry if reply else None

        async def is_steeping() -> bool:
            return await entry() == "how-long-to-steep"

        await discord.edit_message(question, f"{MENTION} {STEEP_ASKED}")
        await until(discord, is_steeping, "the answer is remembered as none")


# Answers in step with their entries


async def test_only_what_changed_in_substance_is_shown_anew(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await until_ready(await start_bot())
    await published(discord, ADMIN)
    answer = await discord.ask_and_wait(f"{MENTION} {ASKED}")
    await until_remembered(discord, memory, answer)
    entry = button(answer, "why").split(":")[2]
    await published(discord, ADMIN, **LEAVES)
    opened = await discord.slash("knowledge edit", entry=entry, by=ADMIN)
    preview = await discord.submit(opened, answer="Those with lemon do. [^the-leaf-journal]")
    await press_curator(discord, preview.message, "publish")
    await discord.until(lambda: "lemon" in text_of(discord.latest(answer) or {}), "the change")
    assert edits_of(discord, answer) == 1
    removal = await discord.slash("knowledge remove", entry=entry, by=ADMIN)
    await press_curator(discord, removal.message, "publish")
    await until_forgotten(discord, memory, answer)
    assert "was withdrawn" in text_of(discord.latest(answer) or {})


async def test_an_answer_that_a_server_hid_is_not_shown_anew_there(
    discord: Discord, start_bot: StartBot, memory: Memory, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    shutil.copy(TEA, pack)
    await start_bot(pack=pack)
    hidden = await discord.ask_and_wait(f"{MENTION} {STEEP_ASKED}")
    seen = await discord.ask_and_wait(f"{MENTION} {STEEP_ASKED}", guild=payloads.GUILD2)
    await until_remembered(discord, memory, hidden, seen)
    async with memory.opened() as store:
        await store.servers.hide(GUILD, Hidden("tea", "entries", "how-long-to-steep"))
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace(STEEP_ANSWER, "Four minutes will do."), encoding="utf-8")
    for message, told in ((seen, "Four minutes"), (hidden, "was withdrawn")):
        await discord.until(partial(edits_of, discord, message), "a change")
        assert told in text_of(discord.latest(message) or {})


# Unasked


async def want_unasked(memory: Memory, *channels: str) -> None:
    async with memory.opened() as store:
        await store.servers.change(GUILD, unasked_channels=tuple(map(int, channels)))


async def test_an_unasked_answer_is_not_changed_after_five_minutes(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await want_unasked(memory, CHANNEL)
    await start_bot()
    late = await discord.say(STEEP_ASKED, by=MEMBER, id=id_of_long_ago())
    kept = await discord.next_message(0)
    early = await discord.say(STEEP_ASKED, by=MEMBER, channel=THREAD)
    changed = await discord.next_message(1)
    await until_remembered(discord, memory, kept, changed)
    for question in (late, early):
        await discord.edit_message(question, "why is coffee healthier than tea?")
    await discord.until(lambda: edits_of(discord, changed), "the edited answer")
    await discord.ask_and_wait(f"{MENTION} {STEEP_ASKED}")
    assert edits_of(discord, kept) == 0


async def test_an_edited_post_keeps_its_button_and_its_answer_is_remembered(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await want_unasked(memory, payloads.FORUM)
    await start_bot()
    post = await discord.open_post("Coffee", "is coffee good for the liver?", by=MEMBER)
    answer = await discord.next_message(0)
    await until_remembered(discord, memory, answer)
    post = await discord.edit_message(post, "whats so healthy about tea?")
    await discord.until(lambda: edits_of(discord, answer), "the edited answer")
    now_shown = discord.latest(answer) or {}
    assert TEA_ANSWER in text_of(now_shown)
    assert f"solved:{MEMBER.id}" in custom_ids(now_shown)
    async with memory.opened() as store:

        async def is_tea() -> bool:
            reply = await store.replies.get(int(answer["id"]))
            return reply is not None and reply.entry == "tea-is-healthier"

        await until(discord, is_tea, "the answer is remembered as the one before")
    await discord.edit_message(post, UNKNOWN)
    await discord.until(lambda: answer["id"] in discord.deleted, "the reply to be deleted")
    await until_forgotten(discord, memory, answer)


async def test_a_post_with_no_room_for_another_tag_is_marked_with_a_reaction(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await want_unasked(memory, payloads.FORUM)
    tags = tuple(
        replace(payloads.OFFICIAL, id=payloads.snowflake(), name=f"t{it}") for it in "12345"
    )
    discord.places.change_channel(payloads.FORUM, tags=(payloads.SOLVED, *tags))
    await start_bot()
    post = await discord.open_post("How long should tea steep?", "Tell me.", by=MEMBER, tags=tags)
    answer = await discord.next_message(0)
    [solved] = [
        it["custom_id"]
        for it in walk(answer["components"])
        if it.get("custom_id", "").startswith("solved:")
    ]
    await discord.press(answer, solved, by=MEMBER, until="acknowledgement")
    await discord.until(lambda: discord.reactions_to(post), "the mark")
    assert discord.places.channels[post["id"]].applied_tags == tuple(it.id for it in tags)


# When the store fails


async def test_an_answer_comes_although_nothing_can_be_remembered(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    bot = await start_bot()
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        for table in ("questions", "replies", "blocklist"):
            database.execute(f"DROP TABLE {table}")
    for channel in (CHANNEL, THREAD):
        answer = await discord.ask_and_wait(f"{MENTION} {STEEP_ASKED}", channel=channel)
        assert STEEP_ANSWER in text_of(answer)
    command = await discord.slash("ask", question=STEEP_ASKED, by=OWNER)
    assert STEEP_ANSWER in text_of(command.data)
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output()
    assert "steep" not in bot.output()


async def test_a_database_that_fails_is_a_line_for_each_thing_that_it_keeps_from_happening(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    bot = await start_bot()
    await until_ready(bot)
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        database.execute("DROP TABLE replies")
    await published(discord, ADMIN)
    await until_logged(bot, f"Readers are not told of a change of server/{GUILD}: The database")
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        database.execute("DROP TABLE revisions")
    await discord.say(f"{MENTION} {STEEP_ASKED}")
    await until_logged(bot, "The event on_message failed: The database")
    assert "Traceback" not in bot.output()
