"""Numbers of half the width are read as NumPy reads them."""

from __future__ import annotations

import numpy as np

from bot.matching.half_floats import widened


def test_every_finite_number_is_read_as_numpy_reads_it() -> None:
    numbers = np.arange(2**16, dtype=np.uint16).view(np.float16)
    numbers = numbers[np.isfinite(numbers)]
    assert len(numbers) == 2 * 31 * 2**10
    found = widened(numbers)
    assert np.array_equal(found, numbers.astype(np.float32))
    assert np.array_equal(np.signbit(found), np.signbit(numbers))


def test_rows_stay_rows_and_what_was_given_stays_as_it_was() -> None:
    numbers = np.linspace(-1, 1, 12).astype(np.float16).reshape(3, 4)
    before = numbers.copy()
    assert np.array_equal(widened(numbers[1:]), numbers[1:].astype(np.float32))
    assert np.array_equal(numbers, before)
