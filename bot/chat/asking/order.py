"""What happens to a question, one thing after the other."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class Order:
    """Lets one thing at a time happen to a question, since an answer is under way for a moment."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def of(self, question_id: int) -> asyncio.Lock:
        """What is held while something happens to a question; who asks first holds it first."""
        return self._locks.setdefault(question_id, asyncio.Lock())
