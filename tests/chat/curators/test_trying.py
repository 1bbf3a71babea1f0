"""What would be said to a question, as the curator who tries it sees it."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from bot.chat.curators.trying import render_why
from tests.chat.curators.views import text_of


def test_the_drafts_among_the_candidates_are_named(answerer: Answerer) -> None:
    outcome = answerer.ask("how long should tea steep")
    drafts = {("tea", "how-long-to-steep"), ("tea", "milk-first")}
    text = text_of(render_why(["It is likely."], outcome, drafts))
    assert "2 drafts were counted as if they were published." in text
    assert "Drafts among the candidates: `how-long-to-steep`." in text
    assert "It is likely." in text


def test_without_drafts_none_are_spoken_of(answerer: Answerer) -> None:
    text = text_of(render_why(["It is likely."], answerer.ask("tea"), ()))
    assert text == "### Why\nIt is likely."
