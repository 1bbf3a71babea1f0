from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.calibration import calibrate

CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans()))


def test_the_error_is_the_mean_distance_of_confidence_and_share_right() -> None:
    found = calibrate([(0.95, True), (0.95, True), (0.95, False), (0.15, False)])
    assert found.error == pytest.approx((3 * (0.95 - 2 / 3) + 0.15) / 4)
    assert [it.count for it in found.bins] == [0, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert found.bins[9].share == pytest.approx(2 / 3)


def test_what_is_right_as_often_as_it_says_has_no_error() -> None:
    assert calibrate([(0.5, True), (0.5, False), (1.0, True), (0.0, False)]).error == 0


def test_nothing_has_no_error() -> None:
    assert calibrate([]).error == 0


@given(CASES)
def test_every_case_is_in_one_bin_whose_bounds_hold_it(cases: list[tuple[float, bool]]) -> None:
    found = calibrate(cases)
    assert sum(it.count for it in found.bins) == len(cases)
    assert sum(it.right for it in found.bins) == sum(is_right for _, is_right in cases)
    assert 0 <= found.error <= 1
    for it in found.bins:
        assert it.low - 1e-9 <= it.confidence <= it.high + 1e-9
