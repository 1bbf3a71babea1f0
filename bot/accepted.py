"""The accepted run: how well each expectation was met when a curator last agreed to it.

It stands beside the expectations as `accepted.json` (beside a single file `x.yaml`:
`x.accepted.json`), so that a change in a pack's accuracy is part of the change under review. It
holds a grade for each question under the entry that it expects, sorted, so that only what changed
shows in a comparison. A question that by now expects another entry counts as new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.answering.chance import chance_of_loss
from bot.answering.evaluate import GRADES, HALVES, Grade, Group, Verdict
from bot.errors import KnowledgeError
from bot.knowledge.problems import Place, Problem
from bot.knowledge.save import replace_text

Run = dict[str, dict[str, Grade]]
"""For each entry's id, or `none`, the grade of each question that expects it."""

SIGNIFICANCE = 0.05
"""How unlikely a loss must be by chance alone to be a regression. Four questions that break while
none is mended are unlikely enough, and so are eight while two are mended."""

MEASURES: tuple[tuple[str, Group, Grade], ...] = (
    ("answered right", "asked", "right"),
    ("right or suggested", "asked", "suggested"),
    ("not answered wrong", "asked", "missed"),
    ("near misses not answered", "near miss", "suggested"),
    ("chatter not answered", "chatter", "suggested"),
)
"""What must not get worse: for each measure its name, a group of questions, and the least grade
that counts as met."""

_RUN = TypeAdapter(Run)


@dataclass(frozen=True, slots=True)
class Change:
    """A question that is met better or worse than in the accepted run."""

    verdict: Verdict
    was: Grade

    @property
    def now(self) -> Grade:
        """Its grade in this run."""
        return self.verdict.grade

    @property
    def is_worse(self) -> bool:
        """Whether it broke; else it was mended."""
        return GRADES.index(self.now) > GRADES.index(self.was)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside the accepted one."""

    compared: int
    """How many questions both runs asked."""
    changes: tuple[Change, ...]

    @property
    def regressions(self) -> list[str]:
        """A sentence for each measure that lost more than chance would make it lose.

        Each half is judged by itself, question by question. The questions that broke are weighed
        against those that were mended, so that neither a pack's size nor new expectations move the
        bar.
        """
        found = []
        for half in HALVES:
            for name, group, least in MEASURES:
                met = [
                    (_is_met(it.was, least), _is_met(it.now, least))
                    for it in self.changes
                    if it.verdict.half == half and it.verdict.group == group
                ]
                broken, mended = met.count((True, False)), met.count((False, True))
                chance = chance_of_loss(broken, mended)
                if chance < SIGNIFICANCE:
                    often = f"{chance:.1%}" if chance >= 0.001 else "less than 0.1%"
                    found.append(
                        f"{half}, {name}: {broken} broke and {mended} mended, as chance alone "
                        f"would have it {often} of the time."
                    )
        return found


def accepted_file(path: Path) -> Path:
    """Where the accepted run of the pack at `path` stands."""
    return path / "accepted.json" if path.is_dir() else path.with_suffix(".accepted.json")


def accept(file: Path, verdicts: Iterable[Verdict]) -> None:
    """Writes `verdicts` to `file` as the accepted run.

    Raises `SaveError` if it cannot be written; the file is then as it was.
    """
    run: Run = {}
    for it in verdicts:
        run.setdefault(it.expectation.expect, {})[it.expectation.ask] = it.grade
    text = json.dumps(run, ensure_ascii=False, indent=1, sort_keys=True)
    replace_text(file, text + "\n")


def compare(file: Path, verdicts: Sequence[Verdict]) -> Comparison | None:
    """`verdicts` beside the accepted run in `file`; None where there is no such file.

    Raises `KnowledgeError` if it holds something else.
    """
    if not file.exists():
        return None
    try:
        run = _RUN.validate_json(file.read_bytes())
    except (ValidationError, OSError) as error:
        message = "this is no accepted run; `rejoinder eval --accept` writes a new one"
        if isinstance(error, OSError):
            message = (
                f"the accepted run cannot be read: {error.strerror}; move what is there away, and "
                "`rejoinder eval --accept` writes a new one"
            )
        raise KnowledgeError([Problem(Place(file), message)]) from error
    grades = [run.get(it.expectation.expect, {}).get(it.expectation.ask) for it in verdicts]
    changes = tuple(
        Change(verdict, was)
        for verdict, was in zip(verdicts, grades, strict=True)
        if was is not None and was != verdict.grade
    )
    return Comparison(sum(it is not None for it in grades), changes)


def _is_met(grade: Grade, least: Grade) -> bool:
    return GRADES.index(grade) <= GRADES.index(least)
