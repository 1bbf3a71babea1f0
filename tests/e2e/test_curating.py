"""Curating over Discord's own protocol: what is added, changed, removed, imported and hidden."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TEA
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
from tests.standin import payloads
from tests.standin.limits import walk
from tests.standin.people import ADMIN, ADMIN2, BOT_OWNER, GUILD2, MEMBER, OWNER
from tests.standin.server import BOT, Discord, custom_ids, text_of
from tests.standin.uploads import Upload


async def test_an_entry_is_added_looked_at_published_asked_edited_and_undone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    preview = await added(discord, ADMIN)
    assert preview.is_private
    shown = text_of(preview.data)
    assert "### Which biscuits go with tea?" in shown
    assert "says the Leaf Journal. [[1]](<https://example.org/leaf>)" in shown
    assert "Topic `biscuits`, new" in shown
    assert "The answer has 11 words" in shown
    assert "ginger" not in await answer_to(discord, ASKED)

    done = await press(discord, preview.message, "publish")
    assert "Published as revision " in text_of(done.data)
    assert "ginger" in await answer_to(discord, ASKED)
    assert "ginger" not in await answer_to(discord, ASKED, GUILD2)

    choices = await discord.complete("knowledge edit", "entry", "ginger biscuit tea", by=ADMIN)
    assert choices[0]["value"] == "server:which-biscuits-go-with-tea"
    opened = await discord.slash("knowledge edit", entry=choices[0]["value"], by=ADMIN)
    preview = await discord.submit(opened, answer="Plain ones do. [^the-leaf-journal]")
    done = await press(discord, preview.message, "publish")
    assert "Plain ones" in await answer_to(discord, ASKED)

    asked = await press(discord, done.message, "undo")
    await press(discord, asked.message, "undone")
    assert "ginger" in await answer_to(discord, ASKED)


async def test_nothing_typed_is_lost_and_a_draft_answers_once_it_is_published(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    refused = await added(discord, ADMIN, sources="no-such-source")
    assert "there is no source `no-such-source`" in text_of(refused.data)
    assert await bot.stop() == 0
    await start_bot()

    opened = await press(discord, refused.message, "edit")
    preview = await discord.submit(opened, sources="")
    assert "### Which biscuits go with tea?" in text_of(preview.data)
    assert "This is to be mended first" in text_of(preview.data)
    assert preview.message is not None
    publish = button(preview.message, "publish")
    (found,) = [it for it in walk(preview.message["components"]) if it.get("custom_id") == publish]
    assert found["disabled"]
    opened = await press(discord, preview.message, "edit")
    preview = await discord.submit(opened, sources=BISCUITS["sources"])

    field = await press(discord, preview.message, "more", "phrasings")
    preview = await discord.submit(field, phrasings="- what to dunk in a cuppa\n- a snack with tea")
    preview = await press(discord, preview.message, "more", "reviewed")
    assert "-# Reviewed " in text_of(preview.data)
    done = await press(discord, preview.message, "draft")
    assert "Saved as a draft" in text_of(done.data)
    assert "ginger" not in await answer_to(discord, ASKED)

    (choice,) = await discord.complete("knowledge edit", "entry", "dunk in a cuppa", by=ADMIN)
    assert choice["name"] == "[draft] Which biscuits go with tea?"
    opened = await discord.slash("knowledge edit", entry=choice["value"], by=ADMIN)
    preview = await discord.submit(opened)
    done = await press(discord, preview.message, "publish")
    assert "Published" in text_of(done.data)
    assert "ginger" in await answer_to(discord, "what to dunk in a cuppa")


async def test_a_preview_is_published_after_a_restart_and_only_once(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    preview = await added(discord, ADMIN)
    assert preview.message is not None
    before = dict(preview.message)
    assert await bot.stop() == 0
    bot = await start_bot()
    await press(discord, preview.message, "publish")
    assert "ginger" in await answer_to(discord, ASKED)
    # What was pressed just before is forgotten with it.
    assert await bot.stop() == 0
    await start_bot()
    late = await discord.press(before, button(before, "publish"), by=ADMIN)
    assert "it is gone" in text_of(late.followups[0])


async def test_breaking_an_expectation_needs_a_second_press(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_bytes(TEA.read_bytes())
    asked = "steeping time of black tea"
    expected = f"- ask: {asked}\n  expect: how-long-to-steep\n"
    (tmp_path / "tea.expectations.yaml").write_text(expected, encoding="utf-8")
    await start_bot(pack=pack)
    change = {"entry": "tea:how-long-to-steep", "add": asked}
    preview = await discord.slash("knowledge not-for", change, by=BOT_OWNER)
    assert "`how-long-to-steep` must answer" in text_of(preview.data)
    again = await press(discord, preview.message, "publish")
    assert "1 expectation would no longer be met" in text_of(again.data)
    assert "How long should tea steep?" in await answer_to(discord, asked)
    await press(discord, again.message, "publish-anyway")
    assert "How long should tea steep?" not in await answer_to(discord, asked)
    assert f"- {asked}" in pack.read_text(encoding="utf-8")


async def test_the_second_of_two_curators_sees_what_the_first_did(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    entry = "server:which-biscuits-go-with-tea"
    first = await discord.slash("knowledge edit", entry=entry, by=ADMIN)
    second = await discord.slash("knowledge edit", entry=entry, by=OWNER)
    one = await discord.submit(first, answer="Shortbread does. [^the-leaf-journal]")
    other = await discord.submit(second, answer="Cream crackers do. [^the-leaf-journal]")
    await press(discord, one.message, "publish")

    seen = await press(discord, other.message, "publish")
    assert "Shortbread does" in text_of(seen.data)
    assert "Cream crackers do" in text_of(seen.data)
    assert "Shortbread" in await answer_to(discord, ASKED)
    again = await press(discord, seen.message, "again")
    assert "Cream crackers" in str(again.modal)
    await press(discord, seen.message, "overwrite")
    assert "Cream crackers" in await answer_to(discord, ASKED)

    texts = {ADMIN: "what to dunk in a cuppa", OWNER: "a snack beside a teapot"}
    previews = [
        await discord.slash("knowledge phrasing", entry=entry, add=text, by=by)
        for by, text in texts.items()
    ]
    for preview in previews:
        assert "Published" in text_of((await press(discord, preview.message, "publish")).data)
    for text in texts.values():
        assert "Cream crackers" in await answer_to(discord, text)


async def test_removing_an_entry_names_what_refers_to_it(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    preview = await added(discord, ADMIN, question="Is cake better?", answer="Cake is sweeter.")
    field = await press(discord, preview.message, "more", "related")
    preview = await discord.submit(field, related="Which biscuits go with tea?")
    assert "Related questions" in str(preview.message)
    await press(discord, preview.message, "publish")

    entry = "which-biscuits-go-with-tea"
    asked = await discord.slash("knowledge remove", entry=entry, by=ADMIN)
    assert "`is-cake-better` lists it as related" in text_of(asked.data)
    await press(discord, asked.message, "publish")
    assert "ginger" not in await answer_to(discord, ASKED)
    assert "Cake is sweeter" in await answer_to(discord, "is cake better")


async def test_a_pack_goes_out_as_a_file_and_comes_back(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    upload = Upload("drinks.yaml", TEA.read_bytes())
    preview = await discord.slash("knowledge import", file=upload, by=ADMIN)
    assert "8 added, 0 changed, 0 unchanged." in text_of(preview.data)
    await press(discord, preview.message, "publish")
    for format, suffix in {"yaml": "yaml", "csv": "csv", "json": "json", "markdown": "md"}.items():
        sent = await discord.slash("knowledge export", format=format, by=ADMIN)
        name = f"server.{suffix}"
        again = Upload(name, sent.files[name])
        told = await discord.slash("knowledge import", file=again, by=ADMIN)
        assert "0 added, 0 changed, 8 unchanged." in text_of(told.data), format
        preview = await discord.slash("knowledge import", file=again, by=ADMIN2, guild=GUILD2)
        assert "8 added" in text_of(preview.data), format

    bad = Upload("bad.yaml", TEA.read_bytes().replace(b"topic: brewing", b"topic: brewin", 1))
    told = await discord.slash("knowledge import", file=bad, by=ADMIN)
    assert r"bad\.yaml\:59" in text_of(told.data)
    large = Upload("large.yaml", b" " * (8 * 1024 * 1024 + 1))
    told = await discord.slash("knowledge import", file=large, by=ADMIN)
    assert "at most 8" in text_of(told.data)


async def test_a_topic_that_is_typed_is_taken_whole(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    sheet = Upload("biscuits.csv", f"question,answer\n{ASKED}?,Those with ginger.\n".encode())
    topic = "Biscuits: the debate"
    preview = await discord.slash("knowledge import", file=sheet, topic=topic, by=ADMIN)
    assert "New topics, which have no motion yet: `biscuits-the-debate`." in text_of(preview.data)


async def test_an_import_that_a_servers_pack_has_no_room_for_is_not_tried(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    phrasings = "".join(f"      - minutes for cup {it}\n" for it in range(20_000))
    text = TEA.read_text(encoding="utf-8")
    before, key, after = text.partition("    phrasings:\n")
    file = Upload("drinks.yaml", f"{before}{key}{phrasings}{after}".encode())
    told = await discord.slash("knowledge import", file=file, by=ADMIN)
    assert "That cannot be published yet" in text_of(told.data)
    assert " it may have 20,000. " in text_of(told.data)
    assert not [it for it in custom_ids(told.data) if it.startswith("k:publish")]


async def test_a_file_that_cannot_be_fetched_is_to_be_uploaded_again(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        discord.attachments.base = f"http://127.0.0.1:{closed.getsockname()[1]}"
        upload = Upload("drinks.yaml", TEA.read_bytes())
        refused = await discord.slash("knowledge import", file=upload, by=ADMIN)
    assert "Discord does not give me that file. Upload it again." in text_of(refused.data)
    assert "Traceback" not in bot.output()


async def test_invisible_characters_are_taken_out_of_what_is_typed(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    half = "Which biscuits\x00 go\u202e with tea\ud83d?"
    preview = await added(discord, ADMIN, question=half, topic="\u2066Biscuits\u2069")
    assert "Which biscuits go with tea\ufffd?" in text_of(preview.data)
    told = text_of((await press(discord, preview.message, "publish")).data)
    assert "topic `biscuits`" in told
    for field in ("question", "topic", "answer"):
        for nothing in ("\x00", "\u202e", "\u200b\u2060"):
            refused = await added(discord, ADMIN, **{field: nothing})
            assert "That cannot be published yet" in text_of(refused.data), (field, nothing)
            assert not [it for it in custom_ids(refused.data) if it.startswith("k:publish")]
    assert "Traceback" not in bot.output()


async def test_invisible_characters_are_taken_out_of_a_phrasing(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    change = {"entry": "which-biscuits-go-with-tea", "add": "a snack\x00 for \u202etea\ud83d"}
    preview = await discord.slash("knowledge phrasing", change, by=ADMIN)
    assert "Phrasings: “a snack for tea\ufffd” is new" in text_of(preview.data)


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("knowledge add", "pack"),
        ("knowledge edit", "entry"),
        ("knowledge source edit", "source"),
        ("knowledge topic edit", "topic"),
        ("knowledge hide", "item"),
        ("knowledge unhide", "item"),
        ("knowledge phrasing", "remove"),
    ],
)
async def test_what_is_typed_and_not_known_is_repeated_as_text_and_not_at_length(
    discord: Discord, start_bot: StartBot, command: str, option: str
) -> None:
    await start_bot()
    await published(discord, ADMIN)
    others = {"entry": "which-biscuits-go-with-tea"} if option == "remove" else {}
    typed = {option: "[here](https://e.org) \u202e" + "*a*" * 300}
    refused = text_of((await discord.slash(command, {**others, **typed}, by=ADMIN)).data)
    assert "…” " in refused
    assert len(refused) < 600
    assert "](https" not in refused
    assert "\u202e" not in refused
    assert "*a*" not in refused.replace("\\*", "")


async def test_a_server_hides_and_shows_what_is_shared(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    (choice, *_) = await discord.complete("knowledge hide", "item", "how long steep", by=ADMIN)
    await discord.slash("knowledge hide", item=choice["value"], by=ADMIN)
    question = "how long should tea steep"
    assert "Three minutes" not in await answer_to(discord, question)
    assert "Three minutes" in await answer_to(discord, question, GUILD2)
    (hidden,) = await discord.complete("knowledge unhide", "item", "", by=ADMIN)
    assert hidden == choice
    assert await discord.complete("knowledge unhide", "item", "", by=ADMIN2, guild=GUILD2) == []
    await discord.slash("knowledge unhide", item=choice["value"], by=ADMIN)
    assert "Three minutes" in await answer_to(discord, question)


async def test_sources_and_topics_are_added_changed_and_listed(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    opened = await discord.slash("knowledge source add", by=ADMIN)
    details = {"title": "A book", "kind": "press", "details": "publisher: A house\ndate: 2023-13"}
    refused = await discord.submit(opened, details)
    assert "there is no month 13" in text_of(refused.data)
    opened = await press(discord, refused.message, "edit")
    preview = await discord.submit(opened, details="publisher: A house\ndate: 2023-12")
    await press(discord, preview.message, "publish")
    opened = await discord.slash("knowledge source edit", source="server:a-book", by=ADMIN)
    preview = await discord.submit(opened, stake="sells books")
    assert "- Stake: sells books" in text_of(preview.data)
    await press(discord, preview.message, "publish")
    for number in range(16):
        opened = await discord.slash("knowledge topic add", by=ADMIN)
        preview = await discord.submit(opened, title=f"Topic {number}")
        await press(discord, preview.message, "publish")
    listed = await discord.slash("knowledge source list", by=ADMIN)
    assert r"`a-book` A book (press), cited by 0" in text_of(listed.data)
    listed = await discord.slash("knowledge topic list", by=ADMIN)
    assert "`topic-14`" in text_of(listed.data)
    assert listed.message is not None
    listed = await discord.press(listed.message, "k:list:topics:server:1")
    assert "`topic-15`" in text_of(listed.data)
    assert "`topic-14`" not in text_of(listed.data)


async def test_whoever_may_not_is_refused_everywhere(discord: Discord, start_bot: StartBot) -> None:
    bot = await start_bot()
    await published(discord, ADMIN)
    entry = "server:which-biscuits-go-with-tea"
    commands: dict[str, dict[str, Any]] = {
        "knowledge add": {},
        "knowledge edit": {"entry": entry},
        "knowledge remove": {"entry": entry},
        "knowledge phrasing": {"entry": entry, "add": "x"},
        "knowledge export": {},
        "knowledge import": {"file": Upload("a.yaml", b"")},
        "knowledge hide": {"item": "t:tea:brewing"},
        "knowledge source list": {},
    }
    for name, options in commands.items():
        told = await discord.slash(name, options, by=MEMBER)
        assert "Only curators" in text_of(told.data), name
    assert " failed" not in bot.output()  # no command ran beyond its refusal
    assert await discord.complete("knowledge edit", "entry", "tea", by=MEMBER) == []
    assert await discord.complete("knowledge hide", "item", "tea", by=MEMBER) == []
    shared = await discord.slash("knowledge edit", entry="tea:how-long-to-steep", by=ADMIN)
    assert "that you may change" in text_of(shared.data)

    dismissed = replace(ADMIN, roles=())
    opened = await discord.slash("knowledge edit", entry=entry, by=ADMIN)
    told = await discord.submit(opened, by=dismissed, answer="Mine!")
    assert "Only curators" in text_of(told.data)
    preview = await discord.submit(opened, answer="Mine! [^the-leaf-journal]")
    told = await press(discord, preview.message, "publish", by=dismissed)
    assert "Only curators" in text_of(told.data)
    assert "ginger" in await answer_to(discord, ASKED)


async def test_another_servers_admin_reaches_nothing(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    await published(discord, ADMIN)
    entry = "server:which-biscuits-go-with-tea"
    opened = await discord.slash("knowledge edit", entry=entry, by=ADMIN)
    preview = await discord.submit(opened, answer="Changed. [^the-leaf-journal]")

    assert preview.message is not None
    stranger: dict[str, Any] = {"by": ADMIN2, "guild": GUILD2}
    assert await discord.complete("knowledge edit", "entry", "biscuits", **stranger) == []
    for name in ("edit", "remove"):
        told = await discord.slash(f"knowledge {name}", entry=entry, **stranger)
        assert "that you may change" in text_of(told.data), name
    sent = await discord.slash("knowledge export", **stranger)
    assert b"ginger" not in sent.files["server.yaml"]

    ids = [it for it in custom_ids(preview.message) if it.startswith("k:")]
    row = [{"type": 2, "style": 1, "label": "x", "custom_id": it} for it in ids if "more" not in it]
    forged = payloads.message(
        "",
        channel_id=payloads.CHANNEL2,
        author=payloads.user(BOT, is_bot=True),
        components=[{"type": 1, "components": row}],
    )
    for pressed in row:
        told = await discord.press(forged, str(pressed["custom_id"]), by=ADMIN2)
        said = text_of(told.followups[0] if told.followups else told.data)
        assert "is not yours" in said, pressed
    assert "ginger" in await answer_to(discord, ASKED)
    await press(discord, preview.message, "publish")
    assert "Changed." in await answer_to(discord, ASKED)


async def test_a_proposal_is_its_curators_alone_and_stays_in_its_server(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    preview = await added(discord, ADMIN)
    copied = copy_of(preview.message, "publish", payloads.CHANNEL)
    told = await press(discord, copied, "publish", by=OWNER)
    assert "not yours" in text_of(told.followups[0] if told.followups else told.data)

    opened = await discord.slash("knowledge add", pack="tea", by=BOT_OWNER)
    preview = await discord.submit(opened, {**BISCUITS, "topic": "brewing"})
    copied = copy_of(preview.message, "publish", payloads.CHANNEL2)
    told = await press(discord, copied, "publish", by=BOT_OWNER)
    assert "not yours" in text_of(told.followups[0] if told.followups else told.data)
    assert "ginger" not in await answer_to(discord, ASKED)
