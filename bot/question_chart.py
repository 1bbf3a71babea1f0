"""What came of questions as a picture. Needs Matplotlib, which the extra `charts` installs."""

from __future__ import annotations

import io
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bot.curating.figures import COUNTED, NAMES, Counts, Figures
from bot.locales import say_number, say_short_day
from bot.store.questions import Outcome
from bot.translation import _

COLOURS: Mapping[Outcome, str] = {
    "answer": "#0072B2",
    "suggest": "#E69F00",
    "none": "#CCCCCC",
    "wrong": "#B00000",
}
HELPFUL, UNHELPFUL = "#009E73", "#CC79A7"
"""From Okabe and Ito's palette, which colour-blind people tell apart. The other colours are from it
too, but for grey and red."""
INK, GRID = "#333333", "#CCCCCC"
MOST_ENTRIES = 10
FEWEST_ROWS = 5
ID_LENGTH = 36
INCHES = (11.0, 4.2)
VOTES_INCHES = 1.4
"""How much the panel of votes adds to the height, if there are any votes."""
DOTS_PER_INCH = 110


def draw_questions(figures: Figures) -> bytes:
    """The chart as PNG. Drawing touches no global state, so that any thread may do it.

    The chart shows only ids and words of its own, in the language that is spoken.
    """
    has_votes = figures.whole.votes > 0
    width, height = INCHES
    figure = Figure(
        figsize=(width, height + VOTES_INCHES * has_votes),
        layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12),
    )
    grid = figure.add_gridspec(2 if has_votes else 1, 2, width_ratios=[1.5, 1])
    if has_votes:
        grid.set_height_ratios([2.6, 1])
    weeks = figure.add_subplot(grid[0, 0])
    entries = figure.add_subplot(grid[:, 1])
    _draw_weeks(weeks, figures)
    _draw_entries(entries, figures)
    if has_votes:
        weeks.set_xticks([])
        weeks.spines["bottom"].set_color(GRID)
        weeks = figure.add_subplot(grid[1, 0])
        _draw_votes(weeks, figures)
    days = [say_short_day(it[0]) for it in figures.weeks]
    weeks.set_xticks(range(len(days)), days, rotation=45)
    figure.legend(loc="outside lower left", frameon=False, ncols=6, fontsize=9, labelcolor=INK)
    for axes in figure.axes:
        axes.spines[["left", "right", "top"]].set_visible(False)
        axes.tick_params(left=False, colors=INK, labelsize=9)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=DOTS_PER_INCH)
    return written.getvalue()


def _draw_weeks(axes: Axes, figures: Figures) -> None:
    places = range(len(figures.weeks))
    below = [0] * len(figures.weeks)
    for outcome in COUNTED:
        heights = [it[1].of(outcome) for it in figures.weeks]
        name = _(NAMES[outcome])
        axes.bar(places, heights, bottom=below, color=COLOURS[outcome], label=name)
        below = [a + b for a, b in zip(below, heights, strict=True)]
    wrong = [(place, it[1].of("wrong")) for place, it in enumerate(figures.weeks)]
    marked = [it for it in wrong if it[1]]
    if marked:
        name = _(NAMES["wrong"])
        axes.plot(*zip(*marked, strict=True), "D", color=COLOURS["wrong"], label=name)
    axes.set_ylim(0, max([*below, 1]) * 1.1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title(_("Questions by week"), loc="left", color=INK)


def _draw_votes(axes: Axes, figures: Figures) -> None:
    """Draws the votes that were helpful above a line, and the others below it."""
    places = range(len(figures.weeks))
    above = [it[1].helpful for it in figures.weeks]
    below = [it[1].unhelpful for it in figures.weeks]
    axes.bar(places, above, color=HELPFUL, label=_("helpful"))
    axes.bar(places, [-it for it in below], color=UNHELPFUL, label=_("not helpful"))
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.spines["bottom"].set_color(GRID)
    axes.set_ylim(-max(*below, 1) * 1.1, max(*above, 1) * 1.1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    axes.yaxis.set_major_formatter(lambda height, _place: say_number(abs(round(height))))
    axes.set_title(_("Votes by week"), loc="left", color=INK)


def _draw_entries(axes: Axes, figures: Figures) -> None:
    shown = figures.entries[:MOST_ENTRIES]
    rows = range(len(shown))
    axes.set_title(_("Answers by entry"), loc="left", color=INK)
    answers = [it[1].of("answer") for it in shown]
    axes.barh(rows, answers, color=COLOURS["answer"], height=0.74)
    for row, (_ids, counts) in enumerate(shown):
        axes.annotate(
            f" {_said(counts)}", (counts.of("answer"), row), va="center", color=INK, fontsize=8
        )
    axes.set_yticks(rows, [_shorten(ids[1]) for ids, _counts in shown], fontsize=8)
    axes.set_ylim(max(len(shown), FEWEST_ROWS) - 0.5, -0.5)
    axes.set_xlim(0, max([*answers, 1]) * 1.5)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _said(counts: Counts) -> str:
    said = [say_number(counts.of("answer"))]
    if wrong := counts.of("wrong"):
        said.append(_("{n} wrong").format(n=say_number(wrong)))
    if counts.votes:
        share = _("{helpful} of {votes} helpful")
        said.append(
            share.format(helpful=say_number(counts.helpful), votes=say_number(counts.votes))
        )
    return ", ".join(said)


def _shorten(text: str) -> str:
    return text if len(text) <= ID_LENGTH else text[: ID_LENGTH - 1] + "…"
