"""What was asked, and what came of it."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect

from bot.store.database import Database
from bot.store.questions import LoggedQuestion, Tally
from bot.store.store import Store
from tests.store.clock import Clock

SERVER, OTHER = 1_234_567_890_123_456_789, 2


async def record(store: Store, question: str = "tea?", server: int = SERVER) -> int:
    number = await store.questions.record(server, question, "none", retention_days=30)
    assert number is not None
    return number


async def asked(store: Store, server: int = SERVER) -> list[str]:
    return [it.question for it in await store.questions.recent(server)]


async def test_a_question_is_kept_with_all_that_came_of_it(store: Store, clock: Clock) -> None:
    number = await store.questions.record(
        SERVER,
        "why oolong? 🍵",
        "answer",
        pack="tea",
        entry="oolong",
        confidence=0.1,
        retention_days=1,
    )
    assert number is not None
    assert await store.questions.recent(SERVER) == [
        LoggedQuestion(
            number,
            SERVER,
            clock.now,
            "why oolong? 🍵",
            "answer",
            "tea",
            "oolong",
            0.1,
            "open",
        )
    ]


async def test_nothing_says_who_asked(store: Store, database_url: str) -> None:
    database = await Database.open(database_url)
    async with database.reading() as connection:
        columns = await connection.run_sync(lambda it: inspect(it).get_columns("questions"))
    await database.close()
    assert {column["name"] for column in columns} == {
        "id",
        "guild_id",
        "asked_at",
        "question",
        "outcome",
        "pack",
        "entry",
        "confidence",
        "state",
    }


async def test_a_server_that_keeps_none_is_counted_without_text(store: Store) -> None:
    number = await store.questions.record(SERVER, "private", "none", retention_days=0)
    assert number is None
    assert await store.questions.recent(SERVER) == []
    assert [it.count for it in await store.questions.tallies(SERVER, date.min)] == [1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("a" * 5000, "a" * 4000, id="too long"),
        pytest.param("a\0b", "a�b", id="NUL"),
        pytest.param("a\ud83db\udc00", "a�b�", id="half characters"),
        pytest.param("\ud83c\udf75", "🍵", id="two halves of one character"),
        pytest.param("'; DROP TABLE questions; --", "'; DROP TABLE questions; --", id="SQL"),
    ],
)
async def test_whatever_was_typed_can_be_kept(store: Store, typed: str, kept: str) -> None:
    await record(store, typed)
    assert await asked(store) == [kept]


async def test_the_newest_come_first_and_no_more_than_asked_for(store: Store, clock: Clock) -> None:
    for question in ("first", "second", "third"):
        await record(store, question)
    clock.forward(seconds=1)
    await record(store, "fourth")
    await record(store, "elsewhere", OTHER)
    assert await asked(store) == ["fourth", "third", "second", "first"]
    assert [it.question for it in await store.questions.recent(SERVER, most=2)] == [
        "fourth",
        "third",
    ]


async def test_misses_are_open_and_were_not_answered_well(store: Store) -> None:
    for outcome in ("answer", "suggest", "none"):
        await store.questions.record(SERVER, outcome, outcome, retention_days=1)
    await store.questions.report_wrong(
        SERVER, "wrong", pack="tea", entry="oolong", retention_days=1
    )
    settled = await record(store, "settled")
    await record(store, "elsewhere", OTHER)
    await store.questions.settle([settled], "out-of-scope", guild_id=SERVER)

    here = [it.question for it in await store.questions.misses(SERVER)]
    everywhere = [it.question for it in await store.questions.misses(None, most=2)]
    assert here == ["wrong", "none", "suggest"]
    assert everywhere == ["elsewhere", "wrong"]


async def test_a_server_settles_its_own_questions_alone(store: Store) -> None:
    mine, theirs = await record(store), await record(store, server=OTHER)
    assert await store.questions.settle([mine, theirs], "handled", guild_id=SERVER) == 1
    assert await store.questions.settle([], "ignored", guild_id=SERVER) == 0
    assert [it.state for it in await store.questions.recent(SERVER)] == ["handled"]
    assert [it.state for it in await store.questions.recent(OTHER)] == ["open"]
    assert await store.questions.settle([mine, theirs], "ignored", guild_id=None) == 2


async def test_a_question_is_found_by_its_number_in_its_own_server_alone(store: Store) -> None:
    number = await record(store)
    found = await store.questions.get(number, SERVER)
    assert found is not None
    assert (found.id, found.question) == (number, "tea?")
    assert await store.questions.get(number, OTHER) is None
    assert await store.questions.get(number + 1, SERVER) is None


async def suggest(store: Store) -> int:
    number = await store.questions.record(
        SERVER, "tea?", "suggest", pack="tea", entry="oolong", retention_days=30
    )
    assert number is not None
    return number


async def test_declining_what_was_suggested_makes_a_miss_of_it(store: Store, clock: Clock) -> None:
    day = clock.now.date()
    await suggest(store)
    number = await suggest(store)
    clock.forward(days=1)
    assert not await store.questions.decline(number, OTHER)
    assert await store.questions.decline(number, SERVER)
    assert [it.outcome for it in await store.questions.recent(SERVER)] == ["none", "suggest"]
    assert await store.questions.tallies(SERVER, date.min) == [
        Tally(SERVER, day, "none", "tea", "oolong", 1),
        Tally(SERVER, day, "suggest", "tea", "oolong", 1),
    ]


async def test_only_a_suggestion_can_be_declined_and_that_once(store: Store) -> None:
    miss = await record(store)
    assert not await store.questions.decline(miss, SERVER)
    number = await suggest(store)
    declined = await asyncio.gather(*(store.questions.decline(number, SERVER) for _ in range(5)))
    assert sorted(declined) == [False] * 4 + [True]
    tallies = await store.questions.tallies(SERVER, date.min)
    assert {(it.outcome, it.entry): it.count for it in tallies} == {
        ("none", None): 1,
        ("none", "oolong"): 1,
        ("suggest", "oolong"): 0,
    }


async def test_questions_expire_as_each_server_decided_and_tallies_stay(
    store: Store, clock: Clock
) -> None:
    undecided, week, none, default = 1, 2, 3, 4
    await store.servers.change(week, retention_days=7)
    await store.servers.change(default, curator_role=1)
    for server in (undecided, week, none, default):
        await record(store, "old", server)
    clock.forward(days=7)
    for server in (undecided, week, none, default):
        await record(store, "new", server)
    await store.servers.change(none, retention_days=0)

    assert await store.questions.expire(clock.now) == 1
    clock.forward(seconds=1)
    assert await store.questions.expire(clock.now) == 2
    assert await asked(store, week) == ["new"]
    assert await asked(store, none) == []
    assert await asked(store, undecided) == await asked(store, default) == ["new", "old"]
    clock.forward(days=23)
    assert await store.questions.expire(clock.now) == 3
    assert await asked(store, undecided) == await asked(store, default) == ["new"]
    assert sum(it.count for it in await store.questions.tallies(None, date.min)) == 8


async def test_a_number_is_never_given_twice(store: Store, clock: Clock) -> None:
    number = await record(store)
    await store.questions.expire(clock.now + timedelta(days=31))
    assert await record(store) > number


async def test_tallies_count_by_day_outcome_and_entry(store: Store, clock: Clock) -> None:
    async def answer(entry: str) -> None:
        await store.questions.record(
            SERVER, "tea?", "answer", pack="tea", entry=entry, retention_days=0
        )

    for entry in ("oolong", "oolong", "green"):
        await answer(entry)
    await record(store, server=OTHER)
    clock.forward(hours=12)
    await answer("oolong")

    first, second = date(2026, 11, 20), date(2026, 11, 21)
    assert await store.questions.tallies(SERVER, date.min) == [
        Tally(SERVER, first, "answer", "tea", "green", 1),
        Tally(SERVER, first, "answer", "tea", "oolong", 2),
        Tally(SERVER, second, "answer", "tea", "oolong", 1),
    ]
    assert await store.questions.tallies(SERVER, second) == [
        Tally(SERVER, second, "answer", "tea", "oolong", 1)
    ]
    assert Tally(OTHER, first, "none", None, None, 1) in await store.questions.tallies(None, first)


async def test_no_count_is_lost_when_many_ask_at_once(store: Store) -> None:
    await asyncio.gather(
        *(store.questions.record(SERVER, "tea?", "none", retention_days=0) for _ in range(30))
    )
    assert [it.count for it in await store.questions.tallies(SERVER, date.min)] == [30]
