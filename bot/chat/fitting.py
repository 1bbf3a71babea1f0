"""Whether an entry's answer and sources fit into one Discord message."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ui

from bot.chat.rendering import FOLD, Frame, answer_pages, render_entry
from bot.knowledge.findings import Finding
from bot.knowledge.model import Pack
from bot.translation import N_, _

LONG_ANSWER = "long-answer"
ANSWER = N_(
    "The answer does not fit into one Discord message ({most:,} characters, with the addresses), "
    "so that readers have to ask for its end. Shorten it, or make two entries of this one."
)
SOURCES = N_(
    "The list of sources does not fit beside the answer in one Discord message, so that readers "
    "have to ask for its end. Cite fewer sources, or make two entries of this one."
)
_LONGEST = Frame(asked="?" * 1000)
"""A question as long as the longest that is repeated above an answer."""


def long_answers(pack: Pack) -> Iterator[Finding]:
    """A finding for each live entry whose end readers do not see at once.

    Entries are rendered with the longest question that may be repeated above an answer.
    """
    for entry in pack.live_entries:
        if len(answer_pages(pack, entry)) > 1:
            said = _(ANSWER).format(most=FOLD)
            yield Finding(LONG_ANSWER, "entries", entry.id, said, ("answer",))
        elif _has_section(render_entry(pack, entry, _LONGEST)):
            yield Finding(LONG_ANSWER, "entries", entry.id, _(SOURCES), ("answer",))


def _has_section(view: ui.LayoutView) -> bool:
    """Whether the view hides something behind a button, as it does if it lacks room for it."""
    return any(isinstance(it, ui.Section) for it in view.walk_children())
