from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.chance import chance_of_loss, wilson


def test_intervals_are_those_of_wilsons_formula() -> None:
    # Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_stays_between_0_and_1(case: tuple[int, int]) -> None:
    count, of = case
    low, high = wilson(count, of)
    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0, 1)


@pytest.mark.parametrize(
    ("broken", "mended", "chance"),
    [
        (0, 0, 0.5),
        (1, 1, 0.5),
        (3, 0, 0.0625),
        (4, 0, 0.03125),
        (7, 2, 28 / 512),
        (8, 2, 33.5 / 1024),
    ],
)
def test_the_chance_of_a_loss_is_the_middle_of_the_binomial(
    broken: int, mended: int, chance: float
) -> None:
    assert chance_of_loss(broken, mended) == pytest.approx(chance)


def test_many_changes_are_counted_exactly() -> None:
    assert chance_of_loss(2000, 2000) == pytest.approx(0.5)
    assert chance_of_loss(3000, 0) == pytest.approx(0)
