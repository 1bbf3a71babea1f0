"""Keeping the process small and quick while it makes much that stays, such as an index.

Building an index makes and drops many arrays in several threads. Each thread's arena of glibc's
malloc would keep what was freed in it for good: 40 of 200 MB with the shipped pack.

Python looks for garbage in cycles again and again as objects are made, and each time through all
that were made before. Where they stay there is none to find: a quarter of the time until the bot
connects went into looking.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

M_ARENA_MAX = -8
"""The parameter of glibc's `mallopt`, as in its malloc.h."""


def share_one_arena() -> None:
    """Has all threads that follow allocate from the same memory; does nothing without glibc."""
    _call("mallopt", M_ARENA_MAX, 1)


@contextmanager
def uncollected() -> Iterator[None]:
    """Has Python look for no garbage in cycles during a block that makes much that stays.

    Also for use as a decorator. Within another such block it changes nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_back() -> None:
    """Returns what is free to the system; does nothing without glibc."""
    _call("malloc_trim", 0)


def freeze() -> None:
    """Has Python look for garbage no more in what there is by now.

    Call it once, when a process has what it keeps for good: what is garbage later stays.
    """
    gc.collect()
    gc.freeze()


def _call(name: str, *arguments: int) -> None:
    if sys.platform != "linux":
        return
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return
    function(*arguments)
