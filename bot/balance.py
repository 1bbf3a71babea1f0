"""`rejoinder balance`: what each side of a pack's topics has, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from bot.errors import SettingsError
from bot.knowledge.balance import (
    LARGEST_SHARE,
    MEASURES,
    SIDES,
    Measure,
    Tally,
    TopicBalance,
    balance,
    count_kinds,
    median_year,
    tally,
    years,
)
from bot.knowledge.model import Pack
from bot.table import Listing

LOPSIDED = "bold yellow"
MARK = "*"
"""Shows what is lopsided where there are no colours."""


def render_balance(pack: Pack) -> RenderableType:
    """The tables of a pack, each with a row a topic and one for all: its sides, and its sources."""
    sides = Listing(
        "Topic", title=Text(f"{pack.title} (for / against / neutral)"), title_justify="left"
    )
    for measure in MEASURES:
        sides.add_column(measure.capitalize(), justify="right", no_wrap=True)
    sources = Listing("Topic", "Kinds of source", "Published (half since)")
    topics = balance(pack)
    for found in topics:
        title = Text(found.topic.title)
        sides.add_row(title, *(_counts(found, measure) for measure in MEASURES))
        sources.add_row(title, _kinds(found.whole), _published(found.whole))
    whole = tally(pack, pack.live_entries)
    title = Text("All", style="bold")
    for table in (sides, sources):
        table.add_section()
    sides.add_row(title, *(Text(f"{whole.count(measure):,} ") for measure in MEASURES))
    sources.add_row(title, _kinds(whole), _published(whole))
    note = f"{MARK} One side has over {LARGEST_SHARE:.0%} of what both have."
    is_noted = any(found.is_lopsided(measure) for found in topics for measure in MEASURES)
    return Group(sides, *([Text(note, style=LOPSIDED)] if is_noted else []), sources)


def _counts(found: TopicBalance, measure: Measure) -> Text:
    numbers = [found.sides[side].count(measure) for side in SIDES]
    if not found.is_debated:
        return Text(f"{numbers[-1]:,} ")
    text = " / ".join(f"{number:,}" for number in numbers)
    return Text(f"{text}{MARK}", LOPSIDED) if found.is_lopsided(measure) else Text(f"{text} ")


def _kinds(of: Tally) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in count_kinds(of.sources).most_common())


def _published(of: Tally) -> str:
    found = years(of.sources)
    if not found:
        return ""
    span = str(found[0]) if found[0] == found[-1] else f"{found[0]} to {found[-1]}"
    return f"{span} ({median_year(of.sources)})"


def draw(packs: Sequence[Pack], file: Path) -> None:
    """Draws the only one of `packs` to `file`.

    Raises `SettingsError` where there are several, Matplotlib is missing, or `file` cannot be
    written.
    """
    if len(packs) != 1:
        names = ", ".join(pack.id for pack in packs)
        raise SettingsError(
            f"--png draws one pack, and there are {len(packs)} ({names}). Name one with "
            "--knowledge PATH."
        )
    try:
        from bot.chart import draw_balance
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "matplotlib":
            raise
        raise SettingsError(
            "--png needs Matplotlib, which is not installed. Install it with: "
            "pip install 'rejoinder[charts]'"
        ) from error
    try:
        draw_balance(packs[0], file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror}.") from error
