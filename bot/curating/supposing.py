"""What would be answered, were a pack another one."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from bot.curating.homes import SERVER_PACK
from bot.knowledge.model import Knowledge, Pack


def suppose(answerer: Answerer, *packs: Pack) -> Answerer:
    """An answerer like `answerer` in which `packs` replace those with the same ids."""
    wanted = {pack.id: pack for pack in (*answerer.knowledge.packs, *packs)}
    snapshot = answerer.snapshot.updated(Knowledge(packs=tuple(wanted.values())))
    return Answerer(snapshot, answerer.bars, first=SERVER_PACK)


def with_drafts_live(pack: Pack) -> Pack:
    """`pack` with every draft as if it had been published."""
    entries = tuple(it.model_copy(update={"status": "live"}) for it in pack.entries)
    return pack.model_copy(update={"entries": entries})
