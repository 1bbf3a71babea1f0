"""Debates, replies to claims, sources and conversation starters over Discord's own protocol."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.chat.asking.cooldowns import A_PERSON
from tests.conftest import REPOSITORY
from tests.e2e.conftest import StartBot
from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.limits import walk
from tests.standin.people import ADMIN, CURATOR, MEMBER, crowd
from tests.standin.server import Discord, custom_ids, text_of

JSON = dict[str, Any]

NUCLEAR = REPOSITORY / "tests" / "packs" / "nuclear-power.yaml"
MOTION = "Nuclear power is needed to meet climate targets."
SAFE = "Is nuclear power safe?"
DANGEROUS = "Is nuclear power dangerous?"
MANY = 40


def shown(exchange: Exchange) -> JSON:
    """The message that an exchange left."""
    assert exchange.message is not None
    return exchange.message


def beginning(message: JSON, action: str) -> list[str]:
    return [it for it in custom_ids(message) if it.startswith(action)]


async def test_a_debate_has_both_sides_with_their_sources_page_by_page(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    debate = await discord.slash("debate", topic="nuclear-power:climate")
    first = text_of(debate.data)
    assert not debate.is_private
    assert MOTION in first
    assert "**For the motion**" in first
    assert "**Against the motion**" in first
    assert "-# [1] " in first
    assert "Page 1 of 3" in first
    previous, following = beginning(shown(debate), "debate")
    turned = await discord.press(shown(debate), following, by=MEMBER)
    second = text_of(turned.data)
    assert "Page 2 of 3" in second
    assert MOTION in second
    assert discord.latest(shown(debate)) == shown(turned)
    back, _ = beginning(shown(turned), "debate")
    assert back == previous
    assert text_of((await discord.press(shown(turned), back)).data) == first


async def test_a_point_is_read_by_whoever_presses_alone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    debate = shown(await discord.slash("debate", topic="nuclear-power:safety"))
    pro, contra = beginning(debate, "open:")
    read = await discord.press(debate, pro)
    assert read.is_private
    assert f"### {SAFE}" in text_of(read.data)
    assert f"### {DANGEROUS}" in text_of((await discord.press(debate, contra)).data)


async def test_a_debate_is_found_by_its_words(discord: Discord, start_bot: StartBot) -> None:
    await start_bot(pack=NUCLEAR)
    offered = await discord.complete("debate", "topic", "climate")
    assert [it["value"] for it in offered] == ["nuclear-power:climate"]
    everything = await discord.complete("debate", "topic", "")
    assert "nuclear-power:waste" not in [it["value"] for it in everything]
    typed = await discord.slash("debate", topic="climate targets")
    assert MOTION in text_of(typed.data)
    unknown = await discord.slash("debate", topic="flurb")
    assert unknown.is_private
    assert "I know of no debate like that." in text_of(unknown.data)


async def test_who_wants_debates_for_themselves_gets_them(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    private = await discord.slash("debate", topic="nuclear-power:climate", private=True)
    assert private.is_private
    _, following = beginning(shown(private), "debate")
    turned = await discord.press(shown(private), following)
    assert "Page 2 of 3" in text_of(turned.data)
    reply = await discord.slash("counter", claim="nuclear power is safe", private=True)
    assert reply.is_private
    assert (await discord.slash("random", private=True)).is_private


async def test_pages_turn_after_a_restart_and_not_to_what_is_gone(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot(pack=NUCLEAR)
    debate = shown(await discord.slash("debate", topic="nuclear-power:climate"))
    listed = shown(await discord.slash("sources", topic="nuclear-power:climate"))
    source = shown(await discord.press(listed, "source", "nuclear-power:isar-review"))
    assert await bot.stop() == 0
    bot = await start_bot(pack=NUCLEAR)
    turned = await discord.press(debate, beginning(debate, "debate")[1])
    assert "Page 2 of 3" in text_of(turned.data)
    assert await bot.stop() == 0
    await start_bot()
    gone = await discord.press(shown(turned), beginning(shown(turned), "debate")[1])
    assert gone.is_private
    assert "no longer in what I know" in text_of(gone.data)
    gone = await discord.press(source, beginning(source, "source")[1])
    assert "no longer in what I know" in text_of(gone.data)


async def test_many_who_turn_the_same_page_at_once_all_see_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    debate = shown(await discord.slash("debate", topic="nuclear-power:climate"))
    following = beginning(debate, "debate")[1]
    discord.stop_clock()
    turned = await asyncio.gather(*(discord.press(debate, following, by=it) for it in crowd(MANY)))
    assert all("Page 2 of 3" in text_of(it.data) for it in turned)


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("nuclear power is safe", DANGEROUS),
        ("nuclear power is dangerous", SAFE),
        ("nuclear power isn't safe", SAFE),
    ],
)
async def test_a_claim_gets_the_strongest_reply(
    claim: str, question: str, discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    reply = await discord.slash("counter", claim=claim)
    assert not reply.is_private
    assert "Claim: " in text_of(reply.data)
    assert f"### {question}" in text_of(reply.data)
    assert "-# [1] " in text_of(reply.data)
    assert reply.data["allowed_mentions"]["parse"] == []


async def test_a_reply_to_a_claim_can_be_dismissed_by_who_asked_for_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    reply = shown(await discord.slash("counter", claim="nuclear power is safe", by=MEMBER))
    (dismiss,) = beginning(reply, "dismiss")
    refused = await discord.press(reply, dismiss, by=payloads.CURATOR)
    assert refused.is_private
    assert discord.latest(reply) is not None
    await discord.press(reply, dismiss, by=MEMBER)
    assert discord.latest(reply) is None


async def test_a_claim_of_several_meanings_gets_a_reply_to_the_one_that_is_picked(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    unsure = await discord.slash("counter", claim="it is the wholesome choice")
    assert "What comes nearest?" in text_of(unsure.data)
    picked = await discord.press(shown(unsure), "pick:tea:coffee-is-healthier")
    assert not picked.is_private
    assert "### Why is coffee healthier than tea?" in text_of(picked.data)


async def test_counter_this_replies_to_somebodys_message(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    claim = await discord.say("I told you: nuclear power is dangerous!", by=MEMBER)
    reply = await discord.message_command("Counter this", claim)
    assert not reply.is_private
    assert f"### {SAFE}" in text_of(reply.data)
    chatter = await discord.say("brb, dinner", by=MEMBER)
    missed = await discord.message_command("Counter this", chatter)
    assert missed.is_private
    assert "I have no reply to that." in text_of(missed.data)
    empty = await discord.say("", by=MEMBER)
    assert "no text" in text_of((await discord.message_command("Counter this", empty)).data)


async def test_who_has_too_many_claims_countered_waits(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    for _ in range(A_PERSON.count):
        await discord.slash("counter", claim="tea is wholesome", by=MEMBER)
    refused = await discord.slash("counter", claim="tea is wholesome", by=MEMBER)
    assert refused.is_private
    assert "That was a lot at once." in text_of(refused.data)


async def test_sources_tell_who_speaks_and_for_whom_page_by_page(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    listed = await discord.slash("sources")
    assert listed.is_private
    assert "### Sources" in text_of(listed.data)
    assert "vendor, with a stake: builds and sells reactors" in text_of(listed.data)
    one = await discord.press(shown(listed), "source", "nuclear-power:isar-review")
    assert "### The Isar Review" in text_of(one.data)
    assert "-# academic" in text_of(one.data)
    following = beginning(shown(one), "source")[1]
    turned = await discord.press(shown(one), following)
    assert "### The Isar Review" in text_of(turned.data)
    assert text_of(turned.data) != text_of(one.data)
    entry = next(it for it in walk(shown(one)["components"]) if it.get("custom_id") == "pick")
    read = await discord.press(shown(turned), "pick", _first_option(shown(turned)))
    assert entry["options"]
    assert "### " in text_of(read.data)


def _first_option(message: JSON) -> str:
    select = next(it for it in walk(message["components"]) if "options" in it)
    return str(select["options"][0]["value"])


async def test_sources_of_a_topic_turn_their_own_pages(
    discord: Discord, start_bot: StartBot
) -> None:
    shipped = REPOSITORY / "knowledge" / "open-source-ai"
    await start_bot(pack=shipped)
    listed = await discord.slash("sources", topic="open-source-ai:research")
    assert "### Sources on: Research and education" in text_of(listed.data)
    following = beginning(shown(listed), "sources")[1]
    turned = await discord.press(shown(listed), following)
    assert "### Sources on: Research and education" in text_of(turned.data)
    assert text_of(turned.data) != text_of(listed.data)


async def test_one_source_is_shown_by_its_name(discord: Discord, start_bot: StartBot) -> None:
    await start_bot(pack=NUCLEAR)
    offered = await discord.complete("sources", "source", "isar")
    assert [it["value"] for it in offered] == ["nuclear-power:isar-review"]
    shown_one = await discord.slash("sources", source="nuclear-power:isar-review")
    assert shown_one.is_private
    assert "### The Isar Review" in text_of(shown_one.data)
    topics = await discord.complete("sources", "topic", "waste")
    assert [it["value"] for it in topics] == ["nuclear-power:waste"]
    unknown = await discord.slash("sources", source="flurb")
    assert "I know of no source like that." in text_of(unknown.data)
    unknown = await discord.slash("sources", topic="flurb")
    assert "`/topics`" in text_of(unknown.data)


async def test_a_conversation_starter_can_be_read_and_exchanged(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    starter = await discord.slash("random")
    assert not starter.is_private
    first = text_of(starter.data)
    assert "The motion: *Tea is better for people than coffee.*" in first
    (another,) = beginning(shown(starter), "another")
    other = await discord.press(shown(starter), another)
    second = text_of(other.data)
    assert second != first
    assert "The motion:" in second
    (read,) = beginning(shown(other), "pick")
    answer = await discord.press(shown(other), read)
    assert not answer.is_private
    assert "-# [1] " in text_of(answer.data)


@pytest.mark.parametrize(
    "channel",
    [payloads.DIRECT, payloads.GROUP_DIRECT, payloads.ELSEWHERE_CHANNEL],
    ids=["direct", "group", "elsewhere"],
)
async def test_all_of_it_works_wherever_a_person_brings_the_bot(
    channel: str, discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(pack=NUCLEAR)
    debate = await discord.slash("debate", topic="nuclear-power:climate", channel=channel)
    assert MOTION in text_of(debate.data)
    reply = await discord.slash("counter", claim="nuclear power is safe", channel=channel)
    assert f"### {DANGEROUS}" in text_of(reply.data)
    sources = await discord.slash("sources", channel=channel)
    assert "### Sources" in text_of(sources.data)
    starter = await discord.slash("random", channel=channel)
    assert "Something to talk about" in text_of(starter.data)


@pytest.mark.parametrize(
    ("command", "options", "turn"),
    [("debate", {"topic": "nuclear-power:climate"}, "debate1"), ("random", {}, "another")],
)
async def test_who_asked_dismisses_it_whoever_turned_its_pages(
    discord: Discord, start_bot: StartBot, command: str, options: JSON, turn: str
) -> None:
    await start_bot(pack=NUCLEAR)
    asked = shown(await discord.slash(command, options, by=MEMBER))
    turned = await discord.press(asked, beginning(asked, turn)[0], by=ADMIN)
    (dismiss,) = beginning(shown(turned), "dismiss")
    refused = await discord.press(shown(turned), dismiss, by=CURATOR)
    assert "can dismiss this" in text_of(refused.data)
    await discord.press(shown(turned), dismiss, by=MEMBER, until="acknowledgement")
    await discord.until(lambda: discord.latest(asked) is None, "it to be gone")
    private = await discord.slash(command, {**options, "private": True}, by=MEMBER)
    assert beginning(shown(private), "dismiss") == []
