from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from bot.matching.products import sum_of_rows, times

PLACES, STARTS = np.array([1, 2, 0, 2], np.int32), np.array([0, 2, 2, 4, 4], np.int32)
MATRIX: sp.csr_array = sp.csr_array((np.array([2, 0.5, 1, 3], np.float32), PLACES, STARTS), (4, 3))


def test_a_product_with_a_vector_is_as_scipy_has_it() -> None:
    vector = np.array([1, -1, 0.25], np.float32)
    assert times(MATRIX, vector).tolist() == (MATRIX.toarray() @ vector).tolist()


@pytest.mark.parametrize("rows", [[], [1], [3], [2, 0], [0, 1, 3, 2, 0]])
def test_rows_are_added_up_as_often_as_they_are_named_each_times_its_weight(
    rows: list[int],
) -> None:
    weights = np.arange(1, len(rows) + 1, dtype=np.float32)
    expected = weights @ MATRIX.toarray()[rows].reshape(-1, 3)
    assert sum_of_rows(MATRIX, np.array(rows, np.int32), weights).tolist() == expected.tolist()
