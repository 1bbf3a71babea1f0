from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import ranking as ranking_module
from bot.matching.language import language_of
from bot.matching.meaning import Likeness
from bot.matching.ranking import MARGIN, RIDGE, Ints, Ranking, learn
from bot.matching.terms import Analyser
from tests.matching import oracle
from tests.matching.generated import TEXTS

GROUPS = st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=4)


def learned(groups: list[list[str]]) -> tuple[Likeness, Ints, Ranking]:
    analyser = Analyser("xx")
    phrasings = [analyser.analyse(text) for group in groups for text in group]
    likeness = Likeness(phrasings, language_of("xx"))
    owners = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return likeness, owners, learn(likeness, owners, range(len(owners)))


def column_of(ranking: Ranking, entry: int, count: int) -> npt.NDArray[np.float64]:
    machine = ranking.machines[entry]
    found = np.zeros(count)
    found[machine.phrasings] = machine.coefficients
    return found


@settings(max_examples=40, deadline=None)
@given(GROUPS)
def test_each_machine_is_the_one_found_one_coefficient_at_a_time(groups: list[list[str]]) -> None:
    likeness, owners, ranking = learned(groups)
    gram = likeness.gram(np.arange(len(owners)))
    for entry in range(len(groups)):
        expected = oracle.coefficients(gram.tolist(), (owners == entry).tolist())
        found = column_of(ranking, entry, len(owners))
        assert gram @ found == pytest.approx(gram @ np.array(expected), abs=2e-3)


@settings(max_examples=40, deadline=None)
@given(GROUPS)
def test_held_out_scores_are_those_of_ridge_regression_without_the_phrasing(
    groups: list[list[str]],
) -> None:
    likeness, owners, ranking = learned(groups)
    gram = likeness.gram(np.arange(len(owners)))
    for entry in range(len(groups)):
        column = column_of(ranking, entry, len(owners))
        within = np.flatnonzero(column)
        for number in within:
            unlearned = ranking.unlearned(int(number))
            here = unlearned.entries == entry
            for left_out, changes in (
                (np.arange(len(owners)) == number, unlearned.without_phrasing),
                (owners == owners[number], unlearned.without_entry),
            ):
                rest = [it for it in within if not left_out[it]]
                targets = np.where(owners[rest] == entry, 1.0, MARGIN)
                ridge = gram[np.ix_(rest, rest)] + np.diag(np.full(len(rest), RIDGE))
                expected = gram[number, rest] @ np.linalg.solve(ridge, targets)
                found = gram[number] @ column + changes[here].sum()
                assert found == pytest.approx(expected, abs=1e-4)


def test_a_rival_is_told_apart_though_it_shares_no_telling_term_with_the_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.matching.vectors.TELLING_TERMS", 3)
    for module in (ranking_module, oracle):
        monkeypatch.setattr(module, "MARGIN", 0.1)  # or the one word they share would not matter
    groups = [["brew"], ["tea tea tea brew", "tea coffee milk steep", "coffee milk steep bean"]]
    likeness, owners, ranking = learned(groups)
    gram = likeness.gram(np.arange(len(owners)))
    expected = oracle.coefficients(gram.tolist(), (owners == 1).tolist())
    assert expected[0] < 0
    assert column_of(ranking, 1, len(owners)) == pytest.approx(np.array(expected), abs=1e-3)
