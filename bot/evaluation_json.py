"""What `rejoinder eval --json` prints of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.accepted import Change, Comparison
from bot.answering.calibration import Calibration
from bot.answering.chance import wilson
from bot.answering.evaluate import HALVES, Figures, Verdict
from bot.pack_run import PackRun

JSON = dict[str, Any]


def run_to_json(
    run: PackRun,
    waiting: Mapping[str, int],
    comparison: Comparison | None,
    with_encoder: PackRun | None,
) -> JSON:
    """A run, what became of the accepted one, and the same run with an encoder, if there are any.

    `waiting` says how many expectations of each draft were not asked.
    """
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


def _halves_to_json(run: PackRun) -> JSON:
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
