"""What another bar would have meant."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Abstention, Answer, Suggestions
from bot.answering.snapshot import Snapshot
from bot.chat.admins.bars import CHOICES, Effect, effects
from bot.knowledge.model import Entry, Knowledge, Pack, Topic

SUGGEST = 0.2
OWN = Pack(
    id="server",
    title="Our own",
    topics=(Topic(id="cups", title="Cups"),),
    entries=(
        Entry(
            id="which-cup",
            topic="cups",
            question="Which cup should tea be in?",
            answer="A big one.",
        ),
    ),
)
QUESTIONS = (
    "how long should tea steep",
    "which cup should tea be in?",
    "what are the health benefits of drinking tea",
    "does tea keep people up? how long should it steep?",
    "I like cups. Which one should tea be in? And how long should it steep?",
    "what is the capital of France",
    "tea",
    "",
)


@pytest.fixture(scope="module")
def snapshot(tea: Pack) -> Snapshot:
    return Snapshot.build(Knowledge(packs=(OWN, tea)))


def asked(snapshot: Snapshot, bar: float, questions: list[str], first: str | None) -> Effect:
    answerer = Answerer(snapshot, Bars(bar, SUGGEST), first=first)
    found = Counter(type(answerer.ask(it)) for it in questions)
    return Effect(found[Answer], found[Suggestions], found[Abstention])


@given(
    questions=st.lists(st.sampled_from(QUESTIONS) | st.text(max_size=40), max_size=6),
    bars=st.lists(st.floats(0, 1), max_size=3),
    first=st.sampled_from(["server", "tea", None]),
)
@settings(max_examples=60, deadline=None)
def test_looking_up_once_counts_what_asking_with_each_bar_gives(
    snapshot: Snapshot, questions: list[str], bars: list[float], first: str | None
) -> None:
    every = [*bars, *CHOICES]
    found = effects(snapshot, every, questions, suggest=SUGGEST, first=first)
    assert found == {bar: asked(snapshot, bar, questions, first) for bar in every}


def test_each_question_is_counted_once_for_each_bar(snapshot: Snapshot) -> None:
    found = effects(snapshot, CHOICES, [*QUESTIONS, *QUESTIONS], suggest=SUGGEST)
    assert {it.asked for it in found.values()} == {2 * len(QUESTIONS)}


def test_a_lower_bar_answers_more(snapshot: Snapshot) -> None:
    found = effects(snapshot, (0.01, 1.0), QUESTIONS, suggest=0.0)
    assert found[0.01].answered > found[1.0].answered == 0


def test_questions_are_looked_up_once_for_all_bars(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    rank = Answerer.rank

    def counted(self: Answerer, question: str, **options: int) -> object:
        looked_up.append(question)
        return rank(self, question, **options)

    monkeypatch.setattr(Answerer, "rank", counted)
    effects(snapshot, CHOICES, QUESTIONS, suggest=SUGGEST)
    assert looked_up
    assert len(looked_up) == len(set(looked_up))


def test_without_questions_nothing_is_measured(snapshot: Snapshot) -> None:
    assert effects(snapshot, (0.5,), [], suggest=SUGGEST) == {0.5: Effect(0, 0, 0)}
