"""What came of questions as a picture. Needs Matplotlib, which the extra `charts` installs."""

from __future__ import annotations

import io
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bot.curating.figures import COUNTED, NAMES, Figures
from bot.store.questions import Outcome

COLOURS: Mapping[Outcome, str] = {
    "answer": "#0072B2",
    "suggest": "#E69F00",
    "none": "#CCCCCC",
    "wrong": "#B00000",
}
"""From Okabe and Ito's palette, which colour-blind people tell apart, with grey and red."""
INK = "#333333"
MOST_ENTRIES = 10
FEWEST_ROWS = 5
ID_LENGTH = 36
INCHES = (11.0, 4.2)
DOTS_PER_INCH = 110


def draw_questions(figures: Figures) -> bytes:
    """The chart as PNG. Nothing outside of it is touched, so that any thread may draw one.

    It shows ids and its own words alone, which every font has.
    """
    figure = Figure(figsize=INCHES, layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12))
    weeks, entries = figure.subplots(1, 2, width_ratios=[1.5, 1])
    _draw_weeks(weeks, figures)
    _draw_entries(entries, figures)
    for axes in (weeks, entries):
        axes.spines[["left", "right", "top"]].set_visible(False)
        axes.tick_params(left=False, colors=INK)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=DOTS_PER_INCH)
    return written.getvalue()


def _draw_weeks(axes: Axes, figures: Figures) -> None:
    places = range(len(figures.weeks))
    below = [0] * len(figures.weeks)
    for outcome in COUNTED:
        heights = [counts.of(outcome) for _, counts in figures.weeks]
        axes.bar(places, heights, bottom=below, color=COLOURS[outcome], label=NAMES[outcome])
        below = [a + b for a, b in zip(below, heights, strict=True)]
    wrong = [(place, it.of("wrong")) for place, (_, it) in enumerate(figures.weeks)]
    marked = [it for it in wrong if it[1]]
    if marked:
        axes.plot(*zip(*marked, strict=True), "D", color=COLOURS["wrong"], label=NAMES["wrong"])
    axes.set_xticks(places, [f"{monday:%d %b}" for monday, _ in figures.weeks], rotation=45)
    axes.set_ylim(0, max([*below, 1]) * 1.1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title("Questions by week", loc="left", color=INK)
    axes.legend(frameon=False, ncols=2, loc="upper left", bbox_to_anchor=(0, -0.18), fontsize=9)


def _draw_entries(axes: Axes, figures: Figures) -> None:
    shown = figures.entries[:MOST_ENTRIES]
    rows = range(len(shown))
    axes.set_title("Answers by entry", loc="left", color=INK)
    axes.barh(rows, [it.of("answer") for _, it in shown], color=COLOURS["answer"], height=0.74)
    for row, (_, counts) in enumerate(shown):
        wrong = counts.of("wrong")
        text = f" {counts.of('answer')}" + (f", {wrong} wrong" if wrong else "")
        axes.annotate(text, (counts.of("answer"), row), va="center", color=INK, fontsize=8)
    axes.set_yticks(rows, [_shorten(entry) for (_, entry), _ in shown], fontsize=8)
    axes.set_ylim(max(len(shown), FEWEST_ROWS) - 0.5, -0.5)
    axes.margins(x=0.2)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _shorten(text: str) -> str:
    return text if len(text) <= ID_LENGTH else text[: ID_LENGTH - 1] + "…"
