"""What happens to a question, one thing after the other."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class Order:
    """Does one thing at a time to a question: an answer is under way for a moment."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, question_id: int) -> asyncio.Lock:
        """The lock that is held while something is done to a question, in the order of asking."""
        return self._locks.setdefault(question_id, asyncio.Lock())
