"""Why an outcome came about, in words a curator understands."""

from __future__ import annotations

from bot.answering.outcome import Outcome


def explain(outcome: Outcome) -> list[str]:
    """A few lines: the decision, the phrasing matched, what counted, and the runner-up."""
    lines = [outcome.reason]
    if not outcome.choices:
        return lines
    best, *others = outcome.choices
    evidence = best.candidate.evidence
    lines.append(f"Nearest phrasing: “{best.candidate.phrasing}” of `{best.entry.id}`.")
    lines.append(
        f"Likeness to it: {evidence.nearest:.0%} in terms, {evidence.spelling:.0%} in letters."
    )
    lines.append(
        f"By weight, {evidence.covered:.0%} of the question's words are in that entry's phrasings, "
        f"{evidence.known:.0%} in any."
    )
    if others:
        lines.append(f"Runner-up: `{others[0].entry.id}`, {others[0].confidence:.0%} likely.")
    return lines
