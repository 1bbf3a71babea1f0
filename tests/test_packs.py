"""Everything shipped in `knowledge/` holds, and meets the bar on the half not tuned on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.answering.answerer import Answerer, Bars
from bot.answering.evaluate import Figures, count, evaluate, half_of
from bot.answering.outcome import Abstention, Suggestions
from bot.answering.snapshot import Snapshot
from bot.checking import warnings
from bot.knowledge.load import read_pack
from bot.knowledge.locate import packs_in
from bot.knowledge.model import Knowledge
from bot.matching.kept_learning import KeptLearning
from bot.settings import Settings
from tests.conftest import REPOSITORY, SHIPPED

FOLDER = REPOSITORY / "knowledge"
PACKS = [path.name for path in packs_in(FOLDER)]
NUCLEAR = REPOSITORY / "tests" / "packs" / "nuclear-power.yaml"
"""A pack on a subject that nothing in the bot was tuned on; all that it says is invented."""
REVIEWED = date(2026, 11, 23)

pytestmark = pytest.mark.no_cover


def figures_of(path: Path, answerer: Answerer, *, held_out: bool = False) -> Figures:
    reading = read_pack(path)
    assert reading.pack is not None
    asked = [it for it in reading.expectations if not held_out or half_of(it.ask) == "held-out"]
    return count(evaluate(answerer, asked))


def answered_anyway(figures: Figures) -> float:
    """The share of questions that were answered of those that nothing should answer."""
    asked = figures.near_misses.asked + figures.chatter.asked
    return (figures.near_misses.answered + figures.chatter.answered) / asked


@pytest.mark.parametrize("path", [*(FOLDER / it for it in PACKS), NUCLEAR], ids=lambda it: it.stem)
def test_a_pack_has_no_problem_and_no_warning_that_nobody_accepted(path: Path) -> None:
    reading = read_pack(path)
    assert reading.problems == ()
    assert warnings(reading, REVIEWED) == []


def test_the_first_pack_is_as_full_as_it_should_be() -> None:
    reading = read_pack(SHIPPED)
    assert reading.pack is not None
    assert len(reading.pack.live_entries) >= 220
    assert 12 <= len(reading.pack.topics) <= 20
    asked = [it.expect for it in reading.expectations]
    assert asked.count("none") >= 500
    known = {it.ask for it in reading.expectations}
    for entry in reading.pack.live_entries:
        assert len(entry.phrasings) >= 12, entry.id
        assert asked.count(entry.id) >= 5, entry.id
        assert entry.reviewed is not None, entry.id
        assert entry.related, entry.id
        assert not known & set(entry.asked_as), entry.id


@pytest.fixture(scope="module")
def answerers(shipped: Snapshot) -> dict[Path, Answerer]:
    settings = Settings()
    bars = Bars(settings.answer_bar, settings.suggest_bar)
    nuclear = Snapshot.build(Knowledge(packs=(read_pack(NUCLEAR).sound(),)))
    return {SHIPPED: Answerer(shipped, bars), NUCLEAR: Answerer(nuclear, bars)}


def test_the_first_pack_meets_its_bar_on_held_out_questions(
    answerers: dict[Path, Answerer],
) -> None:
    figures = figures_of(SHIPPED, answerers[SHIPPED], held_out=True)
    assert figures.right >= 0.82 * figures.asked
    assert figures.wrong <= 0.025 * figures.asked
    assert answered_anyway(figures) <= 0.05


@pytest.mark.parametrize(
    ("path", "question", "entry"),
    [
        (SHIPPED, "openwashing", "tarkowski-openwashing"),
        (SHIPPED, "deepseek", "caisi-tests-deepseek"),
        (SHIPPED, "the deepseek", "deepseek-release"),
        (SHIPPED, "deepsek??", "deepseek-release"),
        (SHIPPED, "what about llama?", "llama-eu-users"),
        (NUCLEAR, "renewables", "renewables-are-enough"),
        (NUCLEAR, "tell me about waste", "waste-hazard-time"),
        (NUCLEAR, "chernobyl", "nuclear-is-dangerous"),
        (NUCLEAR, "Nuclear power", "nuclear-is-safe"),
    ],
    ids=lambda it: it.stem if isinstance(it, Path) else it,
)
def test_a_name_alone_is_met_with_what_speaks_of_it(
    answerers: dict[Path, Answerer], path: Path, question: str, entry: str
) -> None:
    outcome = answerers[path].ask(question)
    assert isinstance(outcome, Suggestions)
    assert entry in [it.entry.id for it in outcome.suggested]


@pytest.mark.parametrize("question", ["lol", "hello", "pizza", "hey bot", "thanks"])
@pytest.mark.parametrize("path", [SHIPPED, NUCLEAR], ids=lambda it: it.stem)
def test_a_word_of_everyday_talk_alone_is_met_with_nothing(
    answerers: dict[Path, Answerer], path: Path, question: str
) -> None:
    assert isinstance(answerers[path].ask(question), Abstention)


def test_a_pack_on_another_subject_has_sources_marked_as_fictitious() -> None:
    reading = read_pack(NUCLEAR)
    assert reading.pack is not None
    assert len(reading.pack.entries) == 25
    assert all("fictitious" in it.title for it in reading.pack.sources)


def test_a_pack_on_another_subject_is_answered_too(answerers: dict[Path, Answerer]) -> None:
    figures = figures_of(NUCLEAR, answerers[NUCLEAR])
    assert figures.right >= 0.64 * figures.asked
    assert figures.offered >= 0.93 * figures.asked
    assert figures.wrong <= 0.04 * figures.asked
    assert answered_anyway(figures) <= 0.17


def test_what_was_learned_once_answers_as_what_is_learned_anew(learned: Path) -> None:
    settings = Settings()
    bars = Bars(settings.answer_bar, settings.suggest_bar)
    reading = read_pack(SHIPPED)
    knowledge = Knowledge(packs=(reading.sound(),))
    fresh = Snapshot.build(knowledge)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.matching.index.learn", None)
        known = Snapshot.build(knowledge, None, KeptLearning(learned.parent))
    one, other = (it.indexes[0].learned.to_arrays() for it in (fresh, known))
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)
    # Where every number is the same, some questions show that the same is made of them.
    for expectation in reading.expectations[::8]:
        assert Answerer(known, bars).ask(expectation.ask) == Answerer(fresh, bars).ask(
            expectation.ask
        )
