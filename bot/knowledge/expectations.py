"""Changes to the text of a pack's expectations."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.errors import EditError
from bot.knowledge.document import Document, Mapping, Scalar, Sequence, parse_document
from bot.translation import _


def remove_expectations(text: str, entry_ids: Collection[str], *, path: Path) -> str:
    """The text without the expectations of some entries; comments and all other lines stay.

    Raises:
        EditError: One of the expectations shares its lines with others, or the file cannot be read.
    """
    before = parse_document(text, path)
    items = _items(before)
    wanted = [it for it in items if it.get("expect") not in entry_ids]
    if len(wanted) == len(items):
        return text
    lines = text.splitlines(keepends=True)
    dropped: set[int] = set()
    root = before.root
    for node in root.items if isinstance(root, Sequence) else ():
        if isinstance(node, Mapping) and _text(node, "expect") in entry_ids:
            last = max(_last_line(value) for _, value in node.pairs.values())
            dropped |= set(range(node.line - 1, last))
    left = "".join(line for number, line in enumerate(lines) if number not in dropped)
    after = parse_document(left, path)
    if after.problems or _items(after) != wanted:
        expected = {str(it.get("expect")) for it in items}
        names = ", ".join(f"`{it}`" for it in sorted(set(entry_ids) & expected))
        raise EditError(
            _(
                "{path}: the expectations of {names} cannot be taken out without touching "
                "others. Remove them by hand."
            ).format(path=path, names=names)
        )
    return left


def _items(document: Document) -> list[dict[str, object]]:
    if document.problems:
        raise EditError("\n".join(map(str, document.problems)))
    data = document.data()
    return [dict(it) for it in data if isinstance(it, dict)] if isinstance(data, list) else []


def _text(node: Mapping, key: str) -> str | None:
    pair = node.pairs.get(key)
    return pair[1].text if pair and isinstance(pair[1], Scalar) else None


def _last_line(node: object) -> int:
    """The line in which a text ends, or in which another value begins."""
    if isinstance(node, Scalar):
        return node.end_line
    return getattr(node, "line", 1)
