"""Everything shipped in `knowledge/` holds, and meets the bar on the half not tuned on."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer, Bars, Snapshot
from bot.answering.evaluate import count, evaluate, half_of
from bot.knowledge.load import read_pack
from bot.knowledge.locate import packs_in
from bot.knowledge.model import Knowledge
from bot.knowledge.passages import parse_answer
from bot.settings import Settings
from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / "knowledge"
PACKS = [path.name for path in packs_in(FOLDER)]


@pytest.mark.parametrize("name", PACKS)
def test_a_shipped_pack_has_no_problem(name: str) -> None:
    reading = read_pack(FOLDER / name)
    assert reading.problems == ()
    assert reading.pack is not None


def test_the_first_pack_is_as_full_as_it_should_be() -> None:
    reading = read_pack(FOLDER / "open-source-ai")
    assert reading.pack is not None
    assert len(reading.pack.entries) >= 55
    asked = [it.expect for it in reading.expectations]
    assert asked.count("none") >= 250
    known = {it.ask for it in reading.expectations}
    for entry in reading.pack.entries:
        words = sum(
            len(" ".join(passage.text.split()).split()) - len(passage.marks())
            for passage in parse_answer(entry.answer)
        )
        assert len(entry.phrasings) >= 10, entry.id
        assert 40 <= words <= 120, f"{entry.id} has {words} words"
        assert asked.count(entry.id) >= 5, entry.id
        assert not known & set(entry.asked_as), entry.id


def test_the_first_pack_meets_its_bar_on_held_out_questions() -> None:
    reading = read_pack(FOLDER / "open-source-ai")
    assert reading.pack is not None
    settings = Settings()
    answerer = Answerer(
        Snapshot.build(Knowledge(packs=(reading.pack,))),
        Bars(settings.answer_bar, settings.suggest_bar),
    )
    held_out = [it for it in reading.expectations if half_of(it.ask) == "held-out"]
    figures = count(evaluate(answerer, held_out))
    assert figures.right >= 0.80 * figures.asked
    assert figures.wrong <= 0.05 * figures.asked
    assert figures.answered_anyway <= 0.05 * figures.declinable
