"""What a change would do, found out before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rich.console import Console

from bot.answering.answerer import Answerer, Bars
from bot.answering.snapshot import Snapshot
from bot.chat.fitting import long_answers
from bot.checking import WARNINGS, warnings
from bot.curating.curation import Proposal
from bot.curating.effects import EFFECTS, Effects, concern, effects
from bot.curating.supposing import suppose
from bot.knowledge.findings import STALE, locate, settle
from bot.knowledge.lint import lint
from bot.knowledge.load import PackReading
from bot.knowledge.model import Knowledge
from bot.knowledge.problems import Problem
from bot.matching.encoder import find_encoder
from bot.matching.kept_learning import KeptLearning
from bot.progress import progress_bar
from bot.settings import Settings

ASKED_AT_ONCE = 50
"""How many expectations are asked between two steps of the progress bar."""


def touched_warnings(
    proposal: Proposal, today: date, console: Console, *, is_quick: bool
) -> list[Problem]:
    """What `check` would say of the items that the change touches.

    With `is_quick` it leaves out how entries compete, which takes long to find out.
    """
    if is_quick:
        found = _quick(proposal.after, today)
    else:
        with progress_bar("Comparing phrasings", console) as advance:
            found = warnings(proposal.after, today, advance=advance)
    touched = {(it.kind, it.item) for it in proposal.change.changes}
    places = {
        (file.document.path, f"{kind}[{index}]")
        for file in proposal.after.files
        for kind, items in (
            ("sources", file.sources),
            ("topics", file.topics),
            ("entries", file.entries),
        )
        for index, item in items.items()
        if (kind, item.id) in touched
    }
    return [
        problem
        for problem in [*proposal.after.problems, *found]
        if (problem.place.path, problem.key.split(".")[0]) in places
    ]


def waiting_expectations(proposal: Proposal) -> Iterator[str]:
    """A sentence on each draft that the change touches and for which expectations wait."""
    waiting = proposal.after.waiting
    touched = dict.fromkeys(it.item for it in proposal.change.changes if it.kind == "entries")
    for entry_id in touched:
        if n := waiting.get(entry_id, 0):
            said, verb = ("expectations", "are") if n > 1 else ("expectation", "is")
            yield f"{n} {said} of `{entry_id}` {verb} kept, and asked again once it is live."


def try_change(
    before: PackReading,
    after: PackReading,
    knowledge: Knowledge,
    asked: Sequence[str],
    settings: Settings,
    console: Console,
) -> Effects:
    """What a change does to the answers to the pack's expectations and to the questions `asked`.

    Each question is asked of all packs, which are `knowledge`, as they are and as they would be.
    One of them would change from `before` to `after`, which have no errors. Expectations that the
    change itself takes away, or that would wait for a draft, cannot be broken by it; their
    questions are tried all the same. Learning the whole pack anew would move a few questions at the
    bars by chance. That is not the change's doing, and is left out.
    """
    expectations = after.askable
    known = {it.ask for it in expectations}
    others = dict.fromkeys((*(it.ask for it in before.expectations), *asked))
    rest = [it for it in others if it not in known]
    tried = len(known) + len(rest)
    if before.pack is None or after.pack is None:
        return Effects(0, ())
    is_concerned = concern(before.pack, after.pack)
    expectations = tuple(it for it in expectations if is_concerned(it.ask))
    rest = [it for it in rest if is_concerned(it)]
    questions = len({it.ask for it in expectations}) + len(rest)
    if not questions:
        return Effects(tried, ())
    bars = Bars(answer=settings.answer_bar, suggest=settings.suggest_bar)
    encoder = find_encoder(settings.encoder, settings.data)
    with progress_bar("Trying what would change", console) as advance:
        # Building takes about half as long as asking.
        done, total = questions // 2, questions // 2 + questions
        advance(0, total)
        kept = KeptLearning(settings.data)
        was = Answerer(Snapshot.build(knowledge, encoder, kept), bars)
        advance(done, total)
        now = suppose(was, after.pack)
        found = [effects(was, now, (), rest)]
        done += len(rest)
        for start in range(0, len(expectations), ASKED_AT_ONCE):
            part = expectations[start : start + ASKED_AT_ONCE]
            found.append(effects(was, now, part, ()))
            advance(done + start + len(part), total)
    return replace(_joined(found), tried=tried)


def effects_data(found: Effects) -> dict[str, object]:
    """Effects as machines read them."""
    return {
        "said": str(found),
        "tried": found.tried,
        "affected": [
            {
                "question": it.question,
                "effect": it.effect,
                "before": it.before,
                "after": it.after,
                "expected": it.expected,
                "breaks": it.is_broken,
            }
            for it in found.affected
        ],
    }


def _quick(reading: PackReading, today: date) -> list[Problem]:
    if reading.pack is None:
        return []
    findings = [*lint(reading.pack, today), *long_answers(reading.pack)]
    settled = settle(findings, reading.pack, WARNINGS)
    # An `accept` of a warning that was not looked for would seem to accept nothing.
    return locate([it for it in settled if it.name != STALE], reading.files)


def _joined(found: Sequence[Effects]) -> Effects:
    affected = [it for part in found for it in part.affected]
    affected.sort(key=lambda it: (not it.is_broken, EFFECTS.index(it.effect)))
    return Effects(sum(it.tried for it in found), tuple(affected))
