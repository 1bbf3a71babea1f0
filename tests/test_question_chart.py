"""The picture of what came of questions."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
from matplotlib.image import imread

from bot.curating.figures import Figures, count
from bot.question_chart import COLOURS, draw_questions
from bot.store.questions import Outcome, Tally

TODAY = date(2026, 11, 21)


def figures(**numbers: int) -> Figures:
    outcomes: dict[str, Outcome] = {"answer": "answer", "suggest": "suggest", "wrong": "wrong"}
    return count(
        [Tally(1, TODAY, outcomes[it], "tea", "steep", number) for it, number in numbers.items()],
        TODAY,
    )


def coloured(png: bytes, outcome: Outcome) -> int:
    """How many pixels have the colour of an outcome."""
    assert png.startswith(b"\x89PNG")
    pixels = (imread(io.BytesIO(png))[:, :, :3] * 255).round().astype(int)
    colour = COLOURS[outcome]
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
