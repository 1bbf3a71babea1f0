"""Looking after packs on Discord: history, review, reports, figures and notices."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import TEA
from tests.e2e.conftest import StartBot
from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.people import TeamMember
from tests.standin.server import BOT, JSON, Discord, custom_ids, text_of

MENTION = f"<@{BOT}>"
OWNER, BOT_OWNER, ADMIN2 = payloads.OWNER, payloads.BOT_OWNER, payloads.ADMIN2
MISSED = "oolong: for what time"
MOST_LOOKS = 50
STEEP = "How long should tea steep?"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack about tea, to be written to."""
    copied = tmp_path / "knowledge" / "tea.yaml"
    copied.parent.mkdir()
    shutil.copyfile(TEA, copied)
    return copied


def replace_in(pack: Path, old: str, new: str) -> None:
    text = pack.read_text(encoding="utf-8")
    assert old in text
    pack.write_text(text.replace(old, new), encoding="utf-8")


def shown(exchange: Exchange) -> JSON:
    assert exchange.message is not None
    return exchange.message


def said(exchange: Exchange) -> str:
    return text_of(shown(exchange))


async def press(discord: Discord, message: JSON, action: str, *values: str) -> Exchange:
    """Presses the button, or chooses in the select, whose id begins with `action`."""
    found = [it for it in custom_ids(message) if it.split(":")[1:][:1] == [action]]
    assert found, f"no {action!r} in {custom_ids(message)}"
    return await discord.press(message, found[0], *values)


def posts(discord: Discord, channel: str) -> int:
    """How often the bot tried to write in a channel."""
    path = f"/channels/{channel}/messages"
    return sum((method, tried) == ("POST", path) for method, tried, _ in discord.requests)


async def once_it_says(discord: Discord, command: str, text: str) -> Exchange:
    """What a command shows once that holds `text`: questions are remembered after their answers."""
    for _ in range(MOST_LOOKS):
        found = await discord.slash(command)
        if text in said(found):
            return found
    raise AssertionError(f"no {text!r} in {said(found)}")


