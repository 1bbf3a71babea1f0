"""Proposals that wait for their curator's word."""

from __future__ import annotations

import pytest

from bot.store.proposals import KEPT_DAYS, KeptProposal
from bot.store.store import Store
from tests.store.clock import Clock

ANN = 81_234_567_890_123_456


async def keep(store: Store) -> int:
    return await store.proposals.keep("pack/tea", guild_id=None, author_id=ANN, edits="[]")


async def test_a_proposal_is_kept_with_all_it_says(store: Store, clock: Clock) -> None:
    number = await store.proposals.keep(
        "server/5", guild_id=5, author_id=ANN, edits="[1]", form="typed 🍵", settles=[3, 1]
    )
    assert await store.proposals.get(number) == KeptProposal(
        number, "server/5", 5, ANN, clock.now, "[1]", "typed 🍵", (3, 1)
    )
    assert await store.proposals.get(number + 1) is None


async def test_a_proposal_can_be_altered(store: Store) -> None:
    number, other = await keep(store), await keep(store)
    await store.proposals.replace(number, edits="[2]", form="again")
    altered, untouched = await store.proposals.get(number), await store.proposals.get(other)
    assert altered is not None
    assert (altered.edits, altered.form, altered.author_id) == ("[2]", "again", ANN)
    assert untouched is not None
    assert untouched.edits == "[]"


async def test_a_proposal_can_be_dropped_and_its_number_is_not_given_again(store: Store) -> None:
    number = await keep(store)
    await store.proposals.drop(number)
    await store.proposals.drop(number)
    assert await store.proposals.get(number) is None
    assert await keep(store) > number


@pytest.mark.parametrize("typed", ["a\0b", "a\ud83db"], ids=["NUL", "half a character"])
async def test_whatever_was_typed_can_be_kept(store: Store, typed: str) -> None:
    number = await keep(store)
    await store.proposals.replace(number, edits=typed, form=typed)
    found = await store.proposals.get(number)
    assert found is not None
    assert (found.edits, found.form) == ("a�b", "a�b")


async def test_a_proposal_waits_for_a_while_and_then_is_deleted(store: Store, clock: Clock) -> None:
    old = await keep(store)
    clock.forward(days=KEPT_DAYS)
    young = await keep(store)
    assert await store.proposals.get(old) is not None
    assert await store.proposals.expire(clock.now) == 0
    clock.forward(seconds=1)
    assert await store.proposals.get(old) is None
    assert await store.proposals.expire(clock.now) == 1
    assert await store.proposals.get(young) is not None
