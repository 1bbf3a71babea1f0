"""Which sources speak for an interest of their own, and which answers rest on these alone."""

from __future__ import annotations

from bot.knowledge.balance import cited_by
from bot.knowledge.model import Entry, Pack, Source, SourceKind

INTERESTED: frozenset[SourceKind] = frozenset({"vendor", "lobby"})
"""The kinds of source that have a stake in their subject, whether it is written down or not."""


def is_interested(source: Source) -> bool:
    """Whether the source stands to gain from what it says."""
    return source.stake is not None or source.kind in INTERESTED


def interested_sources(pack: Pack, entry: Entry) -> tuple[Source, ...]:
    """The sources of an answer if all of them are interested; otherwise none."""
    sources = tuple(pack.source_by_id[it] for it in cited_by(entry))
    return sources if all(map(is_interested, sources)) else ()
