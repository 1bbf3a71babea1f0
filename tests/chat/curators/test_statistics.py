"""What came of questions, as text."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat.curators.statistics import CHART, draw_chart, render_figures
from bot.curating.figures import Figures, count
from bot.store.questions import Tally
from bot.store.votes import Reason, Vote
from bot.translation import speaking
from tests.chat.curators.views import breaches, parts, text_of
from tests.standin.limits import walk

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
    assert "- **9 Nov:** 3 asked, 3 declined\n" in text
    assert r"- “How \*long\*\?”: 1,200 times, 2 wrong" in text
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
    assert "and 30 more entries" in text_of(view)
    assert breaches(view, CHART) == []


def voted(*reasons: Reason | None, helpful: int = 0) -> list[Vote]:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return [
        *[Vote(1, "tea", "steep", 1, True, None, at)] * helpful,
        *[Vote(1, "tea", "steep", 1, False, reason, at) for reason in reasons],
    ]


def test_votes_are_told_with_what_was_wrong_and_to_which_side_it_was_unfair() -> None:
    votes = voted("unfair-against", None, "unfair-against", helpful=1)
    text = text_of(render_figures(count([], TODAY, votes), {}, has_chart=True))
    said = "unfair to those against the motion (2), no reason given (1)"
    assert "0 declined; 1 of 4 votes helpful\nNot helpful: " + said in text
    assert "**Most disputed:** `steep`: 1 of 4 votes helpful. Not helpful: " + said in text
    assert "- **16 Nov:** 0 asked, 1 of 4 helpful" in text
    assert "- `steep`: 0 times, 1 of 4 helpful" in text


def test_where_everything_helped_there_is_no_word_of_what_did_not() -> None:
    text = text_of(render_figures(count([], TODAY, voted(helpful=1)), {}, has_chart=True))
    assert "1 of 1 vote helpful" in text
    assert "Not helpful" not in text


def test_numbers_and_days_are_those_of_the_language(some: Figures) -> None:
    with speaking("de"):
        text = text_of(render_figures(some, {}, has_chart=True))
    assert "1.204" in text
    assert "**9. Nov.:**" in text


def test_weeks_that_the_chart_shows_are_told_in_its_description() -> None:
    tallies = [
        Tally(1, TODAY - timedelta(weeks=it), "answer", "tea", "steep", 10**6 + it)
        for it in range(12)
    ]
    long_ago = "31 Aug"
    votes = voted(None, helpful=9)
    drawn = render_figures(count(tallies, TODAY, votes), {}, has_chart=True)
    [gallery] = [it for it in walk(parts(drawn)) if "items" in it]
    assert long_ago not in text_of(drawn)
    assert f"{long_ago}: 1,000,011 asked, 1,000,011 answered." in gallery["items"][0]["description"]
    assert breaches(drawn, CHART) == []
    told = render_figures(count(tallies, TODAY, votes), {}, has_chart=False)
    assert f"- **{long_ago}:** 1,000,011 asked, 1,000,011 answered\n" in text_of(told)


async def test_a_chart_is_drawn_where_there_is_something_to_draw(some: Figures) -> None:
    chart = await draw_chart(some)
    assert chart is not None
    assert chart.fp.read().startswith(b"\x89PNG")
    assert await draw_chart(figures()) is None


async def test_no_chart_is_drawn_without_matplotlib(
    some: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.question_chart", raising=False)
    for name in [it for it in sys.modules if it.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert await draw_chart(some) is None
