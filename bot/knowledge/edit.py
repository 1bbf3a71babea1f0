"""Changes to the text of a knowledge file that touch some items and leave every other line alone.

An edit is text in, text out. Inside of an item, the keys whose values stay keep their lines, with
comments and quotes; so do the texts of a list.

Every result is read again before it is returned. The items must be what was asked for; every other
value and the lines of every other item must be what they were. Beside the items only this may
change:

- A blank line that sets items apart comes or goes with one.
- A list that becomes empty is written `[]`; one that was empty or missing gets its key.
- A file that ends without a line ending gets one where lines are added behind it. A literal block
  that ends such a file gets a `-`, for its text would otherwise grow by the line ending.

An edit that fails is refused with `EditError`: one that would break anchors and aliases, one of a
file that cannot be read, and one of rare notations such as explicit keys (`? key`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from bot.errors import EditError
from bot.knowledge.adding import added
from bot.knowledge.block import Block, Restored, Rewritten
from bot.knowledge.document import Data, to_data
from bot.knowledge.emit import Written
from bot.knowledge.file_text import FileText
from bot.knowledge.layout import token
from bot.knowledge.model import MODEL_OF, Item, ItemKind, kind_of
from bot.knowledge.placing import Part, changed, replaced
from bot.knowledge.proof import Check, Meant, proved
from bot.knowledge.rewrite import rewrite_mapping
from bot.knowledge.values import is_default, set_values, validated, values_of
from bot.knowledge.wanted import Wanted

ItemKey = tuple[ItemKind, str]
"""A kind and an id."""
_Target = Item | Rewritten | None
"""What an item is to become: itself, in the lines that it has now; a text of its own; or None if it
is to be removed."""


def blocks(text: str, path: Path) -> dict[ItemKey, Block]:
    """Every item of a file that has an id; of those that share one, the first.

    Raises:
        EditError: The file cannot be read.
    """
    file = FileText(text, path).closed()
    found: dict[ItemKey, Block] = {}
    for kind in MODEL_OF:
        for item_id, block in zip(file.ids(kind), file.texts(kind), strict=True):
            if item_id is not None:
                found.setdefault((kind, item_id), Block(kind, item_id, block))
    return found


def outside(text: str, path: Path) -> list[str]:
    """A file's text without its items: what stands before, between and behind them.

    That is the header, synonyms, and comments between items.

    Raises:
        EditError: The file cannot be read.
    """
    return FileText(text, path).outside()


def edit_items(
    text: str, put: Iterable[Item | Block], remove: Iterable[ItemKey] = (), *, path: Path
) -> str:
    """The text with each of `put` in the place of the item with its id, or added, if there is none.

    An item that already is as wanted keeps its text. A new item goes to the end of the list of its
    kind, which is made where it is missing. A block is put in verbatim but for its indentation. It
    is written anew from its values where a list in brackets cannot hold it, where blank lines
    behind it would become part of it, or where its anchors would change what stands elsewhere. The
    items that `remove` names are taken out, unless they are put. All of this takes about as long as
    reading the text a few times, however many items there are.

    Raises:
        EditError: An item cannot be put, added or removed: there is no such item, others depend on
            its text, or a block does not hold its item or names values that stand outside of it.
            The error is that of the first such item, as if the edits were made one after the other.
    """
    targets: dict[ItemKey, _Target] = dict.fromkeys(remove)
    for it in put:
        if isinstance(it, Block):
            targets[it.kind, it.id] = Restored.read(it, path)
        else:
            targets[kind_of(it), it.id] = it
    return _edited(FileText(text, path), targets).source if targets else text


def _edited(file: FileText, targets: Mapping[ItemKey, _Target]) -> FileText:
    """The file with each target as wanted: all at once or, where that fails, in smaller parts."""
    try:
        return _with_added(_with_changed(file, targets), targets)
    except EditError:
        if len(targets) == 1:
            [(key, target)] = targets.items()
            if isinstance(target, Restored):
                return _edited(file, {key: target.anew()})
            raise
    items = iter(targets.items())
    first = dict(islice(items, len(targets) // 2))
    return _edited(_edited(file, first), dict(items))


def _with_changed(file: FileText, targets: Mapping[ItemKey, _Target]) -> FileText:
    """The file in which the targets that it already holds are changed or taken out."""
    wanted: dict[ItemKind, dict[int, _Target]] = {}
    for (kind, item_id), target in targets.items():
        if target is not None and not file.has(kind, item_id):
            continue
        number = file.number(kind, item_id)
        known = validated(kind, to_data(file.editable(kind, number)))
        if target is None or target != known:
            wanted.setdefault(kind, {})[number] = target
    if not wanted:
        return file
    if any(
        target and file.regions(kind)[number][1] == len(file.text) and not file.items(kind).is_flow
        for kind, here in wanted.items()
        for number, target in here.items()
    ):
        file = file.closed()
    parts: list[Part] = []
    for kind, here in wanted.items():
        texts = {
            number: None if target is None else _text(file, kind, number, target)
            for number, target in here.items()
        }
        parts += changed(file, kind, texts)
    meant: dict[str, Check] = {
        kind: Meant(kind, {number: _item(it) for number, it in here.items()}).is_met
        for kind, here in wanted.items()
    }
    return proved(replaced(file, *parts), meant)


def _with_added(file: FileText, targets: Mapping[ItemKey, _Target]) -> FileText:
    """The file to which the targets that it does not hold are added."""
    for kind in MODEL_OF:
        new = [it for key, it in targets.items() if it and key[0] == kind and not file.has(*key)]
        if new:
            written = [it if isinstance(it, Written) else Written(set_values(it)) for it in new]
            meant = Meant(kind, {}, [it for it in map(_item, new) if it])
            file = proved(added(file, kind, written), {kind: meant.is_met})
    return file


def _text(file: FileText, kind: ItemKind, number: int, target: Item | Rewritten) -> str:
    """The text that is to stand in the place of an item."""
    node = file.editable(kind, number)
    region = start, _ = file.regions(kind)[number]
    style = file.style(kind, start)
    if isinstance(target, Rewritten):
        if file.items(kind).is_flow:
            return target.in_flow()
        dash = token(file.text, start)
        return file.text[start:dash] + target.lines(file.lines.column(dash), style).lstrip(" ")
    known = validated(kind, to_data(node))
    old = values_of(known) if known else _plain(to_data(node))
    new = {
        key: value
        for key, value in values_of(target).items()
        if not is_default(target, key) or (key in node.pairs and old.get(key) == value)
    }
    return rewrite_mapping(file.lines, style, node, region, Wanted(old, new))


def _item(target: _Target) -> Item | None:
    return target.item if isinstance(target, Rewritten) else target


def _plain(data: Data) -> dict[str, object]:
    """The values of an item that is not valid."""
    found = data if isinstance(data, dict) else {}
    return {key: tuple(it) if isinstance(it, list) else it for key, it in found.items()}
