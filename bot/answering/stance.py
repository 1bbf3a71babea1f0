"""Which side an answer speaks for, in words."""

from __future__ import annotations

from bot.knowledge.model import Entry, Pack, Side

STANCES: dict[Side, str] = {"for": "For", "against": "Against", "neutral": "Takes no side on"}


def stance(pack: Pack, entry: Entry) -> tuple[str, str] | None:
    """How the entry stands to its topic's motion, and the motion; None where there is none."""
    motion = pack.topic_by_id[entry.topic].motion
    return (STANCES[entry.side], motion) if motion else None
