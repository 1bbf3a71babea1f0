"""`rejoinder check`: what is wrong with packs, and what could be better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import get_global

from bot.answering import competition
from bot.chat.fitting import LONG_ANSWER, long_answers
from bot.knowledge.findings import locate, settle
from bot.knowledge.lint import RULES, lint
from bot.knowledge.load import PackReading, pack_id_clashes, read_pack
from bot.knowledge.model import Pack
from bot.knowledge.problems import Place, Problem, has_errors
from bot.matching.kept_learning import KeptLearning

if TYPE_CHECKING:
    from rich.console import Console

WARNINGS = frozenset({*RULES, *competition.NAMES, LONG_ANSWER})
"""The names under which warnings are accepted."""


def run_check(
    paths: Sequence[Path], today: date, console: Console, kept: KeptLearning | None = None
) -> bool:
    """Prints every problem of the packs at `paths`; returns whether none is an error.

    Problems go to standard output, and everything else to `console`. Warnings are looked for only
    in packs without errors.
    """
    # The running bot asks for warnings too, but shows no bar. The code for bars takes 2 MB.
    from bot.progress import progress_bar

    readings = [(path, read_pack(path)) for path in paths]
    problems = [problem for _, reading in readings for problem in reading.problems]
    problems += pack_id_clashes(readings)
    for path, reading in readings:
        if reading.pack:
            problems += _language(reading.pack.language, path)
            problems += _nothing_answered(reading.pack, path)
            with progress_bar("Comparing phrasings", console) as advance:
                problems += warnings(reading, today, kept, advance)
            said = (
                f"{path}: {_counted(len(reading.pack.entries), 'entry', 'entries')}, "
                f"{_counted(len(reading.pack.sources), 'source')}, "
                f"{_counted(len(reading.expectations), 'expectation')}."
            )
        else:
            said = f"{path}: mend the errors first; warnings are looked for after that."
        console.print(said, markup=False, highlight=False, soft_wrap=True)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    found = f"{_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')}."
    console.print(found, highlight=False)
    return not has_errors(problems)


def _counted(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _nothing_answered(pack: Pack, path: Path) -> list[Problem]:
    """A warning if a pack has no live entry, as after its file was emptied by mistake."""
    if pack.live_entries:
        return []
    why = "all of its entries are drafts" if pack.entries else "it has no entries"
    message = f"This pack answers nothing: {why}."
    return [Problem(Place(path), message, severity="warning", key="entries")]


def _language(code: str | None, path: Path) -> list[Problem]:
    """A warning if a pack names no language, or names it by a code that is not known here."""
    known: str | None = get_global("language_aliases").get((code or "").partition("-")[0])
    if code is None:
        message = (
            "The pack does not say its language, so that its words are compared by their letters "
            "alone, and a question that is turned around passes for its contrary. Write `pack: "
            "{language: en}`, or the code of whatever it is in."
        )
    elif known is not None:
        message = f"`{code}` is a code by which the language is not known here. Write `{known}`."
    else:
        return []
    return [Problem(Place(path), message, severity="warning", key="pack.language")]


def warnings(
    reading: PackReading,
    today: date,
    kept: KeptLearning | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> list[Problem]:
    """The warnings about a pack that are not accepted, in order of place.

    Which of its entries compete is taken from `kept` if that has it. Otherwise it is found out, and
    `advance` is called with how many phrasings have been compared and how many there are.
    """
    if reading.pack is None:
        return []
    findings = [
        *lint(reading.pack, today),
        *long_answers(reading.pack),
        *competition.competition(reading.pack, advance, kept),
    ]
    return locate(settle(findings, reading.pack, WARNINGS), reading.files)
