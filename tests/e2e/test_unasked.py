"""Answers that nobody asked for: where they were turned on, seldom, and never between people.

Where the bot must stay silent, a question is asked afterwards to which it speaks: by then it would
have spoken to the first.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.store.replies import Reply
from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.standin import payloads
from tests.standin.channels import Overwrite
from tests.standin.limits import walk
from tests.standin.permissions import Permission
from tests.standin.server import BOT, Discord, text_of
from tests.standin.uploads import Upload

JSON = dict[str, Any]
Choose = Callable[..., Awaitable[None]]

QUESTION = "how long should tea steep?"
ANSWER = "Three minutes will do."
MOST_LOOKS = 50
NOTE = "Nobody asked me."
MENTION = f"<@{BOT}>"


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path)


@pytest.fixture
def choose(memory: Memory) -> Choose:
    """Turns unasked answering on in channels, as `/settings` does."""

    async def chosen(*channels: str, guild: str = payloads.GUILD, **more: Any) -> None:
        ids = tuple(map(int, channels))
        async with memory.opened() as store:
            await store.servers.change(int(guild), unasked_channels=ids, **more)

    return chosen


async def answered(discord: Discord, question: JSON, after: int = 0) -> JSON:
    """The next message, which must be the answer to a question."""
    answer = await discord.next_message(after)
    assert str(answer["body"]["message_reference"]["message_id"]) == question["id"]
    return answer


async def kept_reply(discord: Discord, memory: Memory, question: JSON) -> Reply:
    """What the bot remembers of its reply, which it does after having sent it."""
    async with memory.opened() as store:
        for _ in range(MOST_LOOKS):
            found: Reply | None = await store.replies.to(int(question["id"]))
            if found is not None:
                return found
            await discord.slash("help")
    raise AssertionError("the reply is not remembered")


async def ask_in_thread(discord: Discord) -> JSON:
    """A question to which the bot speaks, in a conversation of its own."""
    return await discord.say(QUESTION, by=payloads.MEMBER, channel=payloads.THREAD)


async def test_a_real_question_is_answered_with_who_can_turn_that_off(
    discord: Discord, start_bot: StartBot, choose: Choose, memory: Memory
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    question = await discord.say(QUESTION, by=payloads.MEMBER)
    answer = await answered(discord, question)
    assert ANSWER in text_of(answer)
    assert text_of(answer).startswith(f"-# {NOTE}")
    assert "`/settings`" in text_of(answer).splitlines()[0]
    assert answer["body"]["allowed_mentions"]["parse"] == []
    assert not answer["body"]["allowed_mentions"]["replied_user"]
    assert (await kept_reply(discord, memory, question)).is_unasked
    async with memory.opened() as store:
        for _ in range(MOST_LOOKS):
            if kept := await store.questions.recent(int(payloads.GUILD)):
                break
            await discord.slash("help")
    assert [it.question for it in kept] == [QUESTION]


async def test_it_is_dismissed_by_who_asked_and_by_nobody_else(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    question = await discord.say(QUESTION, by=payloads.MEMBER)
    answer = await answered(discord, question)
    dismiss = f"dismiss:{payloads.MEMBER.id}"
    refused = await discord.press(answer, dismiss, by=payloads.CURATOR)
    assert "Only who asked" in text_of(refused.data)
    assert discord.latest(answer) is not None
    await discord.press(answer, dismiss, by=payloads.MEMBER, until="acknowledgement")
    await discord.until(lambda: answer["id"] in discord.deleted, "the reply to be deleted")


async def test_a_conversation_gets_one_answer_also_after_a_restart(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL)
    bot = await start_bot()
    await answered(discord, await discord.say(QUESTION, by=payloads.MEMBER))
    await discord.say("why is coffee healthier than tea?", by=payloads.MEMBER)
    await answered(discord, await ask_in_thread(discord), after=1)
    await bot.stop()
    await start_bot()
    await discord.say("why is coffee healthier than tea?", by=payloads.MEMBER)
    await discord.say(
        "why is coffee healthier than tea?", by=payloads.MEMBER, channel=payloads.THREAD
    )
    mentioned = await discord.say(f"{MENTION} {QUESTION}")
    await answered(discord, mentioned, after=2)
    assert len(discord.sent) == 3


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens in a thread of its own, to which the bot says nothing."""

    name: str
    happens: Callable[[Discord, str], Awaitable[object]]


