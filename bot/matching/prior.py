"""What other packs taught about evidence: the weights of the confidence's columns, in their order.

Learned from CLINC150's training set by `benchmarks/prior.py`, rounded.
"""

from __future__ import annotations

import numpy as np

PRIOR = np.array(
    [
        -3.03,
        1.85,
        2.41,
        0.69,
        0.20,
        -0.40,
        1.05,
        -1.85,
        -0.45,
        1.32,
        0.41,
        -0.40,
        0.63,
        -0.21,
        -0.25,
        0.06,
        -0.64,
        -0.81,
        -1.12,
        0.86,
        0.69,
        0.30,
        -0.39,
        0.71,
        -0.24,
        -0.19,
        0.50,
        0.06,
        0.01,
        -0.01,
        2.72,
        1.78,
        0.59,
        1.10,
        0.49,
        -1.12,
        0.78,
        -0.10,
        -1.21,
        1.10,
        0.32,
        0.38,
        0.51,
        1.40,
        2.26,
        -0.42,
    ]
)
