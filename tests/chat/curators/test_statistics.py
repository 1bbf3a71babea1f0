"""What came of questions, as text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.chat.curators.statistics import CHART, render_figures
from bot.curating.figures import Figures, count
from bot.store.questions import Tally
from tests.chat.curators.views import breaches, text_of

TODAY = date(2026, 11, 21)


def figures(*tallies: Tally) -> Figures:
    return count(tallies, TODAY)


@pytest.fixture
def some() -> Figures:
    return figures(
        Tally(1, TODAY, "answer", "tea", "steep", 1200),
        Tally(1, TODAY, "answer", "tea", "gone", 1),
        Tally(1, TODAY, "wrong", "tea", "steep", 2),
        Tally(1, TODAY - timedelta(weeks=1), "none", None, None, 3),
    )


def test_figures_are_told_in_all_by_week_and_by_entry(some: Figures) -> None:
    text = text_of(render_figures(some, {("tea", "steep"): "How *long*?"}, has_chart=True))
    assert "1,204 asked: 1,201 answered, 0 suggested, 3 declined; 2 reported as wrong" in text
    assert "- 09 Nov 2026: 3 asked" in text
    assert r"- “How \*long\*\?”: 1,200 times, reported as wrong 2 times" in text
    assert "- `gone`: once" in text


def test_a_missing_chart_is_said_plainly_and_what_installs_it(some: Figures) -> None:
    assert "pip install rejoinder[charts]" in text_of(render_figures(some, {}, has_chart=False))
    view = render_figures(some, {}, has_chart=True)
    assert "pip install" not in text_of(view)
    assert breaches(view, CHART) == []


def test_where_nothing_was_asked_there_is_nothing_more_to_say() -> None:
    text = text_of(render_figures(figures(), {}, has_chart=False))
    assert text.endswith("Nothing has been asked.")


def test_many_long_questions_fit() -> None:
    tallies = [Tally(1, TODAY, "answer", "tea", f"e{number}", 9) for number in range(40)]
    questions = {("tea", f"e{number}"): "*" * 1000 for number in range(40)}
    view = render_figures(figures(*tallies), questions, has_chart=True)
    assert "and 25 more entries" in text_of(view)
    assert breaches(view, CHART) == []
