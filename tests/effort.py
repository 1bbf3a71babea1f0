"""How much the processor has to do, for comparisons that hold on a machine of any speed."""

from __future__ import annotations

import time
import timeit
from collections.abc import Callable


def work(read: Callable[[], object]) -> float:
    """The processor's seconds that it takes at its quickest: the collector may come between."""
    return min(timeit.repeat(read, time.thread_time, repeat=3, number=1))
