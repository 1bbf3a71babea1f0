from __future__ import annotations

import asyncio
import threading
import weakref
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer, Bars
from bot.answering.library import Library
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Knowledge, Pack
from bot.matching.index import build_index, update_index
from bot.matching.kept_learning import KeptLearning

TEA = Path(__file__).parents[1] / "packs" / "tea.yaml"
BARS = Bars(answer=0.65, suggest=0.2)
NEW = Entry(
    id="kettle-descaling",
    topic="brewing",
    question="How do I descale a kettle?",
    phrasings=("limescale in my kettle", "getting chalk out of the kettle"),
    answer="Boil vinegar in it.",
)
QUESTION = "how to get limescale chalk out of a kettle"


@pytest.fixture
def pack() -> Pack:
    found = read_pack(TEA).pack
    assert found is not None
    return found


def changed(pack: Pack) -> Knowledge:
    return Knowledge(packs=(pack.model_copy(update={"entries": (*pack.entries, NEW)}),))


def ranked(answerer: Answerer, question: str = QUESTION) -> list[tuple[str, float]]:
    return [(it.entry.id, it.confidence) for it in answerer.rank(question)]


async def test_it_ends_with_the_outcomes_of_a_fresh_start(pack: Pack) -> None:
    library = Library(Snapshot.build(Knowledge(packs=(pack,))))
    await library.renew(*changed(pack).packs)
    await library.settled()
    kept = Answerer(library.snapshot, BARS)
    fresh = Answerer(Snapshot.build(changed(pack)), BARS)
    for question in [QUESTION, *(entry.question for entry in pack.entries)]:
        assert ranked(kept, question) == ranked(fresh, question)


def is_known(knowledge: Knowledge, kept: KeptLearning) -> bool:
    """Whether a fresh start would learn nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.matching.index.learn", None)  # which cannot be called
        try:
            Snapshot.build(knowledge, None, kept)
        except TypeError:
            return False
    return True


async def test_what_a_changed_pack_taught_is_kept_for_a_fresh_start(
    pack: Pack, tmp_path: Path
) -> None:
    kept = KeptLearning(tmp_path)
    library = Library(Snapshot.build(Knowledge(packs=(pack,)), None, kept))
    assert not is_known(changed(pack), kept)
    await library.renew(*changed(pack).packs)
    await library.settled()
    assert is_known(changed(pack), kept)


def test_what_is_only_supposed_is_not_kept(pack: Pack, tmp_path: Path) -> None:
    kept = KeptLearning(tmp_path)
    snapshot = Snapshot.build(Knowledge(packs=(pack,)), None, kept)
    [supposed] = changed(pack).packs
    snapshot.updated(Knowledge(packs=(pack, supposed.model_copy(update={"id": "new"}))))
    assert not is_known(changed(pack), kept)


async def test_a_change_is_answered_from_before_everything_is_learned_anew(pack: Pack) -> None:
    library = Library(Snapshot.build(Knowledge(packs=(pack,))))
    await library.renew(*changed(pack).packs)
    first = library.snapshot
    assert ranked(Answerer(first, BARS))[0][0] == NEW.id
    await library.settled()
    assert library.snapshot is not first


async def test_what_was_answered_from_is_gone_when_what_is_free_is_given_back(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(Snapshot.build(Knowledge(packs=(pack,))))
    first = weakref.ref(library.snapshot.indexes[0])
    seen = []
    monkeypatch.setattr("bot.answering.library.give_back", lambda: seen.append(first()))
    await library.renew(*changed(pack).packs)
    await library.settled()
    assert seen == [None]


async def test_knowledge_that_arrives_meanwhile_stays(pack: Pack) -> None:
    library = Library(Snapshot.build(Knowledge(packs=(pack,))))
    await library.renew(*changed(pack).packs)
    await library.renew(pack)
    await library.settled()
    assert library.knowledge == Knowledge(packs=(pack,))
    assert NEW.id not in [name for name, _ in ranked(Answerer(library.snapshot, BARS))]


async def test_what_arrives_while_free_memory_is_given_back_is_learned_too(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, goes_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def wait() -> None:
        loop.call_soon_threadsafe(given.set)
        goes_on.wait()

    monkeypatch.setattr("bot.answering.library.give_back", wait)
    library = Library(Snapshot.build(Knowledge(packs=(pack,))))
    await library.renew(*changed(pack).packs)
    await given.wait()
    await library.renew(pack)
    nearly = library.snapshot
    goes_on.set()
    await library.settled()

    assert library.knowledge == Knowledge(packs=(pack,))
    assert library.snapshot is not nearly


async def test_two_packs_that_change_at_once_are_both_renewed(pack: Pack) -> None:
    other = pack.model_copy(update={"id": "other"})
    library = Library(Snapshot.build(Knowledge(packs=(pack, other))))
    entries = (*pack.entries, NEW)
    await asyncio.gather(
        library.renew(pack.model_copy(update={"entries": entries})),
        library.renew(other.model_copy(update={"entries": entries})),
    )
    assert [len(it.entries) for it in library.knowledge.packs] == [len(entries)] * 2
    await library.close()


def test_an_update_forgets_what_was_removed_and_knows_what_was_reworded(pack: Pack) -> None:
    snapshot = Snapshot.build(changed(pack)).updated(Knowledge(packs=(pack,)))
    answerer = Answerer(snapshot, BARS)
    assert NEW.id not in [name for name, _ in ranked(answerer)]
    first = pack.entries[0].model_copy(update={"question": "Why does my samovar whistle at night?"})
    reworded = pack.model_copy(update={"entries": (first, *pack.entries[1:])})
    answerer = Answerer(snapshot.updated(Knowledge(packs=(reworded,))), BARS)
    assert ranked(answerer, "samovar whistling at night")[0][0] == first.id


def test_an_update_learns_anew_only_what_has_changed_and_what_competes_with_it() -> None:
    def asked(number: int, subject: str) -> Entry:
        return Entry(
            id=f"e{number:02d}",
            topic="t",
            question=f"{subject}{number} costs",
            phrasings=tuple(f"{subject}{number} price {letter}" for letter in "abcdef"),
            answer="x",
        )

    entries = [asked(number, "left" if number < 20 else "right") for number in range(40)]
    before = build_index(Pack(id="p", title="P", language="xx", entries=tuple(entries)))
    entries[3] = entries[3].model_copy(update={"question": "left3 fees"})
    after = update_index(before, Pack(id="p", title="P", language="xx", entries=tuple(entries)))
    kept = [
        number
        for number in range(40)
        if after.ranking.machines[number].coefficients
        is before.ranking.machines[number].coefficients
    ]
    assert 3 not in kept
    assert len(kept) >= 20


async def test_what_keeps_it_from_learning_is_logged_and_it_answers_as_before(
    pack: Pack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(Snapshot.build(Knowledge(packs=(pack,))))

    def fail(*_args: object) -> Snapshot:
        raise ValueError("no room")

    monkeypatch.setattr(Snapshot, "relearned", fail)
    await library.renew(*changed(pack).packs)
    await library.settled()
    assert "no room" in caplog.text
    assert ranked(Answerer(library.snapshot, BARS))[0][0] == NEW.id
