"""Packs together with their indexes: what one question is answered from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from bot.knowledge.model import Knowledge, Pack
from bot.matching.encoder import Encoder
from bot.matching.index import Index, build_index, update_index
from bot.matching.kept_learning import KeptLearning
from bot.memory import give_back, share_one_arena


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something of a shared pack that a server does not show."""

    pack: str
    kind: Literal["topics", "entries"]
    item: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Packs together with their indexes: what one question is answered from."""

    knowledge: Knowledge
    indexes: tuple[Index, ...]
    """One index a pack, in the order of the packs."""
    encoder: Encoder | None = None
    kept: KeptLearning | None = None
    """Where what the packs teach is kept, if it is."""

    @classmethod
    def build(
        cls,
        knowledge: Knowledge,
        encoder: Encoder | None = None,
        kept: KeptLearning | None = None,
    ) -> Snapshot:
        """The snapshot of `knowledge`, matched by meaning too where there is an encoder.

        What is in `kept` is not learned again.
        """
        share_one_arena()
        indexes = tuple(build_index(pack, encoder, kept) for pack in knowledge.packs)
        give_back()
        return cls(knowledge, indexes, encoder, kept)

    def relearned(self) -> Snapshot:
        """What `build` makes of the same packs, whose texts are not read again."""
        indexes = tuple(
            build_index(pack, self.encoder, self.kept, read=index)
            for pack, index in zip(self.knowledge.packs, self.indexes, strict=True)
        )
        return replace(self, indexes=indexes)

    def updated(self, knowledge: Knowledge) -> Snapshot:
        """A snapshot of `knowledge` in a fraction of the time, where it has changed a little.

        It is close to that of `build`, which should follow; see `bot.answering.library`. Nothing of
        it is kept, for it may be of what somebody only supposes.
        """
        before = {
            pack.id: (pack, index)
            for pack, index in zip(self.knowledge.packs, self.indexes, strict=True)
        }
        indexes: list[Index] = []
        for pack in knowledge.packs:
            known, index = before.get(pack.id, (None, None))
            if index is None:
                indexes.append(build_index(pack, self.encoder))
            else:
                indexes.append(index if pack == known else update_index(index, pack))
        return replace(self, knowledge=knowledge, indexes=tuple(indexes))

    def before(self, other: Snapshot) -> Snapshot:
        """This snapshot's packs and then those of `other`, with the indexes they have."""
        packs = (*self.knowledge.packs, *other.knowledge.packs)
        indexes = (*self.indexes, *other.indexes)
        return replace(self, knowledge=Knowledge(packs=packs), indexes=indexes)

    def without(self, packs: Collection[str], hidden: Collection[Hidden]) -> Snapshot:
        """This snapshot less some packs, and less what is hidden of the others."""
        kept = [
            (_less(pack, hidden), index)
            for pack, index in zip(self.knowledge.packs, self.indexes, strict=True)
            if pack.id not in packs
        ]
        knowledge = Knowledge(packs=tuple(pack for pack, _ in kept))
        return replace(self, knowledge=knowledge, indexes=tuple(index for _, index in kept))


def _less(pack: Pack, hidden: Collection[Hidden]) -> Pack:
    """The pack without what is hidden of it; the very same where that is nothing."""
    topics = {it.item for it in hidden if it.pack == pack.id and it.kind == "topics"}
    entries = {it.item for it in hidden if it.pack == pack.id and it.kind == "entries"}
    left = tuple(it for it in pack.entries if it.id not in entries and it.topic not in topics)
    if len(left) == len(pack.entries):
        return pack
    return pack.model_copy(
        update={"entries": left, "topics": tuple(it for it in pack.topics if it.id not in topics)}
    )
