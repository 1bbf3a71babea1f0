"""A pack's balance as a picture. Needs Matplotlib, which the extra `charts` installs."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font_names
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from bot.knowledge.balance import (
    LARGEST_SHARE,
    SIDES,
    Measure,
    Tally,
    TopicBalance,
    balance,
    tally,
    years,
)
from bot.knowledge.model import Pack, Side

COLOURS: dict[Side, str] = {"for": "#0072B2", "against": "#E69F00", "neutral": "#CCCCCC"}
STAKES = {"no stake": "#009E73", "a stake": "#CC79A7"}
"""All colours are from Okabe and Ito's palette, which colour-blind people tell apart, but for
grey."""
INKS: dict[Side, str] = {"for": "white", "against": "black", "neutral": "black"}
INK = "#333333"
WARNING = "#B00000"
FONTS = ("DejaVu Sans", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Noto Sans Arabic")
"""Of these, the installed ones are used, each for letters that the ones before it lack."""
TITLES: dict[Measure, str] = {
    "words": "Words in answers",
    "entries": "Entries",
    "sources": "Sources cited",
}
TITLE_LENGTH = 36
PACK_TITLE_LENGTH = 60
WIDTH_INCHES = 13.0
ROW_INCHES = 0.34
FEWEST_ROWS = 4
HEAD_INCHES = 1.1
BELOW_INCHES = 2.8
FEWEST_YEARS = 8
PAD_INCHES = 0.12
DOTS_PER_INCH = 110
NARROWEST = 0.05
"""A share of the widest bar. Pieces of a bar that are narrower have no room for their number."""


def draw_balance(pack: Pack, file: Path) -> None:
    """Writes the chart of `pack` to `file` as PNG. Raises `OSError` if it cannot be written."""
    installed = set(get_font_names())
    # The type of its keys differs between versions of Matplotlib.
    style: dict[Any, Any] = {
        "font.family": [name for name in FONTS if name in installed],
        "font.size": 9.0,
        "text.color": INK,
        # Titles are text: a dollar sign in one begins no formula.
        "text.parse_math": False,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 11.0,
        "ytick.left": False,
    }
    with mpl.rc_context(style), warnings.catch_warnings():
        # What no installed font has is drawn as a box, which says it better than a warning.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        _draw(pack).savefig(file, format="png", dpi=DOTS_PER_INCH)


def _draw(pack: Pack) -> Figure:
    topics = sorted(balance(pack), key=lambda it: not it.is_debated)
    whole = tally(pack, pack.live_entries)
    inches = (HEAD_INCHES, max(len(topics), FEWEST_ROWS) * ROW_INCHES + 0.6, BELOW_INCHES)
    layout = ConstrainedLayoutEngine(w_pad=PAD_INCHES, h_pad=PAD_INCHES)
    figure = Figure(figsize=(WIDTH_INCHES, sum(inches)), layout=layout)
    ((head,), (above,), (below,)) = figure.subfigures(3, 1, squeeze=False, height_ratios=inches)
    shown = _shorten(pack.title, PACK_TITLE_LENGTH)
    entries = f"{whole.entries:,} {'entry' if whole.entries == 1 else 'entries'}"
    title = f"{shown}: {entries}, {whole.words:,} words"
    head.text(0.5, 0.8, title, ha="center", va="center", fontsize=15, fontweight="bold")
    head.legend(
        handles=[Patch(color=colour, label=side) for side, colour in COLOURS.items()],
        title=f"Beside each bar for:against, red where one has over {LARGEST_SHARE:.0%} of both",
        loc="lower center",
        ncols=len(COLOURS),
        frameon=False,
    )
    panels = above.subplots(1, 3, sharey=True, width_ratios=[2.2, 1.2, 1.2])
    for axes, (measure, title) in zip(panels, TITLES.items(), strict=True):
        _draw_sides(axes, topics, measure)
        axes.set_title(title)
    kinds, published = below.subplots(1, 2)
    _draw_kinds(kinds, whole)
    _draw_years(published, whole)
    return figure


def _draw_sides(axes: Axes, topics: Sequence[TopicBalance], measure: Measure) -> None:
    widths = [sum(it.sides[side].count(measure) for side in SIDES) for it in topics]
    widest = max(widths, default=0) or 1
    for row, found in enumerate(topics):
        left = 0
        for side in SIDES:
            count = found.sides[side].count(measure)
            axes.barh(row, count, left=left, color=COLOURS[side], height=0.74)
            if count > NARROWEST * widest:
                place = (left + count / 2, row)
                axes.annotate(
                    f"{count:,}", place, ha="center", va="center", color=INKS[side], fontsize=8
                )
            left += count
        pro, contra = found.both(measure)
        if pro + contra:
            share = round(100 * pro / (pro + contra))
            is_uneven = found.is_lopsided(measure)
            axes.annotate(
                f" {share}:{100 - share}",
                (left, row),
                va="center",
                color=WARNING if is_uneven else INK,
                fontweight="bold" if is_uneven else "normal",
            )
    axes.set_xlim(0, widest * 1.2)
    axes.set_ylim(max(len(topics), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(topics)), [_shorten(it.topic.title) for it in topics])
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _draw_kinds(axes: Axes, whole: Tally) -> None:
    counts = Counter((it.kind, "a stake" if it.stake else "no stake") for it in whole.sources)
    kinds = [kind for kind, _ in Counter(it.kind for it in whole.sources).most_common()]
    for row, kind in enumerate(kinds):
        left = 0
        for name, colour in STAKES.items():
            count = counts[kind, name]
            axes.barh(row, count, left=left, color=colour, height=0.74)
            left += count
        axes.annotate(f" {left}", (left, row), va="center")
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_ylim(max(len(kinds), 1) - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.set_title(f"{len(whole.sources)} sources by kind")
    handles = [Patch(color=colour, label=name) for name, colour in STAKES.items()]
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False)


def _draw_years(axes: Axes, whole: Tally) -> None:
    dated = years(whole.sources)
    counts = Counter(dated)
    undated = len(whole.sources) - len(dated)
    axes.set_title("By year of publication" + (f" ({undated} undated)" if undated else ""))
    axes.yaxis.set_visible(False)
    if not dated:
        axes.set_xticks([])
        return
    span = range(dated[0], dated[-1] + 1)
    axes.bar(span, [counts[year] for year in span], color=INK, width=0.8)
    for year, count in counts.items():
        axes.annotate(str(count), (year, count), ha="center", va="bottom")
    axes.margins(y=0.15)
    axes.set_xlim(min(span[0], span[-1] - FEWEST_YEARS) - 0.6, span[-1] + 0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_formatter("{x:.0f}")


def _shorten(text: str, most: int = TITLE_LENGTH) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
