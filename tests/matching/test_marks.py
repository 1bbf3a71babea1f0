"""Words that mark an entry."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.knowledge.model import Entry, Pack
from bot.matching.index import build_index
from bot.matching.marks import Marks

FRAMES = (
    "what does {} think of tea",
    "{} and tea",
    "where does {} stand",
    "is {} for tea or against it",
    "the view of {}",
    "does {} sell tea",
    "what has {} done for tea",
    "tell me about {} and leaves",
    "why does {} like tea bags",
    "{} on tea, in short",
)
ASSAM, CEYLON, STEEPING, POTS = range(4)
SIZES = (12, 12, 12, 2)
HELD = (
    Counter({"assam": 10, "tea": 9, "assam tea": 9, "the": 12, "matcha": 4}),
    Counter({"ceylon": 11, "tea": 9}),
    Counter({"tea": 9, "minute": 4}),
    Counter({"pot": 2}),
)
MARKS = Marks(HELD, SIZES, sum(HELD, Counter()), fillers={"the"})
ALL = [ASSAM, CEYLON, STEEPING, POTS]


def asked_as(name: str, *phrasings: str) -> Entry:
    question, *others = (*phrasings, *(it.format(name) for it in FRAMES))
    return Entry(
        id=name.lower(), topic="tea", question=question, phrasings=tuple(others), answer="Yes."
    )


def test_who_is_named_is_meant_though_another_is_asked_for_in_these_words() -> None:
    frame = "what is the official attitude of {} towards loose leaves"
    others = (asked_as(it) for it in ("Steeping", "Milk", "Lemons", "Pots", "Sugar"))
    entries = (asked_as("Assam", frame.format("Assam")), asked_as("Ceylon"), *others)
    index = build_index(Pack(id="tea", title="Tea", language="en", entries=entries))
    found = [it.entry.id for it in index.rank(frame.format("Ceylon"))]
    assert found[0] == "ceylon"
    assert "assam" not in found
    assert index.rank(frame.format("Assam"))[0].entry.id == "assam"


@pytest.mark.parametrize(
    ("stems", "meant"),
    [
        (["ceylon", "attitude"], [CEYLON, STEEPING, POTS]),
        (["assam", "ceylon"], ALL),
        (["tea", "attitude"], ALL),
        (["the"], ALL),
    ],
)
def test_an_entry_is_meant_unless_another_is_named_and_it_is_not(
    stems: list[str], meant: list[int]
) -> None:
    assert MARKS.meant(stems, ALL) == meant


def test_only_candidates_name_anything() -> None:
    assert MARKS.meant(["ceylon"], [ASSAM, STEEPING]) == [ASSAM, STEEPING]


def test_an_entry_that_speaks_of_another_may_be_meant_where_that_is_named() -> None:
    held = (*HELD, Counter({"matcha": 12, "tea": 9}))
    marks = Marks(held, (*SIZES, 12), sum(held, Counter()), fillers=())
    assert marks.meant(["matcha"], [*ALL, 4]) == [ASSAM, STEEPING, POTS, 4]


def test_what_most_of_a_few_phrasings_hold_marks_nothing() -> None:
    assert MARKS.meant(["pot"], ALL) == ALL
