"""What is held of a person, and forgetting it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.store.follows import Follow
from bot.store.people import FORGOTTEN, Known
from bot.store.proposals import KEPT_DAYS, KeptProposal
from bot.store.revisions import Author, Change, ItemChange
from bot.store.store import Store
from bot.store.tables import metadata
from bot.store.votes import Vote
from tests.store.clock import Clock
from tests.store.filled import everything, fill

SERVER, OTHER = 1_234_567_890_123_456_789, 2
ANN, BEN = 81_234_567_890_123_456, 3
NOTHING = Known((), (), (), {}, ())
CHANGE = ItemChange("entries", "oolong", "tea.yaml", None, "id: oolong\n")


async def act(store: Store, user_id: int) -> None:
    """Does all that leaves something of a person."""
    await store.votes.cast(SERVER, "tea", "oolong", user_id, is_helpful=True)
    await store.votes.cast(None, "tea", "oolong", user_id, is_helpful=False, reason="wrong")
    await store.follows.add(SERVER, user_id, "why tea?")
    await store.follows.add(None, user_id, "why not?")
    await store.proposals.keep("pack/tea", guild_id=None, author_id=user_id, edits="[]")
    await store.servers.block(OTHER, user_id)
    await store.servers.block(SERVER, user_id)
    for home in ("pack/tea", "pack/tea", f"server/{SERVER}"):
        await store.revisions.commit(
            home,
            Change(Author(f"user {user_id}", "discord", user_id), "Add oolong", (CHANGE,)),
            expected=(await store.revisions.files(home)).version,
            files={},
        )


async def test_nothing_is_held_of_a_stranger(store: Store) -> None:
    await act(store, BEN)
    assert await store.people.known(ANN) == NOTHING
    assert await store.people.forget(ANN) == NOTHING


async def test_all_that_is_held_of_a_person_is_told(store: Store, clock: Clock) -> None:
    await act(store, ANN)
    await act(store, BEN)
    now = clock.now
    assert await store.people.known(ANN) == Known(
        votes=(
            Vote(None, "tea", "oolong", ANN, False, "wrong", now),
            Vote(SERVER, "tea", "oolong", ANN, True, None, now),
        ),
        follows=(
            Follow(1, SERVER, ANN, "why tea?", now),
            Follow(2, None, ANN, "why not?", now),
        ),
        proposals=(KeptProposal(1, "pack/tea", None, ANN, now, "[]", None, ()),),
        revisions={"pack/tea": 2, f"server/{SERVER}": 1},
        blocked_in=(OTHER, SERVER),
    )


async def test_a_proposal_that_waited_for_too_long_is_told_of_until_it_is_deleted(
    store: Store, clock: Clock
) -> None:
    await act(store, ANN)
    clock.forward(days=KEPT_DAYS + 1)
    assert await store.proposals.get(1) is None
    assert [it.id for it in (await store.people.known(ANN)).proposals] == [1]
    await store.proposals.expire(clock.now)
    assert (await store.people.known(ANN)).proposals == ()


async def test_forgetting_tells_what_there_was_and_leaves_only_what_servers_decided(
    store: Store,
) -> None:
    await act(store, ANN)
    await act(store, BEN)
    before, others = await store.people.known(ANN), await store.people.known(BEN)
    assert await store.people.forget(ANN) == before
    assert await store.people.known(ANN) == Known((), (), (), {}, (OTHER, SERVER))
    assert await store.servers.blocked(SERVER) == {ANN, BEN}
    assert await store.people.known(BEN) == others


async def test_history_keeps_what_a_forgotten_curator_changed(store: Store) -> None:
    await act(store, ANN)
    await act(store, BEN)
    before = await store.revisions.history("pack/tea")
    await store.people.forget(ANN)
    after = await store.revisions.history("pack/tea")
    assert [(it.number, it.summary, it.changes) for it in after] == [
        (it.number, it.summary, it.changes) for it in before
    ]
    ben, nobody = Author(f"user {BEN}", "discord", BEN), Author(FORGOTTEN, "discord", None)
    assert [it.author for it in after] == [ben, ben, nobody, nobody]


async def test_a_change_that_is_just_being_saved_is_forgotten_too(store: Store) -> None:
    pending = await store.revisions.begin(
        "pack/tea", Change(Author("Ann", "discord", ANN), ""), expected=0, files={"tea.yaml": "tea"}
    )
    await store.people.forget(ANN)
    await store.revisions.confirm(pending.number)
    (made,) = await store.revisions.history("pack/tea")
    assert made.author == Author(FORGOTTEN, "discord", None)


async def test_asking_to_be_forgotten_twice_at_once_does_no_harm(store: Store) -> None:
    await act(store, ANN)
    told = await asyncio.gather(*(store.people.forget(ANN) for _ in range(5)))
    assert sorted(len(it.votes) for it in told) == [0, 0, 0, 0, 2]
    assert (await store.people.known(ANN)).revisions == {}


async def test_forgetting_changes_nothing_of_others(store: Store) -> None:
    await fill(store)
    before = await everything(store)
    await store.people.forget(BEN)
    assert await everything(store) == before


async def test_who_was_forgotten_may_begin_again(store: Store, clock: Clock) -> None:
    await act(store, ANN)
    await store.people.forget(ANN)
    await act(store, ANN)
    known = await store.people.known(ANN)
    assert known.revisions == {"pack/tea": 2, f"server/{SERVER}": 1}
    assert len(known.votes) == len(await store.votes.of_server(SERVER, clock.now)) + 1
    assert await store.votes.expire(clock.now + timedelta(days=1000)) == 2


def test_every_column_that_names_a_person_is_among_what_is_told_and_forgotten() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if column.name in ("user_id", "author_id", "author")
    }
    assert named == {
        "blocklist.user_id",
        "follows.user_id",
        "proposals.author_id",
        "revisions.author",
        "revisions.author_id",
        "votes.user_id",
    }
