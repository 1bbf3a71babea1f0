"""Questions that people wait for an answer to."""

from __future__ import annotations

import asyncio

import pytest

from bot.store.follows import FOLLOW_DAYS, LONGEST, MOST, Follow
from bot.store.store import Store, open_store
from tests.store.clock import Clock

SERVER, OTHER = 1_234_567_890_123_456_789, 2
ANN, BEN = 81_234_567_890_123_456, 3


async def follow(
    store: Store, question: str = "why tea?", guild_id: int | None = SERVER, user_id: int = ANN
) -> int:
    number = await store.follows.add(guild_id, user_id, question)
    assert number is not None
    return number


@pytest.mark.parametrize("guild_id", [SERVER, None], ids=["in a server", "in none"])
async def test_a_follow_is_kept_as_it_was_typed(
    store: Store, clock: Clock, guild_id: int | None
) -> None:
    number = await follow(store, "  Why\noolong? 🍵", guild_id)
    kept = Follow(number, guild_id, ANN, "  Why\noolong? 🍵", clock.now)
    assert await store.follows.get(number) == kept
    assert await store.follows.of_server(guild_id) == [kept]


@pytest.mark.parametrize("guild_id", [SERVER, None], ids=["in a server", "in none"])
@pytest.mark.parametrize("question", ["why?", "a" * LONGEST + "b", "a\0\ud83db"])
async def test_the_same_question_is_followed_once(
    store: Store, guild_id: int | None, question: str
) -> None:
    first = await follow(store, question, guild_id)
    assert await follow(store, question, guild_id) == first
    assert len(await store.follows.of_server(guild_id)) == 1


async def test_another_person_server_or_question_is_another_follow(store: Store) -> None:
    numbers = [
        await follow(store),
        await follow(store, user_id=BEN),
        await follow(store, guild_id=OTHER),
        await follow(store, guild_id=None),
        await follow(store, "why oolong?"),
    ]
    assert len(set(numbers)) == 5
    assert [it.id for it in await store.follows.of_server(SERVER)] == [
        numbers[0],
        numbers[1],
        numbers[4],
    ]
    assert [it.id for it in await store.follows.everywhere()] == numbers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("ü" * (LONGEST + 1), "ü" * LONGEST, id="too long"),
        pytest.param("a\0b", "a�b", id="NUL"),
        pytest.param("a\ud83db", "a�b", id="half a character"),
    ],
)
async def test_whatever_was_typed_can_be_followed(store: Store, typed: str, kept: str) -> None:
    await follow(store, typed)
    assert [it.question for it in await store.follows.of_server(SERVER)] == [kept]


async def test_a_person_follows_only_so_many(store: Store) -> None:
    numbers = [await follow(store, f"{n}?", SERVER if n % 2 else None) for n in range(MOST)]
    assert await store.follows.add(OTHER, ANN, "one more?") is None
    assert await follow(store, "3?") == numbers[3]
    await follow(store, user_id=BEN)
    await store.follows.drop(numbers[0])
    await follow(store, "one more?", OTHER)


async def test_pressing_many_times_at_once_follows_once_and_never_too_many(
    database_url: str,
) -> None:
    async with open_store(database_url) as one, open_store(database_url) as two:
        same = await asyncio.gather(*(follow(it, "why?") for it in (one, two) * 5))
        assert len(set(same)) == 1
        for n in range(MOST - 3):
            await follow(one, f"{n}?")
        found = await asyncio.gather(
            *(
                it.follows.add(None, ANN, f"{where} {n}?")
                for n in range(4)
                for where, it in (("one", one), ("two", two))
            )
        )
        assert len([it for it in found if it is not None]) == 2


async def test_of_several_who_drop_a_follow_one_alone_took_it_away(database_url: str) -> None:
    async with open_store(database_url) as one, open_store(database_url) as two:
        number = await follow(one)
        dropped = await asyncio.gather(*(it.follows.drop(number) for it in (one, two) * 3))
        assert sorted(dropped) == [False] * 5 + [True]
        assert await one.follows.get(number) is None
        assert await follow(one) > number


async def test_follows_expire(store: Store, clock: Clock) -> None:
    old = await follow(store)
    clock.forward(days=FOLLOW_DAYS)
    young = await follow(store, guild_id=None)
    assert await store.follows.expire(clock.now) == 0
    clock.forward(seconds=1)
    assert await store.follows.expire(clock.now) == 1
    assert await store.follows.get(old) is None
    assert await store.follows.get(young) is not None
