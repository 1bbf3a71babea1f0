"""What readers are told of an answer that rests on interested parties alone."""

from __future__ import annotations

from bot.knowledge.interests import interested_sources
from bot.knowledge.model import Entry, Pack
from bot.translation import ngettext


def caveat(pack: Pack, entry: Entry) -> str | None:
    """A sentence where each source of the answer has a stake in what it says; else None.

    The rule is that of `check`, which warns curators of the same answers.
    """
    count = len(interested_sources(pack, entry))
    if not count:
        return None
    return ngettext(
        "This answer rests on an interested party alone: its only source has a stake in the "
        "matter.",
        "This answer rests on interested parties alone: each of its {n} sources has a stake in "
        "the matter.",
        count,
    ).format(n=count)
