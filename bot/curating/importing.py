"""What an import would do to a pack."""

from __future__ import annotations

from dataclasses import dataclass

from bot.curating.changes import Put, PutHeader
from bot.exchange.importing import Imported
from bot.knowledge.model import Item, Pack, PackHeader, kind_of
from bot.translation import _


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The edits that take an import into a pack, and how many of its items they are for."""

    edits: tuple[Put | PutHeader, ...]
    added: int
    changed: int
    unchanged: int

    def __str__(self) -> str:
        return _("{added:,} added, {changed:,} changed, {unchanged:,} unchanged").format(
            added=self.added, changed=self.changed, unchanged=self.unchanged
        )


def plan_import(imported: Imported, known: Pack) -> ImportPlan:
    """The plan that takes `imported` into `known`. Items that are the same are left out.

    Nothing of the pack is removed, and it keeps its id.
    """
    items: tuple[Item, ...] = (*imported.sources, *imported.topics, *imported.entries)
    puts = [Put(it, known.by_id(kind_of(it)).get(it.id)) for it in items]
    puts = [it for it in puts if it.item != it.base]
    added = sum(it.base is None for it in puts)
    header = _header_edits(imported, known)
    return ImportPlan((*header, *puts), added, len(puts) - added, len(items) - len(puts))


def _header_edits(imported: Imported, known: Pack) -> list[PutHeader]:
    base = PackHeader(title=known.title, language=known.language)
    said = imported.header or PackHeader()
    header = PackHeader(
        title=said.title if said.title != base.title else None,
        language=said.language if said.language != base.language else None,
    )
    groups = tuple(it for it in imported.synonyms if it not in known.synonyms)
    return [PutHeader(header, base, groups)] if groups or header != PackHeader() else []
