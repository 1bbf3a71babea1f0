"""A knowledge file's text with the places of its items."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from bot.errors import EditError
from bot.knowledge.document import (
    BLANK,
    Alias,
    Data,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Span,
    parse_document,
    to_data,
)
from bot.knowledge.emit import Style
from bot.knowledge.layout import Lines, regions, style_of
from bot.knowledge.model import MODEL_OF, ItemKind
from bot.translation import _

_BOM = "\ufeff"
_HEADER = re.compile(r"((?:[&!]\S*\s+)*[|>])([-+0-9]*)")


class FileText:
    """A file's text, parsed. Offsets count from behind its byte order mark, which `bom` holds."""

    def __init__(self, text: str, path: Path) -> None:
        """Reads `text`. Raises `EditError` if it is no YAML that a pack could hold."""
        self.path = path
        self.bom = _BOM if text.startswith(_BOM) else ""
        self.text = text[len(self.bom) :]
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            raise EditError(
                _(
                    "{path}: the text holds half a character (U+{code:04X}), which no file "
                    "can hold; remove it."
                ).format(path=path, code=ord(text[error.start]))
            ) from error
        document = parse_document(self.text, path)
        for problem in document.problems:
            raise EditError(
                _("{place}: {message} Until then nothing can be edited.").format(
                    place=problem.place, message=problem.message
                )
            )
        self.root: Node | None = document.root
        self.aliases: list[Alias] = document.aliases
        self.lines = Lines(self.text)
        self._regions: dict[str, list[Span]] = {}
        self._numbers: dict[ItemKind, dict[str, list[int]]] = {}
        self._styles: dict[str, Style] = {}

    @property
    def source(self) -> str:
        """The text as it stands in the file."""
        return self.bom + self.text

    @property
    def is_blank(self) -> bool:
        """Whether the file holds nothing yet."""
        root = self.root
        return root is None or (isinstance(root, Scalar) and not root.text and not root.style)

    def data(self) -> dict[str, Data]:
        """What the file says."""
        found = to_data(self.root) if self.root else {}
        return found if isinstance(found, dict) else {}

    def value(self, key: str) -> Node | None:
        """What stands under a top-level key; None where the key is missing or has an alias."""
        if not isinstance(self.root, Mapping) or key not in self.root.pairs:
            return None
        value = self.root.pairs[key][1]
        return value if value.span == self.root.spans[key][1] else None

    def items(self, key: str) -> Sequence:
        """The list under a top-level key, which is empty where there is none."""
        value = self.value(key)
        return value if isinstance(value, Sequence) else Sequence(1, 1, (0, 0), is_flow=True)

    def ids(self, kind: ItemKind) -> list[str | None]:
        """The id of each item of a kind, or None where it has none."""
        return [_id_of(item) for item in self.items(kind).items]

    def regions(self, key: str) -> list[Span]:
        """Where each item of a list stands."""
        if key not in self._regions:
            self._regions[key] = regions(self.lines, self.items(key))
        return self._regions[key]

    def texts(self, key: str) -> list[str]:
        """The text of each item of a list."""
        return [self.text[start:end] for start, end in self.regions(key)]

    def outside(self) -> list[str]:
        """The text without its items: what stands before, between and behind them."""
        spans = sorted(span for kind in MODEL_OF for span in self.regions(kind))
        ends = [0, *(end for _, end in spans)]
        starts = [*(start for start, _ in spans), len(self.text)]
        return [self.text[end:start] for end, start in zip(ends, starts, strict=True)]

    def has(self, kind: ItemKind, item_id: str) -> bool:
        """Whether there is an item of this kind with this id."""
        return item_id in self._numbered(kind)

    def line(self, kind: ItemKind, number: int) -> int:
        """The line in which an item begins."""
        return self.lines.number(self.items(kind).spans[number][0])

    def number(self, kind: ItemKind, item_id: str) -> int:
        """The position of the item with this id. Raises `EditError` if none or several have it."""
        found = self._numbered(kind).get(item_id, [])
        if not found:
            raise EditError(
                _("{path}: there is no `{id}` under `{kind}` here.").format(
                    path=self.path, id=item_id, kind=kind
                )
            )
        if len(found) > 1:
            first, second = (self.line(kind, number) for number in found[:2])
            raise EditError(
                _(
                    "{path}:{line}: the id `{id}` is taken in line {first}; give this one "
                    "another, then edit."
                ).format(path=self.path, line=second, id=item_id, first=first)
            )
        return found[0]

    def editable(self, kind: ItemKind, number: int) -> Mapping:
        """The item as a mapping. Raises `EditError` if it is none, an alias, or has a merge key."""
        items = self.items(kind)
        item = items.items[number]
        if not isinstance(item, Mapping) or item.span != items.spans[number] or "<<" in item.pairs:
            raise EditError(
                _(
                    "{path}:{line}: this item stands elsewhere and is only named here. Write "
                    "it out, then edit."
                ).format(path=self.path, line=self.line(kind, number))
            )
        return item

    def style(self, key: str, offset: int) -> Style:
        """How the file is laid out, for lines of a list to be written at `offset`."""
        if key not in self._styles:
            self._styles[key] = style_of(self.lines, self.root, key)
        return replace(self._styles[key], ending=self.lines.ending(offset))

    def closed(self) -> FileText:
        """The file with a line ending at its end, so that lines can follow; its values are kept.

        Raises `EditError` if they cannot be kept.
        """
        size = len(self.text)
        if self.lines.is_ended(size):
            return self
        text = self.text + self.lines.ending(size)
        leaf = _last(self.root)
        if leaf and leaf.style in ("|", ">") and not self.text[leaf.span[1] :].strip(BLANK):
            header = _HEADER.match(self.text, leaf.span[0])
            if leaf.text.endswith("\n"):
                text = self.text.rstrip(" ")
            elif header:
                # Without a line ending behind it the text has none at its end either.
                depth = header[2].strip("+-")
                text = f"{text[: header.start()]}{header[1]}{depth}-{text[header.end() :]}"
        closed = FileText(self.bom + text, self.path)
        if closed.data() != self.data():
            raise EditError(
                _("{path}: put a line ending at the end of the file, then edit.").format(
                    path=self.path
                )
            )
        return closed

    def _numbered(self, kind: ItemKind) -> dict[str, list[int]]:
        """The positions of the items of a kind, by their ids."""
        if kind not in self._numbers:
            found = self._numbers[kind] = {}
            for number, item_id in enumerate(self.ids(kind)):
                if item_id is not None:
                    found.setdefault(item_id, []).append(number)
        return self._numbers[kind]


def _id_of(item: Node) -> str | None:
    pair = item.pairs.get("id") if isinstance(item, Mapping) else None
    return pair[1].text if pair and isinstance(pair[1], Scalar) else None


def _last(node: Node | None) -> Scalar | None:
    """The text that a document ends with, unless that is in brackets or an alias."""
    while node is not None and not isinstance(node, Scalar):
        spans = node.spans if isinstance(node, Sequence) else [it[1] for it in node.spans.values()]
        children = (
            node.items if isinstance(node, Sequence) else [it[1] for it in node.pairs.values()]
        )
        if node.is_flow or not children or children[-1].span != spans[-1]:
            return None
        node = children[-1]
    return node
