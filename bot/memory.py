"""Keeping the process small and quick while it makes many objects that stay, such as an index.

Building an index makes and drops many arrays in several threads. Each thread's arena of glibc's
malloc would keep the memory that was freed in it for good: 40 of 200 MB with the shipped pack.

As objects are made, Python's garbage collector searches all earlier ones for cycles again and
again. Objects that stay are no garbage, so that it finds none. A quarter of the time until the bot
connects went into that search.
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
    """Has all threads that start later allocate from one arena; does nothing without glibc."""
    _call("mallopt", M_ARENA_MAX, 1)


@contextmanager
def uncollected() -> Iterator[None]:
    """Turns off the garbage collector during a block that makes many objects that stay.

    It is a decorator as well. Within another such block it changes nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_back() -> None:
    """Returns freed memory to the system; does nothing without glibc."""
    _call("malloc_trim", 0)


def freeze() -> None:
    """Excludes all objects that exist now from further garbage collections.

    Call it once, when the process has all that it keeps for good. Cycles among these objects that
    become garbage later are never freed.
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
