"""Whether an entry's answer and sources fit into one Discord message."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ui

from bot.chat.rendering import ASKED_LIMIT, TEXT_LIMIT, TRUNCATED, quote, render_entry
from bot.knowledge.findings import Finding
from bot.knowledge.model import Pack

LONG_ANSWER = "long-answer"
_ANSWER_POSITION = 1
"""Behind the question."""
_LONGEST_NOTE = f"Asked: {quote('x' * ASKED_LIMIT)}"


def long_answers(pack: Pack) -> Iterator[Finding]:
    """A finding for each live entry of which a reader may not see the end.

    Entries are rendered as they are for the longest question that is repeated above an answer.
    """
    for entry in pack.live_entries:
        view = render_entry(pack, entry, note=_LONGEST_NOTE)
        shown = [it.content for it in view.walk_children() if isinstance(it, ui.TextDisplay)]
        cut = [position for position, text in enumerate(shown) if text.endswith(TRUNCATED)]
        if cut:
            is_answer = cut[0] == _ANSWER_POSITION
            what, remedy = (
                ("answer does not fit into", "Shorten it")
                if is_answer
                else ("list of sources does not fit into its part of", "Cite fewer sources")
            )
            message = (
                f"The {what} one Discord message ({TEXT_LIMIT:,} characters, with the addresses), "
                f"so that readers miss its end. {remedy}, or make two entries of this one."
            )
            yield Finding(LONG_ANSWER, "entries", entry.id, message, ("answer",))
