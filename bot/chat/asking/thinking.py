"""Thinking about questions, in threads of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = 4
"""How many questions are worked on at once; each takes some hundredths of a second."""
_THREADS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="question")


async def think(work: Callable[P, T], *given: P.args, **more: P.kwargs) -> T:
    """What `work` returns, run in a thread that is reserved for questions.

    Curators' work may take all threads of `asyncio.to_thread`: during ten imports of the largest
    packs, questions elsewhere waited for a minute.
    """
    loop = asyncio.get_running_loop()
    context = copy_context()
    return await loop.run_in_executor(_THREADS, lambda: context.run(work, *given, **more))
