"""JSON as a tree in which every value is text and knows its place.

The standard library decides what JSON is and decodes its strings; this walk only adds the places.
(YAML's reader will not do: it refuses the surrogate pairs in which JSON may write an emoji.)
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.exchange.tree import MAX_VALUES, mapping, report, scalar, sequence, too_many
from bot.knowledge.document import MAX_DEPTH, Document, Mapping, Node, Scalar, Sequence
from bot.translation import _

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}:,]|[^\s"\[\]{}:,]++', re.DOTALL)
"""A string, even one that never ends; a sign; or a number or a word."""
_NUMBER = re.compile(r"-?\d.*")
"""Numbers are read as they are typed, as in YAML: a year is text."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(text: str, path: Path) -> Document:
    """Parses `text`; whatever is wrong with it stands in the result's `problems`."""
    document = Document(path, lines=text.split("\n"))
    if not _is_bounded(document, text):
        return document
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        report(
            document,
            error.lineno,
            error.colno,
            _("This is not JSON: {reason}.").format(reason=error.msg),
        )
        return document
    document.root = _Walk(document, text).build()
    return document


def _is_bounded(document: Document, text: str) -> bool:
    """Whether it is safe to build: the standard library recurses, and a tree takes memory."""
    depth = values = 0
    for match in _TOKEN.finditer(text):
        depth += (match[0] in ("[", "{")) - (match[0] in ("]", "}"))
        values += match[0] not in ("]", "}", ":", ",")
        if depth <= MAX_DEPTH and values <= MAX_VALUES:
            continue
        message = _("Lists and objects nest more than {most} deep here.").format(most=MAX_DEPTH)
        if depth <= MAX_DEPTH:
            message = too_many()
        report(document, *_Walk(document, text).place(match.start()), message)
        return False
    return True


class _Walk:
    """Visits the tokens of a text; `build` relies on the text being JSON."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.line = 1
        self.line_start = 0
        self.seen = 0

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; offsets only grow."""
        newlines = self.text.count("\n", self.seen, offset)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rfind("\n", self.seen, offset) + 1
        self.seen = offset
        return self.line, offset - self.line_start + 1

    def build(self) -> Node | None:
        root: Node | None = None
        open_: list[Sequence | Mapping] = []
        keys: list[Scalar | None] = []
        for match in _TOKEN.finditer(self.text):
            word = match[0]
            if word in ":,":
                continue
            if word in "]}":
                open_.pop()
                keys.pop()
                continue
            node = self._node(word, *self.place(match.start()))
            parent = open_[-1] if open_ else None
            if parent is None:
                root = node
            elif isinstance(parent, Sequence):
                parent.items.append(node)
            elif (key := keys[-1]) is None:
                keys[-1] = node if isinstance(node, Scalar) else None
                continue
            else:
                self._pair(parent, key, node)
                keys[-1] = None
            if isinstance(node, Sequence | Mapping):
                open_.append(node)
                keys.append(None)
        return root

    def _node(self, word: str, line: int, column: int) -> Node:
        if word == "[":
            return sequence(line, column)
        if word == "{":
            return mapping(line, column)
        text = word
        if word.startswith('"'):
            text = json.loads(word)
            if _SURROGATE.search(text):
                report(self.document, line, column, _("This text holds half a character; mend it."))
                text = _SURROGATE.sub("\ufffd", text)
        elif not _NUMBER.fullmatch(word):
            message = _(
                "`{word}` has no meaning here. Leave the key out, or put text in quotes."
            ).format(word=word)
            report(self.document, line, column, message)
        return scalar(text, line, column)

    def _pair(self, into: Mapping, key: Scalar, node: Node) -> None:
        if key.text not in into.pairs:
            into.pairs[key.text] = (key, node)
            return
        first = into.pairs[key.text][0]
        message = _("The key stands twice; the first is in line {line}. Keep one.").format(
            line=first.line
        )
        report(self.document, key.line, key.column, message)
