"""What is asked of whom an answer did not help."""

from __future__ import annotations

import pytest

from bot.chat.asking.votes import render_reasons
from bot.chat.asking.why import render_reportable
from bot.chat.rendering import asked_in
from bot.knowledge.model import Pack
from tests.chat.curators.views import text_of

LONG = "why … is it so? " * 100


def test_a_long_question_can_be_reported_from_the_reasons_as_from_the_explanation(
    tea: Pack,
) -> None:
    said = [
        text_of(render_reasons(tea, tea.entries[0], LONG)),
        text_of(render_reportable(LONG, "So.", "wrong")),
    ]
    read = [asked_in(it) for it in said]

    assert read == [LONG.replace("…", "...")[:1000].strip()] * 2


@pytest.mark.parametrize("question", [None, ""])
def test_what_is_not_known_is_not_repeated(tea: Pack, question: str | None) -> None:
    assert asked_in(text_of(render_reasons(tea, tea.entries[0], question))) is None
