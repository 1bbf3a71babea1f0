"""Changes to the text of a knowledge file that touch one item and leave every other line alone.

An edit is text in, text out. Inside of an item the keys whose values stay keep their lines, with
comments and quotes; so do the texts of a list.

Every result is read again before it is given away: the item must be what was asked for, and every
other value and the lines of every other item what they were. What may change beside the item is
this: a blank line that sets items apart comes or goes with one; a list that becomes empty is
written `[]`; one that was empty or missing gets its key; a file that ends without a line ending
gets one where lines are added behind it, and a literal block which ends it a `-`, for without that
its text would grow by the line ending.

What fails is refused with `EditError`: anchors and aliases that the edit would break, files that
cannot be read, and rare notations such as explicit keys (`? key`).
"""

from __future__ import annotations

from pathlib import Path

from bot.errors import EditError
from bot.knowledge.block import Block, Restored
from bot.knowledge.document import Data, to_data
from bot.knowledge.emit import Written
from bot.knowledge.file_text import FileText
from bot.knowledge.layout import token
from bot.knowledge.model import MODEL_OF, Item, ItemKind, kind_of
from bot.knowledge.placing import added, removed, replaced
from bot.knowledge.proof import Attempt
from bot.knowledge.rewrite import rewrite_mapping
from bot.knowledge.values import is_default, set_values, validated, values_of
from bot.knowledge.wanted import Wanted

__all__ = [
    "Block",
    "add_item",
    "blocks",
    "outside",
    "put_item",
    "remove_item",
    "restore_block",
]


def blocks(text: str, path: Path) -> dict[tuple[ItemKind, str], Block]:
    """Every item of a file that has an id; of those that share one, the first.

    Raises:
        EditError: The file cannot be read.
    """
    file = FileText(text, path).closed()
    found: dict[tuple[ItemKind, str], Block] = {}
    for kind in MODEL_OF:
        for item_id, block in zip(file.ids(kind), file.texts(kind), strict=True):
            if item_id is not None:
                found.setdefault((kind, item_id), Block(kind, item_id, block))
    return found


def outside(text: str, path: Path) -> str:
    """A file's text without its items: the header, synonyms, and comments between items.

    Raises:
        EditError: The file cannot be read.
    """
    return FileText(text, path).outside()


def put_item(text: str, item: Item, *, path: Path) -> str:
    """The text with `item` in place of the one with its id; the same text if they are equal.

    Raises:
        EditError: No item of the kind has that id here, or it cannot be replaced.
    """
    kind = kind_of(item)
    file, number = _found(text, path, kind, item.id)
    node, region = file.editable(kind, number), file.regions(kind)[number]
    known = validated(kind, to_data(node))
    if known == item:
        return text
    old = values_of(known) if known else _plain(to_data(node))
    new = {
        key: value
        for key, value in values_of(item).items()
        if not is_default(item, key) or (key in node.pairs and old.get(key) == value)
    }
    style = file.style(kind, region[0])
    written = rewrite_mapping(file.lines, style, node, region, Wanted(old, new))
    attempt = Attempt(kind, number, replaced(file, region, written))
    return attempt.checked(lambda data: validated(kind, data) == item)


def add_item(text: str, item: Item, *, path: Path) -> str:
    """The text with `item` at the end of the list of its kind, which is made where it is missing.

    Raises:
        EditError: The id is taken, or there is no place for the item.
    """
    file, kind = FileText(text, path), kind_of(item)
    if item.id in file.ids(kind):
        line = file.line(kind, file.ids(kind).index(item.id))
        raise EditError(f"{path}:{line}: the id `{item.id}` is taken here; choose another.")
    attempt = Attempt(kind, len(file.ids(kind)), added(file, kind, Written(set_values(item))))
    return attempt.checked(lambda data: validated(kind, data) == item)


def remove_item(text: str, kind: ItemKind, item_id: str, *, path: Path) -> str:
    """The text without an item.

    Raises:
        EditError: No item of the kind has that id here, or others depend on its text.
    """
    file = FileText(text, path)
    number = file.number(kind, item_id)
    file.editable(kind, number)
    return Attempt(kind, number, removed(file, kind, number)).checked(None)


def restore_block(text: str, block: Block, *, path: Path) -> str:
    """The text with an item's earlier text in place of the item with its id, or added.

    The text is put in verbatim but for its indentation. It is written anew from its values where a
    list in brackets cannot hold it, where blank lines behind it would become part of it, or where
    its anchors would change what stands elsewhere.

    Raises:
        EditError: The block holds no such item, or names values that stand outside of it, or it
            cannot be put in.
    """
    restored = Restored.read(block, path)
    try:
        return _restored(text, block, restored, restored, path)
    except EditError:
        return _restored(text, block, restored, Written(restored.values), path)


def _restored(text: str, block: Block, restored: Restored, written: Written, path: Path) -> str:
    kind = block.kind
    file = FileText(text, path)
    if block.id not in file.ids(kind):
        attempt = Attempt(kind, len(file.ids(kind)), added(file, kind, written))
        return attempt.checked(lambda data: validated(kind, data) == restored.item)
    file, number = _found(text, path, kind, block.id)
    file.editable(kind, number)
    region = start, _ = file.regions(kind)[number]
    if file.items(kind).is_flow:
        new = written.in_flow()
    else:
        dash = token(file.text, start)
        lines = written.lines(file.lines.column(dash), file.style(kind, start))
        new = file.text[start:dash] + lines.lstrip(" ")
    attempt = Attempt(kind, number, replaced(file, region, new))
    return attempt.checked(lambda data: validated(kind, data) == restored.item)


def _found(text: str, path: Path, kind: ItemKind, item_id: str) -> tuple[FileText, int]:
    """A file and the number of an item in it; the item's last line has an ending."""
    file = FileText(text, path)
    number = file.number(kind, item_id)
    if not file.items(kind).is_flow and file.regions(kind)[number][1] == len(file.text):
        file = file.closed()
    return file, number


def _plain(data: Data) -> dict[str, object]:
    """What an item that is no valid one says."""
    found = data if isinstance(data, dict) else {}
    return {key: tuple(it) if isinstance(it, list) else it for key, it in found.items()}
