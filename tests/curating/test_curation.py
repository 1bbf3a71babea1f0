"""Changes to a pack: saved, remembered and answered from, or refused whole."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.curating import curation as curating
from bot.curating.changes import Overlap, Put, Remove
from bot.curating.curation import Curation, Noticed
from bot.curating.homes import MOST_OF_ENTRY, MOST_PHRASINGS, FileHome, Home, ServerHome
from bot.errors import ChangeRefused, KnowledgeError
from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Pack, Source, Topic
from bot.store.store import Store
from tests.curating.conftest import ANN, BOB, NEW

TWO = Source(id="two", title="Two", kind="press")


def asked_in_ways(entry: Entry, number: int) -> Entry:
    """`entry` with so many phrasings."""
    phrasings = tuple(f"chalk in kettle number {it}" for it in range(number))
    return entry.model_copy(update={"phrasings": phrasings})


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


async def test_a_published_entry_is_in_the_file_and_in_history(
    curation: Curation, home: FileHome, pack_file: Path, store: Store
) -> None:
    before = read(pack_file)
    revision = await curation.publish(home, [Put(NEW)], ANN)
    assert read_pack(pack_file).sound().entry_by_id[NEW.id] == NEW
    assert read(pack_file).startswith(before.rstrip("\n"))
    [made, first] = await store.revisions.history(home.key)
    assert made == revision
    assert (made.author, made.summary) == (ANN, "Added entry `kettle-descaling`")
    assert first.summary == "First seen, with 4 entries"


async def test_what_was_published_is_answered_from(store: Store, home: FileHome) -> None:
    renewed: list[Pack] = []

    async def renew(_: Home, pack: Pack) -> None:
        renewed.append(pack)

    await Curation(store, renew).publish(home, [Put(NEW)], ANN)
    assert [NEW.id in it.entry_by_id for it in renewed] == [True]


async def test_a_change_that_would_break_the_pack_is_refused_with_every_reason(
    curation: Curation, home: FileHome, pack_file: Path, store: Store
) -> None:
    before = read(pack_file)
    wrong = NEW.model_copy(update={"topic": "nowhere", "answer": "Says who?", "related": ("gone",)})
    with pytest.raises(KnowledgeError) as refused:
        await curation.publish(home, [Put(wrong)], ANN)
    said = str(refused.value)
    assert "There is no topic `nowhere`" in said
    assert "cites no source" in said
    assert "There is no entry `gone`" in said
    assert read(pack_file) == before
    assert len(await store.revisions.history(home.key)) == 1


async def test_a_proposal_changes_nothing(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    before = read(pack_file)
    proposal = await curation.propose(home, [Put(NEW)], ANN)
    assert proposal.after.pack is not None
    assert NEW.id in proposal.after.pack.entry_by_id
    assert read(pack_file) == before


async def test_removing_an_entry_takes_links_and_expectations_along_and_undo_brings_all_back(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    asked = pack_file.with_suffix(".expectations.yaml")
    before, expected = read(pack_file), read(asked)
    removed = await curation.publish(home, [Remove("entries", "tea-is-healthier")], ANN)
    pack = read_pack(pack_file).sound()
    assert "tea-is-healthier" not in pack.entry_by_id
    assert pack.entry_by_id["coffee-is-healthier"].counter is None
    assert "tea-is-healthier" not in read(asked)
    undone = await curation.undo(home, removed.number, BOB)
    assert undone.undoes == removed.number
    assert undone.summary.startswith(f"Undid {removed.number}: ")
    assert sorted(read(pack_file).splitlines()) == sorted(before.splitlines())
    assert read(asked) == expected


async def test_an_undo_can_be_undone(
    curation: Curation, home: FileHome, pack_file: Path, store: Store
) -> None:
    made = await curation.publish(home, [Put(NEW)], ANN)
    after = read(pack_file)
    undone = await curation.undo(home, made.number, ANN)
    assert NEW.id not in read_pack(pack_file).sound().entry_by_id
    await curation.undo(home, undone.number, ANN)
    assert read(pack_file) == after
    assert len(await store.revisions.history(home.key)) == 4


async def test_what_was_changed_again_since_is_not_undone(
    curation: Curation, home: FileHome
) -> None:
    made = await curation.publish(home, [Put(NEW)], ANN)
    again = NEW.model_copy(update={"question": "How is a kettle descaled?"})
    await curation.publish(home, [Put(again, NEW)], BOB)
    with pytest.raises(ChangeRefused, match="changed again since"):
        await curation.undo(home, made.number, ANN)
    with pytest.raises(ChangeRefused, match="no revision 999"):
        await curation.undo(home, 999, ANN)


async def test_two_curators_who_change_different_fields_both_get_their_way(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    base = read_pack(pack_file).sound().entry_by_id["how-long-to-steep"]
    first = base.model_copy(update={"question": "How long does tea steep?"})
    second = base.model_copy(update={"phrasings": (*base.phrasings, "minutes in the pot")})
    await curation.publish(home, [Put(first, base)], ANN)
    await curation.publish(home, [Put(second, base)], BOB)
    now = read_pack(pack_file).sound().entry_by_id["how-long-to-steep"]
    assert (now.question, now.phrasings) == (first.question, second.phrasings)


async def test_the_second_of_two_who_change_one_field_sees_what_the_first_wrote(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    base = read_pack(pack_file).sound().entry_by_id["how-long-to-steep"]
    first = base.model_copy(update={"question": "How long does tea steep?"})
    second = base.model_copy(update={"question": "Steeping: how long?"})
    await curation.publish(home, [Put(first, base)], ANN)
    with pytest.raises(Overlap) as refused:
        await curation.publish(home, [Put(second, base)], BOB)
    assert refused.value.current == first
    assert refused.value.fields == ("question",)
    await curation.publish(home, [Put(second, refused.value.current)], BOB)
    assert read_pack(pack_file).sound().entry_by_id["how-long-to-steep"] == second


async def test_edits_by_hand_are_in_history_item_by_item(
    curation: Curation, home: FileHome, pack_file: Path, store: Store
) -> None:
    await curation.refresh(home)
    text = read(pack_file).replace("How long should tea steep?", "How long to steep?")
    pack_file.write_text(text.replace("title: Tea and coffee", "title: Drinks"), encoding="utf-8")
    noticed = await curation.refresh(home)
    assert noticed.revision is not None
    assert {(it.kind, it.item) for it in noticed.revision.changes} == {
        ("entries", "how-long-to-steep"),
        ("outside", "tea.yaml"),
    }
    assert noticed.revision.author.through == "file"
    undone = await curation.undo(home, noticed.revision.number, ANN)
    assert undone.undoes == noticed.revision.number
    assert read_pack(pack_file).sound().title == "Tea and coffee"


async def test_a_file_with_errors_is_refused_and_leaves_history_alone(
    curation: Curation, home: FileHome, pack_file: Path, store: Store
) -> None:
    await curation.refresh(home)
    good = read(pack_file)
    pack_file.write_text(good.replace("topic: brewing", "topic: brwing"), encoding="utf-8")
    for change in (curation.refresh(home), curation.publish(home, [Put(NEW)], ANN)):
        with pytest.raises(KnowledgeError, match=r"tea\.yaml:\d+:\d+: error: .*brewing"):
            await change
    assert len(await store.revisions.history(home.key)) == 1
    pack_file.write_text(good, encoding="utf-8")
    assert (await curation.refresh(home)).revision is None


async def test_a_pack_that_is_gone_is_an_error_and_no_empty_pack(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    await curation.refresh(home)
    pack_file.unlink()
    with pytest.raises(KnowledgeError, match="gone"):
        await curation.refresh(home)


async def test_a_save_over_an_acknowledged_change_is_noticed_and_can_be_put_back(
    store: Store, home: FileHome, pack_file: Path
) -> None:
    told: list[Noticed] = []

    async def notice(_: Home, noticed: Noticed) -> None:
        told.append(noticed)

    curation = Curation(store, noticed=notice)
    await curation.refresh(home)
    stale = read(pack_file).replace("Tea is better", "Tea is far better")
    made = await curation.publish(home, [Put(NEW)], ANN)
    pack_file.write_text(stale, encoding="utf-8")
    noticed = await curation.refresh(home)
    assert [it.number for it in noticed.overwritten] == [made.number]
    assert told[-1] == noticed
    assert noticed.revision is not None
    await curation.publish(home, [Put(NEW)], ANN)
    now = read_pack(pack_file).sound()
    assert NEW.id in now.entry_by_id
    assert now.topic_by_id["health"].motion == "Tea is far better for people than coffee."


async def test_moving_an_entry_to_another_file_by_hand_is_no_loss_of_anybodys(
    store: Store, pack_file: Path, tmp_path: Path
) -> None:
    pack_file.with_suffix(".expectations.yaml").unlink()
    curation = Curation(store)
    home = FileHome("tea", pack_file.parent, store, tmp_path / "data")
    made = await curation.publish(home, [Put(NEW)], ANN)
    before, dash, added = read(pack_file).partition(f"  - id: {NEW.id}\n")
    other = pack_file.with_name("more.yaml")
    pack_file.write_text(before, encoding="utf-8")
    other.write_text(f"entries:\n{dash}{added}", encoding="utf-8")
    assert (await curation.refresh(home)).overwritten == ()
    moved = other.rename(pack_file.with_name("renamed.yaml"))
    assert (await curation.refresh(home)).overwritten == ()
    moved.unlink()
    assert [it.number for it in (await curation.refresh(home)).overwritten] == [made.number]


async def test_what_is_put_beside_the_pack_by_hand_is_no_loss_of_anybodys(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    await curation.publish(home, [Put(NEW)], ANN)
    pack_file.write_text(
        read(pack_file).replace("descale a kettle", "descale kettles"), encoding="utf-8"
    )
    assert (await curation.refresh(home)).overwritten == ()


async def test_many_at_once_lose_nothing(store: Store, pack_file: Path, tmp_path: Path) -> None:
    homes = [FileHome("tea", pack_file, store, tmp_path / "data") for _ in range(2)]
    curation = Curation(store)
    await asyncio.gather(
        *(
            curation.publish(homes[it % 2], [Put(NEW.model_copy(update={"id": f"e{it}"}))], ANN)
            for it in range(8)
        )
    )
    assert {f"e{it}" for it in range(8)} <= read_pack(pack_file).sound().entry_by_id.keys()


async def test_a_servers_pack_begins_empty_and_lives_in_the_store(
    curation: Curation, store: Store
) -> None:
    own = ServerHome(5, store)
    topic = Put(Topic(id="brewing", title="Brewing"))
    journal = Put(TWO.model_copy(update={"id": "leaf-journal"}))
    made = await curation.publish(own, [journal, topic, Put(NEW)], ANN)
    reading = await curation.reading(own)
    assert reading.pack is not None
    assert reading.pack.id == "server"
    assert reading.pack.entry_by_id[NEW.id] == NEW
    assert await store.revisions.revision("server/6", made.number) is None
    other = await curation.reading(ServerHome(6, store))
    assert other.pack is not None
    assert other.pack.entries == ()
    await curation.undo(own, made.number, ANN)
    reading = await curation.reading(own)
    assert reading.pack is not None
    assert reading.pack.entries == ()


async def test_a_servers_pack_that_would_be_too_large_is_refused_before_anybody_learns_it(
    store: Store,
) -> None:
    renewed: list[Pack] = []

    async def renew(_: Home, pack: Pack) -> None:
        renewed.append(pack)

    curation, own = Curation(store, renew), ServerHome(5, store)
    topic = Put(Topic(id="brewing", title="Brewing"))
    journal = Put(TWO.model_copy(update={"id": "leaf-journal"}))
    full = asked_in_ways(NEW, MOST_OF_ENTRY - 1)
    number = MOST_PHRASINGS // MOST_OF_ENTRY
    many = [Put(full.model_copy(update={"id": f"full-{it}"})) for it in range(number)]
    made = await curation.publish(own, [journal, topic, *many], ANN)
    more = NEW.model_copy(update={"id": "more", "phrasings": (), "status": "draft"})
    for change in (curation.propose, curation.publish):
        with pytest.raises(ChangeRefused, match=r"would have 20,001 .* may have 20,000"):
            await change(own, [Put(more)], ANN)
    assert len(renewed) == 1
    assert await store.revisions.history(own.key) == [made]


@pytest.mark.parametrize(
    ("most", "which"),
    [("MOST_PHRASINGS", "own pack"), ("MOST_OF_ENTRY", f"entry `{NEW.id}`")],
)
async def test_what_is_too_large_already_in_a_servers_pack_may_be_made_smaller(
    most: str, which: str, curation: Curation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = ServerHome(5, store)
    topic = Put(Topic(id="brewing", title="Brewing"))
    journal = Put(TWO.model_copy(update={"id": "leaf-journal"}))
    large = asked_in_ways(NEW, 9)
    await curation.publish(own, [journal, topic, Put(large)], ANN)
    monkeypatch.setattr(curating, most, 4)
    smaller = asked_in_ways(NEW, 8)
    await curation.publish(own, [Put(smaller, large)], ANN)
    with pytest.raises(ChangeRefused, match=f"{which} would have 10 .* may have 4"):
        await curation.publish(own, [Put(large, smaller)], ANN)


async def test_a_pack_of_files_is_as_large_as_its_owner_likes(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    await curation.publish(home, [Put(asked_in_ways(NEW, MOST_PHRASINGS))], ANN)
    assert len(read_pack(pack_file).sound().entry_by_id[NEW.id].phrasings) == MOST_PHRASINGS


async def test_a_change_of_nothing_is_refused(curation: Curation, home: FileHome) -> None:
    await curation.publish(home, [Put(NEW)], ANN)
    with pytest.raises(ChangeRefused, match="change nothing"):
        await curation.publish(home, [Put(NEW, NEW)], ANN)
    with pytest.raises(ChangeRefused, match="already"):
        await curation.publish(home, [Put(NEW)], ANN)
