"""`rejoinder eval`: a pack's expectations asked, reported, and compared with the accepted run.

The accepted run stands beside the expectations as `accepted.json` (beside a single file `x.yaml`:
`x.accepted.json`), so that a change in a pack's accuracy is part of the change under review.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.answering.answerer import Answerer, Bars, Snapshot
from bot.answering.evaluate import Figures, Verdict, count, evaluate, half_of
from bot.errors import KnowledgeError
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge

HALVES = ("tuning", "held-out")
TOLERANCE = 0.01
"""How much worse a share may get before it is a regression: below what one question in a
hundred moves it."""


def run_evaluation(
    paths: Sequence[Path], bars: Bars, console: Console, *, as_json: bool, accept: bool
) -> bool:
    """Reports on every pack at `paths`; whether one is worse than its accepted run.

    Raises `KnowledgeError` if a pack or its expectations have an error.
    """
    is_regression = False
    results: list[dict[str, Any]] = []
    for path in paths:
        reading = read_pack(path)
        if reading.pack is None or any(it.severity == "error" for it in reading.problems):
            raise KnowledgeError(reading.problems)
        answerer = Answerer(Snapshot.build(Knowledge(packs=(reading.pack,))), bars)
        verdicts = evaluate(answerer, reading.expectations)
        by_half = {
            half: [v for v in verdicts if half_of(v.expectation.ask) == half] for half in HALVES
        }
        figures = {half: count(found) for half, found in by_half.items()}
        worse = compare(figures, accepted_file(path))
        is_regression |= bool(worse)
        results.append(
            {
                "pack": reading.pack.id,
                **{half: asdict(it) for half, it in figures.items()},
                "regressions": worse,
            }
        )
        if not as_json:
            _print(console, reading.pack.title, figures, verdicts, worse)
        if accept:
            text = json.dumps({half: asdict(it) for half, it in figures.items()}, indent=2)
            accepted_file(path).write_text(text + "\n", encoding="utf-8")
    if as_json:
        console.print_json(json.dumps(results))
    return is_regression and not accept


def accepted_file(path: Path) -> Path:
    """Where the accepted run of the pack at `path` stands."""
    return path / "accepted.json" if path.is_dir() else path.with_suffix(".accepted.json")


def compare(figures: dict[str, Figures], file: Path) -> list[str]:
    """A sentence for each share that is worse than in the accepted run, if `file` exists."""
    if not file.exists():
        return []
    accepted = json.loads(file.read_text(encoding="utf-8"))
    worse: list[str] = []
    for half, now in figures.items():
        before = Figures(**accepted[half])
        for name, is_better_higher in (
            ("right", True),
            ("offered", True),
            ("wrong", False),
            ("answered_anyway", False),
        ):
            of = "declinable" if name == "answered_anyway" else "asked"
            was = getattr(before, name) / max(getattr(before, of), 1)
            share = getattr(now, name) / max(getattr(now, of), 1)
            loss = was - share if is_better_higher else share - was
            if loss > TOLERANCE:
                label = name.replace("_", " ")
                worse.append(f"{half}: {label} went from {was:.1%} to {share:.1%}.")
    return worse


def _print(
    console: Console,
    title: str,
    figures: dict[str, Figures],
    verdicts: Sequence[Verdict],
    worse: Sequence[str],
) -> None:
    misses = [it for it in verdicts if not it.is_right]
    if misses:
        table = Table("Asked", "Expected", "Got", "Closest rival", title="Misses", show_lines=False)
        for miss in misses:
            rival = miss.rival
            table.add_row(
                Text(miss.expectation.ask),
                miss.expectation.expect,
                _got(miss),
                f"{rival.entry.id} ({rival.confidence:.0%})" if rival else "",
            )
        console.print(table)
    table = Table(
        "Half",
        "Asked",
        "Right",
        "Right or suggested",
        "Wrong",
        "To decline",
        "Answered anyway",
        title=Text(title),
    )
    for half, it in figures.items():
        table.add_row(
            half,
            str(it.asked),
            _share(it.right, it.asked),
            _share(it.offered, it.asked),
            _share(it.wrong, it.asked),
            str(it.declinable),
            _share(it.answered_anyway, it.declinable),
        )
    console.print(table)
    for sentence in worse:
        console.print(f"Worse than the accepted run: {sentence}", style="red")


def _got(verdict: Verdict) -> str:
    name = type(verdict.outcome).__name__.lower()
    return f"{name}, expected offered" if verdict.is_offered else name


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "0"
