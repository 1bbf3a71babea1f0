"""What people said of answers."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.store.store import Store
from bot.store.votes import VOTE_DAYS, Reason, Vote
from tests.store.clock import Clock

SERVER, OTHER = 1_234_567_890_123_456_789, 2
ANN, BEN = 81_234_567_890_123_456, 3


async def test_a_vote_is_kept_with_all_it_says(store: Store, clock: Clock) -> None:
    await store.votes.cast(SERVER, "tea", "oolong", ANN, is_helpful=False, reason="unfair-against")
    assert await store.votes.of_server(SERVER, clock.now) == [
        Vote(SERVER, "tea", "oolong", ANN, False, "unfair-against", clock.now)
    ]


@pytest.mark.parametrize("reason", [None, "wrong"])
async def test_the_newest_vote_of_a_person_counts(
    store: Store, clock: Clock, reason: Reason | None
) -> None:
    before = clock.now
    await store.votes.cast(SERVER, "tea", "oolong", ANN, is_helpful=False, reason="unclear")
    await store.votes.cast(SERVER, "tea", "oolong", BEN, is_helpful=True)
    clock.forward(hours=1)
    await store.votes.cast(SERVER, "tea", "oolong", ANN, is_helpful=False, reason=reason)
    assert await store.votes.of_server(SERVER, before) == [
        Vote(SERVER, "tea", "oolong", ANN, False, reason, clock.now),
        Vote(SERVER, "tea", "oolong", BEN, True, None, before),
    ]


async def test_a_helpful_vote_has_no_reason(store: Store, clock: Clock) -> None:
    await store.votes.cast(SERVER, "tea", "oolong", ANN, is_helpful=False, reason="wrong")
    await store.votes.cast(SERVER, "tea", "oolong", ANN, is_helpful=True, reason="wrong")
    (vote,) = await store.votes.of_server(SERVER, clock.now)
    assert (vote.is_helpful, vote.reason) == (True, None)


async def test_votes_at_once_of_one_person_are_one_and_of_many_all_count(
    store: Store, clock: Clock
) -> None:
    people = [ANN] * 10 + list(range(20))
    await asyncio.gather(
        *(store.votes.cast(SERVER, "tea", "oolong", it, is_helpful=True) for it in people)
    )
    votes = await store.votes.of_server(SERVER, clock.now)
    assert sorted(it.user_id for it in votes) == [*range(20), ANN]


async def test_votes_are_of_one_server_or_of_none(store: Store, clock: Clock) -> None:
    for guild_id in (SERVER, OTHER, None):
        await store.votes.cast(guild_id, "tea", "oolong", ANN, is_helpful=True)
    for guild_id in (SERVER, OTHER, None):
        found = await store.votes.of_server(guild_id, clock.now)
        assert [it.guild_id for it in found] == [guild_id]


async def test_votes_before_a_time_are_left_out(store: Store, clock: Clock) -> None:
    since = clock.now + timedelta(hours=1)
    await store.votes.cast(SERVER, "tea", "oolong", ANN, is_helpful=True)
    clock.forward(hours=1)
    await store.votes.cast(SERVER, "tea", "green", ANN, is_helpful=True)
    assert [it.entry for it in await store.votes.of_server(SERVER, since)] == ["green"]


async def test_votes_expire(store: Store, clock: Clock) -> None:
    start = clock.now
    await store.votes.cast(SERVER, "tea", "old", ANN, is_helpful=True)
    clock.forward(days=VOTE_DAYS)
    await store.votes.cast(None, "tea", "young", ANN, is_helpful=True)
    assert await store.votes.expire(clock.now) == 0
    clock.forward(seconds=1)
    assert await store.votes.expire(clock.now) == 1
    assert await store.votes.of_server(SERVER, start) == []
    assert [it.entry for it in await store.votes.of_server(None, start)] == ["young"]
