"""Questions and the same turned around, on six subjects; see the files in `turned/`."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.answering.answerer import Answerer, Bars, Snapshot
from bot.answering.outcome import Answer, Outcome, Suggestions
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge
from bot.settings import Settings

FOLDER = Path(__file__).parent / "turned"


def offered(outcome: Outcome) -> set[str]:
    match outcome:
        case Answer():
            return {outcome.chosen.entry.id}
        case Suggestions():
            return {it.entry.id for it in outcome.suggested}
    return set()


def test_the_guard_leaves_straight_questions_and_those_that_ask_for_agreement_alone() -> None:
    settings = Settings()
    straight, agreeing = [], []
    for file in sorted(FOLDER.glob("*.pairs.yaml")):
        pack = read_pack(file.with_name(file.name.replace(".pairs", ""))).pack
        assert pack is not None
        answerer = Answerer(
            Snapshot.build(Knowledge(packs=(pack,))),
            Bars(settings.answer_bar, settings.suggest_bar),
        )
        for pair in yaml.safe_load(file.read_text(encoding="utf-8")):
            straight.append(pair["entry"] in offered(answerer.ask(pair["straight"])))
            if pair["kind"] == "same":
                agreeing.append(pair["entry"] in offered(answerer.ask(pair["turned"])))
    assert len(straight) >= 120
    assert sum(straight) >= 0.95 * len(straight)
    assert all(agreeing)
