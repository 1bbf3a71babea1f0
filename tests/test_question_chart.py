"""The picture of what came of questions."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import numpy as np
from matplotlib.image import imread

from bot.curating.figures import Figures, count
from bot.question_chart import COLOURS, HELPFUL, UNHELPFUL, draw_questions
from bot.store.questions import Outcome, Tally
from bot.store.votes import Vote
from bot.translation import speaking

TODAY = date(2026, 11, 21)


def figures(**numbers: int) -> Figures:
    outcomes: dict[str, Outcome] = {"answer": "answer", "suggest": "suggest", "wrong": "wrong"}
    return count(
        [Tally(1, TODAY, outcomes[it], "tea", "steep", number) for it, number in numbers.items()],
        TODAY,
    )


def voted(helpful: int, unhelpful: int) -> Figures:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    votes = [Vote(1, "tea", "steep", 7, number < helpful, None, at) for number in range(9)]
    return count([], TODAY, votes[: helpful + unhelpful])


def coloured(png: bytes, outcome: Outcome) -> int:
    """How many pixels have the colour of an outcome."""
    return painted(png, COLOURS[outcome])


def painted(png: bytes, colour: str) -> int:
    """How many pixels have a colour."""
    assert png.startswith(b"\x89PNG")
    pixels = (imread(io.BytesIO(png))[:, :, :3] * 255).round().astype(int)
    wanted = [int(colour[it : it + 2], 16) for it in (1, 3, 5)]
    return int((pixels == wanted).all(axis=2).sum())


def test_the_area_of_what_came_of_questions_grows_with_how_often_it_did() -> None:
    few = draw_questions(figures(answer=9, suggest=1))
    many = draw_questions(figures(answer=9, suggest=9))
    assert coloured(many, "suggest") > 3 * coloured(few, "suggest")


def test_reports_are_marked_in_the_week_in_which_they_came() -> None:
    without = draw_questions(figures(answer=5))
    marked = draw_questions(figures(answer=5, wrong=1))
    assert coloured(without, "wrong") == 0
    assert coloured(marked, "wrong") > 20


def test_nothing_asked_can_be_drawn() -> None:
    assert coloured(draw_questions(count([], TODAY)), "suggest") > 0  # its legend


def test_charts_that_are_drawn_at_once_are_as_if_drawn_alone() -> None:
    alone = draw_questions(figures(answer=3, suggest=2))
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(draw_questions, [figures(answer=3, suggest=2)] * 4))
    for png in drawn:
        assert np.array_equal(imread(io.BytesIO(png)), imread(io.BytesIO(alone)))


def test_votes_are_drawn_where_there_are_any() -> None:
    without = draw_questions(figures(answer=5))
    assert painted(without, HELPFUL) == painted(without, UNHELPFUL) == 0
    mostly = draw_questions(voted(6, 2))
    assert painted(mostly, HELPFUL) > 2 * painted(mostly, UNHELPFUL) > 0


def test_what_it_says_is_in_the_language_that_is_spoken() -> None:
    english = draw_questions(figures(answer=5))
    with speaking("de"):
        german = draw_questions(figures(answer=5))
    assert english != german