async def test_an_edit_by_hand_is_in_history_and_can_be_shown_and_undone(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    await start_bot(pack=pack)
    before = pack.read_bytes()
    replace_in(pack, "Three minutes will do.", "Four minutes ``` will do.")
    reloaded = await discord.slash("knowledge reload", by=BOT_OWNER)
    assert "was taken in. Changed entry `how-long-to-steep`" in said(reloaded)
    assert "nothing has changed" in said(await discord.slash("knowledge reload", by=BOT_OWNER))

    history = await discord.slash("knowledge history", entry="how-long-to-steep", by=BOT_OWNER)
    assert history.is_private
    assert "in the file, by hand" in said(history)
    number = next(it for it in said(history).splitlines() if it.startswith("**")).split("**")[1]
    diff = await press(discord, shown(history), "show", number)
    assert "-     Three minutes will do." in said(diff)
    assert "+     Four minutes `" in said(diff)
    assert said(diff).count("```") == 2

    asked = await press(discord, shown(diff), "undo")
    assert pack.read_bytes() != before
    undone = await press(discord, shown(asked), "undone")
    assert f"Undid {number}" in said(undone)
    assert pack.read_bytes() == before
    again = await discord.slash("knowledge undo", revision=int(number), by=BOT_OWNER)
    refused = await press(discord, shown(again), "undone")
    assert "has been changed again since" in text_of(refused.followups[0])


async def test_a_miss_becomes_a_phrasing_and_its_question_is_answered(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    discord.team = [TeamMember(OWNER)]
    await start_bot(pack=pack)
    for _ in range(2):
        reply = await discord.ask_and_wait(f"{MENTION} {MISSED}", by=payloads.MEMBER)
        assert "Three minutes" not in text_of(reply)

    review = await once_it_says(discord, "knowledge review", "asked 2 times")
    assert review.is_private
    steep = "tea:how-long-to-steep"
    preview = await press(discord, shown(review), "review-pick", steep)
    published = await press(discord, shown(preview), "publish")
    assert "Published as revision" in said(published)
    assert MISSED in pack.read_text(encoding="utf-8")

    answer = await discord.ask_and_wait(f"{MENTION} {MISSED}", by=payloads.MEMBER)
    assert STEEP in text_of(answer)
    left = await press(discord, shown(review), "review-settle")
    assert "Somebody has dealt with that one already" in said(left)
    assert "Nothing is left to review" in said(left)


async def test_what_is_published_from_the_queue_leads_on_to_its_next_miss(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    discord.team = [TeamMember(OWNER)]
    await start_bot(pack=pack)
    second, third = "who won the cup on sunday", "which kettle boils faster"
    for question in (MISSED, MISSED, MISSED, second, second, third):
        await discord.ask_and_wait(f"{MENTION} {question}", by=payloads.MEMBER)
    review = await once_it_says(discord, "knowledge review", "1 of 3")
    review = await press(discord, shown(review), "review")
    assert second in said(review)
    preview = await press(discord, shown(review), "review-pick", "tea:how-long-to-steep")
    published = await press(discord, shown(preview), "publish")
    following = await press(discord, shown(published), "review")
    assert "To review: 2 of 2" in said(following)
    assert third in said(following)


async def test_a_wrong_match_is_reported_and_becomes_a_negative_phrasing(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    discord.team = [TeamMember(OWNER)]
    await start_bot(pack=pack)
    question = "how many minutes do I leave my bag in the locker"
    answer = await discord.ask_and_wait(f"{MENTION} {question}", by=payloads.MEMBER)
    why = next(it for it in custom_ids(answer) if it.startswith("why:"))
    note = await discord.press(answer, why, by=payloads.MEMBER)
    wrong = next(it for it in custom_ids(shown(note)) if it.startswith("wrong:"))
    thanks = await discord.press(shown(note), wrong)
    assert "Thank you, noted." in said(thanks)
    assert not custom_ids(shown(thanks))

    review = await once_it_says(discord, "knowledge review", "reported as a wrong match")
    assert question in said(review)
    preview = await press(discord, shown(review), "review-negate")
    published = await press(discord, shown(preview), "publish")
    assert "Published as revision" in said(published)
    reply = await discord.ask_and_wait(f"{MENTION} {question}", by=payloads.MEMBER)
    assert "Three minutes" not in text_of(reply)


async def test_curators_see_figures_problems_and_what_drafts_would_answer(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    discord.team = [TeamMember(OWNER)]
    await start_bot(pack=pack)
    tried = await discord.slash("knowledge test", question="does the milk go in first")
    assert tried.is_private
    assert "Nobody knows." in said(tried)
    await discord.until(lambda: tried.followups, "the explanation")
    assert "Drafts among the candidates: `milk-first`" in text_of(tried.followups[0])
    asked = await discord.slash("ask", question="does the milk go in first")
    assert "Nobody knows." not in said(asked)

    figures = await once_it_says(discord, "knowledge stats", "1 asked")
    assert figures.files["questions.png"].startswith(b"\x89PNG")

    checked = await discord.slash("knowledge check")
    assert "tea.yaml:" in said(checked)
    assert str(pack.parent) not in said(checked)


async def test_a_broken_file_is_told_once_and_again_when_it_is_mended(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    discord.team = [TeamMember(OWNER)]
    bot = await start_bot(pack=pack)
    panel = shown(await discord.slash("settings"))
    curating = shown(await discord.press(panel, "k:settings:page:curating"))
    await discord.press(curating, "k:settings:channel", payloads.CURATORS_CHANNEL)
    whole = pack.read_text(encoding="utf-8")
    replace_in(pack, "topic: brewing", "topic: brewin")
    broken = await discord.next_message(0)
    assert broken["channel_id"] == payloads.CURATORS_CHANNEL
    assert "tea.yaml:" in text_of(broken)
    assert str(pack.parent) not in text_of(broken)
    again = await discord.slash("knowledge reload")
    assert "has errors, and stays as it was" in said(again)

    discord.fail_next("POST", f"/{payloads.CURATORS_CHANNEL}/messages$", 503)
    pack.write_text(whole, encoding="utf-8")
    mended = await discord.next_message(1)
    assert "is mended" in text_of(mended)

    discord.fail_next("POST", f"/{payloads.CURATORS_CHANNEL}/messages$", 403, code=50013)
    replace_in(pack, "topic: brewing", "topic: brewin")
    await discord.until(lambda: posts(discord, payloads.CURATORS_CHANNEL) == 4, "the refusal")
    pack.write_text(whole, encoding="utf-8")
    assert "is mended" in text_of(await discord.next_message(2))
    assert await bot.stop() == 0
    assert f"No notice in channel {payloads.CURATORS_CHANNEL}" in bot.output()


async def test_a_change_that_an_editor_saved_over_can_be_put_back(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    discord.team = [TeamMember(OWNER)]
    await start_bot(pack=pack)
    panel = shown(await discord.slash("settings"))
    curating = shown(await discord.press(panel, "k:settings:page:curating"))
    await discord.press(curating, "k:settings:channel", payloads.CURATORS_CHANNEL)
    old = pack.read_text(encoding="utf-8")
    added = await discord.slash(
        "knowledge phrasing", entry="how-long-to-steep", add="minutes for oolong"
    )
    await press(discord, shown(added), "publish")
    changed = pack.read_text(encoding="utf-8")
    assert changed != old

    pack.write_text(old, encoding="utf-8")
    notice = await discord.next_message(0)
    assert notice["channel_id"] == payloads.CURATORS_CHANNEL
    assert "was saved over by hand" in text_of(notice)
    undo = next(it for it in custom_ids(notice) if it.startswith("k:undo:"))
    refused = await discord.press(notice, undo, by=payloads.ADMIN)
    assert "that you may change from here" in said(refused)
    asked = await discord.press(notice, undo, by=OWNER)
    await press(discord, shown(asked), "undone")
    assert pack.read_text(encoding="utf-8") == changed


async def test_another_servers_admin_sees_nothing_of_a_servers_own(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    form = await discord.slash("knowledge add", by=payloads.ADMIN)
    preview = await discord.submit(
        form,
        question="What is the secret word?",
        answer="Rooibos. [^book]",
        topic="Secrets",
        sources="book | https://example.org/book | other",
    )
    published = await press(discord, shown(preview), "publish")
    assert "Published as revision" in said(published)
    await discord.ask_and_wait(f"{MENTION} another secret to review", by=payloads.MEMBER)
    number = next(it for it in custom_ids(shown(published)) if "undo" in it).split(":")[-1]
    assert "+ " in said(shows := await discord.slash("knowledge show", revision=int(number)))
    assert "Rooibos" in said(shows)
    review = await once_it_says(discord, "knowledge review", "another secret")
    question = next(it for it in custom_ids(shown(review)) if "write" in it).split(":")[-1]

    there: JSON = {"by": ADMIN2, "guild": payloads.GUILD2}
    commands: list[tuple[str, JSON]] = [
        ("knowledge history", {}),
        ("knowledge review", {}),
        ("knowledge stats", {}),
        ("knowledge check", {}),
        ("knowledge show", {"revision": int(number)}),
        ("knowledge undo", {"revision": int(number)}),
        ("knowledge history", {"entry": "what-is-the-secret-word"}),
        ("knowledge test", {"question": "What is the secret word?"}),
    ]
    for command, options in commands:
        exchange = await discord.slash(command, options, **there)
        text = "\n".join([said(exchange), *map(text_of, exchange.followups)])
        assert "Rooibos" not in text, command
        assert "another secret" not in text, command
        assert "admin" not in text, command
    assert await discord.complete("knowledge history", "entry", "secret", **there) == []
    for forged in (
        f"k:show:{number}",
        f"k:undo:{number}",
        f"k:undone:{number}",
        f"k:past:0:{payloads.GUILD}:",
        f"k:review:{question}",
        f"k:review-settle:ignored:{question}",
        f"k:review-phrase:{question}",
        f"k:review-write:{question}",
    ):
        button = {"type": 2, "style": 2, "label": "x", "custom_id": forged}
        message = shown(await discord.slash("knowledge history", **there))
        message = {**message, "components": [{"type": 1, "components": [button]}]}
        exchange = await discord.press(message, forged)
        assert exchange.modal is None, forged
        text = "\n".join(map(text_of, [shown(exchange), *exchange.followups]))
        assert "Rooibos" not in text, forged
        assert "another secret" not in text, forged
    assert "another secret" in said(await discord.slash("knowledge review"))
    asked = await discord.slash("ask", question="What is the secret word?")
    assert "Rooibos" in said(asked)


async def test_those_whom_the_operator_names_own_the_bot_and_nobody_else_does(
    discord: Discord, start_bot: StartBot, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REJOINDER_OWNERS", payloads.MEMBER.id)
    await start_bot(pack=pack)
    allowed = await discord.slash("knowledge reload", by=payloads.MEMBER)
    assert "nothing has changed" in said(allowed)
    refused = await discord.slash("knowledge reload", by=BOT_OWNER)
    assert "Only curators" in said(refused)


async def test_whose_the_bot_is_does_not_have_to_be_looked_up_for_curators(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    await start_bot(pack=pack)
    discord.fail_next("GET", "applications/@me", 403, times=9)
    opened = await discord.slash("knowledge add", by=payloads.ADMIN)
    assert opened.modal is not None
    assert "Settings of this server" in said(await discord.slash("settings", by=payloads.ADMIN))
    allowed = await discord.slash("knowledge reload", by=BOT_OWNER)
    assert "nothing has changed" in said(allowed)


async def test_a_team_owns_its_bot(discord: Discord, start_bot: StartBot, pack: Path) -> None:
    discord.team = [
        TeamMember(payloads.OWNER2, role="read_only"),
        TeamMember(payloads.ADMIN2),
        TeamMember(payloads.CURATOR, role="read_only"),
        TeamMember(payloads.MEMBER, is_accepted=False),
    ]
    await start_bot(pack=pack)
    there = payloads.DIRECT
    for person in (payloads.OWNER2, payloads.ADMIN2):
        allowed = await discord.slash("knowledge reload", by=person, channel=there)
        assert "nothing has changed" in said(allowed), person.name
    for person in (payloads.CURATOR, payloads.MEMBER):
        refused = await discord.slash("knowledge reload", by=person, channel=there)
        assert "only my owners may do that" in said(refused), person.name


async def test_who_curates_a_server_is_told_to_do_so_there_and_not_in_direct_messages(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    refused = await discord.slash("knowledge add", by=payloads.ADMIN, channel=payloads.DIRECT)
    assert "in that server" in said(refused)
    assert "this server" not in said(refused)


async def test_a_database_that_fails_before_a_command_runs_is_told_and_logged(
    discord: Discord, start_bot: StartBot, pack: Path, tmp_path: Path
) -> None:
    bot = await start_bot(pack=pack)
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        database.execute("DROP TABLE servers")
    assert "Something went wrong on my side" in said(await discord.slash("knowledge review"))
    assert await discord.complete("knowledge remove", "entry", "tea") == []
    assert "rejoinder.db" in bot.output()
    assert "never retrieved" not in bot.output()


async def test_a_database_that_fails_is_no_news_for_everybody(
    discord: Discord, start_bot: StartBot, pack: Path, tmp_path: Path
) -> None:
    bot = await start_bot(pack=pack)
    with closing(sqlite3.connect(tmp_path / "data" / "rejoinder.db")) as database:
        database.execute("DROP TABLE proposals")
        database.execute("DROP TABLE hidden_items")
    old = payloads.message(
        "",
        channel_id=payloads.CHANNEL,
        author=payloads.user(BOT, is_bot=True),
        components=[
            {
                "type": 1,
                "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "k:discard:1"}],
            }
        ],
    )
    failed = [
        await discord.slash("ask", question="how long should tea steep"),
        await discord.slash("knowledge unhide", item="tea:topics:brewing"),
        await discord.press(old, "k:discard:1", by=OWNER),
    ]
    for exchange in failed:
        told = " ".join(text_of(it) for it in (exchange.data, *exchange.followups))
        assert "Something went wrong on my side" in told
        assert "rejoinder.db" not in told
    assert "rejoinder.db" in bot.output()
