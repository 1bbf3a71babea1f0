"""`rejoinder eval`: a pack's expectations asked, reported, and compared with the accepted run.

A curator reads the misses of the half that is for tuning. Those of the other half are printed for
the record; figures, calibration and the pairs that compete tell what to do without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.accepted import Change, Comparison, accept, accepted_file, compare
from bot.answering.answerer import Answerer, Bars
from bot.answering.calibration import Calibration
from bot.answering.chance import wilson
from bot.answering.confusions import Confusion, confusions
from bot.answering.evaluate import (
    HALVES,
    Declines,
    Figures,
    Half,
    Verdict,
    calibration_of,
    count,
    evaluate,
)
from bot.answering.snapshot import Snapshot
from bot.errors import KnowledgeError
from bot.knowledge.load import expectations_file, read_pack
from bot.knowledge.model import Expectation, Knowledge, Pack
from bot.knowledge.problems import Problem
from bot.matching.encoder import INSTALL, Encoder
from bot.matching.kept_learning import KeptLearning
from bot.output import say_json
from bot.progress import progress_bar
from bot.table import Listing

JSON = dict[str, Any]

ADD_ENCODER = f"{INSTALL} && rejoinder encoder get"
MOST_CONFUSIONS = 8
"""The pairs of entries that are printed; all are in the JSON."""
NEGATIVE = "give the one that takes the other's questions a negative phrasing."
MISSES: dict[Half, str] = {
    "tuning": "Misses, tuning half",
    "held-out": "Misses, held-out half: for the record, not for tuning",
}


def run_evaluation(
    paths: Sequence[Path],
    bars: Bars,
    console: Console,
    encoder: Encoder | None = None,
    kept: KeptLearning | None = None,
    *,
    as_json: bool,
    is_accepted: bool,
) -> bool:
    """Reports on every pack at `paths`; whether one is worse than its accepted run.

    What the encoder would add is shown beside. The accepted run is without one, so that it is the
    same for everybody.

    With `is_accepted` this run becomes the accepted one where anything was asked, and is compared
    with none. Raises
    `KnowledgeError` if a pack or its expectations have an error, or, once all is reported, an
    accepted run; and `SaveError` if the accepted run cannot be written.
    """
    is_regression = False
    results: list[JSON] = []
    unreadable: list[Problem] = []
    for path in paths:
        reading = read_pack(path)
        pack, expectations = reading.sound(), reading.askable
        run = _ask(pack, expectations, bars, None, kept)
        file = accepted_file(path)
        if is_accepted and run.verdicts:
            accept(file, run.verdicts)
        comparison = None
        problems: Sequence[Problem] = ()
        try:
            comparison = None if is_accepted else compare(file, run.verdicts)
        except KnowledgeError as error:
            problems = error.problems
            unreadable += problems
        is_regression |= bool(comparison and comparison.regressions)
        with_encoder = _ask(pack, expectations, bars, encoder, kept) if encoder else None
        if as_json:
            results.append(_to_json(run, reading.waiting, comparison, with_encoder))
            continue
        if not expectations:
            line = f"{pack.title} has no expectations yet: write some in {expectations_file(path)}."
            if reading.waiting:
                line = f"{pack.title}: none of its expectations can be asked yet."
            _print_line(console, line)
            _print_waiting(console, reading.waiting)
            continue
        _print(console, run)
        _print_waiting(console, reading.waiting)
        if with_encoder:
            title = f"{run.pack.title}, with the encoder"
            figures, calibrations = with_encoder.figures(), with_encoder.calibrations()
            console.print(_figures_table(title, figures, calibrations), crop=False)
        if comparison:
            _print_comparison(console, comparison, len(run.verdicts))
        elif is_accepted:
            _print_line(console, f"{file} keeps this run, to compare the next ones with.")
        elif not problems:
            console.print("There is no accepted run to compare with; --accept keeps this one.")
    if as_json:
        say_json(results, indent=2)
    elif encoder is None:
        line = f"To see what an encoder would add: {ADD_ENCODER}"
        console.print(line, markup=False, highlight=False, soft_wrap=True, style="dim")
    if unreadable:
        raise KnowledgeError(unreadable)
    return is_regression


@dataclass(frozen=True, slots=True)
class _Run:
    """A pack's expectations, asked."""

    pack: Pack
    verdicts: tuple[Verdict, ...]

    def of(self, half: Half) -> list[Verdict]:
        return [it for it in self.verdicts if it.half == half]

    def misses(self, half: Half) -> list[Verdict]:
        return [it for it in self.of(half) if not it.is_right]

    def figures(self) -> dict[Half, Figures]:
        return {half: count(self.of(half)) for half in HALVES}

    def calibrations(self) -> dict[Half, Calibration]:
        return {half: calibration_of(self.of(half)) for half in HALVES}

    def confusions(self) -> list[Confusion]:
        return confusions(self.verdicts)


