from __future__ import annotations

import pytest

from bot.knowledge.model import Entry
from bot.matching.numbering import NEW
from bot.matching.terms import Analyser
from bot.matching.wordings import GONE, Wording, kept_of, read_wordings

ANALYSER = Analyser("en")


def asked(name: str, *phrasings: str, not_for: tuple[str, ...] = ()) -> Entry:
    question, *others = phrasings
    return Entry(
        id=name, topic="t", question=question, phrasings=others, not_for=not_for, answer="x"
    )


TEA = asked("tea", "brew tea", "tea leaf", "a cup", not_for=("brew coffee",))
MILK = asked("milk", "milk cow", "sour milk")
BEFORE = read_wordings([MILK, TEA], ANALYSER)


def read(*entries: Entry) -> tuple[Wording, ...]:
    return read_wordings(entries, ANALYSER, BEFORE)


def test_phrasings_are_in_the_order_of_their_text_and_each_there_once() -> None:
    [wording] = read_wordings([asked("tea", "why tea", "Brew", "brew", "a cup")], ANALYSER)
    assert [it.text for it in wording.phrasings] == ["a cup", "brew", "why tea"]
    assert [it.terms for it in wording.phrasings] == [
        ANALYSER.analyse(it) for it in ("a cup", "brew", "why tea")
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"question": "is tea nice"},
        {"phrasings": ("a cup", "tea leaf")},
        {"phrasings": ()},
        {"not_for": ("brew milk", "brew coffee")},
        {"not_for": ()},
        {"answer": "y"},
    ],
    ids=str,
)
def test_a_wording_is_read_as_if_nothing_had_been_known(change: dict[str, object]) -> None:
    now = TEA.model_copy(update=change)
    assert read(MILK, now) == read_wordings([MILK, now], ANALYSER)


def test_what_has_not_changed_is_not_analysed_again() -> None:
    milk, tea = read(MILK, TEA.model_copy(update={"question": "is tea nice"}))
    assert milk.phrasings is BEFORE[0].phrasings
    assert tea.negatives is BEFORE[1].negatives
    assert tea.phrasings[0] is BEFORE[1].phrasings[0]


def test_phrasings_and_entries_that_stay_are_found_where_they_were() -> None:
    first, now = asked("first", "tea leaf"), asked("tea", "a kettle", "tea leaf", "brew tea")
    kept = kept_of(BEFORE, read(first, MILK, now))
    assert kept.phrasings.tolist() == [NEW, 0, 1, NEW, 3, 4]
    assert kept.moved.tolist() == [1, 2, GONE, 4, 5]
    assert kept.entries == {1: 0}


def test_an_entry_that_only_lost_a_phrasing_has_changed() -> None:
    kept = kept_of(BEFORE, read(asked("tea", "brew tea", "tea leaf")))
    assert kept.phrasings.tolist() == [3, 4]
    assert kept.moved.tolist() == [GONE, GONE, GONE, 0, 1]
    assert kept.entries == {}


def test_an_entry_asked_the_same_in_another_order_has_not_changed() -> None:
    kept = kept_of(BEFORE, read(asked("tea", "a cup", "brew tea", "tea leaf")))
    assert kept.entries == {0: 1}
