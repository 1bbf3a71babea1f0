"""What each server answers from."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer, Bars
from bot.answering.library import Library
from bot.answering.outcome import Answer
from bot.answering.snapshot import Snapshot
from bot.backup import backup, restore
from bot.curating.changes import Put
from bot.curating.curation import Curation
from bot.curating.homes import ServerHome
from bot.curating.shelves import Shelves
from bot.knowledge.model import Entry, Knowledge, Pack, Source, Topic
from bot.matching.encoder import Encoder
from bot.matching.kept_learning import FILE, KeptLearning
from bot.store.revisions import Recorded
from bot.store.servers import Hidden
from bot.store.store import Store
from tests.curating.conftest import ANN

OURS, THEIRS = 11, 12
QUESTION = "Where does the kettle live?"
STEEP = "How long should tea steep?"


def secret(place: str, question: str = QUESTION) -> tuple[Put, ...]:
    return (
        Put(Source(id="house", title="The house", kind="personal")),
        Put(Topic(id="kitchen", title="Kitchen")),
        Put(
            Entry(
                id="kettle",
                topic="kitchen",
                question=question,
                phrasings=("where is the kettle", "kettle place"),
                answer=f"It lives {place}. [^house]",
            )
        ),
    )


@pytest.fixture
async def shelves(store: Store, tea: Pack) -> AsyncIterator[Shelves]:
    shared = Library(Snapshot.build(Knowledge(packs=(tea,))))
    found = Shelves(store, shared, Bars(answer=0.5, suggest=0.2))
    yield found
    await found.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Has changes of packs wait until it is set, and nobody wait for them for long."""
    free = threading.Event()
    updated = Snapshot.updated

    def wait(snapshot: Snapshot, knowledge: Knowledge) -> Snapshot:
        free.wait(20)
        return updated(snapshot, knowledge)

    monkeypatch.setattr("bot.curating.shelves.MOMENT_SECONDS", 0.1)
    monkeypatch.setattr(Snapshot, "updated", wait)
    yield free
    free.set()


def answer(answerer: Answerer, question: str = QUESTION) -> str | None:
    outcome = answerer.ask(question)
    return outcome.chosen.entry.answer if isinstance(outcome, Answer) else None


async def test_nothing_of_a_servers_own_pack_is_kept_beside_the_store(
    store: Store, tea: Pack, tmp_path: Path
) -> None:
    shared = Library(Snapshot.build(Knowledge(packs=(tea,)), None, KeptLearning(tmp_path)))
    before = (tmp_path / FILE).read_bytes()
    shelves = Shelves(store, shared, Bars(answer=0.5, suggest=0.2))
    home = ServerHome(OURS, store)
    curation = Curation(store, shelves.renew)
    first = secret("on the left")
    other = Entry(id="cups", topic="kitchen", question="Where are cups?", answer="There. [^house]")
    for edits in (first, (Put(other),)):
        await curation.publish(home, edits, ANN)
        assert answer(await shelves.answerer(OURS)) == "It lives on the left. [^house]"
    await shelves._own[OURS].library.settled()
    await shelves.close()
    assert (tmp_path / FILE).read_bytes() == before


async def test_a_servers_pack_answers_there_and_nowhere_else(
    shelves: Shelves, store: Store
) -> None:
    curation = Curation(store, shelves.renew)
    await curation.publish(ServerHome(OURS, store), secret("here"), ANN)
    await curation.publish(ServerHome(THEIRS, store), secret("there"), ANN)
    assert answer(await shelves.answerer(OURS)) == "It lives here. [^house]"
    assert answer(await shelves.answerer(THEIRS)) == "It lives there. [^house]"
    for other in (None, 13):
        answerer = await shelves.answerer(other)
        assert answer(answerer) is None
        assert "kettle" not in {it.entry.id for it in answerer.rank(QUESTION, most=25)}
        assert answerer.find("server", "kettle") is None


async def test_a_servers_pack_answers_before_the_shared_ones(
    shelves: Shelves, store: Store
) -> None:
    curation = Curation(store, shelves.renew)
    await curation.publish(ServerHome(OURS, store), secret("here", STEEP), ANN)
    assert answer(await shelves.answerer(OURS), STEEP) == "It lives here. [^house]"
    assert "minutes" in str(answer(await shelves.answerer(THEIRS), STEEP))


