"""Changes of a pack, applied to the texts of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.curating.changes import (
    NAMES,
    Edit,
    Put,
    PutHeader,
    Remove,
    Replace,
    Restore,
    changed_meanwhile,
    merged,
)
from bot.errors import ChangeRefused
from bot.knowledge.block import Block
from bot.knowledge.document import parse_document
from bot.knowledge.edit import ItemKey, edit_items
from bot.knowledge.expectations import remove_expectations
from bot.knowledge.heading import add_synonyms, put_header
from bot.knowledge.load import PackReading, is_expectations
from bot.knowledge.model import Entry, Item, Pack, PackHeader, kind_of
from bot.translation import _

NEW_FILE = "pack.yaml"
"""Where a folder without files gets its first items."""


def apply(
    edits: Iterable[Edit], texts: Mapping[str, str], reading: PackReading, path: Path
) -> dict[str, str]:
    """The texts of the pack's files by their names, after `edits` were made in order.

    `path` is where the pack is, and `reading` is what `texts` were read as, without errors. Raises
    `ChangeRefused` if an edit does not fit the pack, and `EditError` if it cannot be written into
    the text.
    """
    if reading.pack is None:
        raise ValueError("a pack with errors cannot be edited")
    work = _Work(dict(texts), reading, reading.pack, path)
    for edit in edits:
        match edit:
            case Put():
                work.put(edit)
            case PutHeader():
                work.put_header(edit)
            case Remove():
                work.remove(edit)
            case Restore():
                work.restore(edit)
            case Replace():
                work.replace(edit)
    return work.done()


class _Work:
    """The texts while they are edited, and where each item stands in them.

    Edits of items are collected until an edit needs the text itself, because a file is parsed and
    proved only once for all edits that are made in it together.
    """

    def __init__(self, texts: dict[str, str], reading: PackReading, pack: Pack, path: Path) -> None:
        self._texts = texts
        self._path = path
        self._header = PackHeader(title=pack.title, language=pack.language)
        self._synonyms = pack.synonyms
        self._items: dict[ItemKey, Item] = {}
        self._files: dict[ItemKey, str] = {}
        self._of_topic: dict[str, str] = {}
        """The file of each topic's last entry."""
        self._waiting: dict[str, dict[ItemKey, Item | Block | None]] = {}
        """What the items of each file are to become; None for items to be removed."""
        self._new: set[ItemKey] = set()
        """The waiting items that stand in no text yet."""
        self._forgotten: set[str] = set()
        """The ids of removed entries, of which nothing is to be expected any more."""
        self._replaced: set[str] = set()
        """Files in which lines were replaced, and which may need more replaced before they are
        sound."""
        self._header_file, self._synonyms_file = "", ""
        for file in reading.files:
            name = file.document.path.name
            if file.pack is not None:
                self._header_file = name
            if file.synonyms:
                self._synonyms_file = name
            for items in (file.sources, file.topics, file.entries):
                for item in items.values():
                    self._note(item, name)

    def put(self, edit: Put) -> None:
        key = kind_of(edit.item), edit.item.id
        current = self._items.get(key)
        if current is None and edit.base is not None:
            raise ChangeRefused(
                _("The {kind} `{id}` is not there any more: somebody removed it.").format(
                    kind=_(NAMES[key[0]]), id=key[1]
                )
            )
        if current is not None and edit.base is None:
            raise ChangeRefused(
                _("The {kind} `{id}` is there already; edit that one.").format(
                    kind=_(NAMES[key[0]]), id=key[1]
                )
            )
        if current is None:
            self._add(edit.item)
        else:
            self._change(merged(edit.item, edit.base or current, current))

    def put_header(self, edit: PutHeader) -> None:
        wanted: dict[str, str] = {}
        for field in ("title", "language"):
            value, now = getattr(edit.header, field), getattr(self._header, field)
            if value in (None, getattr(edit.base, field), now):
                continue
            if now != getattr(edit.base, field):
                raise ChangeRefused(
                    _(
                        "Somebody else has made the pack's {field} “{now}” meanwhile. Look at "
                        "what it is now, and decide again."
                    ).format(field=field, now=now)
                )
            wanted[field] = value
        groups = [it for it in edit.synonyms if it not in self._synonyms]
        self._settle()
        name = self._header_file or min(self._pack_files(), default=NEW_FILE)
        if wanted:
            self._texts[name] = put_header(
                self._texts.get(name, ""), PackHeader(**wanted), path=self._path_of(name)
            )
            self._header, self._header_file = self._header.model_copy(update=wanted), name
        if groups:
            name = self._synonyms_file or name
            self._texts[name] = add_synonyms(
                self._texts.get(name, ""), groups, path=self._path_of(name)
            )
            self._synonyms, self._synonyms_file = (*self._synonyms, *groups), name

    def remove(self, edit: Remove) -> None:
        key = edit.kind, edit.id
        if key not in self._items:
            raise ChangeRefused(
                _("There is no {kind} `{id}`.").format(kind=_(NAMES[edit.kind]), id=edit.id)
            )
        current, base = self._items[key], edit.base or self._items[key]
        fields = type(current).model_fields
        changed = [it for it in fields if getattr(current, it) != getattr(base, it)]
        if changed:
            raise ChangeRefused(changed_meanwhile(current, changed))
        if edit.kind == "entries" and not edit.is_alone:
            self._unlink(edit.id)
        del self._items[key]
        waiting = self._waiting.setdefault(self._files.pop(key), {})
        if key in self._new:
            self._new.remove(key)
            del waiting[key]
        else:
            waiting[key] = None

    def restore(self, edit: Restore) -> None:
        key = edit.block.kind, edit.block.id
        name = self._files.setdefault(key, edit.file)
        self._waiting.setdefault(name, {})[key] = edit.block

    def replace(self, edit: Replace) -> None:
        if self._waiting or self._forgotten:
            self._settle()
        text = self._texts.get(edit.file, "")
        if edit.before and len(_places(text, edit.before)) != 1:
            raise _changed_since(edit.file)
        self._texts[edit.file] = _replaced(text, edit)
        self._replaced.add(edit.file)

    def done(self) -> dict[str, str]:
        """The texts with every edit made."""
        self._settle()
        return self._texts

    def _settle(self) -> None:
        """Makes the edits that wait, once the lines that were replaced are known to fit."""
        for name in self._replaced:
            if _is_broken(self._texts[name], Path(name)):
                raise _changed_since(name)
        for name, items in self._waiting.items():
            put = [it for it in items.values() if it is not None]
            gone = [key for key, it in items.items() if it is None]
            text = self._texts.get(name, "")
            self._texts[name] = edit_items(text, put, gone, path=self._path_of(name))
        if self._forgotten:
            for name in self._texts.keys() - self._pack_files():
                self._texts[name] = remove_expectations(
                    self._texts[name], self._forgotten, path=self._path_of(name)
                )
        self._replaced.clear()
        self._waiting.clear()
        self._new.clear()
        self._forgotten.clear()

    def _change(self, item: Item) -> None:
        key = kind_of(item), item.id
        if item == self._items[key]:
            return
        name = self._files[key]
        self._waiting.setdefault(name, {})[key] = item
        self._note(item, name)

    def _add(self, item: Item) -> None:
        name, key = self._home_of(item), (kind_of(item), item.id)
        waiting = self._waiting.setdefault(name, {})
        if key not in waiting:  # else it has been removed, and comes back
            self._new.add(key)
        waiting[key] = item
        self._note(item, name)

    def _note(self, item: Item, name: str) -> None:
        """Remembers an item that stands, or is to stand, in a file."""
        key = kind_of(item), item.id
        self._items[key] = item
        self._files[key] = name
        if isinstance(item, Entry):
            self._of_topic[item.topic] = name

    def _home_of(self, item: Item) -> str:
        """The file for a new item: for an entry that of its topic, else where its like stands."""
        if isinstance(item, Entry):
            if item.topic in self._of_topic:
                return self._of_topic[item.topic]
            if ("topics", item.topic) in self._files:
                return self._files["topics", item.topic]
        kind = kind_of(item)
        alike = (name for (its_kind, _), name in reversed(self._files.items()) if its_kind == kind)
        return next(alike, None) or min(self._pack_files(), default=NEW_FILE)

    def _unlink(self, entry_id: str) -> None:
        for item in list(self._items.values()):
            if not isinstance(item, Entry) or item.id == entry_id:
                continue
            if entry_id in item.related or entry_id == item.counter:
                related = tuple(it for it in item.related if it != entry_id)
                counter = None if item.counter == entry_id else item.counter
                self._change(item.model_copy(update={"related": related, "counter": counter}))
        self._forgotten.add(entry_id)

    def _pack_files(self) -> set[str]:
        return {name for name in self._texts if not is_expectations(Path(name))}

    def _path_of(self, name: str) -> Path:
        return self._path / name if self._path.is_dir() else self._path.with_name(name)


