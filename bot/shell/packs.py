"""The packs that a command works on, as they stand on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ChangeRefused, KnowledgeError, SettingsError
from bot.knowledge.block import Block
from bot.knowledge.file_text import FileText
from bot.knowledge.load import (
    PackReading,
    pack_files,
    pack_id,
    pack_id_clashes,
    read_pack,
)
from bot.knowledge.locate import find_packs
from bot.knowledge.model import Entry, Knowledge, Pack
from bot.knowledge.problems import did_you_mean
from bot.knowledge.save import read_text
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class OpenPack:
    """A pack with its place."""

    id: str
    path: Path
    reading: PackReading
    is_named: bool
    """Whether somebody named its path, rather than it being found."""

    @property
    def pack(self) -> Pack:
        """The pack. Raises `KnowledgeError` if it has errors."""
        return self.reading.sound()

    def block(self, entry_id: str) -> tuple[str, Block]:
        """The name of an entry's file, and the entry as it stands there now, to the letter.

        Raises `ChangeRefused` if it stands there no more, and `EditError` or `SaveError` where
        that cannot be told.
        """
        for file in pack_files(self.path):
            found = FileText(read_text(file) or "", file)
            if found.has("entries", entry_id):
                text = found.texts("entries")[found.ids("entries").index(entry_id)]
                return file.name, Block("entries", entry_id, text)
        raise ChangeRefused(f"The entry `{entry_id}` is not there any more: somebody removed it.")


class Packs:
    """All packs of a command. Make them with `open_packs`."""

    def __init__(self, opened: Sequence[OpenPack]) -> None:
        self.by_id: Mapping[str, OpenPack] = {it.id: it for it in opened}

    @property
    def knowledge(self) -> Knowledge:
        """Every pack. Raises `KnowledgeError` if one has errors."""
        return Knowledge(packs=tuple(it.pack for it in self.by_id.values()))

    def chosen(self, pack_id: str | None) -> Sequence[OpenPack]:
        """The pack with that id, or all for None. Raises `SettingsError` if there is none."""
        if pack_id is None:
            return tuple(self.by_id.values())
        if pack_id not in self.by_id:
            known = did_you_mean(pack_id, self.by_id) or f" Loaded: {', '.join(self.by_id)}."
            raise SettingsError(f"There is no pack `{pack_id}`.{known}")
        return (self.by_id[pack_id],)

    def one(self, pack_id: str | None) -> OpenPack:
        """The pack with that id; None stands for the only one.

        Raises `SettingsError` if there is none, or if None could mean several.
        """
        found = self.chosen(pack_id)
        if len(found) > 1:
            raise SettingsError(f"Say which pack with --pack: {', '.join(self.by_id)}.")
        return found[0]

    def find(self, entry_id: str, pack_id: str | None) -> tuple[OpenPack, Entry]:
        """The entry with that id, in the pack named or in whichever has it.

        Raises `ChangeRefused` if none has, and `SettingsError` if several have it.
        """
        chosen = self.chosen(pack_id)
        found = [(it, it.pack.entry_by_id.get(entry_id)) for it in chosen]
        holders = [(it, entry) for it, entry in found if entry]
        if len(holders) > 1:
            ids = ", ".join(it.id for it, _ in holders)
            raise SettingsError(f"Several packs have an entry `{entry_id}`. Add --pack: {ids}.")
        if not holders:
            known = [name for it, _ in found for name in it.pack.entry_by_id]
            raise ChangeRefused(f"There is no entry `{entry_id}`.{did_you_mean(entry_id, known)}")
        return holders[0]


def open_packs(settings: Settings, named: Sequence[Path] | None) -> Packs:
    """The packs at `named`, or those that the settings or the folders have.

    A pack with errors is opened too; its errors are raised to whoever asks for its content. Raises
    `SettingsError` if there is no pack, and `KnowledgeError` if two have one id.
    """
    wanted = named or settings.knowledge
    readings = [(path, read_pack(path)) for path in find_packs(wanted, settings.data)]
    clashes = pack_id_clashes(readings)
    if clashes:
        raise KnowledgeError(clashes)
    return Packs(
        [
            OpenPack(pack_id(path, reading), path, reading, bool(wanted))
            for path, reading in readings
        ]
    )
