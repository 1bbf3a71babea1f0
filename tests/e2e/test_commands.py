"""Commands, autocomplete, buttons and selects over Discord's own protocol."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.refusals import TOO_LATE
from tests.e2e.conftest import StartBot
from tests.e2e.waiting import until_logged
from tests.standin import payloads
from tests.standin.refusals import INVALID_BODY
from tests.standin.server import BOT, Discord, custom_ids, text_of

MENTION = f"<@{BOT}>"
MOST_LOOKS = 50


async def test_ask_answers_for_all_or_for_the_asker_alone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    public = await discord.slash("ask", question="how long should tea steep")
    private = await discord.slash("ask", question="how long should tea steep", private=True)
    assert not public.is_private
    assert private.is_private
    assert "How long should tea steep?" in text_of(public.data)
    assert public.data["allowed_mentions"]["parse"] == []


async def test_what_was_asked_is_repeated_without_its_markup(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    exchange = await discord.slash("ask", question="**@everyone** [x](https://e.org) flurb")
    assert r"\*\*\@everyone\*\*" in text_of(exchange.data)
    assert r"https\:" in text_of(exchange.data)


async def test_autocomplete_offers_ids_that_ask_understands(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    choices = await discord.complete("ask", "question", "steepi")
    values = [it["value"] for it in choices]
    assert "how-long-to-steep" in values[:3]
    exchange = await discord.slash("ask", question="how-long-to-steep")
    assert "How long should tea steep?" in text_of(exchange.data)


async def test_autocomplete_offers_something_before_anything_is_typed(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    assert len(await discord.complete("ask", "question", "")) == 3


async def test_answer_this_answers_somebody_elses_message(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    other = payloads.user("1000000000000000077")
    target = payloads.message(
        "how long should tea steep?", channel_id=payloads.CHANNEL, author=other
    )
    exchange = await discord.message_command("Answer this", target)
    assert "How long should tea steep?" in text_of(exchange.data)
    chatter = payloads.message("brb, dinner", channel_id=payloads.CHANNEL, author=other)
    assert (await discord.message_command("Answer this", chatter)).is_private
    empty = payloads.message("", channel_id=payloads.CHANNEL, author=other)
    assert "no text" in text_of((await discord.message_command("Answer this", empty)).data)


async def test_topics_lead_to_an_entry(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    topics = await discord.slash("topics")
    assert topics.message is not None
    assert "What I can answer" in text_of(topics.data)
    topic = await discord.press(topics.message, "topic", "tea:brewing")
    assert topic.message is not None
    entry = await discord.press(topic.message, "pick", "tea:how-long-to-steep")
    assert "How long should tea steep?" in text_of(entry.data)


async def test_help_takes_five_lines(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    exchange = await discord.slash("help")
    assert len(text_of(exchange.data).splitlines()) == 5


async def test_buttons_work_after_a_restart(discord: Discord, start_bot: StartBot) -> None:
    bot = await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} health benefits of drinking tea")
    assert await bot.stop() == 0
    await start_bot()
    other_side = next(it for it in custom_ids(answer) if it.startswith("open:"))
    exchange = await discord.press(answer, other_side)
    assert "Why is coffee healthier than tea?" in text_of(exchange.data)
    why = next(it for it in custom_ids(answer) if it.startswith("why:"))
    told = await discord.press(answer, why)
    assert "likely that `tea-is-healthier` is meant" in text_of(told.data)
    assert "Counted for `tea-is-healthier`" in text_of(told.data)
    assert told.is_private
    related = await discord.press(answer, "related", "tea:how-long-to-steep")
    assert "How long should tea steep?" in text_of(related.data)


async def test_why_explains_a_question_to_the_asker_alone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    exchange = await discord.slash("why", question="**who** won the cup?")
    assert exchange.is_private
    assert r"Asked: \*\*who\*\*" in text_of(exchange.data)
    assert "Nothing is likely enough" in text_of(exchange.data)


async def test_the_why_button_of_a_commands_answer_finds_the_question_in_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.slash("ask", question="health benefits of drinking tea!")
    assert answer.message is not None
    why = next(it for it in custom_ids(answer.message) if it.startswith("why:"))
    told = text_of((await discord.press(answer.message, why)).data)
    assert "Nearest phrasing: “health benefits of drinking tea”" in told


async def test_the_why_button_tells_what_the_ids_tell_where_the_question_is_gone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} health benefits of drinking tea")
    discord.said.clear()
    why = next(it for it in custom_ids(answer) if it.startswith("why:"))
    told = await discord.press(answer, why)
    assert "% sure" in text_of(told.data)
    assert "`/why`" in text_of(told.data)
    opened = await discord.slash("ask", question="how-long-to-steep")
    assert opened.message is not None
    told = await discord.press(opened.message, "why:tea:how-long-to-steep")
    assert "opened by name" in text_of(told.data)


async def test_why_says_so_where_the_question_gets_something_else_by_now(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"{MENTION} health benefits of drinking tea")
    for message in discord.said.values():
        message["content"] = f"{MENTION} how long should tea steep"
    why = next(it for it in custom_ids(answer) if it.startswith("why:"))
    told = text_of((await discord.press(answer, why)).data)
    assert "What I know has changed since." in told
    assert "`how-long-to-steep` is meant" in told


async def test_buttons_of_another_version_or_a_removed_entry_say_so(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    old = payloads.message(
        "",
        channel_id=payloads.CHANNEL,
        author=payloads.user(BOT, is_bot=True),
        components=[
            {
                "type": 1,
                "components": [
                    {"type": 2, "style": 1, "label": "x", "custom_id": it}
                    for it in ("vote:1", "k:undo", "k:publish", "open:tea:removed-entry")
                ],
            }
        ],
    )
    for custom_id in ("vote:1", "k:undo", "k:publish"):
        assert "another version" in text_of((await discord.press(old, custom_id)).data), custom_id
    gone = await discord.press(old, "open:tea:removed-entry")
    assert "no longer" in text_of(gone.data)


async def test_a_suggestion_that_is_picked_is_shown(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    reply = await discord.ask_and_wait(f"{MENTION} healthy drinks")
    assert "Is it one of these?" in text_of(reply)
    pick = next(it for it in custom_ids(reply) if it.startswith("pick:"))
    exchange = await discord.press(reply, pick)
    assert text_of(exchange.data).startswith("### ")
    assert not exchange.is_private


async def test_a_second_question_is_offered_and_answered_when_it_is_pressed(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    question = "is tea good for your heart? and is coffee good for the liver?"
    reply = await discord.ask_and_wait(f"{MENTION} {question}")
    assert "Why is tea healthier than coffee?" in text_of(reply)
    assert "You also asked: and is coffee" in text_of(reply)
    exchange = await discord.press(reply, "pick:tea:coffee-is-healthier")
    assert "The Bean Board" in text_of(exchange.data)
    assert not exchange.is_private


async def test_an_unknown_interaction_stops_nothing(discord: Discord, start_bot: StartBot) -> None:
    bot = await start_bot()
    discord.fail_next("POST", "/callback", 404, code=10062)
    exchange = payloads.interaction(
        3,
        {"custom_id": "topics", "component_type": 2, "id": 1},
        channel_id=payloads.CHANNEL,
        message=payloads.message("", channel_id=payloads.CHANNEL, author=payloads.user(BOT)),
    )
    await discord.dispatch("INTERACTION_CREATE", exchange)
    await discord.until(
        lambda: any(path.endswith("/callback") for _, path, _ in discord.requests), "the refusal"
    )
    assert "What I can answer" in text_of((await discord.slash("topics")).data)
    for _ in range(MOST_LOOKS):
        await discord.slash("help")
        if "10062" in bot.output():
            return
    raise AssertionError("the refusal is not in the log")


@pytest.mark.parametrize("refused", ["/callback$", "/messages/@original$"], ids=["first", "later"])
async def test_whoever_is_not_shown_what_discord_refuses_is_told_so(
    discord: Discord, start_bot: StartBot, refused: str
) -> None:
    bot = await start_bot()
    method = "POST" if refused == "/callback$" else "PATCH"
    discord.fail_next(method, refused, 400, code=INVALID_BODY)
    command = await discord.slash("knowledge history")
    told = [text_of(command.data)]
    history = await discord.slash("knowledge history")
    settings = await discord.slash("settings")
    for exchange, action in ((history, "k:past:1:server:"), (settings, "k:settings:page:people")):
        assert exchange.message is not None
        row = [{"type": 2, "style": 1, "label": "x", "custom_id": action}]
        shown = {**exchange.message, "components": [{"type": 1, "components": row}]}
        discord.fail_next(method, refused, 400, code=INVALID_BODY)
        pressed = await discord.press(shown, action)
        told.append(text_of(pressed.followups[0] if pressed.followups else pressed.data))
    assert ["Something went wrong on my side" in it for it in told] == [True] * 3
    assert bot.output().count(f"400 (code {INVALID_BODY})") == 3
    assert "Traceback" not in bot.output()


async def test_what_was_shown_stays_where_discord_refuses_what_follows(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    discord.fail_next("POST", "/webhooks/", 400, code=INVALID_BODY)
    tried = await discord.slash("knowledge test", question="how long should tea steep")
    await discord.until(lambda: tried.followups, "an apology")
    assert "How long should tea steep?" in text_of(tried.message or {})
    assert "Something went wrong on my side" in text_of(tried.followups[0])
    assert tried.is_private


@pytest.mark.parametrize("code", TOO_LATE)
async def test_whom_nothing_can_be_shown_any_more_nothing_more_is_sent(
    discord: Discord, start_bot: StartBot, code: int
) -> None:
    bot = await start_bot()
    topics = await discord.slash("topics")
    assert topics.message is not None
    discord.fail_next("POST", "/callback$", 404, code=code)
    pressed = asyncio.create_task(discord.press(topics.message, "topic", "tea:brewing"))
    await until_logged(bot, f"(code {code})")
    pressed.cancel()
    await discord.slash("help")
    assert sum(path.endswith("/callback") for _, path, _ in discord.requests) == 3


async def test_an_interaction_that_discord_tells_of_again_is_met_once(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    asked = await discord.slash("ask", question="how long should tea steep")
    await discord.dispatch("INTERACTION_CREATE", asked.interaction)
    pressed = await discord.press(asked.message or {}, custom_ids(asked.message or {})[0])
    await discord.dispatch("INTERACTION_CREATE", pressed.interaction)
    await discord.slash("help")
    # What it has begun by then it ends before it leaves.
    assert await bot.stop() == 0
    assert "Three minutes" in text_of(asked.data)
    assert "99%" in text_of(pressed.data)
    assert "refused" not in bot.output()


async def test_commands_have_german_names_and_answer_in_the_servers_language(
    discord: Discord, start_bot: StartBot
) -> None:
    await discord.change_server(locale="de")
    await start_bot()
    names = {it["name"]: (it.get("name_localizations") or {}).get("de") for it in discord.commands}
    assert names["ask"] == "frage"
    assert None not in names.values()
    answer = await discord.slash("ask", question="health benefits of drinking tea")
    assert "**Für die These:**" in text_of(answer.data)
    elsewhere = await discord.slash("ask", question="steeping time", guild=payloads.GUILD2)
    assert "Reviewed" in text_of(elsewhere.data) or "Asked:" in text_of(elsewhere.data)


@pytest.mark.parametrize("name", ["ask", "query"])
async def test_a_command_as_another_version_had_it_is_told_apart_from_a_failure(
    discord: Discord, start_bot: StartBot, name: str
) -> None:
    bot = await start_bot()
    # Who has Discord open is shown the commands of before for a while.
    [ask] = [it for it in discord.commands if it["name"] == "ask"]
    ask.update(name=name, options=[])
    told = await discord.slash(name)
    assert told.is_private
    assert "another version of me" in text_of(told.data)
    assert f"Discord sent the command {name} as another version had it" in bot.output()
    assert "Traceback" not in bot.output()