def _changed_since(name: str) -> ChangeRefused:
    return ChangeRefused(
        _(
            "The lines of {name} that are to be put back have changed since. Put them back by "
            "hand; the revision shows them."
        ).format(name=name)
    )


def _places(text: str, lines: str) -> list[int]:
    """Where `lines` stand in the text.

    If they stand in several places, only those at the beginning of a line count, as "---" does not
    at the end of one. A single place may be within a line, as that of an item in brackets is.
    """
    found = []
    place = text.find(lines)
    while place >= 0:
        found.append(place)
        place = text.find(lines, place + 1)
    if len(found) < 2:
        return found
    return [it for it in found if _begins_line(text, it)]


def _begins_line(text: str, place: int) -> bool:
    begun = max(text.rfind(end, 0, place) for end in "\n\r") + 1
    return not text[begun:place].strip(" \ufeff")


def _replaced(text: str, edit: Replace) -> str:
    if edit.before:
        [place] = _places(text, edit.before)
        rest = text[place + len(edit.before) :]
        return text[:place] + _ended(edit.after, edit.before) + rest
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return mark + _ended(edit.after, "\n") + text.removeprefix(mark)


def _ended(lines: str, like: str) -> str:
    """`lines` with the line ending of `like`, as a file's last line may have had none."""
    ending = next((it for it in ("\r\n", "\n", "\r") if like.endswith(it)), "")
    return lines if not lines or lines.endswith(("\n", "\r")) else lines + ending


def _is_broken(text: str, path: Path) -> bool:
    return bool(parse_document(text.removeprefix("\ufeff"), path).problems)
