"""What a proposal would do, found out before it is published."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.answering import competition
from bot.answering.answerer import Answerer
from bot.chat.curators.desk import Desk
from bot.chat.curators.proposals import Proposed
from bot.chat.fitting import long_answers
from bot.checking import WARNINGS
from bot.curating.changes import Edit, Put, Remove
from bot.curating.curation import Proposal
from bot.curating.effects import Effects, concern, effects
from bot.curating.supposing import suppose
from bot.knowledge.findings import STALE, Finding, settle
from bot.knowledge.lint import lint
from bot.knowledge.model import Entry, Expectation, Item, ItemKind, Pack, kind_of
from bot.knowledge.problems import Problem

ASKED = 100
"""How many of the questions asked in a server a change is tried on."""

Key = tuple[ItemKind, str]


@dataclass(frozen=True, slots=True)
class Examined:
    """What `check` says of a proposal, and what it would change."""

    errors: tuple[Problem, ...]
    """What keeps it from being published."""
    warnings: tuple[Finding, ...]
    """What could be better in the items that it touches."""
    effects: Effects | None
    """What would change for people who ask; None if there are errors."""
    dropped: tuple[Expectation, ...]
    """The expectations that go with the entries that go."""

    @property
    def broken(self) -> int:
        """How many expectations would no longer be met."""
        return len(self.effects.broken) if self.effects else 0


def examine(
    proposal: Proposal,
    edits: Sequence[Edit],
    before: Answerer,
    asked: Iterable[str],
    today: date,
    *,
    expected: Sequence[Expectation] = (),
) -> Examined:
    """Examines a proposal; `before` answers now.

    `expected` are the pack's expectations now, where some may go with an entry.

    Takes seconds for a pack with thousands of expectations.
    """
    pack = proposal.after.pack
    if pack is None:
        errors = tuple(it for it in proposal.after.problems if it.severity == "error")
        return Examined(errors, (), None, ())
    kept = set(proposal.after.expectations)
    dropped = tuple(it for it in expected if it not in kept)
    found = _effects(before, pack, proposal.after.askable, list(asked))
    return Examined((), warnings(pack, touched(edits), today), found, dropped)


async def examination(desk: Desk, proposed: Proposed) -> Examined:
    """What a proposal would do now. Raises what `Curation.propose` raises."""
    curation, guild_id = desk.workspace.curation, desk.access.guild_id
    proposal = await curation.propose(proposed.home, proposed.edits, desk.author)
    expected: tuple[Expectation, ...] = ()
    if any(isinstance(it, Remove) for it in proposed.edits):
        expected = (await curation.reading(proposed.home)).expectations
    asked: list[str] = []
    if guild_id is not None:
        recent = await desk.workspace.store.questions.recent(guild_id, ASKED)
        asked = [it.question for it in recent]
    return await asyncio.to_thread(
        examine,
        proposal,
        proposed.edits,
        await desk.answerer(proposed.pack_id),
        asked,
        datetime.now(UTC).date(),
        expected=expected,
    )


def touched(edits: Iterable[Edit]) -> dict[Key, Item | None]:
    """The items that `edits` put or remove, in order; None for one that goes."""
    found: dict[Key, Item | None] = {}
    for edit in edits:
        match edit:
            case Put():
                found[kind_of(edit.item), edit.item.id] = edit.item
            case Remove():
                found[edit.kind, edit.id] = None
            case _:
                pass
    return found


def warnings(pack: Pack, keys: Collection[Key], today: date) -> tuple[Finding, ...]:
    """The warnings of `check` about some items of `pack`, without those that compare all phrasings.

    Only these items, and what they are judged by, are looked at, however large the pack.
    """
    entries = {it.id for it in pack.entries if ("entries", it.id) in keys}
    marks = tuple(f"[^{item_id}" for kind, item_id in keys if kind == "sources")
    counters = {it.counter for it in pack.entries if it.id in entries}
    near = tuple(
        it
        for it in pack.entries
        if it.id in entries or it.id in counters or any(mark in it.answer for mark in marks)
    )
    part = pack.model_copy(update={"entries": near})
    findings = settle([*lint(part, today), *long_answers(part)], part, WARNINGS)
    return tuple(
        it
        for it in findings
        if (it.kind, it.id) in keys
        and it.name not in _OF_ALL
        and not (it.name == STALE and it.keys[-1] in _OF_ALL)
    )


_OF_ALL = frozenset({*competition.NAMES, "lopsided"})
"""Warnings that are about more items than these."""


def with_edits(pack: Pack, edits: Iterable[Edit]) -> Pack:
    """`pack` with the edits made but not checked, to show what cannot be published yet."""
    changed = touched(edits)
    parts: dict[ItemKind, tuple[Item, ...]] = {
        "sources": pack.sources,
        "topics": pack.topics,
        "entries": pack.entries,
    }
    for kind, items in parts.items():
        now = {it.id: it for it in items}
        now |= {it.id: it for it in changed.values() if it is not None and kind_of(it) == kind}
        gone = {
            item_id for (its_kind, item_id), it in changed.items() if (its_kind, it) == (kind, None)
        }
        parts[kind] = tuple(it for it in now.values() if it.id not in gone)
    return pack.model_copy(update={str(kind): items for kind, items in parts.items()})


def _effects(
    before: Answerer, pack: Pack, expectations: Sequence[Expectation], asked: Sequence[str]
) -> Effects:
    """What changes with `pack` in place of the one with its id."""
    known = before.knowledge.pack_by_id.get(pack.id)
    if known is None:
        return effects(before, suppose(before, pack), expectations, asked)
    is_concerned = concern(known, pack)
    expected = [it for it in expectations if is_concerned(it.ask)]
    others = [it for it in asked if is_concerned(it)]
    tried = len({*asked, *(it.ask for it in expectations)})
    if not expected and not others:
        return Effects(tried, ())
    return replace(effects(before, suppose(before, pack), expected, others), tried=tried)


def entry_of(edits: Iterable[Edit]) -> Entry | None:
    """The entry that a proposal is about: the last that it puts."""
    entries = [it for it in touched(edits).values() if isinstance(it, Entry)]
    return entries[-1] if entries else None
