"""Which side an answer speaks for, in words."""

from __future__ import annotations

from bot.knowledge.model import Entry, Pack, Side
from bot.translation import N_, _

STANCES: dict[Side, str] = {
    "for": N_("For"),
    "against": N_("Against"),
    "neutral": N_("Takes no side on"),
}


def stance(pack: Pack, entry: Entry) -> tuple[str, str] | None:
    """How the entry stands to its topic's motion, and the motion; None where there is none."""
    motion = pack.topic_by_id[entry.topic].motion
    return (_(STANCES[entry.side]), motion) if motion else None
