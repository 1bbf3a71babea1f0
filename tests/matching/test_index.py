"""Ranking and its confidence, on a small pack and on generated ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.model import Entry, Pack
from bot.matching.index import RIDGE, Index, build_index
from bot.matching.terms import Analyser
from bot.matching.text import fold
from bot.matching.vectors import Vectors


@pytest.fixture(scope="module")
def index(tea: Pack) -> Index:
    return build_index(tea)


def best(index: Index, question: str) -> str:
    return index.rank(question)[0].entry.id


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("is drinking tea healthy?", "tea-is-healthier"),
        ("is drinking coffee healthy?", "coffee-is-healthier"),
        ("how logn shuold i steep my tea", "how-long-to-steep"),
        ("TEABAG???", "how-long-to-steep"),
    ],
)
def test_the_right_entry_comes_first(index: Index, question: str, entry: str) -> None:
    assert best(index, question) == entry


def test_confidence_is_a_probability_and_falls_from_the_first(index: Index) -> None:
    ranked = index.rank("health benefits of green tea")
    confidences = [it.confidence for it in ranked]
    assert all(0 <= it <= 1 for it in confidences)
    assert all(first >= second for first, second in pairwise(confidences))


def test_a_phrasing_is_surer_than_a_question_about_something_else(index: Index) -> None:
    known = index.rank("health benefits of drinking tea")[0].confidence
    other = index.rank("who won the football yesterday")[0].confidence
    assert known > 0.6
    assert other < 0.15


def test_drafts_are_never_candidates(index: Index) -> None:
    assert "milk-first" not in [it.entry.id for it in index.rank("milk before tea or after")]


def test_synonyms_of_the_pack_are_one_word(index: Index) -> None:
    assert best(index, "is coffee good for you") == best(index, "is coffee healthy")


def test_a_negative_phrasing_vetoes_and_what_resembles_it_is_doubtful(index: Index) -> None:
    ranked = index.rank("How long should coffee brew")
    assert "how-long-to-steep" not in [it.entry.id for it in ranked]
    near = next(
        it
        for it in index.rank("how long do you brew filter coffee")
        if it.entry.id == "how-long-to-steep"
    )
    assert near.is_doubtful


@pytest.mark.parametrize("question", ["", " ", "?!…", "😀", "\u200b"])
def test_without_words_nothing_is_found(index: Index, question: str) -> None:
    assert index.rank(question) == []


def test_an_empty_pack_finds_nothing() -> None:
    assert build_index(Pack(id="empty", title="Empty")).rank("anything") == []


def test_a_pack_of_one_entry_tells_its_question_from_others() -> None:
    entry = Entry(id="one", topic="t", question="How do I brew tea?", answer="x")
    index = build_index(Pack(id="p", title="P", language="en", entries=(entry,)))
    assert index.rank("how do i brew tea")[0].confidence > index.rank("buy a car")[0].confidence


WORDS = st.lists(
    st.sampled_from(
        [
            "tea",
            "coffee",
            "milk",
            "brew",
            "steep",
            "cup",
            "bean",
            "leaf",
            "why",
            "how",
            "long",
            "is",
            "good",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
ENTRIES = st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=5).map(
    lambda groups: tuple(
        Entry(id=f"e{n}", topic="t", question=group[0], phrasings=tuple(group[1:]), answer="x")
        for n, group in enumerate(groups)
    )
)


@settings(max_examples=40, deadline=None)
@given(ENTRIES, WORDS, st.randoms(use_true_random=False))
def test_the_order_of_entries_and_phrasings_changes_nothing(
    entries: tuple[Entry, ...], question: str, random: st.DataObject
) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types randoms as data
    shuffled = [
        it.model_copy(update={"phrasings": tuple(reversed(it.phrasings))}) for it in shuffled
    ]
    before = build_index(Pack(id="p", title="P", language="en", entries=entries))
    after = build_index(Pack(id="p", title="P", language="en", entries=tuple(shuffled)))
    assert [(it.entry.id, it.confidence) for it in before.rank(question)] == [
        (it.entry.id, it.confidence) for it in after.rank(question)
    ]


@settings(max_examples=30, deadline=None)
@given(ENTRIES, WORDS)
def test_held_out_predictions_are_those_of_a_regression_without_the_phrasing(
    entries: tuple[Entry, ...], question: str
) -> None:
    """The closed form against the slow way: leave one out, and solve again."""
    index = build_index(Pack(id="p", title="P", language="en", entries=entries))
    held_out = index._learn()
    count, width = held_out.without_phrasing.shape
    targets = np.zeros((count, width))
    targets[np.arange(count), index._owners] = 1
    for number in range(count):
        rest = [row for row in range(count) if row != number]
        if not rest:
            continue
        gram = held_out.gram.astype(float)
        solved = np.linalg.solve(
            gram[np.ix_(rest, rest)] + RIDGE * np.eye(len(rest)), targets[rest]
        )
        expected = gram[number, rest] @ solved
        assert np.allclose(held_out.without_phrasing[number], expected, atol=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), WORDS)
def test_postings_give_the_same_likeness_as_comparing_each_pair(
    texts: list[str], question: str
) -> None:
    analyser = Analyser("en")
    vectors = Vectors.build([analyser.analyse(text) for text in texts])
    gram = vectors.gram_matrix()
    for number, text in enumerate(texts):
        likeness = vectors.similarity(analyser.analyse(text))
        assert np.allclose(likeness, gram[number], atol=1e-5)
    assert vectors.similarity(analyser.analyse(fold(question))).max() <= 1.0 + 1e-6
