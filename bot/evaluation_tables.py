"""What `rejoinder eval` prints of a run: its misses, figures, calibration and confusions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.text import Text

from bot.accepted import Comparison
from bot.answering.calibration import Calibration
from bot.answering.chance import wilson
from bot.answering.confusions import Confusion
from bot.answering.evaluate import HALVES, Declines, Figures, Half, Verdict
from bot.pack_run import PackRun
from bot.table import Listing

MOST_CONFUSIONS = 8
"""How many pairs of entries that compete are printed; the JSON has all of them."""
NEGATIVE = "give the one that takes the other's questions a negative phrasing."
MISSES: dict[Half, str] = {
    "tuning": "Misses, tuning half",
    "held-out": "Misses, held-out half: for the record, not for tuning",
}


def print_run(console: Console, run: PackRun) -> None:
    """Prints the misses of a run, its figures, and which entries compete."""
    for half in HALVES:
        if misses := run.misses(half):
            console.print(_misses_table(MISSES[half], misses), crop=False)
    print_figures(console, run, run.pack.title)
    console.print(_reliability_table(run.calibrations()["held-out"]), crop=False)
    competing = run.confusions()[:MOST_CONFUSIONS]
    if competing:
        console.print(_confusions_table(competing), crop=False)
    entries = run.pack.entry_by_id
    opposing = [it for it in competing if entries[it.first].opposes(entries[it.second])]
    if len(opposing) < len(competing):
        which = "The others compete" if opposing else "These compete"
        console.print(f"{which}: merge the two, or {NEGATIVE}")
    for it in opposing:
        pair = f"`{it.first}` and `{it.second}`"
        console.print(f"{pair} oppose each other: {NEGATIVE}", highlight=False, soft_wrap=True)


def print_figures(console: Console, run: PackRun, title: str) -> None:
    """Prints how much of each half of a run was right, offered and wrong, below a title."""
    console.print(_figures_table(title, run.figures(), run.calibrations()), crop=False)


def print_waiting(console: Console, waiting: Mapping[str, int]) -> None:
    """Prints how many expectations were not asked since they are for drafts, if any."""
    n = sum(waiting.values())
    if n:
        are_waiting = "expectations wait" if n > 1 else "expectation waits"
        are_live = "their drafts are" if n > 1 else "its draft is"
        drafts = ", ".join(f"{count} of `{draft}`" for draft, count in waiting.items())
        print_line(console, f"{n} {are_waiting} until {are_live} live: {drafts}.")


def print_line(console: Console, line: str) -> None:
    """Prints a line as it is, however long."""
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _misses_table(title: str, misses: Iterable[Verdict]) -> Listing:
    table = Listing("Asked", "Expected", "Got", "Closest rival", title=title)
    for miss in misses:
        rival = miss.rival
        table.add_row(
            Text(miss.expectation.ask),
            miss.expectation.expect,
            _got(miss),
            f"{rival.entry.id} ({rival.confidence:.0%})" if rival else "",
        )
    return table


def _figures_table(
    title: str, figures: dict[Half, Figures], calibrations: dict[Half, Calibration]
) -> Listing:
    table = Listing("", *HALVES, title=Text(title), caption="Shares with their 95% intervals.")

    def row(name: str, cells: Iterable[str]) -> None:
        table.add_row(name, *cells)

    row("To answer", [str(figures[half].asked) for half in HALVES])
    for name, label in (
        ("right", "  answered right"),
        ("offered", "  right or suggested"),
        ("wrong", "  answered wrong"),
    ):
        row(label, [_share(getattr(figures[half], name), figures[half].asked) for half in HALVES])
    for name, label in (
        ("near_misses", "Near misses to decline"),
        ("chatter", "Chatter to decline"),
    ):
        declines: list[Declines] = [getattr(figures[half], name) for half in HALVES]
        row(label, [str(it.asked) for it in declines])
        row("  suggested something", [_share(it.suggested, it.asked) for it in declines])
        row("  answered anyway", [_share(it.answered, it.asked) for it in declines])
    row("Calibration error", [f"{calibrations[half].error:.3f}" for half in HALVES])
    return table


def _reliability_table(calibration: Calibration) -> Listing:
    table = Listing(
        "Confidence",
        "Questions",
        "Mean",
        "Right",
        title="Reliability of the likeliest entry, held-out half",
    )
    for it in calibration.bins:
        if it.count:
            table.add_row(
                f"{it.low:.0%}\u2013{it.high:.0%}",
                str(it.count),
                f"{it.confidence:.1%}",
                _interval(it.right, it.count),
            )
    return table


def _confusions_table(competing: Iterable[Confusion]) -> Listing:
    table = Listing(
        "Entry", "Competes with", "Questions lost", title="Worst confusions, both halves"
    )
    for it in competing:
        lost = f"{it.lost_by_first} to the other"
        if it.lost_by_second:
            lost += f", {it.lost_by_second} from it"
        table.add_row(it.first, it.second, lost)
    return table


def print_comparison(console: Console, comparison: Comparison, asked: int) -> None:
    """Prints what broke and what was mended since the accepted run.

    `asked` is how many questions this run asked.
    """
    broken = [it for it in comparison.changes if it.is_worse]
    mended = [it for it in comparison.changes if not it.is_worse]
    for title, changes in (("Broken", broken), ("Mended", mended)):
        if changes:
            table = Listing(
                "Asked", "Expected", "Was", "Now", title=f"{title} since the accepted run"
            )
            for it in changes:
                ask = Text(it.verdict.expectation.ask)
                table.add_row(ask, it.verdict.expectation.expect, it.was, it.now)
            console.print(table, crop=False)
    console.print(
        f"Beside the accepted run: {len(broken)} broke and {len(mended)} mended of "
        f"{comparison.compared} questions; {asked - comparison.compared} are new."
    )
    if not comparison.regressions:
        by_chance = ": of so few, as many break by chance." if broken else "."
        console.print(f"No regression{by_chance}")
    for sentence in comparison.regressions:
        console.print(Text(f"Regression: {sentence}", style="red"))


def _got(verdict: Verdict) -> str:
    name = type(verdict.outcome).__name__.lower()
    return f"{name}, expected offered" if verdict.grade == "suggested" else name


def _share(part: int, whole: int) -> str:
    return f"{part}: {_interval(part, whole)}" if whole else "0"


def _interval(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole:.1%} ({low:.1%}\u2013{high:.1%})"
