"""Questions and the same turned around, on six subjects in English and on some in other languages.

See the files in `turned/`. The shares are what the guard reaches: electric cars, football, open
licences, the German ones on the speed limit and on working from home, and the French ones on tolls
were looked at as it was made, the others never.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Answer, Outcome, Suggestions
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge
from bot.settings import Settings

FOLDER = Path(__file__).parent / "turned"
LOOKED_AT = ("electric-cars", "football", "open-licences")
OTHERS = {
    "german": {"negation": 0.95, "swapped": 0.45, "opposite": 0.83},
    "spanish": {"negation": 0.95, "swapped": 0.5, "opposite": 0.85},
    "french": {"negation": 0.75, "swapped": 0.55, "opposite": 0.85},
}
"""Of each language, and each kind of pair in it, the share that gets no answer but its own."""


@dataclass(frozen=True)
class Asked:
    subject: str
    kind: str
    entry: str
    expect: str
    straight: Outcome
    turned: Outcome

    @property
    def is_safe(self) -> bool:
        """Whether the question that was turned around gets no answer but its own."""
        return not isinstance(self.turned, Answer) or self.turned.chosen.entry.id == self.expect


def offered(outcome: Outcome) -> set[str]:
    match outcome:
        case Answer():
            return {outcome.chosen.entry.id}
        case Suggestions():
            return {it.entry.id for it in outcome.suggested}
    return set()


@pytest.fixture(scope="module")
def pairs() -> list[Asked]:
    found = list(asked(FOLDER))
    assert len(found) >= 120
    return found


@pytest.fixture(scope="module")
def others() -> Mapping[str, list[Asked]]:
    return {language: list(asked(FOLDER / language)) for language in OTHERS}


def asked(folder: Path) -> Iterator[Asked]:
    settings = Settings()
    for file in sorted(folder.glob("*.pairs.yaml")):
        subject = file.name.removesuffix(".pairs.yaml")
        pack = read_pack(file.with_name(f"{subject}.yaml")).pack
        assert pack is not None
        answerer = Answerer(
            Snapshot.build(Knowledge(packs=(pack,))),
            Bars(settings.answer_bar, settings.suggest_bar),
        )
        for pair in yaml.safe_load(file.read_text(encoding="utf-8")):
            straight, turned = answerer.ask(pair["straight"]), answerer.ask(pair["turned"])
            yield Asked(subject, pair["kind"], pair["entry"], pair["expect"], straight, turned)


def test_straight_questions_find_their_entries_and_are_not_held_back(pairs: list[Asked]) -> None:
    assert sum(it.entry in offered(it.straight) for it in pairs) >= 0.95 * len(pairs)
    held_back = [it for it in pairs if it.straight.choices[0].candidate.is_turned]
    assert len(held_back) <= 0.07 * len(pairs)


def test_questions_that_ask_for_agreement_are_not_held_back(pairs: list[Asked]) -> None:
    agreeing = [it for it in pairs if it.kind == "same"]
    assert agreeing
    held_back = [it for it in agreeing if it.turned.choices[0].candidate.is_turned]
    assert len(held_back) <= 0.05 * len(agreeing)


def test_of_twenty_questions_turned_around_one_gets_the_other_ones_answer(
    pairs: list[Asked],
) -> None:
    turned = [it for it in pairs if it.kind != "same"]
    assert len(turned) >= 120
    assert sum(it.is_safe for it in turned) >= 0.95 * len(turned)


@pytest.mark.parametrize(
    ("kind", "looked_at", "unseen"),
    [("negation", 0.95, 1.0), ("swapped", 0.91, 0.8), ("opposite", 0.95, 0.95)],
)
def test_a_question_turned_around_seldom_gets_the_other_ones_answer(
    pairs: list[Asked], kind: str, looked_at: float, unseen: float
) -> None:
    for share, is_seen in ((looked_at, True), (unseen, False)):
        turned = [it for it in pairs if it.kind == kind and (it.subject in LOOKED_AT) is is_seen]
        assert sum(it.is_safe for it in turned) >= share * len(turned)


@pytest.mark.parametrize("language", OTHERS)
def test_straight_questions_in_other_languages_find_their_entries_and_are_seldom_held_back(
    language: str, others: Mapping[str, list[Asked]]
) -> None:
    pairs = others[language]
    assert sum(it.entry in offered(it.straight) for it in pairs) >= 0.97 * len(pairs)
    held_back = [it for it in pairs if it.straight.choices[0].candidate.is_turned]
    assert len(held_back) <= 0.06 * len(pairs)


@pytest.mark.parametrize(
    ("language", "kind", "share"),
    [(language, kind, share) for language, of in OTHERS.items() for kind, share in of.items()],
)
def test_a_question_turned_around_in_other_languages_seldom_gets_the_other_ones_answer(
    language: str, kind: str, share: float, others: Mapping[str, list[Asked]]
) -> None:
    turned = [it for it in others[language] if it.kind == kind]
    assert sum(it.is_safe for it in turned) >= share * len(turned)