async def test_a_servers_pack_that_names_no_language_is_in_that_of_the_operators(
    shelves: Shelves, store: Store
) -> None:
    curation = Curation(store, shelves.renew)
    question = "Should we boil the water?"
    await curation.publish(ServerHome(OURS, store), secret("here", question), ANN)
    answerer = await shelves.answerer(OURS)
    assert answer(answerer, question) is not None
    assert answer(answerer, "Should we not boil the water?") is None


async def test_a_change_is_answered_from_at_once_and_by_other_processes_too(
    shelves: Shelves, store: Store, tea: Pack
) -> None:
    shared = Library(Snapshot.build(Knowledge(packs=(tea,))))
    elsewhere = Shelves(store, shared, Bars(answer=0.5, suggest=0.2))
    home = ServerHome(OURS, store)
    made = await Curation(store, shelves.renew).publish(home, secret("here"), ANN)
    for process in (shelves, elsewhere):
        assert answer(await process.answerer(OURS)) == "It lives here. [^house]"
    await Curation(store, elsewhere.renew).undo(home, made.number, ANN)
    for process in (shelves, elsewhere):
        assert answer(await process.answerer(OURS)) is None
    await elsewhere.close()


async def test_a_server_chooses_its_packs_and_hides_parts_of_them(
    shelves: Shelves, store: Store
) -> None:
    await store.servers.hide(OURS, Hidden("tea", "entries", "how-long-to-steep"))
    shown = answer(await shelves.answerer(THEIRS), STEEP)
    assert shown is not None
    assert answer(await shelves.answerer(OURS), STEEP) != shown
    await store.servers.change(THEIRS, packs=())
    assert answer(await shelves.answerer(THEIRS), STEEP) is None
    assert (await shelves.answerer(THEIRS)).knowledge.packs == ()


