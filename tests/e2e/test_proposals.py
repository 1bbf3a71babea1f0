"""What becomes of proposals over Discord's own protocol: published once, a draft again, kept."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.conftest import StartBot
from tests.e2e.curating import (
    ASKED,
    BISCUITS,
    added,
    answer_to,
    button,
    copy_of,
    press,
    published,
)
from tests.e2e.remembering import Memory
from tests.e2e.waiting import until_logged
from tests.standin import payloads
from tests.standin.exchanges import DEFERRAL
from tests.standin.limits import walk
from tests.standin.people import ADMIN, GUILD, OWNER, Person, crowd
from tests.standin.refusals import EXPIRED_TOKEN, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK
from tests.standin.server import Discord, text_of

ENTRY = "server:which-biscuits-go-with-tea"
GONE = "published or discarded"
AT_ONCE = 10
BUILDING_SECONDS = 1


def curators(number: int) -> list[Person]:
    """So many who may manage the server."""
    return [replace(it, roles=ADMIN.roles) for it in crowd(number)]


async def test_of_many_presses_of_publish_one_publishes_and_no_other_says_anything(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    preview = await added(discord, ADMIN)
    assert preview.message is not None
    shown = dict(preview.message)
    pressed = [
        discord.press(shown, button(shown, "publish"), by=ADMIN, until="acknowledgement")
        for _number in range(AT_ONCE)
    ]
    done = await asyncio.gather(*pressed)
    await discord.until(
        lambda: "Published as revision" in text_of(discord.latest(shown) or {}), "the publishing"
    )
    # Whoever hammers has not seen yet what came of it.
    done.append(
        await discord.press(shown, button(shown, "publish"), by=ADMIN, until="acknowledgement")
    )
    found = await discord.complete("knowledge edit", "entry", ASKED, by=ADMIN)
    assert [it["value"] for it in found] == [ENTRY]
    history = await discord.slash("knowledge history", by=ADMIN)
    assert text_of(history.data).count("which-biscuits-go-with-tea") == 1
    assert [it.followups for it in done] == [[]] * (AT_ONCE + 1)


async def test_what_several_curators_add_to_one_list_at_the_same_time_is_all_there(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    texts = [f"a snack for guest {number}" for number in range(AT_ONCE)]
    previews = [
        await discord.slash("knowledge phrasing", entry=ENTRY, add=text, by=it)
        for text, it in zip(texts, curators(AT_ONCE), strict=True)
    ]
    done = await asyncio.gather(*(press(discord, it.message, "publish") for it in previews))
    assert ["Published" in text_of(it.data) for it in done] == [True] * AT_ONCE
    found = (await discord.slash("knowledge export", format="yaml", by=ADMIN)).files["server.yaml"]
    assert [it for it in texts if it not in found.decode()] == []


async def test_two_curators_who_make_the_same_topic_at_once_both_publish(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    asked = ["Is cake better?", "Are scones better?"]
    previews = [
        await added(discord, it, question=text)
        for text, it in zip(asked, curators(len(asked)), strict=True)
    ]
    done = await asyncio.gather(*(press(discord, it.message, "publish") for it in previews))
    assert ["Published" in text_of(it.data) for it in done] == [True, True]
    found = (await discord.slash("knowledge export", format="yaml", by=ADMIN)).files["server.yaml"]
    assert found.decode().count("title: Biscuits") == 1


@pytest.mark.parametrize("are_at_once", [True, False], ids=["at-once", "in-turn"])
async def test_what_another_has_added_meanwhile_is_shown_before_it_is_there_twice(
    discord: Discord, start_bot: StartBot, are_at_once: bool
) -> None:
    await start_bot()
    previews = [await added(discord, it) for it in curators(2)]
    publishing = [press(discord, it.message, "publish") for it in previews]
    if are_at_once:
        done = await asyncio.gather(*publishing)
    else:
        done = [await it for it in publishing]
    (late,) = [it for it in done if "Published" not in text_of(it.data)]
    told = text_of(late.data)
    assert "The entry `which-biscuits-go-with-tea` is there already; edit that one." in told
    assert "Above is `which-biscuits-go-with-tea-2`" in told
    await press(discord, late.message, "publish")
    found = (await discord.slash("knowledge export", format="yaml", by=ADMIN)).files["server.yaml"]
    assert "which-biscuits-go-with-tea-2" in found.decode()


async def test_of_many_presses_that_take_a_revision_back_no_other_says_anything(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    done = await published(discord, ADMIN)
    asked = await press(discord, done.message, "undo")
    assert asked.message is not None
    shown = dict(asked.message)
    pressed = [
        discord.press(shown, button(shown, "undone"), by=ADMIN, until="acknowledgement")
        for _number in range(AT_ONCE)
    ]
    after = await asyncio.gather(*pressed)
    await discord.until(
        lambda: "undone" not in str(discord.latest(shown)), "the revision to be taken back"
    )
    assert [it.followups for it in after] == [[]] * AT_ONCE
    history = await discord.slash("knowledge history", by=ADMIN)
    assert text_of(history.data).count("Undid") == 1


async def test_what_is_pressed_twice_is_shown_once(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    done = (await published(discord, ADMIN)).message
    assert done is not None
    pressed = await asyncio.gather(
        *(
            discord.press(done, button(done, "undo"), by=ADMIN, until="acknowledgement")
            for _number in range(AT_ONCE)
        )
    )
    assert sum((it.deferral or {}).get("type") == DEFERRAL for it in pressed) == 1


async def test_an_entry_that_answers_becomes_a_draft_after_a_second_press(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    opened = await discord.slash("knowledge edit", entry=ENTRY, by=ADMIN)
    preview = await discord.submit(opened)
    asked = await press(discord, preview.message, "draft")
    assert "It answers now. As a draft it would not." in text_of(asked.data)
    assert "ginger" in await answer_to(discord, ASKED)
    back = await press(discord, asked.message, "preview")
    asked = await press(discord, back.message, "draft")
    done = await press(discord, asked.message, "draft-anyway")
    assert "Saved as a draft" in text_of(done.data)
    assert "ginger" not in await answer_to(discord, ASKED)


async def test_a_draft_that_cannot_be_saved_says_what_is_to_be_mended(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    opened = await discord.slash("knowledge edit", entry=ENTRY, by=ADMIN)
    preview = await discord.submit(opened, answer="Shortbread does. [^nobody]")
    asked = await press(discord, preview.message, "draft")
    done = await press(discord, asked.message, "draft-anyway")
    assert not done.followups
    assert "Answer: There is no source `nobody`." in text_of(done.data)
    assert "server.yaml" not in text_of(done.data)
    assert "ginger" in await answer_to(discord, ASKED)


async def test_what_is_typed_of_a_discarded_change_is_kept_as_a_new_one(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    preview = await added(discord, ADMIN)
    opened = await press(discord, preview.message, "edit")
    discarded = await press(discord, preview.message, "discard")
    late = await discord.submit(opened, answer="Shortbread goes with it best, says the Journal.")
    (kept,) = late.followups
    assert GONE in text_of(kept)
    assert "Shortbread goes with it best" in text_of(kept)
    assert "Discarded" in text_of(discord.latest(discarded.message or {}) or {})

    opened = await press(discord, kept, "edit", by=ADMIN)
    assert "Shortbread" in str(opened.modal)
    preview = await discord.submit(opened)
    await press(discord, preview.message, "publish")
    assert "Shortbread" in await answer_to(discord, ASKED)


async def test_a_change_that_is_being_published_is_not_discarded_and_what_is_typed_is_kept(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot(building_seconds=BUILDING_SECONDS)
    await published(discord, ADMIN)
    preview = await added(discord, ADMIN, question="Are scones better?")
    opened = await press(discord, preview.message, "edit")
    shown = dict(discord.latest(preview.message or {}) or {})
    await discord.press(shown, button(shown, "publish"), by=ADMIN, until="acknowledgement")
    discarding = discord.press(shown, button(shown, "discard"), by=ADMIN, until="acknowledgement")
    typing = discord.submit(opened, answer="Scones with jam are better.", until="acknowledgement")
    discarded, late = await asyncio.gather(discarding, typing)
    await discord.until(lambda: discarded.followups and late.followups, "what is told")
    assert "being published already" in text_of(discarded.followups[0])
    assert "Scones with jam" in text_of(late.followups[0])
    await discord.until(
        lambda: "Published as revision" in text_of(discord.latest(shown) or {}), "the publishing"
    )
    again = await press(discord, late.followups[0], "edit", by=ADMIN)
    assert "Scones with jam" in str(again.modal)


async def test_what_is_typed_of_an_entry_that_was_published_meanwhile_is_a_change_of_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    opened = await discord.slash("knowledge edit", entry=ENTRY, by=ADMIN)
    preview = await discord.submit(opened, answer="Plain ones do. [^the-leaf-journal]")
    reopened = await press(discord, preview.message, "edit")
    field = await press(discord, preview.message, "more", "phrasings")
    done = await press(discord, preview.message, "publish")

    late = await discord.submit(reopened, answer="Cream crackers do. [^the-leaf-journal]")
    (kept,) = late.followups
    again = await press(discord, kept, "edit", by=ADMIN)
    preview = await discord.submit(again)
    await press(discord, preview.message, "publish")
    assert "Cream crackers" in await answer_to(discord, ASKED)

    late = await discord.submit(field, phrasings="what to dunk in a cuppa")
    (kept,) = late.followups
    assert "what to dunk in a cuppa" in text_of(kept)
    again = await press(discord, kept, "edit", by=ADMIN)
    preview = await discord.submit(again)
    await press(discord, preview.message, "publish")
    assert "Cream crackers" in await answer_to(discord, "what to dunk in a cuppa")
    found = await discord.complete("knowledge edit", "entry", "", by=ADMIN)
    assert [it["value"] for it in found] == [ENTRY]
    assert "Published as revision" in text_of(discord.latest(done.message or {}) or {})


async def test_all_of_a_long_answer_can_be_read_before_it_is_published(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = f"{'Ginger goes with it. ' * 70}\n\n{'Shortbread too. ' * 70}"
    preview = await added(discord, ADMIN, answer=answer)
    assert "Part 1 of 2" in text_of(preview.data)
    assert "Shortbread" not in text_of(preview.data)
    idle = [it for it in walk(preview.data["components"]) if it.get("disabled")]
    assert "Why?" in [it.get("label") for it in idle]
    rest = await press(discord, preview.message, "page")
    assert rest.is_private
    assert "Shortbread too." in text_of(rest.data)
    assert BISCUITS["question"] in text_of(rest.data)
    done = await press(discord, preview.message, "publish")
    assert "Published as revision" in text_of(done.data)


async def test_what_comes_back_of_a_commands_form_too_late_is_kept_in_its_response(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    opened = await discord.slash("knowledge edit", entry=ENTRY, by=ADMIN)
    preview = await discord.submit(opened, answer="Plain ones do. [^the-leaf-journal]")
    await press(discord, preview.message, "discard")
    late = await discord.submit(opened, answer="Shortbread does. [^the-leaf-journal] " * 60)
    assert late.is_private
    assert GONE in text_of(late.data)
    assert late.files["typed.txt"].count(b"Shortbread does.") == 60
    again = await press(discord, late.message, "edit")
    assert "Shortbread" in str(again.modal)


async def test_what_is_published_is_said_to_be_although_what_it_settles_cannot_be_noted(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    bot = await start_bot()
    await discord.slash("ask", question=ASKED)
    review = await discord.slash("knowledge review", by=ADMIN)
    opened = await press(discord, review.message, "review-write")
    preview = await discord.submit(opened, BISCUITS)
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        database.execute("DROP TABLE questions")
    done = await press(discord, preview.message, "publish")
    assert "Published as revision" in text_of(done.data)
    assert not done.followups
    assert "is published, and not all noted" in bot.output()


async def test_what_somebody_changed_meanwhile_does_not_go_with_the_entry_unseen(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    removal = await discord.slash("knowledge remove", entry=ENTRY, by=ADMIN)
    opened = await discord.slash("knowledge edit", entry=ENTRY, by=OWNER)
    changed = await discord.submit(opened, answer="Shortbread does. [^the-leaf-journal]")
    await press(discord, changed.message, "publish")
    refused = await press(discord, removal.message, "publish")
    assert "Somebody else has changed answer of" in text_of(refused.followups[0])
    assert "Shortbread" in await answer_to(discord, ASKED)
    again = await discord.slash("knowledge remove", entry=ENTRY, by=ADMIN)
    await press(discord, again.message, "publish")
    assert "Shortbread" not in await answer_to(discord, ASKED)


@pytest.mark.parametrize("action", ["publish", "draft", "discard"])
async def test_what_became_of_a_change_is_told_although_its_preview_was_dismissed_meanwhile(
    discord: Discord, start_bot: StartBot, action: str
) -> None:
    said = {"publish": "Published as", "draft": "Saved as a draft", "discard": "Discarded."}
    await start_bot()
    preview = await added(discord, ADMIN)
    discord.fail_next("PATCH", "/messages/@original$", 404, code=UNKNOWN_MESSAGE)
    done = await press(discord, preview.message, action)
    (told,) = done.followups
    assert said[action] in text_of(told)
    assert done.is_private


async def test_a_file_comes_although_what_promised_it_was_dismissed_meanwhile(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    discord.fail_next("PATCH", "/messages/@original$", 404, code=UNKNOWN_MESSAGE)
    sent = await discord.slash("knowledge export", format="yaml", by=ADMIN)
    assert b"ginger" in sent.files["server.yaml"]


@pytest.mark.parametrize(("status", "code"), [(401, EXPIRED_TOKEN), (404, UNKNOWN_WEBHOOK)])
async def test_a_refusal_that_comes_too_late_to_be_told_is_a_line_in_the_log(
    discord: Discord, start_bot: StartBot, status: int, code: int
) -> None:
    bot = await start_bot()
    preview = await added(discord, ADMIN)
    copied = copy_of(preview.message, "discard", payloads.CHANNEL)
    await press(discord, preview.message, "discard")
    discord.fail_next("POST", "/webhooks/", status, code=code)
    await press(discord, copied, "discard", by=ADMIN, until="acknowledgement")
    await until_logged(bot, f"{status} (code {code})")
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output()


async def no_roles(_memory: Memory, _data: Path) -> Person:
    return replace(ADMIN, roles=())


async def is_blocked(memory: Memory, _data: Path) -> Person:
    async with memory.opened() as store:
        await store.servers.block(int(GUILD), int(ADMIN.id))
    return await no_roles(memory, _data)


async def store_is_broken(_memory: Memory, data: Path) -> Person:
    with closing(sqlite3.connect(data / "rejoinder.db")) as database:
        database.execute("DROP TABLE proposals")
    return ADMIN


@pytest.mark.parametrize("is_of_command", [True, False], ids=["command", "button"])
@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (no_roles, "Only curators may do that"),
        (is_blocked, "do not want me to answer you"),
        (store_is_broken, "Something went wrong on my side"),
    ],
)
async def test_whoever_sends_a_form_that_is_refused_is_given_back_what_they_typed(
    discord: Discord,
    start_bot: StartBot,
    tmp_path: Path,
    is_of_command: bool,
    happens: Callable[[Memory, Path], Awaitable[Person]],
    reason: str,
) -> None:
    await start_bot()
    if is_of_command:
        opened = await discord.slash("knowledge add", by=ADMIN)
    else:
        opened = await press(discord, (await added(discord, ADMIN)).message, "edit")
    by = await happens(Memory(tmp_path), tmp_path / "data")
    long = f"{BISCUITS['answer']} " * 60
    refused = await discord.submit(opened, {**BISCUITS, "answer": long}, by=by)
    await discord.until(lambda: "typed.txt" in refused.files, "what was typed")
    assert reason in "\n".join(map(text_of, [refused.message or {}, *refused.followups]))
    assert BISCUITS["question"] in text_of(refused.followups[-1]).replace("\\", "")
    assert refused.files["typed.txt"].decode().count(BISCUITS["answer"]) == 60


async def test_what_was_typed_into_a_form_of_another_version_is_given_back(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    opened = await discord.slash("knowledge add", by=ADMIN)
    assert opened.modal is not None
    opened.modal["custom_id"] = "k:form:1:2:3:4"
    refused = await discord.submit(opened, BISCUITS)
    await discord.until(lambda: refused.followups, "what was typed")
    assert "from another version of me" in text_of(refused.data)
    assert "ginger" in text_of(refused.followups[0])
