"""What each server's admins decided."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.errors import StoreError
from bot.store.servers import MOST_RETENTION_DAYS, Hidden, ServerSettings
from bot.store.store import Store
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


async def test_what_is_hidden_is_hidden_once_and_here_alone(store: Store) -> None:
    for item in (ENTRY, ENTRY, TOPIC):
        await store.servers.hide(SERVER, item)
    assert await store.servers.hidden(SERVER) == {ENTRY, TOPIC}
    assert await store.servers.hidden(OTHER) == frozenset()
    await store.servers.unhide(OTHER, ENTRY)
    await store.servers.unhide(SERVER, ENTRY)
    await store.servers.unhide(SERVER, ENTRY)
    assert await store.servers.hidden(SERVER) == {TOPIC}


async def test_forgetting_a_server_leaves_nothing_of_it_and_all_of_others(store: Store) -> None:
    for server in (SERVER, OTHER):
        await store.servers.change(server, curator_role=1)
        await store.servers.hide(server, ENTRY)
        await store.questions.record(server, "tea?", "none", retention_days=1)
        await store.revisions.commit(
            f"server/{server}",
            expected=0,
            author=ANN,
            summary="",
            changes=[],
            files={"own.yaml": "own"},
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

    await store.servers.forget(SERVER)
    assert await _all_of(store, SERVER) == (ServerSettings(), frozenset(), 0, 0, 0, 0)
    kept = [number for number in proposed if await store.proposals.get(number)]
    assert kept == proposed[2:]
    assert await _all_of(store, OTHER) == (
        ServerSettings(curator_role=1),
        frozenset({ENTRY}),
        1,
        1,
        1,
        1,
    )


async def _all_of(store: Store, server: int) -> tuple[object, ...]:
    home = f"server/{server}"
    return (
        await store.servers.settings(server),
        await store.servers.hidden(server),
        len(await store.questions.recent(server)),
        len(await store.questions.tallies(server, date.min)),
        (await store.revisions.files(home)).version,
        len(await store.revisions.history(home)),
    )
