"""Revisions, and the packs that they make."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import Stale, StoreError
from bot.store.revisions import Author, Change, ItemChange, Recorded, Revision
from bot.store.store import Store, open_store
from tests.store.clock import Clock

TEA = "pack/tea"
ANN = Author("Ann", "discord", id=81_234_567_890_123_456)
OOLONG = ItemChange("entries", "oolong", "tea.yaml", None, "id: oolong\n")
GREEN = ItemChange("topics", "green", "tea.yaml", "id: green\n", None)


async def commit(
    store: Store,
    expected: int,
    *changes: ItemChange,
    home: str = TEA,
    files: dict[str, str | None] | None = None,
    undoes: int | None = None,
) -> Revision:
    return await store.revisions.commit(
        home, Change(ANN, "Change something", changes, undoes), expected=expected, files=files or {}
    )


async def begin(
    store: Store, expected: int, *changes: ItemChange, files: dict[str, str | None] | None = None
) -> Revision:
    return await store.revisions.begin(
        TEA, Change(ANN, "Begin something", changes), expected=expected, files=files or {}
    )


async def test_an_unknown_home_has_version_0_and_no_files(store: Store) -> None:
    assert await store.revisions.files(TEA) == Recorded(0, {})
    assert await store.revisions.history(TEA) == []
    assert await store.revisions.pending(TEA) is None


async def test_a_revision_is_kept_with_all_it_says(store: Store, clock: Clock) -> None:
    made = await store.revisions.commit(
        TEA,
        Change(ANN, "Add oolong", (OOLONG, GREEN)),
        expected=0,
        files={"tea.yaml": "entries: []\n"},
    )
    assert made == Revision(made.number, TEA, clock.now, ANN, "Add oolong", (OOLONG, GREEN), None)
    assert await store.revisions.revision(TEA, made.number) == made
    assert await store.revisions.history(TEA) == [made]
    assert made.made_at.utcoffset() == timedelta(0)


async def test_a_revision_changes_the_files_it_names_and_no_others(store: Store) -> None:
    await commit(store, 0, files={"a.yaml": "a", "b.yaml": "b", "c.yaml": "c"})
    await commit(store, 1, files={"a.yaml": "\ufeffä 茶\r\n", "b.yaml": None, "d.yaml": ""})
    assert await store.revisions.files(TEA) == Recorded(
        2, {"a.yaml": "\ufeffä 茶\r\n", "c.yaml": "c", "d.yaml": ""}
    )


@pytest.mark.parametrize("seen", [0, 2], ids=["an older version", "a version to come"])
async def test_a_change_to_another_version_is_refused_whole(store: Store, seen: int) -> None:
    first = await commit(store, 0, files={"a.yaml": "first"})
    for change in (commit, begin):
        with pytest.raises(Stale, match=r"^Somebody else changed this pack meanwhile\."):
            await change(store, seen, OOLONG, files={"a.yaml": "second"})
    assert await store.revisions.files(TEA) == Recorded(1, {"a.yaml": "first"})
    assert await store.revisions.history(TEA) == [first]


async def test_a_change_to_an_unknown_home_must_expect_version_0(store: Store) -> None:
    with pytest.raises(Stale):
        await commit(store, 1)
    await commit(store, 0)


async def test_of_writers_at_once_one_wins_and_the_others_are_told(
    store: Store, database_url: str
) -> None:
    async with open_store(database_url) as other:
        for version in range(3):
            results = await asyncio.gather(
                *(
                    commit(it, version, files={"a.yaml": f"{n}"})
                    for n, it in enumerate([store, other, store, other])
                ),
                return_exceptions=True,
            )
            assert sorted(type(it).__name__ for it in results) == [
                "Revision",
                "Stale",
                "Stale",
                "Stale",
            ]
    assert (await store.revisions.files(TEA)).version == 3
    assert len(await store.revisions.history(TEA)) == 3


async def test_numbers_rise_across_homes(store: Store) -> None:
    numbers = [
        (await commit(store, 0)).number,
        (await commit(store, 0, home="server/1")).number,
        (await commit(store, 1)).number,
    ]
    assert numbers == sorted(set(numbers))


async def test_a_pending_revision_shows_nowhere_until_it_is_confirmed(store: Store) -> None:
    first = await commit(store, 0, files={"a.yaml": "a", "b.yaml": "b"})
    begun = await begin(store, 1, OOLONG, files={"a.yaml": "new", "b.yaml": None})

    assert await store.revisions.pending(TEA) == (begun, {"a.yaml": "new", "b.yaml": None})
    assert await store.revisions.files(TEA) == Recorded(1, {"a.yaml": "a", "b.yaml": "b"})
    assert await store.revisions.history(TEA) == [first]
    assert await store.revisions.revision(TEA, begun.number) is None
    assert await store.revisions.history(TEA, item=("entries", "oolong")) == []

    await store.revisions.confirm(begun.number)
    assert await store.revisions.pending(TEA) is None
    assert await store.revisions.files(TEA) == Recorded(2, {"a.yaml": "new"})
    assert await store.revisions.history(TEA) == [begun, first]


async def test_a_pending_revision_that_is_abandoned_leaves_nothing(store: Store) -> None:
    begun = await begin(store, 0, OOLONG, files={"a.yaml": "new"})
    await store.revisions.abandon(begun.number)
    assert await store.revisions.pending(TEA) is None
    assert await store.revisions.files(TEA) == Recorded(0, {})
    next_one = await commit(store, 0)
    assert next_one.number > begun.number


async def test_a_pending_revision_outlives_the_process(database_url: str) -> None:
    async with open_store(database_url) as store:
        begun = await begin(store, 0, OOLONG, files={"a.yaml": "new"})
    async with open_store(database_url) as store:
        assert await store.revisions.pending(TEA) == (begun, {"a.yaml": "new"})


async def test_no_other_change_is_made_while_one_is_pending(store: Store) -> None:
    begun = await begin(store, 0)
    for change in (commit, begin):
        with pytest.raises(StoreError, match=r"still being written\. Try again in a moment\.$"):
            await change(store, 0)
    await commit(store, 0, home="pack/coffee")
    await store.revisions.confirm(begun.number)
    await commit(store, 1)


async def test_of_two_that_begin_at_once_one_is_told(store: Store, database_url: str) -> None:
    async with open_store(database_url) as other:
        results = await asyncio.gather(
            *(begin(it, 0) for it in (store, other)), return_exceptions=True
        )
    assert sorted(type(it).__name__ for it in results) == ["Revision", "StoreError"]


@pytest.mark.parametrize("finish", ["confirm", "abandon"])
async def test_only_what_is_pending_can_be_finished(store: Store, finish: str) -> None:
    done = await commit(store, 0)
    for number in (done.number, done.number + 1):
        with pytest.raises(StoreError) as caught:
            await getattr(store.revisions, finish)(number)
        assert str(caught.value) == f"Revision {number} is not waiting to be finished."
    assert await store.revisions.history(TEA) == [done]


async def test_of_two_that_confirm_at_once_one_is_told(store: Store) -> None:
    begun = await begin(store, 0)
    results = await asyncio.gather(
        *(store.revisions.confirm(begun.number) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(it).__name__ for it in results) == ["NoneType", "StoreError"]
    assert (await store.revisions.files(TEA)).version == 1


async def test_history_is_newest_first_and_no_longer_than_is_wanted(store: Store) -> None:
    made = [await commit(store, version) for version in range(5)]
    await commit(store, 0, home="server/1")
    newest_first = made[::-1]
    assert await store.revisions.history(TEA) == newest_first
    assert await store.revisions.history(TEA, most=2) == newest_first[:2]


async def test_history_of_an_item_holds_what_changed_it(store: Store) -> None:
    added = await commit(store, 0, OOLONG)
    await commit(store, 1, GREEN)
    both = await commit(store, 2, GREEN, ItemChange("entries", "oolong", "tea.yaml", "a", None))
    assert await store.revisions.history(TEA, item=("entries", "oolong")) == [both, added]
    assert await store.revisions.history(TEA, item=("topics", "oolong")) == []
    assert await store.revisions.history("server/1", item=("entries", "oolong")) == []


async def test_a_revision_is_not_shown_to_another_home(store: Store) -> None:
    made = await commit(store, 0, home="server/1")
    assert await store.revisions.revision("server/2", made.number) is None
    assert await store.revisions.revision("server/1", made.number) == made


async def test_a_revision_says_which_one_it_takes_back(store: Store) -> None:
    first = await commit(store, 0)
    second = await commit(store, 1, undoes=first.number)
    assert second.undoes == first.number
    assert await store.revisions.revision(TEA, second.number) == second


async def test_forgetting_a_server_leaves_the_other_homes(store: Store) -> None:
    own = "server/1"
    first = await commit(store, 0, OOLONG, home=own, files={"own.yaml": "own"})
    await commit(store, 1, home=own, undoes=first.number)
    other = await commit(store, 0, files={"a.yaml": "a"})
    begun = await begin(store, 1, OOLONG, files={"a.yaml": "b"})

    await store.servers.forget(1)
    assert await store.revisions.files(own) == Recorded(0, {})
    assert await store.revisions.history(own) == []
    assert await store.revisions.history(TEA) == [other]
    assert await store.revisions.files(TEA) == Recorded(1, {"a.yaml": "a"})
    assert await store.revisions.pending(TEA) == (begun, {"a.yaml": "b"})


async def test_a_name_and_a_summary_lose_what_no_database_can_hold(store: Store) -> None:
    made = await store.revisions.commit(
        TEA, Change(Author("A\0nn\ud83d", "discord"), "\udc00tea\0"), expected=0, files={}
    )
    assert (made.author.name, made.summary) == ("A�nn�", "�tea�")
    assert await store.revisions.revision(TEA, made.number) == made


@pytest.mark.parametrize("text", ["a\0", "\ud83d"], ids=["NUL", "half a character"])
async def test_a_pack_that_no_database_can_hold_is_refused(store: Store, text: str) -> None:
    with pytest.raises(StoreError, match=r"^The change holds "):
        await commit(store, 0, files={"a.yaml": text})
    with pytest.raises(StoreError, match=r"^The change holds "):
        await begin(store, 0, ItemChange("entries", "oolong", "tea.yaml", text, None))
    assert await store.revisions.files(TEA) == Recorded(0, {})
