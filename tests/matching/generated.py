"""Packs and questions for property-based tests."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.knowledge.model import Entry

WORDS = [
    "tea", "coffee", "milk", "brew", "steep", "cup", "bean", "leaf", "why", "how", "long", "is",
    "good", "brewed", "teas",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
ENTRIES = st.lists(
    st.tuples(st.lists(TEXTS, min_size=1, max_size=4), TEXTS), min_size=1, max_size=5
).map(
    lambda found: tuple(
        Entry(id=f"e{n}", topic="t", question=asked[0], phrasings=tuple(asked[1:]), answer=answer)
        for n, (asked, answer) in enumerate(found)
    )
)
