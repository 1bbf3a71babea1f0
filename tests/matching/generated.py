"""Packs and questions for property-based tests."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.knowledge.model import Entry

WORDS = [
    "tea", "coffee", "milk", "brew", "steep", "cup", "bean", "leaf", "why", "how", "long", "is",
    "good", "brewed", "teas",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
ENTRIES = st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=5).map(
    lambda groups: tuple(
        Entry(id=f"e{n}", topic="t", question=group[0], phrasings=tuple(group[1:]), answer="x")
        for n, group in enumerate(groups)
    )
)
