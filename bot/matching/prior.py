"""What other packs taught about evidence: the weights of the confidence's columns, in their order.

Learned from CLINC150's training set by `benchmarks/prior.py`, rounded.
"""

from __future__ import annotations

import numpy as np

PRIOR = np.array(
    [
        -2.91, 1.66, 2.13, 0.86, 0.29, -0.65, 1.11, -2.12,
        -0.03, 1.29, 0.59, -0.44, 0.80, -0.29, -0.01, -0.24,
        -0.59, -0.74, -0.74, 1.13, 0.16, -0.15, -0.40, 0.69,
        -0.32, -0.20, 0.51, 0.05, 0.02, -0.02, 2.80, 1.89,
        0.62, 1.05, 0.37, -1.19, 0.74, -0.13, -1.14, 1.19,
        0.48, 0.50, 0.55, 1.40, 2.25, -0.62,
    ]
)
