"""What is wrong with a pack, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from bot.translation import N_, _

Severity = Literal["error", "warning"]
SEVERITIES: Mapping[Severity, str] = {"error": N_("error"), "warning": N_("warning")}

NEAREST_CUTOFF = 60
"""How alike, of 100, a known name must be to be offered for an unknown one: below it, the offers
on misspelt keys and ids of this project's own packs were noise."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; `line` and `column` count from 1."""

    path: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it is, what is wrong, and what would be right."""

    place: Place
    message: str
    key: str = ""
    """The dotted path of the key in its file, such as `entries[3].answer`; empty for the file."""
    severity: Severity = "error"
    name: str = ""
    """What a warning is called where it is accepted; empty where it cannot be."""

    def __str__(self) -> str:
        name = f"[{self.name}] " if self.name else ""
        subject = f"{self.key}: " if self.key else ""
        severity = _(SEVERITIES[self.severity])
        return f"{self.place}: {severity}: {name}{subject}{self.message}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of `problems` is an error rather than a warning."""
    return any(problem.severity == "error" for problem in problems)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean "x"?` with the nearest of `known`, or an empty string if none is near."""
    found = nearest(name, known)
    return _(' Did you mean "{name}"?').format(name=found) if found is not None else ""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `name` may have been meant to be, or None if none is near."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=NEAREST_CUTOFF)
    return found[0] if found else None
