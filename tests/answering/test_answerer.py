"""Questions and their outcomes."""

from __future__ import annotations

import json

import pytest

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Abstention, Answer, Suggestions
from bot.answering.report import report
from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Knowledge, Pack


def test_a_known_question_is_answered_with_its_sources(answerer: Answerer) -> None:
    outcome = answerer.ask("what are the health benefits of drinking tea")
    assert isinstance(outcome, Answer)
    assert report(outcome) == {
        "question": "what are the health benefits of drinking tea",
        "outcome": "answer",
        "pack": "tea",
        "entry": "tea-is-healthier",
        "confidence": outcome.chosen.confidence,
        "answer": (
            "The Leaf Journal says that tea has less caffeine, and that this lets people sleep. "
            "[1]\n\n- It is also kind to teeth. [1]"
        ),
        "sources": [
            {
                "id": "leaf-journal",
                "title": "The Leaf Journal",
                "url": "https://example.org/leaf_(tea)",
                "locators": ["page 3", "page 9"],
            }
        ],
        "suggestions": [],
        "also": [],
        "reason": outcome.reason,
        "candidates": [
            {"pack": "tea", "entry": it.entry.id, "confidence": it.confidence}
            for it in outcome.choices
        ],
    }


def test_what_is_none_of_the_packs_business_is_declined(answerer: Answerer) -> None:
    outcome = answerer.ask("who won the match yesterday night")
    assert isinstance(outcome, Abstention)
    found = report(outcome)
    assert (found["outcome"], found["entry"], found["answer"]) == ("none", None, "")
    assert found["confidence"] == outcome.choices[0].confidence


def test_without_words_there_is_no_candidate(answerer: Answerer) -> None:
    found = report(answerer.ask("😀"))
    assert found["candidates"] == []
    assert found["confidence"] == 0
    assert "no words" in found["reason"]


def test_between_the_bars_entries_are_suggested(tea: Pack) -> None:
    snapshot = Snapshot.build(Knowledge(packs=(tea,)))
    outcome = Answerer(snapshot, Bars(answer=1.0, suggest=0.0)).ask("health benefits of tea")
    assert isinstance(outcome, Suggestions)
    assert report(outcome)["suggestions"][0] == {
        "pack": "tea",
        "entry": "tea-is-healthier",
        "question": "Why is tea healthier than coffee?",
    }


def test_two_entries_about_as_likely_are_suggested(tea: Pack) -> None:
    first = tea.entries[0].model_copy(update={"not_for": ()})
    twin = first.model_copy(update={"id": "twin"})
    pack = tea.model_copy(update={"entries": (first, twin)})
    outcome = Answerer(Snapshot.build(Knowledge(packs=(pack,))), Bars(0.0, 0.0)).ask(
        "what are the health benefits of drinking tea"
    )
    assert isinstance(outcome, Suggestions)
    assert "about as likely" in outcome.reason


def test_a_doubtful_entry_is_suggested_and_not_answered(tea: Pack) -> None:
    entry = tea.entry_by_id["how-long-to-steep"].model_copy(
        update={"not_for": ("how many minutes does coffee steep",)}
    )
    pack = tea.model_copy(update={"entries": (entry,)})
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,))), Bars(0.0, 0.0))
    outcome = answerer.ask("how many minutes should coffee steep")
    assert isinstance(outcome, Suggestions)
    assert "is not for" in outcome.reason
    assert isinstance(answerer.ask("how long to steep black tea"), Answer)


def test_the_best_of_several_packs_is_chosen(tea: Pack) -> None:
    other = tea.model_copy(update={"id": "other", "entries": tea.entries[2:]})
    both = Answerer(Snapshot.build(Knowledge(packs=(other, tea))), Bars(0.4, 0.1))
    outcome = both.ask("why is coffee healthier than tea")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.pack.id == "tea"


def test_the_first_pack_answers_before_others_however_sure_those_are(tea: Pack) -> None:
    own = tea.model_copy(update={"id": "own"})
    snapshot = Snapshot.build(Knowledge(packs=(own,))).before(
        Snapshot.build(Knowledge(packs=(tea,)))
    )
    question = "why is tea healthier than coffee"
    assert isinstance(Answerer(snapshot, Bars(0.5, 0.1)).ask(question), Suggestions)
    outcome = Answerer(snapshot, Bars(0.5, 0.1), first="own").ask(question)
    assert isinstance(outcome, Answer)
    assert outcome.chosen.pack.id == "own"


TOLD = (
    "so we had a power cut last night and the cat is fine but dinner was late, nobody slept, "
    "the kids have exams this week"
)


def test_what_is_asked_behind_all_that_somebody_tells_first_is_answered(answerer: Answerer) -> None:
    asked = "what does tea do for the body"
    outcome = answerer.ask(f"{TOLD}, {asked}")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "tea-is-healthier"
    assert outcome.question == f"{TOLD}, {asked}"
    assert outcome.part == asked


def test_of_a_short_question_no_clause_is_asked_by_itself(answerer: Answerer) -> None:
    careful = Answerer(answerer.snapshot, Bars(answer=0.8, suggest=0.2))
    asked = "what does tea do for the body"
    assert isinstance(careful.ask(f"{TOLD}, {asked}"), Answer)
    assert isinstance(careful.ask(f"the cat is fine, nobody slept, {asked}"), Suggestions)


def test_a_clause_that_nothing_surely_answers_is_not_answered(answerer: Answerer) -> None:
    for asked in ("how long should eggs boil", "why is coffee not healthier than tea"):
        assert not isinstance(answerer.ask(f"{TOLD}, {asked}"), Answer)


@pytest.mark.parametrize(
    "message",
    [
        "how long should tea steep and why is coffee healthier than tea?",
        "How long should tea steep, and also why is coffee healthier than tea",
        "how long should tea steep? why is coffee healthier than tea",
        "I am new here. how long should tea steep? and why is coffee healthier than tea",
    ],
)
def test_of_two_questions_in_a_row_the_first_is_answered_and_the_other_offered(
    answerer: Answerer, message: str
) -> None:
    outcome = answerer.ask(message)
    assert isinstance(outcome, Answer)
    assert outcome.question == message
    assert outcome.chosen.entry.id == "how-long-to-steep"
    assert [it.choices[0].entry.id for it in outcome.also] == ["coffee-is-healthier"]


@pytest.mark.parametrize(
    "message",
    [
        "how long should tea steep and who is the best football player in the whole world",
        "who is the best football player in the whole world and how long should tea steep?",
    ],
)
def test_of_two_questions_of_which_one_is_for_the_pack_that_one_is_answered(
    answerer: Answerer, message: str
) -> None:
    outcome = Answerer(answerer.snapshot, Bars(answer=0.8, suggest=0.2)).ask(message)
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "how-long-to-steep"
    assert outcome.also == ()


def test_what_is_joined_and_has_one_answer_is_one_question(answerer: Answerer) -> None:
    outcome = answerer.ask("how long should tea steep and how long is that exactly")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "how-long-to-steep"
    assert outcome.also == ()


def test_a_very_long_question_is_answered_in_bounds(answerer: Answerer) -> None:
    assert json.dumps(report(answerer.ask("tea " * 100_000)))
