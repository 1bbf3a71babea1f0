"""Whether those who read a thread have heard one side of a matter only."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.answerer import Answerer
from bot.knowledge.model import Entry, Pack
from bot.store.replies import Reply


def is_one_sided(others: Iterable[Reply], found: tuple[Pack, Entry], answerer: Answerer) -> bool:
    """Whether there are `others` on the found entry's topic, and all take its side.

    Those on neither side do not count.
    """
    pack, entry = found
    if entry.side == "neutral":
        return False
    shown = [answerer.find(it.pack, it.entry) for it in others if it.pack and it.entry]
    on_topic = [it[1] for it in shown if it and it[0].id == pack.id and it[1].topic == entry.topic]
    sided = [it.side for it in on_topic if it.side != "neutral"]
    return bool(sided) and all(side == entry.side for side in sided)