async def test_people_who_talk_are_left_alone_also_on_the_next_connection(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    await discord.ask_and_wait(f"{MENTION} {QUESTION}", by=payloads.CURATOR)
    await discord.connect_anew()
    await discord.say(QUESTION, by=payloads.MEMBER)
    await answered(discord, await ask_in_thread(discord), after=1)
    assert len(discord.sent) == 2


def said(content: str, **more: Any) -> Callable[[Discord, str], Awaitable[object]]:
    """A member, or somebody else, writes something."""
    about = {"by": payloads.MEMBER, **more}
    return lambda discord, thread: discord.say(content, channel=thread, **about)


async def while_people_talk(discord: Discord, thread: str) -> None:
    await discord.say("I had a lovely cup of tea today", by=payloads.CURATOR, channel=thread)
    await discord.say(QUESTION, by=payloads.MEMBER, channel=thread)


async def taken_up(discord: Discord, thread: str) -> None:
    await discord.say(QUESTION, by=payloads.MEMBER, channel=thread)
    await discord.say("three minutes, I think", by=payloads.CURATOR, channel=thread)


async def answered_by_another_bot(discord: Discord, thread: str) -> None:
    await discord.say(QUESTION, by=payloads.MEMBER, channel=thread)
    await discord.say("Three minutes.", by=payloads.OTHER_BOT, channel=thread)


async def as_a_reply(discord: Discord, thread: str) -> None:
    earlier = await discord.say("have some tea", by=payloads.OTHER_BOT, channel=thread)
    await discord.say(QUESTION, by=payloads.MEMBER, channel=thread, reply_to=earlier)


async def deleted_at_once(discord: Discord, thread: str) -> None:
    asked = await discord.say(QUESTION, by=payloads.MEMBER, channel=thread)
    await discord.delete_message(asked)


SCENES = (
    Scene("two people talk", while_people_talk),
    Scene("somebody takes it up", taken_up),
    Scene("another bot answers", answered_by_another_bot),
    Scene("a reply", as_a_reply),
    Scene("deleted at once", deleted_at_once),
    Scene("to somebody", said(f"<@{payloads.CURATOR.id}> {QUESTION}")),
    Scene("to a role", said(f"<@&{payloads.CURATOR_ROLE.id}> {QUESTION}")),
    Scene("by a bot", said(QUESTION, by=payloads.OTHER_BOT)),
    Scene("by a webhook", said(QUESTION, webhook_id="1000000000000000058")),
    Scene("by somebody who is blocked", said(QUESTION, by=payloads.MODERATOR)),
    Scene("another bot's command", said(f"!ask {QUESTION}")),
    Scene("with a picture", said(QUESTION, files=[Upload("tea.png", b"a picture")])),
    Scene("small talk", said("anyone up for a cup of tea later?")),
    Scene("a statement", said("tea should steep for three minutes")),
    Scene("not sure", said("so what would be some healthy drinks?")),
    Scene("unknown", said("who won the cup last night?")),
)


async def test_it_stays_silent_between_people_and_to_what_is_no_question_for_it(
    discord: Discord, start_bot: StartBot, choose: Choose, memory: Memory
) -> None:
    await choose(payloads.CHANNEL)
    async with memory.opened() as store:
        await store.servers.block(int(payloads.GUILD), int(payloads.MODERATOR.id))
    await start_bot()
    names = {payloads.THREAD: "a real question"}
    for scene in SCENES:
        thread = await discord.open_thread(scene.name, channel=payloads.CHANNEL)
        names[thread] = scene.name
        await scene.happens(discord, thread)
    await ask_in_thread(discord)
    await discord.until(
        lambda: any(it["channel_id"] == payloads.THREAD for it in discord.sent), "the answer"
    )
    assert [names[it["channel_id"]] for it in discord.sent] == ["a real question"]
    async with memory.opened() as store:
        kept = [it.question for it in await store.questions.recent(int(payloads.GUILD))]
    assert set(kept) <= {QUESTION}, "a question was kept that was not answered"


async def test_it_stays_silent_in_channels_that_were_not_chosen_or_where_it_does_not_answer(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL, payloads.FORUM, channels=(int(payloads.CHANNEL),))
    await start_bot()
    await discord.say(QUESTION, by=payloads.MEMBER, channel=payloads.CURATORS_CHANNEL)
    await discord.say(QUESTION, by=payloads.MEMBER, guild=payloads.GUILD2)
    await open_post(discord, "How long should tea steep?", "Tell me.")
    await answered(discord, await ask_in_thread(discord))
    assert len(discord.sent) == 1


async def test_a_question_to_the_bot_is_answered_once_where_unasked_ones_are_too(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    asked = await discord.ask_and_wait(f"{MENTION} {QUESTION}")
    assert NOTE not in text_of(asked)
    await answered(discord, await ask_in_thread(discord), after=1)
    assert len(discord.sent) == 2


async def test_an_edited_question_changes_its_answer_or_takes_it_back(
    discord: Discord, start_bot: StartBot, choose: Choose, memory: Memory
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    question = await discord.say(QUESTION, by=payloads.MEMBER)
    answer = await answered(discord, question)
    await kept_reply(discord, memory, question)
    edited = await discord.edit_message(question, "why is coffee healthier than tea?")
    await discord.until(lambda: "The Bean Board" in text_of(discord.latest(answer) or {}), "it")
    assert text_of(discord.latest(answer) or {}).startswith(f"-# {NOTE}")
    await discord.edit_message(edited, "who won the cup last night?")
    await discord.until(lambda: answer["id"] in discord.deleted, "the reply to be deleted")


async def test_a_question_that_is_edited_while_it_is_answered_takes_its_answer_back(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    with discord.holding("POST", f"/{payloads.CHANNEL}/messages$"):
        question = await discord.say(QUESTION, by=payloads.MEMBER)
        answer = await answered(discord, question)
        await discord.edit_message(question, "never mind, found it")
        # Once this is answered, the edit has been heard of.
        await discord.slash("help")
    await discord.until(lambda: answer["id"] in discord.deleted, "the reply to be deleted")


async def test_a_deleted_question_takes_its_answer_along(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    question = await discord.say(QUESTION, by=payloads.MEMBER)
    answer = await answered(discord, question)
    await discord.delete_message(question)
    await discord.until(lambda: answer["id"] in discord.deleted, "the reply to be deleted")


async def test_it_speaks_the_servers_language(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL, language="de")
    await start_bot()
    answer = await answered(discord, await discord.say(QUESTION, by=payloads.MEMBER))
    assert ANSWER in text_of(answer)
    assert NOTE not in text_of(answer)
    assert "`/settings`" in text_of(answer).splitlines()[0]


async def open_post(discord: Discord, title: str, text: str) -> JSON:
    return await discord.open_post(title, text, by=payloads.MEMBER)


def solved_button(answer: JSON) -> JSON:
    return next(
        it for it in walk(answer["components"]) if it.get("custom_id", "").startswith("solved:")
    )


async def test_a_post_gets_one_answer_to_title_and_text_together(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.FORUM, payloads.CHANNEL)
    await start_bot()
    post = await open_post(discord, "Steeping tea", "How long should it take?")
    answer = await answered(discord, post)
    assert answer["channel_id"] == post["id"]
    assert ANSWER in text_of(answer)
    assert text_of(answer).startswith(f"-# {NOTE}")
    await discord.say("why is coffee healthier than tea?", by=payloads.MEMBER, channel=post["id"])
    await answered(discord, await ask_in_thread(discord), after=1)
    assert len(discord.sent) == 2


async def test_a_post_that_asks_nothing_or_something_unknown_or_somebody_gets_none(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.FORUM)
    await start_bot()
    await open_post(discord, "My teapots", "Here they are. Steeping tea is lovely.")
    await open_post(discord, "Who won the cup last night?", "I fell asleep.")
    await open_post(discord, "Some healthy drinks for me?", "Tell me which.")
    await open_post(discord, "Steeping tea", f"<@{payloads.CURATOR.id}> how long should it take?")
    await answered(discord, await open_post(discord, "How long should tea steep?", "Tell me."))
    assert len(discord.sent) == 1


async def test_a_post_in_a_forum_that_was_not_chosen_gets_no_answer(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.CHANNEL)
    await start_bot()
    await open_post(discord, "How long should tea steep?", "Tell me.")
    await answered(discord, await ask_in_thread(discord))
    assert len(discord.sent) == 1


async def test_its_author_says_after_a_restart_that_it_is_solved_and_nobody_else_can(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.FORUM)
    bot = await start_bot()
    post = await open_post(discord, "How long should tea steep?", "Tell me.")
    answer = await answered(discord, post)
    solved = solved_button(answer)["custom_id"]
    await bot.stop()
    await start_bot()
    refused = await discord.press(answer, solved, by=payloads.CURATOR)
    assert refused.is_private
    assert "Only who opened this post" in text_of(refused.data)
    assert discord.places.channels[post["id"]].applied_tags == ()
    await discord.press(answer, solved, by=payloads.MEMBER, until="acknowledgement")
    await discord.until(lambda: is_marked(discord, answer), "the button to be disabled")
    assert discord.places.channels[post["id"]].applied_tags == (payloads.SOLVED.id,)
    assert ANSWER in text_of(discord.latest(answer) or {})


async def test_without_a_tag_for_it_the_opening_message_is_marked_by_who_manages_threads(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.FORUM)
    discord.places.change_channel(payloads.FORUM, tags=(payloads.OFFICIAL,))
    await start_bot()
    post = await open_post(discord, "How long should tea steep?", "Tell me.")
    answer = await answered(discord, post)
    solved = solved_button(answer)["custom_id"]
    await discord.press(answer, solved, by=payloads.OWNER, until="acknowledgement")
    await discord.until(lambda: is_marked(discord, answer), "the button to be disabled")
    assert discord.reactions_to(post) == {"✅": {BOT}}


@pytest.mark.parametrize(
    ("tags", "denied", "named"),
    [
        ((payloads.SOLVED,), Permission.MANAGE_THREADS, "Manage Threads"),
        ((), Permission.ADD_REACTIONS, "Add Reactions"),
        ((), Permission.READ_MESSAGE_HISTORY, "Read Message History"),
    ],
    ids=["a tag", "a reaction", "a reaction to what was written"],
)
async def test_a_permission_that_is_missing_is_named(
    tags: tuple[Any, ...],
    denied: Permission,
    named: str,
    discord: Discord,
    start_bot: StartBot,
    choose: Choose,
) -> None:
    await choose(payloads.FORUM)
    discord.places.change_channel(payloads.FORUM, tags=tags)
    await start_bot()
    post = await open_post(discord, "How long should tea steep?", "Tell me.")
    answer = await answered(discord, post)
    solved = solved_button(answer)["custom_id"]
    discord.places.change_channel(
        payloads.FORUM, overwrites={payloads.BOT_ROLE.id: Overwrite(deny=denied)}
    )
    told = await discord.press(answer, solved, by=payloads.MEMBER)
    assert told.is_private
    assert named in text_of(told.data)
    assert not is_marked(discord, answer)
    assert discord.reactions_to(post) == {}


async def test_a_post_that_discord_does_not_let_it_mark_says_so(
    discord: Discord, start_bot: StartBot, choose: Choose
) -> None:
    await choose(payloads.FORUM)
    await start_bot()
    answer = await answered(
        discord, await open_post(discord, "How long should tea steep?", "Tell me.")
    )
    discord.fail_next("PATCH", f"/channels/{answer['channel_id']}$", 400, code=50083)
    solved = solved_button(answer)["custom_id"]
    press = await discord.press(answer, solved, by=payloads.MEMBER, until="acknowledgement")
    await discord.until(lambda: press.followup_ids, "what went wrong")
    [told] = press.followup_ids
    assert discord.private[told] == payloads.MEMBER.id
    assert "did not let me" in text_of(discord.messages[told])
    assert not is_marked(discord, answer)


def is_marked(discord: Discord, answer: JSON) -> bool:
    return bool(solved_button(discord.latest(answer) or answer).get("disabled"))