async def test_a_question_reads_the_packs_text_only_where_it_has_changed(
    shelves: Shelves, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = ServerHome(OURS, store)
    await Curation(store, shelves.renew).publish(home, secret("here"), ANN)
    await shelves.answerer(OURS)
    read = store.revisions.files
    homes: list[str] = []

    async def watched(key: str) -> Recorded:
        homes.append(key)
        return await read(key)

    monkeypatch.setattr(store.revisions, "files", watched)
    assert answer(await shelves.answerer(OURS)) == "It lives here. [^house]"
    assert answer(await shelves.answerer(THEIRS)) is None
    assert homes == []


async def test_what_another_process_published_meanwhile_is_not_taken_for_known(
    shelves: Shelves, store: Store
) -> None:
    home = ServerHome(OURS, store)
    ours = Curation(store, shelves.renew)
    made = await ours.publish(home, secret("here"), ANN)
    await shelves.answerer(OURS)
    stale = (await ours.reading(home)).pack
    assert stale is not None
    await Curation(store).undo(home, made.number, ANN)
    await shelves.renew(home, stale)
    assert answer(await shelves.answerer(OURS)) is None


async def test_only_so_many_servers_packs_are_kept_ready_and_the_longest_unused_goes(
    shelves: Shelves, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.curating.shelves.MOST_OWN", 2)
    places = {11: "here", 12: "there", 13: "nowhere"}
    for guild_id, place in places.items():
        await Curation(store).publish(ServerHome(guild_id, store), secret(place), ANN)
    read = store.revisions.files
    homes: list[str] = []

    async def watched(key: str) -> Recorded:
        homes.append(key)
        return await read(key)

    monkeypatch.setattr(store.revisions, "files", watched)
    for guild_id in (11, 12, 11, 13, 11, 12):
        found = answer(await shelves.answerer(guild_id))
        assert found == f"It lives {places[guild_id]}. [^house]"
    assert homes == ["server/11", "server/12", "server/13", "server/12"]


async def test_a_server_that_is_left_while_another_makes_room_is_answered_once_more(
    shelves: Shelves, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.curating.shelves.MOST_OWN", 1)
    for guild_id in (OURS, THEIRS):
        await Curation(store).publish(ServerHome(guild_id, store), secret("here"), ANN)
    await shelves.answerer(OURS)
    close = Library.close

    async def left(library: Library) -> None:
        monkeypatch.setattr(Library, "close", close)
        await shelves.forget(THEIRS)
        await close(library)

    monkeypatch.setattr(Library, "close", left)

    assert answer(await shelves.answerer(THEIRS)) == "It lives here. [^house]"


async def test_while_a_change_is_built_an_older_version_answers_who_does_not_mind(
    shelves: Shelves, store: Store, held: threading.Event
) -> None:
    home = ServerHome(OURS, store)
    made = await Curation(store).publish(home, secret("here"), ANN)
    await shelves.answerer(OURS)
    await Curation(store).undo(home, made.number, ANN)
    older = await asyncio.gather(*(shelves.answerer(OURS, may_be_older=True) for _ in range(3)))
    assert {answer(it) for it in older} == {"It lives here. [^house]"}
    newest = asyncio.create_task(shelves.answerer(OURS))
    await asyncio.sleep(0.1)
    assert not newest.done()
    held.set()
    assert answer(await newest) is None
    assert answer(await shelves.answerer(OURS, may_be_older=True)) is None


async def test_who_does_not_mind_an_older_version_waits_where_there_is_none(
    shelves: Shelves, store: Store, held: threading.Event
) -> None:
    await Curation(store).publish(ServerHome(OURS, store), secret("here"), ANN)
    assert answer(await shelves.answerer(OURS, may_be_older=True)) == "It lives here. [^house]"


async def test_while_a_pack_is_built_first_the_shared_ones_are_there_for_who_can_do_with_them(
    shelves: Shelves, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Curation(store).publish(ServerHome(OURS, store), secret("here"), ANN)
    free = threading.Event()
    build = Snapshot.build

    def wait(knowledge: Knowledge, encoder: Encoder | None = None) -> Snapshot:
        free.wait(20)
        return build(knowledge, encoder)

    monkeypatch.setattr("bot.curating.shelves.MOMENT_SECONDS", 0.1)
    monkeypatch.setattr(Snapshot, "build", wait)
    without = await shelves.answerer(OURS, may_be_older=True, may_lack_own=True)
    assert [it.id for it in without.knowledge.packs] == ["tea"]
    waiting = asyncio.create_task(shelves.answerer(OURS, may_be_older=True))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    free.set()
    assert answer(await waiting) == "It lives here. [^house]"
    found = await shelves.answerer(OURS, may_be_older=True, may_lack_own=True)
    assert answer(found) == "It lives here. [^house]"


async def test_a_change_that_cannot_be_built_afterwards_is_logged(
    shelves: Shelves,
    store: Store,
    held: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = ServerHome(OURS, store)
    made = await Curation(store).publish(home, secret("here"), ANN)
    await shelves.answerer(OURS)
    await Curation(store).undo(home, made.number, ANN)

    def fail(_snapshot: Snapshot, _knowledge: Knowledge) -> Snapshot:
        held.wait(20)
        raise ValueError("no room")

    monkeypatch.setattr(Snapshot, "updated", fail)
    found = await shelves.answerer(OURS, may_be_older=True)
    assert answer(found) == "It lives here. [^house]"
    held.set()
    with pytest.raises(ValueError, match="no room"):
        await shelves.answerer(OURS)
    assert "could not be built" in caplog.text


async def test_what_is_published_after_a_backup_was_restored_meanwhile_is_answered_from(
    shelves: Shelves, store: Store, tmp_path: Path
) -> None:
    url, file = f"sqlite:///{tmp_path / 'data' / 'rejoinder.db'}", tmp_path / "kept.zip"
    curation, home = Curation(store, shelves.renew), ServerHome(OURS, store)
    await backup(url, file)
    await curation.publish(home, secret("on the left"), ANN)
    assert answer(await shelves.answerer(OURS)) == "It lives on the left. [^house]"
    await restore(url, file, replace=True)
    await curation.publish(home, secret("on the right"), ANN)
    assert answer(await shelves.answerer(OURS)) == "It lives on the right. [^house]"
