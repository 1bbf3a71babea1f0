"""What the bot posted lately."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Text

from bot.store.replies import REPLY_DAYS, Reply
from bot.store.store import Store
from bot.store.tables import replies
from tests.store.clock import Clock

SERVER, OTHER = 1_234_567_890_123_456_789, 2
CHANNEL = 1_234_567_890_123_456_700
START = Clock().now


def reply(number: int, **changes: object) -> Reply:
    made = Reply(
        message_id=CHANNEL + number,
        channel_id=CHANNEL,
        guild_id=SERVER,
        question_id=None,
        pack="tea",
        entry="oolong",
        percent=93,
        posted_at=START + timedelta(seconds=number),
        is_unasked=False,
        substance="0123456789abcdef",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test's own names and values


async def add(store: Store, *made: Reply) -> list[Reply]:
    for it in made:
        await store.replies.add(it)
    return list(made)


def test_nothing_of_a_reply_is_kept_in_words() -> None:
    words = {column.name for column in replies.c if isinstance(column.type, Text)}
    assert words == {"pack", "entry", "substance"}


async def test_a_reply_is_kept_with_all_it_says(store: Store) -> None:
    full, bare = await add(
        store,
        reply(1, question_id=CHANNEL + 9, is_unasked=True),
        reply(2, guild_id=None, pack=None, entry=None, percent=None),
    )
    assert await store.replies.get(full.message_id) == full
    assert await store.replies.get(bare.message_id) == bare
    assert await store.replies.get(CHANNEL) is None


async def test_the_newest_reply_to_a_message_is_found(store: Store) -> None:
    _, second, _ = await add(
        store, reply(1, question_id=5), reply(2, question_id=5), reply(3, question_id=6)
    )
    assert await store.replies.to(5) == second
    assert await store.replies.to(7) is None


async def test_the_newest_replies_in_a_channel_come_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, third, second = await add(store, reply(1), reply(3), reply(2))
    await add(store, reply(4, channel_id=9))
    assert await store.replies.in_channel(CHANNEL) == [third, second, first]
    monkeypatch.setattr("bot.store.replies.LATEST", 1)
    assert await store.replies.in_channel(CHANNEL) == [third]


async def test_the_servers_that_were_shown_answers_of_a_pack_are_found(store: Store) -> None:
    _, elsewhere, oldest, *_rest = await add(
        store,
        reply(5),
        reply(3, guild_id=OTHER),
        reply(2),
        reply(1, guild_id=None),
        reply(0, pack="coffee"),
        reply(-1, substance=None),
    )
    found = await store.replies.servers_showing("tea")
    assert found == [(OTHER, elsewhere.posted_at), (SERVER, oldest.posted_at)]


async def test_what_replies_of_a_pack_say_is_found_in_a_server_and_everywhere(
    store: Store,
) -> None:
    oolong, green, elsewhere, direct = await add(
        store,
        reply(1),
        reply(2, entry="green", substance="f" * 16),
        reply(3, guild_id=OTHER, substance="e" * 16),
        reply(4, guild_id=None),
    )
    await add(
        store, reply(5, pack="green"), reply(6, pack=None, entry=None), reply(7, substance=None)
    )
    known = ("oolong", "0123456789abcdef")
    assert await store.replies.substances("tea", SERVER) == {known, ("green", "f" * 16)}
    everywhere = {known, ("green", "f" * 16), ("oolong", "e" * 16)}
    assert await store.replies.substances("tea", None) == everywhere
    assert await store.replies.substances("milk", None) == set()
    assert await store.replies.of_entry("tea", "oolong", SERVER) == [oolong]
    assert await store.replies.of_entry("tea", "green", None) == [green]
    assert await store.replies.of_entry("tea", "oolong", None) == [direct, elsewhere, oolong]


async def test_a_reply_can_come_to_answer_with_something_else(store: Store) -> None:
    changed, untouched = await add(store, reply(1), reply(2))
    other = replace(changed, entry="green", percent=50, substance="f" * 16)
    await change(store, other)
    assert await store.replies.get(changed.message_id) == other
    none = replace(changed, pack=None, entry=None, percent=None, substance=None)
    await change(store, none)
    assert await store.replies.get(changed.message_id) == none
    assert await store.replies.get(untouched.message_id) == untouched
    await change(store, replace(other, message_id=CHANNEL))
    assert await store.replies.get(CHANNEL) is None


async def change(store: Store, to: Reply) -> None:
    await store.replies.change(
        to.message_id, pack=to.pack, entry=to.entry, percent=to.percent, substance=to.substance
    )


async def test_a_reply_can_be_dropped(store: Store) -> None:
    dropped, kept = await add(store, reply(1), reply(2))
    await store.replies.drop(dropped.message_id)
    await store.replies.drop(dropped.message_id)
    assert await store.replies.in_channel(CHANNEL) == [kept]


async def test_replies_are_forgotten_after_a_while(store: Store) -> None:
    _, young = await add(store, reply(0), reply(1))
    end = START + timedelta(days=REPLY_DAYS)
    assert await store.replies.expire(end) == 0
    assert await store.replies.expire(end + timedelta(seconds=1)) == 1
    assert await store.replies.in_channel(CHANNEL) == [young]
