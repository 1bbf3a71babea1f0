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
    straight: list[Outcome] = []
    agreeing: list[Outcome] = []
    entries: list[str] = []
    for file in sorted(FOLDER.glob("*.pairs.yaml")):
        pack = read_pack(file.with_name(file.name.replace(".pairs", ""))).pack
        assert pack is not None
        answerer = Answerer(
            Snapshot.build(Knowledge(packs=(pack,))),
            Bars(settings.answer_bar, settings.suggest_bar),
        )
        for pair in yaml.safe_load(file.read_text(encoding="utf-8")):
            straight.append(answerer.ask(pair["straight"]))
            entries.append(pair["entry"])
            if pair["kind"] == "same":
                agreeing.append(answerer.ask(pair["turned"]))
    assert len(straight) >= 120
    found = [entry in offered(it) for entry, it in zip(entries, straight, strict=True)]
    assert sum(found) >= 0.95 * len(found)
    assert sum(not it.choices[0].candidate.is_turned for it in straight) >= 0.95 * len(straight)
    agreed = [not it.choices[0].candidate.is_turned for it in agreeing]
    assert sum(agreed) >= 0.75 * len(agreed)
