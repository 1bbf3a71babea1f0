"""Products of a sparse matrix and a question, by the routines in C that SciPy has for its own.

Its checks and the arrays that it makes take longer than a question's few numbers do. The routines
check nothing: every row that is asked for must be there, and numbers and indices have 32 bits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse._sparsetools import csc_matvec, csr_matvec, csr_row_index

_Floats = npt.NDArray[np.float32]


def times(matrix: sp.csr_array, vector: _Floats) -> _Floats:
    """`matrix @ vector`."""
    found = np.zeros(matrix.shape[0], np.float32)
    csr_matvec(*matrix.shape, matrix.indptr, matrix.indices, matrix.data, vector, found)
    return found


def sum_of_rows(matrix: sp.csr_array, rows: npt.NDArray[np.int32], weights: _Floats) -> _Floats:
    """The sum of the rows of `matrix` that are numbered `rows`, each times its weight."""
    starts = np.zeros(len(rows) + 1, np.int32)
    (matrix.indptr[1:].take(rows) - matrix.indptr.take(rows)).cumsum(out=starts[1:])
    count = int(starts[-1])
    columns, values = np.empty(count, np.int32), np.empty(count, np.float32)
    csr_row_index(len(rows), rows, matrix.indptr, matrix.indices, matrix.data, columns, values)
    found = np.zeros(matrix.shape[1], np.float32)
    csc_matvec(len(found), len(rows), starts, columns, values, weights, found)
    return found
