from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering import renewal
from bot.answering.answerer import Answerer, Bars, Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Knowledge, Pack
from bot.matching.index import build_index, update_index

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
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,))), BARS)
    await renewal.renew(answerer, changed(pack))
    fresh = Answerer(Snapshot.build(changed(pack)), BARS)
    for question in [QUESTION, *(entry.question for entry in pack.entries)]:
        assert ranked(answerer, question) == ranked(fresh, question)


async def test_it_answers_from_the_old_knowledge_and_then_from_a_first_update(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,))), BARS)
    seen: list[str] = []

    async def watched(work: Callable[..., Snapshot], *arguments: object) -> Snapshot:
        seen.append(ranked(answerer)[0][0])
        return work(*arguments)

    monkeypatch.setattr(asyncio, "to_thread", watched)
    await renewal.renew(answerer, changed(pack))
    assert seen[0] != NEW.id
    assert seen[1] == NEW.id


async def test_knowledge_that_arrives_meanwhile_stays(pack: Pack) -> None:
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,))), BARS)
    before = answerer.snapshot
    renewing = asyncio.create_task(renewal.renew(answerer, changed(pack)))
    async with asyncio.timeout(30):
        while answerer.snapshot is before:  # noqa: ASYNC110 - the swap is all there is to wait for
            await asyncio.sleep(0.001)
    newer = Snapshot.build(Knowledge(packs=(pack,)))
    answerer.replace(newer)
    await renewing
    assert answerer.snapshot is newer


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
