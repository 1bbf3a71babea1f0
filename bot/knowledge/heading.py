"""Changes to the text of a knowledge file that touch what it says of its pack as a whole.

As with edits of items, every other line stays as it is, and every result is read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import EditError
from bot.knowledge import document
from bot.knowledge.adding import HEADER, added, filled, own_value
from bot.knowledge.document import Data
from bot.knowledge.emit import Style, Value, flow, flow_pair, pair
from bot.knowledge.file_text import FileText
from bot.knowledge.model import PackHeader
from bot.knowledge.placing import Change, replaced
from bot.knowledge.proof import proved
from bot.knowledge.rewrite import rewrite_mapping
from bot.knowledge.wanted import Wanted
from bot.translation import _

SYNONYMS = "synonyms"


def put_header(text: str, header: PackHeader, *, path: Path) -> str:
    """The text with the fields that `header` has in the pack's header; its other fields stay.

    Raises:
        EditError: The header cannot be written there.
    """
    file = FileText(text, path)
    old = file.data().get(HEADER)
    known: dict[str, Data] = dict(old) if isinstance(old, dict) else {}
    new: dict[str, Data] = {**known, **header.model_dump(exclude_none=True)}
    if new == known:
        return text
    change = _header(file, known, new)
    return proved(change, {HEADER: lambda _, after: after.data().get(HEADER) == new}).source


def add_synonyms(text: str, groups: Sequence[Sequence[str]], *, path: Path) -> str:
    """The text with `groups` behind the pack's groups of synonyms.

    Raises:
        EditError: There is no place for them.
    """
    if not groups:
        return text
    file = FileText(text, path)
    written = [_Group(tuple(words)) for words in groups]

    def is_meant(before: FileText, after: FileText) -> bool:
        old, new = before.data().get(SYNONYMS), after.data().get(SYNONYMS)
        texts = before.texts(SYNONYMS)
        return (
            new == [*(old if isinstance(old, list) else []), *map(list, groups)]
            and after.texts(SYNONYMS)[: len(texts)] == texts
        )

    return proved(added(file, SYNONYMS, written), {SYNONYMS: is_meant}).source


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of synonyms as an item of their list."""

    words: tuple[str, ...]

    def lines(self, column: int, style: Style) -> str:
        return f"{' ' * column}- {flow(self.words)}{style.ending}"

    def in_flow(self) -> str:
        return flow(self.words)


def _header(file: FileText, old: Mapping[str, Data], new: Mapping[str, Data]) -> Change:
    node = own_value(file, HEADER)
    values: dict[str, Value] = {key: it for key, it in new.items() if isinstance(it, str)}
    # New keys go where the model has them.
    values = {key: values[key] for key in (*PackHeader.model_fields, *values) if key in values}
    if node is None:
        return filled(
            file,
            HEADER,
            lambda column, style: "".join(
                " " * (column + style.step) + pair(key, it, column + style.step, style)
                for key, it in values.items()
            ),
            lambda: "{" + ", ".join(flow_pair(key, it) for key, it in values.items()) + "}",
        )
    if not isinstance(node, document.Mapping) or len(values) < len(new):
        raise EditError(
            _("{path}:{line}: `{key}` is no mapping of texts; make it one, then edit.").format(
                path=file.path, line=node.line, key=HEADER
            )
        )
    region = node.span
    if not node.is_flow:
        start = next(iter(node.spans.values()))[0][0]
        column = file.root.column - 1 if file.root else 0
        end = file.lines.extent(node.span[1], column)
        if end == len(file.text) and not file.lines.is_ended(end):
            return _header(file.closed(), old, new)
        region = start, end
    style = file.style(HEADER, region[0])
    text = rewrite_mapping(file.lines, style, node, region, Wanted(old, values))
    return replaced(file, (region, text))
