"""An item's text as it stands, or once stood, in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.errors import EditError
from bot.knowledge.document import LINE_BREAK
from bot.knowledge.emit import Style, Written, flow_item
from bot.knowledge.file_text import FileText
from bot.knowledge.model import Item, ItemKind
from bot.knowledge.values import set_values, validated
from bot.translation import _


@dataclass(frozen=True, slots=True)
class Block:
    """An item as it stands in a file.

    `text` is verbatim. It is whole lines: from the item's dash to the end of its last line, with
    the comments inside and those below that are indented deeper than the dash. For an item in a
    list in brackets it is what stands between the commas. An item that ends its file without a line
    ending is given one.
    """

    kind: ItemKind
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rewritten(Written):
    """An item that is written anew, whatever stands in its place."""

    item: Item


@dataclass(frozen=True, slots=True)
class Restored(Rewritten):
    """An item that is written as it once stood."""

    text: str
    is_flow: bool

    @classmethod
    def read(cls, block: Block, path: Path) -> Restored:
        """The item of `block`. Raises `EditError` if it holds another or cannot stand alone."""
        is_flow = not block.text.lstrip(" ").startswith("-")
        head = f"{block.kind}:\n"
        try:
            file = FileText(head + (f"- {block.text}\n" if is_flow else block.text), path).closed()
        except EditError as error:
            raise EditError(
                _(
                    "{path}: the earlier text of `{id}` cannot stand by itself: it is no "
                    "YAML, or has an alias of a value elsewhere. Put its values in by an "
                    "edit."
                ).format(path=path, id=block.id)
            ) from error
        data = file.data().get(block.kind)
        item = validated(block.kind, data[0]) if isinstance(data, list) else None
        if item is None or file.ids(block.kind) != [block.id] or len(file.data()) != 1:
            raise EditError(
                _("{path}: the earlier text of `{id}` does not hold that item.").format(
                    path=path, id=block.id
                )
            )
        text = block.text if is_flow else file.text[len(head) :]
        return cls(set_values(item), item, text, is_flow)

    def anew(self) -> Rewritten:
        """The item without the text in which it once stood."""
        return Rewritten(self.values, self.item)

    def lines(self, column: int, style: Style) -> str:
        """Its lines, moved so that its dash stands in `column`."""
        if self.is_flow:
            return f"{' ' * column}- {self.text}{style.ending}"
        shift = column - (len(self.text) - len(self.text.lstrip(" ")))
        if not shift:
            return self.text
        rows = LINE_BREAK.split(self.text)
        breaks = [*LINE_BREAK.findall(self.text), ""]
        return "".join(
            _shifted(row, shift) + line_break for row, line_break in zip(rows, breaks, strict=True)
        )

    def in_flow(self) -> str:
        """Its text between brackets, as it stood there."""
        return self.text if self.is_flow else flow_item(self.values)


def _shifted(row: str, columns: int) -> str:
    if columns > 0:
        return " " * columns + row if row else row
    return row[min(-columns, len(row) - len(row.lstrip(" "))) :]
