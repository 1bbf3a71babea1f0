"""What an import would do to a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.curating.changes import Edit, Put, Replace
from bot.exchange.importing import Imported
from bot.exchange.yaml_text import write_yaml
from bot.knowledge.load import pack_files
from bot.knowledge.model import Pack, PackHeader
from bot.knowledge.save import read_text
from bot.shell.forms import changed_items
from bot.shell.heading import heading_edits
from bot.shell.packs import OpenPack


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The edits that take an import into a pack, and how many of its items they are for."""

    edits: Sequence[Edit]
    added: int
    changed: int
    unchanged: int

    def __str__(self) -> str:
        return f"{self.added:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged"


def plan_import(found: Imported, opened: OpenPack) -> ImportPlan:
    """How `found` is taken into the pack; nothing of the pack is removed.

    Raises `ChangeRefused` where its heading cannot be.
    """
    pack = opened.pack
    heading = heading_edits(found, opened)
    puts: list[Put] = [
        *changed_items(found.sources, pack.sources),
        *changed_items(found.topics, pack.topics),
        *changed_items(found.entries, pack.entries),
    ]
    added = sum(it.base is None for it in puts)
    items = len(found.sources) + len(found.topics) + len(found.entries)
    files = pack_files(opened.path)
    is_blank = not any(file.document.data() for file in opened.reading.files)
    edits: Sequence[Edit] = [*heading, *puts]
    if is_blank and len(files) == 1 and puts:
        # At once: item by item a large file takes minutes.
        before = read_text(files[0]) or ""
        edits = [Replace(files[0].name, before, _ended(before) + _whole(found, pack))]
    return ImportPlan(edits, added, len(puts) - added, items - len(puts))


def _whole(found: Imported, pack: Pack) -> str:
    header = found.header or PackHeader()
    return write_yaml(
        Pack(
            id=pack.id,
            title=header.title or pack.title,
            language=header.language,
            synonyms=found.synonyms,
            sources=found.sources,
            topics=found.topics,
            entries=found.entries,
        )
    )


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
