"""What each server's admins decided."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import StoreError
from bot.store.replies import Reply
from bot.store.revisions import Change
from bot.store.servers import (
    DIGEST_DAYS,
    MOST_RETENTION_DAYS,
    Hidden,
    ServerSettings,
    SettingsChange,
)
from bot.store.store import Store, open_store
from tests.store.clock import Clock
from tests.store.filled import ANN

SERVER, OTHER = 1_234_567_890_123_456_789, 2
ENTRY = Hidden("tea", "entries", "oolong")
TOPIC = Hidden("tea", "topics", "oolong")


async def test_an_unknown_server_has_the_defaults(store: Store) -> None:
    assert await store.servers.settings(SERVER) == ServerSettings(None, None, None, 30)


async def test_a_change_leaves_the_other_settings_as_they_were(store: Store) -> None:
    await store.servers.change(SERVER, curator_role=SERVER + 1, packs=("tea", "cöffee"))
    changed = await store.servers.change(SERVER, curators_channel=7, retention_days=0)
    assert changed == ServerSettings(SERVER + 1, 7, ("tea", "cöffee"), 0)
    assert await store.servers.settings(SERVER) == changed
    assert await store.servers.settings(OTHER) == ServerSettings()


async def test_every_setting_can_be_changed_and_taken_back(store: Store) -> None:
    chosen = ServerSettings(
        curator_role=SERVER + 1,
        curators_channel=SERVER + 2,
        packs=("tea",),
        retention_days=7,
        language="de",
        answer_bar=0.75,
        takes_votes=False,
        has_digest=True,
        channels=(SERVER + 3, 4),
        unasked_channels=(5, SERVER + 6),
    )
    changed = await store.servers.change(
        SERVER,
        curator_role=SERVER + 1,
        curators_channel=SERVER + 2,
        packs=("tea",),
        retention_days=7,
        language="de",
        answer_bar=0.75,
        takes_votes=False,
        has_digest=True,
        channels=(SERVER + 3, 4),
        unasked_channels=(5, SERVER + 6),
    )
    assert changed == chosen
    assert await store.servers.change(SERVER, channels=()) == replace(chosen, channels=())
    restored = await store.servers.change(
        SERVER,
        curator_role=None,
        curators_channel=None,
        packs=None,
        retention_days=30,
        language=None,
        answer_bar=None,
        takes_votes=True,
        has_digest=False,
        channels=None,
        unasked_channels=(),
    )
    assert restored == ServerSettings()


async def test_what_is_decided_at_once_from_what_was_before_is_all_kept(store: Store) -> None:
    def with_channel(number: int) -> Callable[[ServerSettings], tuple[SettingsChange, int]]:
        return lambda now: ({"unasked_channels": (*now.unasked_channels, number)}, number)

    decided = (store.servers.decide(SERVER, with_channel(it)) for it in range(8))
    assert await asyncio.gather(*decided) == [*range(8)]
    assert {*(await store.servers.settings(SERVER)).unasked_channels} == {*range(8)}


async def test_a_decision_that_changes_nothing_keeps_nothing_of_the_server(store: Store) -> None:
    assert await store.servers.decide(SERVER, lambda now: ({}, now)) == ServerSettings()
    assert SERVER not in await store.servers.kept()
    with pytest.raises(StoreError, match=r"0\.5 to 0\.99"):
        await store.servers.decide(SERVER, lambda now: ({"answer_bar": 2.0}, now))
    assert SERVER not in await store.servers.kept()


@pytest.mark.parametrize("bar", [0.49, 0.991, -1.0, 93.0, float("nan"), float("inf")])
async def test_how_sure_an_answer_must_be_is_kept_within_bounds(store: Store, bar: float) -> None:
    with pytest.raises(
        StoreError, match=rf"^How sure an answer must be is from 0\.5 to 0\.99, not {bar}\.$"
    ):
        await store.servers.change(SERVER, answer_bar=bar)
    assert await store.servers.settings(SERVER) == ServerSettings()


@pytest.mark.parametrize("bar", [0.5, 0.99])
async def test_the_bounds_themselves_will_do(store: Store, bar: float) -> None:
    assert (await store.servers.change(SERVER, answer_bar=bar)).answer_bar == bar


async def test_a_setting_can_be_taken_back_and_no_packs_are_not_all_packs(store: Store) -> None:
    await store.servers.change(SERVER, curator_role=1, packs=())
    assert (await store.servers.settings(SERVER)).packs == ()
    changed = await store.servers.change(SERVER, curator_role=None, packs=None)
    assert changed == ServerSettings()


async def test_servers_with_a_curators_channel_are_listed_with_their_settings(
    store: Store,
) -> None:
    await store.servers.change(3, curators_channel=7, packs=("tea",))
    await store.servers.change(2, curators_channel=8)
    await store.servers.change(1, curator_role=9)
    await store.servers.change(4, curators_channel=6)
    await store.servers.change(4, curators_channel=None)
    assert await store.servers.with_channel() == [
        (2, ServerSettings(curators_channel=8)),
        (3, ServerSettings(curators_channel=7, packs=("tea",))),
    ]


async def test_changing_nothing_gives_the_settings(store: Store) -> None:
    assert await store.servers.change(SERVER) == ServerSettings()
    await store.servers.change(SERVER, curator_role=1)
    assert await store.servers.change(SERVER) == ServerSettings(curator_role=1)


async def test_changes_at_once_are_all_kept(store: Store) -> None:
    await asyncio.gather(
        store.servers.change(SERVER, curator_role=1),
        store.servers.change(SERVER, curators_channel=2),
        store.servers.change(SERVER, retention_days=3),
    )
    assert await store.servers.settings(SERVER) == ServerSettings(1, 2, None, 3)


@pytest.mark.parametrize("days", [-1, MOST_RETENTION_DAYS + 1])
async def test_questions_are_kept_for_a_sensible_time(store: Store, days: int) -> None:
    with pytest.raises(
        StoreError, match=rf"^Questions are kept for 0 to 3650 days, not for {days}"
    ):
        await store.servers.change(SERVER, retention_days=days)
    assert await store.servers.settings(SERVER) == ServerSettings()


async def test_the_servers_that_chose_a_channel_are_found(store: Store) -> None:
    await store.servers.change(SERVER, curators_channel=7)
    await store.servers.change(OTHER, curators_channel=8, packs=("tea",))
    await store.servers.change(3, curator_role=9)
    assert await store.servers.with_channel() == [
        (OTHER, ServerSettings(curators_channel=8, packs=("tea",))),
        (SERVER, ServerSettings(curators_channel=7)),
    ]


async def test_servers_where_it_answers_unasked_are_listed(store: Store, clock: Clock) -> None:
    await store.servers.change(3, unasked_channels=(7, 8))
    await store.servers.change(2, unasked_channels=(9,))
    await store.servers.change(1, channels=(9,))
    await store.servers.change(4, unasked_channels=(9,))
    await store.servers.change(4, unasked_channels=())
    await store.servers.change(5, unasked_channels=(9,))
    await store.servers.left(5, clock.now)
    assert await store.servers.with_unasked() == [2, 3]


async def test_a_blocked_person_is_blocked_once_and_here_alone(store: Store) -> None:
    for user_id in (SERVER + 1, SERVER + 1, 7):
        await store.servers.block(SERVER, user_id)
    assert await store.servers.blocked(SERVER) == {SERVER + 1, 7}
    assert await store.servers.blocked(OTHER) == frozenset()
    await store.servers.unblock(OTHER, 7)
    await store.servers.unblock(SERVER, 7)
    await store.servers.unblock(SERVER, 7)
    assert await store.servers.blocked(SERVER) == {SERVER + 1}
    assert await store.servers.settings(SERVER) == ServerSettings()


async def test_a_digest_is_due_where_it_is_wanted_and_has_a_channel(
    store: Store, clock: Clock
) -> None:
    due = await store.servers.change(2, has_digest=True, curators_channel=7)
    await store.servers.change(1, has_digest=True, curators_channel=7)
    await store.servers.change(3, has_digest=True)
    await store.servers.change(4, curators_channel=7)
    await store.servers.change(5, has_digest=True, curators_channel=7)
    await store.servers.left(5, clock.now)
    assert await store.servers.due_digests(clock.now) == [(1, due), (2, due)]
    claimed = [await store.servers.claim_digest(it, clock.now) for it in range(7)]
    assert claimed == [False, True, True, False, False, False, False]
    assert await store.servers.due_digests(clock.now) == []


async def test_the_next_digest_is_due_a_week_later_whatever_changes(
    store: Store, clock: Clock
) -> None:
    settings = await store.servers.change(SERVER, has_digest=True, curators_channel=7)
    assert await store.servers.claim_digest(SERVER, clock.now)
    clock.forward(days=DIGEST_DAYS, seconds=-1)
    await store.servers.change(SERVER, has_digest=False)
    await store.servers.change(SERVER, has_digest=True)
    assert await store.servers.due_digests(clock.now) == []
    assert not await store.servers.claim_digest(SERVER, clock.now)
    clock.forward(seconds=1)
    assert await store.servers.due_digests(clock.now) == [(SERVER, settings)]
    assert await store.servers.claim_digest(SERVER, clock.now)


async def test_a_digest_is_claimed_by_one_alone(database_url: str, clock: Clock) -> None:
    async with open_store(database_url) as one, open_store(database_url) as two:
        await one.servers.change(SERVER, has_digest=True, curators_channel=7)
        claimed = await asyncio.gather(
            *(it.servers.claim_digest(SERVER, clock.now) for it in (one, two) * 5)
        )
    assert sorted(claimed) == [False] * 9 + [True]


async def test_a_server_that_was_left_is_gone_after_a_while(store: Store, clock: Clock) -> None:
    start = clock.now
    await store.servers.change(OTHER, curator_role=1)
    await store.servers.left(OTHER, start)
    await store.servers.left(SERVER, start + timedelta(days=1))
    await store.servers.change(3, curator_role=1)
    assert await store.servers.gone(start) == []
    assert await store.servers.gone(start + timedelta(days=1)) == [OTHER]
    assert await store.servers.gone(start + timedelta(days=2)) == [OTHER, SERVER]


async def test_a_server_that_is_left_keeps_its_settings(store: Store, clock: Clock) -> None:
    settings = await store.servers.change(SERVER, curators_channel=7, retention_days=3)
    await store.servers.left(SERVER, clock.now)
    await store.servers.left(OTHER, clock.now)
    assert await store.servers.settings(SERVER) == settings
    assert await store.servers.settings(OTHER) == ServerSettings()
    assert await store.servers.with_channel() == []


async def test_leaving_twice_counts_from_the_first_time(store: Store, clock: Clock) -> None:
    await store.servers.left(SERVER, clock.now)
    await store.servers.left(SERVER, clock.now + timedelta(days=20))
    assert await store.servers.gone(clock.now + timedelta(days=1)) == [SERVER]


async def test_a_server_that_returned_is_as_it_was(store: Store, clock: Clock) -> None:
    settings = await store.servers.change(SERVER, curators_channel=7)
    await store.servers.left(SERVER, clock.now)
    for server in (SERVER, OTHER):
        await store.servers.returned(server)
    later = clock.now + timedelta(days=99)
    assert await store.servers.gone(later) == []
    assert await store.servers.with_channel() == [(SERVER, settings)]
    await store.servers.left(SERVER, later)
    assert await store.servers.gone(later) == []
    assert await store.servers.gone(later + timedelta(seconds=1)) == [SERVER]


async def test_what_is_hidden_is_hidden_once_and_here_alone(store: Store) -> None:
    for item in (ENTRY, ENTRY, TOPIC):
        await store.servers.hide(SERVER, item)
    assert await store.servers.hidden(SERVER) == {ENTRY, TOPIC}
    assert await store.servers.hidden(OTHER) == frozenset()
    await store.servers.unhide(OTHER, ENTRY)
    assert await store.servers.hidden(SERVER) == {ENTRY, TOPIC}
    await store.servers.unhide(SERVER, ENTRY)
    await store.servers.unhide(SERVER, ENTRY)
    assert await store.servers.hidden(SERVER) == {TOPIC}


async def test_forgetting_a_server_leaves_nothing_of_it_and_all_of_others(
    store: Store, clock: Clock
) -> None:
    for server in (SERVER, OTHER):
        await store.servers.change(server, curator_role=1)
        await store.servers.hide(server, ENTRY)
        await store.servers.block(server, 7)
        await store.questions.record(server, "tea?", "none", retention_days=1)
        await store.votes.cast(server, "tea", "oolong", 7, is_helpful=True)
        await store.follows.add(server, 7, "tea?")
        await store.replies.add(
            Reply(server + 1, server + 2, server, None, None, None, None, clock.now, False)
        )
        await store.revisions.commit(
            f"server/{server}", Change(ANN, ""), expected=0, files={"own.yaml": "own"}
        )
    proposed = [
        await store.proposals.keep(home, guild_id=guild_id, author_id=1, edits="")
        for home, guild_id in [
            ("pack/tea", SERVER),
            (f"server/{SERVER}", None),
            ("pack/tea", OTHER),
            (f"server/{OTHER}", None),
        ]
    ]

    await store.votes.cast(None, "tea", "oolong", 7, is_helpful=True)
    await store.follows.add(None, 7, "tea?")

    await store.servers.left(SERVER, clock.now)
    await store.servers.forget(SERVER)
    assert await store.servers.gone(clock.now + timedelta(days=1)) == []
    assert await _all_of(store, SERVER) == (ServerSettings(), frozenset(), frozenset(), *[0] * 7)
    kept = [number for number in proposed if await store.proposals.get(number)]
    assert kept == proposed[2:]
    assert await _all_of(store, OTHER) == (
        ServerSettings(curator_role=1),
        frozenset({ENTRY}),
        frozenset({7}),
        *[1] * 7,
    )
    known = await store.people.known(7)
    assert [it.guild_id for it in known.votes] == [None, OTHER]
    assert [it.guild_id for it in known.follows] == [OTHER, None]


async def test_every_server_of_which_anything_is_kept_is_listed(store: Store, clock: Clock) -> None:
    await store.servers.change(1)
    await store.servers.hide(2, ENTRY)
    await store.servers.block(3, 7)
    await store.questions.record(4, "tea?", "none", retention_days=0)
    await store.votes.cast(5, "tea", "oolong", 7, is_helpful=True)
    await store.follows.add(6, 7, "tea?")
    await store.replies.add(Reply(8, 9, 7, None, None, None, None, clock.now, False))
    await store.proposals.keep("pack/tea", guild_id=8, author_id=7, edits="")
    for home in ("server/9", "pack/server"):
        await store.revisions.commit(home, Change(ANN, ""), expected=0, files={"own.yaml": "own"})
    await store.servers.left(10, clock.now)
    await store.votes.cast(None, "tea", "oolong", 7, is_helpful=True)
    await store.follows.add(None, 7, "tea?")
    await store.replies.add(Reply(9, 9, None, None, None, None, None, clock.now, False))
    await store.proposals.keep("pack/tea", guild_id=None, author_id=7, edits="")
    assert await store.servers.kept() == frozenset(range(1, 11))


async def _all_of(store: Store, server: int) -> tuple[object, ...]:
    home = f"server/{server}"
    return (
        await store.servers.settings(server),
        await store.servers.hidden(server),
        await store.servers.blocked(server),
        len(await store.votes.of_server(server, Clock().now)),
        len(await store.follows.of_server(server)),
        len(await store.replies.in_channel(server + 2)),
        len(await store.questions.recent(server)),
        len(await store.questions.tallies(server, date.min)),
        (await store.revisions.files(home)).version,
        len(await store.revisions.history(home)),
    )
