"""What a change would do to the questions that people ask."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.answerer import Answerer, Bars
from bot.answering.snapshot import Snapshot
from bot.curating.effects import Affected, Effect, Effects, concern, effects
from bot.knowledge.model import Expectation, Knowledge, Pack

STEEP = "how long should tea steep"
TEA = "health benefits of drinking tea"


def answerer(pack: Pack) -> Answerer:
    return Answerer(Snapshot.build(Knowledge(packs=(pack,))), Bars(answer=0.5, suggest=0.2))


def without(pack: Pack, entry_id: str) -> Pack:
    left = tuple(it for it in pack.entries if it.id != entry_id)
    return pack.model_copy(update={"entries": left})


def test_an_answer_that_goes_is_lost_and_breaks_the_expectation_that_was_met(tea: Pack) -> None:
    expected = [Expectation(ask=STEEP, expect="how-long-to-steep")]
    after = answerer(without(tea, "how-long-to-steep"))
    found = effects(answerer(tea), after, expected, [TEA])
    [affected] = found.affected
    assert (affected.before, affected.after) == ("how-long-to-steep", None)
    assert affected.effect in ("lost", "ambiguous")
    assert found.broken == (affected,)
    assert found.tried == 2


def test_a_new_entry_gains_an_answer_and_breaks_nothing(tea: Pack) -> None:
    before = answerer(without(tea, "how-long-to-steep"))
    found = effects(before, answerer(tea), [], [STEEP, STEEP])
    assert str(found) == "Of 1 question: 1 answer is gained."
    assert found.broken == ()


def test_a_question_that_is_answered_by_another_entry_has_changed(tea: Pack) -> None:
    moved = [
        it.model_copy(update={"phrasings": (*it.phrasings, TEA)})
        if it.id == "coffee-is-healthier"
        else it.model_copy(update={"phrasings": tuple(p for p in it.phrasings if p != TEA)})
        for it in tea.entries
    ]
    after = answerer(tea.model_copy(update={"entries": tuple(moved)}))
    [affected] = effects(answerer(tea), after, [], [TEA]).affected
    assert affected.effect == "changed"
    assert affected.after == "coffee-is-healthier"


@pytest.mark.parametrize(
    ("tried", "kinds", "said"),
    [
        (3, (), "None of 3 questions gets another answer."),
        (1, (), "The one question that was tried gets no other answer."),
        (1, ("lost",), "Of 1 question: 1 answer is lost."),
        (
            9,
            ("changed", "changed", "lost", "ambiguous", "gained"),
            "Of 9 questions: 2 answers change, 1 is lost, 1 becomes ambiguous, 1 is gained.",
        ),
        (2, ("lost", "ambiguous"), "Of 2 questions: 1 answer is lost, 1 becomes ambiguous."),
        (2, ("ambiguous", "gained"), "Of 2 questions: 1 answer becomes ambiguous, 1 is gained."),
    ],
    ids=["none", "none of one", "one", "each kind", "from lost on", "from ambiguous on"],
)
def test_the_sentence_counts_each_kind(tried: int, kinds: tuple[Effect, ...], said: str) -> None:
    affected = tuple(Affected("q", it, "a", "b") for it in kinds)
    assert str(Effects(tried, affected)) == said


@pytest.mark.parametrize(
    ("change", "are_alike"),
    [
        ({"reviewed": date(2026, 2, 3)}, True),
        ({"answer": "Three *minutes*! [^leaf-guide]"}, True),
        ({"answer": "Three minutes, and lemon. [^leaf-guide]"}, True),
        ({"answer": "Three minutes in the kettle. [^leaf-guide]"}, False),
        ({"answer": "It takes a while. [^leaf-guide]"}, False),
        ({"question": "How long?"}, False),
        ({"phrasings": ("how long",)}, False),
        ({"not_for": ("how long",)}, False),
        ({"status": "draft"}, False),
    ],
    ids=str,
)
def test_a_question_is_concerned_where_what_it_is_compared_with_has_changed(
    tea: Pack, change: dict[str, object], are_alike: bool
) -> None:
    first, *others = tea.entries
    before = first.model_copy(update={"answer": "Three minutes. [^leaf-guide]"})
    packs = [
        tea.model_copy(update={"entries": (it, *others)})
        for it in (before, before.model_copy(update=change))
    ]
    assert concern(*packs)("how many minutes in a kettle") is not are_alike


def test_an_expectation_that_was_not_met_before_is_not_broken(tea: Pack) -> None:
    expected = [Expectation(ask=STEEP, expect="tea-is-healthier")]
    found = effects(answerer(tea), answerer(without(tea, "how-long-to-steep")), expected, [])
    assert found.affected
    assert found.broken == ()
