"""Keeping the process small where memory is returned to the system only if asked to (glibc).

Building an index makes and drops many arrays in several threads. Each thread's arena of glibc's
malloc would keep what was freed in it for good: 40 of 200 MB with the shipped pack.
"""

from __future__ import annotations

import ctypes
import sys

M_ARENA_MAX = -8
"""The parameter of glibc's `mallopt`, as in its malloc.h."""


def share_one_arena() -> None:
    """Has all threads that follow allocate from the same memory; does nothing without glibc."""
    _call("mallopt", M_ARENA_MAX, 1)


def give_back() -> None:
    """Returns what is free to the system; does nothing without glibc."""
    _call("malloc_trim", 0)


def _call(name: str, *arguments: int) -> None:
    if sys.platform != "linux":
        return
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return
    function(*arguments)
