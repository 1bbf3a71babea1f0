"""`rejoinder eval`: a pack's expectations asked, reported, and compared with the accepted run.

A curator reads the misses of the half that is for tuning. Those of the other half are printed for
the record; figures, calibration and the pairs that compete tell what to do without them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot.accepted import Comparison, accept, accepted_file, compare
from bot.answering.answerer import Bars
from bot.errors import KnowledgeError
from bot.evaluation_json import run_to_json
from bot.evaluation_tables import (
    print_comparison,
    print_figures,
    print_line,
    print_run,
    print_waiting,
)
from bot.knowledge.load import expectations_file, read_pack
from bot.knowledge.problems import Problem
from bot.matching.encoder import INSTALL, Encoder
from bot.matching.kept_learning import KeptLearning
from bot.output import say_json
from bot.pack_run import PackRun, ask_pack

ADD_ENCODER = f"{INSTALL} && rejoinder encoder get"


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
    """Reports on every pack at `paths`; returns whether one is worse than its accepted run.

    The figures with an encoder are shown beside those without. Accepted runs are without one, so
    that they are the same for everybody.

    With `is_accepted` each run in which anything was asked becomes the accepted one, and is
    compared with none. Raises `KnowledgeError` if a pack or its expectations have an error or, once
    all is reported, if an accepted run cannot be read; and `SaveError` if the accepted run cannot
    be written.
    """
    evaluations = []
    for path in paths:
        evaluation = _evaluate(path, bars, encoder, kept, is_accepted=is_accepted)
        evaluations.append(evaluation)
        if not as_json:
            _print(console, evaluation, is_accepted=is_accepted)
    if as_json:
        say_json(
            [run_to_json(it.run, it.waiting, it.comparison, it.with_encoder) for it in evaluations],
            indent=2,
        )
    elif encoder is None:
        line = f"To see what an encoder would add: {ADD_ENCODER}"
        console.print(line, markup=False, highlight=False, soft_wrap=True, style="dim")
    if unreadable := [problem for it in evaluations for problem in it.problems]:
        raise KnowledgeError(unreadable)
    return any(it.comparison is not None and it.comparison.regressions for it in evaluations)


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """A pack's run, and what it is compared with."""

    path: Path
    run: PackRun
    waiting: Mapping[str, int]
    """How many expectations of each draft were not asked."""
    comparison: Comparison | None
    """The comparison with the accepted run. None if this run becomes that, or if none can be
    read."""
    problems: Sequence[Problem]
    """Why the accepted run cannot be read."""
    with_encoder: PackRun | None


def _evaluate(
    path: Path,
    bars: Bars,
    encoder: Encoder | None,
    kept: KeptLearning | None,
    *,
    is_accepted: bool,
) -> _Evaluation:
    reading = read_pack(path)
    pack, expectations = reading.sound(), reading.askable
    run = ask_pack(pack, expectations, bars, None, kept)
    comparison = None
    problems: Sequence[Problem] = ()
    if not is_accepted:
        try:
            comparison = compare(accepted_file(path), run.verdicts)
        except KnowledgeError as error:
            problems = error.problems
    elif run.verdicts:
        accept(accepted_file(path), run.verdicts)
    with_encoder = ask_pack(pack, expectations, bars, encoder, kept) if encoder else None
    return _Evaluation(path, run, reading.waiting, comparison, problems, with_encoder)


def _print(console: Console, evaluation: _Evaluation, *, is_accepted: bool) -> None:
    run, comparison = evaluation.run, evaluation.comparison
    title = run.pack.title
    if not run.verdicts:
        file = expectations_file(evaluation.path)
        line = f"{title} has no expectations yet: write some in {file}."
        if evaluation.waiting:
            line = f"{title}: none of its expectations can be asked yet."
        print_line(console, line)
        print_waiting(console, evaluation.waiting)
        return
    print_run(console, run)
    print_waiting(console, evaluation.waiting)
    if evaluation.with_encoder:
        print_figures(console, evaluation.with_encoder, f"{title}, with the encoder")
    if comparison:
        print_comparison(console, comparison, len(run.verdicts))
    elif is_accepted:
        file = accepted_file(evaluation.path)
        print_line(console, f"{file} keeps this run, to compare the next ones with.")
    elif not evaluation.problems:
        console.print("There is no accepted run to compare with; --accept keeps this one.")