def _ask(
    pack: Pack,
    expectations: Sequence[Expectation],
    bars: Bars,
    encoder: Encoder | None,
    kept: KeptLearning | None,
) -> _Run:
    verdicts = []
    with progress_bar(f"Asking {pack.id}", Console(stderr=True)) as advance:
        answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,)), encoder, kept), bars)
        for verdict in evaluate(answerer, expectations):
            verdicts.append(verdict)
            advance(len(verdicts), len(expectations))
    return _Run(pack, tuple(verdicts))


def _print(console: Console, run: _Run) -> None:
    for half in HALVES:
        if misses := run.misses(half):
            console.print(_misses_table(MISSES[half], misses), crop=False)
    calibrations = run.calibrations()
    console.print(_figures_table(run.pack.title, run.figures(), calibrations), crop=False)
    console.print(_reliability_table(calibrations["held-out"]), crop=False)
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


def _print_waiting(console: Console, waiting: Mapping[str, int]) -> None:
    """Says what was not asked, since it is expected of drafts."""
    n = sum(waiting.values())
    if n:
        are_waiting = "expectations wait" if n > 1 else "expectation waits"
        are_live = "their drafts are" if n > 1 else "its draft is"
        drafts = ", ".join(f"{count} of `{draft}`" for draft, count in waiting.items())
        _print_line(console, f"{n} {are_waiting} until {are_live} live: {drafts}.")


def _print_line(console: Console, line: str) -> None:
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


def _print_comparison(console: Console, comparison: Comparison, asked: int) -> None:
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


def _to_json(
    run: _Run,
    waiting: Mapping[str, int],
    comparison: Comparison | None,
    with_encoder: _Run | None,
) -> JSON:
    changes = comparison.changes if comparison else ()
    return {
        "pack": run.pack.id,
        **_halves_to_json(run),
        "waiting": dict(waiting),
        **({"with_encoder": _halves_to_json(with_encoder)} if with_encoder else {}),
        "confusions": [asdict(it) for it in run.confusions()],
        "broken": [_change_to_json(it) for it in changes if it.is_worse],
        "mended": [_change_to_json(it) for it in changes if not it.is_worse],
        "compared": comparison.compared if comparison else 0,
        "regressions": comparison.regressions if comparison else [],
    }


def _halves_to_json(run: _Run) -> JSON:
    figures, calibrations = run.figures(), run.calibrations()
    return {
        half: _half_to_json(figures[half], calibrations[half])
        | {"misses": [_miss_to_json(it) for it in run.misses(half)]}
        for half in HALVES
    }


def _half_to_json(figures: Figures, calibration: Calibration) -> JSON:
    found: JSON = {"asked": figures.asked}
    for name in ("right", "offered", "wrong"):
        found[name] = _share_to_json(getattr(figures, name), figures.asked)
    for name, declines in (("near_misses", figures.near_misses), ("chatter", figures.chatter)):
        found[name] = {
            "asked": declines.asked,
            "suggested": _share_to_json(declines.suggested, declines.asked),
            "answered": _share_to_json(declines.answered, declines.asked),
        }
    return {**found, "calibration": asdict(calibration)}


def _miss_to_json(miss: Verdict) -> JSON:
    return {
        "ask": miss.expectation.ask,
        "expect": miss.expectation.expect,
        "got": miss.grade,
        "rival": miss.rival.entry.id if miss.rival else None,
        "rival_confidence": miss.rival.confidence if miss.rival else None,
    }


def _share_to_json(part: int, whole: int) -> JSON:
    low, high = wilson(part, whole)
    return {"count": part, "share": part / whole if whole else None, "interval": [low, high]}


def _change_to_json(change: Change) -> JSON:
    expectation = change.verdict.expectation
    return {
        "ask": expectation.ask,
        "expect": expectation.expect,
        "was": change.was,
        "now": change.now,
    }
