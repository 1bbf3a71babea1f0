"""A store with something of everything, and all of what a store holds as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.store.follows import Follow
from bot.store.people import Known
from bot.store.proposals import KeptProposal
from bot.store.questions import LoggedQuestion, Tally
from bot.store.replies import Reply
from bot.store.revisions import Author, Change, ItemChange, Recorded, Revision
from bot.store.servers import Hidden, ServerSettings
from bot.store.store import Store
from bot.store.votes import Vote

ANN = Author("Ann 🍵", "discord", id=81_234_567_890_123_456)
GUILD = 1_234_567_890_123_456_789
OTHER = 2
CHANNEL = 1_234_567_890_123_456_700
MOMENT = datetime(2026, 11, 20, 12, 30, 15, 123456, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)
HOMES = ("pack/tea", f"server/{GUILD}")


@dataclass(frozen=True, slots=True)
class Everything:
    """What a store holds, as it answers."""

    packs: tuple[Recorded, ...]
    histories: tuple[list[Revision], ...]
    pending: tuple[tuple[Revision, dict[str, str | None]] | None, ...]
    settings: tuple[ServerSettings, ...]
    due: tuple[list[tuple[int, ServerSettings]], ...]
    gone: list[int]
    blocked: frozenset[int]
    hidden: frozenset[Hidden]
    questions: list[LoggedQuestion]
    tallies: list[Tally]
    proposal: KeptProposal | None
    votes: tuple[list[Vote], ...]
    follows: tuple[list[Follow], ...]
    replies: list[Reply]
    ann: Known


async def fill(store: Store, schema: str = "0002") -> None:
    """Puts something of everything into an empty store: of what there was at a schema."""
    await _fill_first(store)
    if schema >= "0002":
        await _fill_people(store)


async def _fill_first(store: Store) -> None:
    shared, own = HOMES
    first = await store.revisions.commit(
        shared,
        Change(
            ANN,
            "Add 'oolong' — with \"quotes\"\nand lines",
            (
                ItemChange("entries", "oolong", "tea.yaml", None, "id: oolong\n"),
                ItemChange("outside", "tea.yaml", "tea.yaml", "a", "b"),
            ),
        ),
        expected=0,
        files={"tea.yaml": "entries: []\n", "more.yaml": "\ufeff# Ünïcode 茶", "old.yaml": ""},
    )
    await store.revisions.commit(
        shared,
        Change(
            Author("root", "shell"),
            "Undo",
            (ItemChange("entries", "oolong", "tea.yaml", "id: oolong\n", None),),
            first.number,
        ),
        expected=1,
        files={"old.yaml": None},
    )
    await store.revisions.begin(
        own, Change(ANN, ""), expected=0, files={"own.yaml": "x", "y": None}
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


async def _fill_people(store: Store) -> None:
    ann = ANN.id or 0
    await store.servers.change(
        GUILD,
        curators_channel=CHANNEL,
        language="de",
        answer_bar=0.7,
        takes_votes=False,
        has_digest=True,
        channels=(CHANNEL, 3),
        unasked_channels=(CHANNEL,),
    )
    await store.servers.claim_digest(GUILD, MOMENT)
    await store.servers.left(OTHER, MOMENT)
    await store.servers.block(GUILD, ann)
    await store.votes.cast(GUILD, "tea", "oolong", ann, is_helpful=False, reason="unfair-for")
    await store.votes.cast(None, "tea", "oolong", ann, is_helpful=True)
    await store.follows.add(GUILD, ann, "what 🫖\0")
    await store.follows.add(None, ann, "what 🫖\0")
    await store.replies.add(
        Reply(CHANNEL + 1, CHANNEL, GUILD, CHANNEL + 2, "tea", "oolong", 93, MOMENT, True)
    )
    await store.replies.add(
        Reply(CHANNEL + 3, CHANNEL, None, None, None, None, None, MOMENT, False)
    )


async def everything(store: Store) -> Everything:
    """All that the store holds."""
    return Everything(
        packs=tuple([await store.revisions.files(home) for home in HOMES]),
        histories=tuple([await store.revisions.history(home) for home in HOMES]),
        pending=tuple([await store.revisions.pending(home) for home in HOMES]),
        settings=tuple([await store.servers.settings(it) for it in (GUILD, OTHER)]),
        due=tuple([await store.servers.due_digests(it) for it in (MOMENT, LATER)]),
        gone=await store.servers.gone(LATER),
        blocked=await store.servers.blocked(GUILD),
        hidden=await store.servers.hidden(GUILD),
        questions=await store.questions.recent(GUILD),
        tallies=await store.questions.tallies(None, date.min),
        proposal=await store.proposals.get(1),
        votes=tuple([await store.votes.of_server(it, MOMENT) for it in (GUILD, None)]),
        follows=tuple([await store.follows.of_server(it) for it in (GUILD, None)]),
        replies=await store.replies.in_channel(CHANNEL),
        ann=await store.people.known(ANN.id or 0),
    )
