"""A store with something of everything, and all of what a store holds as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.store.proposals import KeptProposal
from bot.store.questions import LoggedQuestion, Tally
from bot.store.revisions import Author, ItemChange, Recorded, Revision
from bot.store.servers import Hidden, ServerSettings
from bot.store.store import Store

ANN = Author("Ann 🍵", "discord", id=81_234_567_890_123_456)
GUILD = 1_234_567_890_123_456_789
HOMES = ("pack/tea", f"server/{GUILD}")


@dataclass(frozen=True, slots=True)
class Everything:
    """What a store holds, as it answers."""

    packs: tuple[Recorded, ...]
    histories: tuple[list[Revision], ...]
    pending: tuple[tuple[Revision, dict[str, str | None]] | None, ...]
    settings: ServerSettings
    hidden: frozenset[Hidden]
    questions: list[LoggedQuestion]
    tallies: list[Tally]
    proposal: KeptProposal | None


async def fill(store: Store) -> None:
    """Puts something of everything into an empty store."""
    shared, own = HOMES
    first = await store.revisions.commit(
        shared,
        expected=0,
        author=ANN,
        summary="Add 'oolong' — with \"quotes\"\nand lines",
        changes=[
            ItemChange("entries", "oolong", "tea.yaml", None, "id: oolong\n"),
            ItemChange("outside", "tea.yaml", "tea.yaml", "a", "b"),
        ],
        files={"tea.yaml": "entries: []\n", "more.yaml": "\ufeff# Ünïcode 茶", "old.yaml": ""},
    )
    await store.revisions.commit(
        shared,
        expected=1,
        author=Author("root", "shell"),
        summary="Undo",
        changes=[ItemChange("entries", "oolong", "tea.yaml", "id: oolong\n", None)],
        files={"old.yaml": None},
        undoes=first.number,
    )
    await store.revisions.begin(
        own, expected=0, author=ANN, summary="", changes=[], files={"own.yaml": "x", "y": None}
    )
    await store.servers.change(GUILD, curator_role=1, packs=("tea", "coffee"), retention_days=7)
    await store.servers.hide(GUILD, Hidden("tea", "topics", "brewing"))
    await store.questions.record(
        GUILD, "why\0tea?", "answer", pack="tea", entry="oolong", confidence=0.1, retention_days=7
    )
    await store.questions.record(GUILD, "what 🫖", "none", retention_days=7)
    await store.proposals.keep(
        own, guild_id=GUILD, author_id=ANN.id or 0, edits="[]", form="{}", settles=[2]
    )


async def everything(store: Store) -> Everything:
    """All that the store holds."""
    return Everything(
        packs=tuple([await store.revisions.files(home) for home in HOMES]),
        histories=tuple([await store.revisions.history(home) for home in HOMES]),
        pending=tuple([await store.revisions.pending(home) for home in HOMES]),
        settings=await store.servers.settings(GUILD),
        hidden=await store.servers.hidden(GUILD),
        questions=await store.questions.recent(GUILD),
        tallies=await store.questions.tallies(None, date.min),
        proposal=await store.proposals.get(1),
    )
