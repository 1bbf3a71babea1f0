"""YAML text as a tree in which every value is text and knows its place.

The tree is made from PyYAML's event stream rather than by its composer: the composer recurses in C
and ends the process on deep nesting, keeps the last of two equal keys, and expands aliases without
a bound. Every problem becomes a `Problem` with its place; nothing is raised for bad text.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from bot.knowledge.problems import Place, Problem
from bot.knowledge.syntax import explain
from bot.translation import _

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is read: some 20,000 entries, and far from what a small server holds."""
MAX_DEPTH = 20
"""How deep lists and mappings may nest; the format needs five levels."""
MAX_ALIASED = 100_000
"""Values that aliases may add to a file; a file that needs more is an attack or a mistake."""

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""The line breaks of YAML 1.1. A text that is split at them has the lines that YAML's line numbers
count."""
BLANK = " \t\r\n\x85\u2028\u2029"
"""The characters that blank lines consist of."""

MOST_READ_AGAIN = 2 * 1024 * 1024
"""How many characters of a file with errors are parsed in all. After an error of a single character
the text is parsed again with that character replaced, so that the errors behind it are found
too."""

Data = str | list["Data"] | dict[str, "Data"]
Location = tuple[str | int, ...]
Span = tuple[int, int]
"""Where something begins and ends in the text, in code points."""

_HEADER = re.compile(r"(?:[&!]\S*\s+)*[|>]([-+0-9]*)")
"""The header of a block of text: an anchor or a tag, and `|` or `>`. The group holds the indicators
behind that, of how deep the block is indented and which line breaks at its end count."""


@dataclass(slots=True)
class Scalar:
    """A piece of text as YAML read it; `end_line` and `end_column` are where its source ends."""

    line: int
    column: int
    text: str
    style: str
    """`""` for plain text, else YAML's own indicator: `'`, `"`, `|` or `>`."""
    end_line: int
    end_column: int
    span: Span
    """From its anchor, if it has one, to its last character; blank lines behind a block count only
    where they are part of its text."""
    size: int = 1


@dataclass(slots=True)
class Sequence:
    """A list of values. `spans` holds where each value stands in the text, or the alias for it."""

    line: int
    column: int
    span: Span
    is_flow: bool
    """Whether it is written in brackets."""
    items: list[Node] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    size: int = 1


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in order of appearance; keys are unique.

    `spans` holds where each key and its value stand in the text, or the aliases for them.
    """

    line: int
    column: int
    span: Span
    is_flow: bool
    """Whether it is written in braces."""
    pairs: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    spans: dict[str, tuple[Span, Span]] = field(default_factory=dict)
    size: int = 1


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Alias:
    """An alias: it stands for a value that is written out, with an anchor, further above."""

    name: str
    line: int
    target: Node


class _Stop(Exception):
    """Ends the reading of a document whose remaining text cannot be understood."""


@dataclass(slots=True)
class Document:
    """One YAML file: its tree, if it could be read, and the problems met on the way."""

    path: Path
    root: Node | None = None
    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    source: str | None = None
    """The file's whole text, its byte order mark included; None if the text does not come from a
    file or is not UTF-8."""

    def data(self) -> Data:
        """The tree as dicts, lists and strings; an empty dict where there is none."""
        return to_data(self.root) if self.root is not None else {}

    def find(self, location: Location) -> Node | None:
        """The value at `location`, or None."""
        node = self.root
        for step in location:
            node = _child(node, step)
        return node

    def place(self, location: Location = (), *, of_key: bool = False) -> Place:
        """The place of the value at `location`, or of the nearest value around it that exists.

        With `of_key` the place is that of the key itself rather than of its value.
        """
        node = self.root
        found: Scalar | Sequence | Mapping | None = node
        for index, step in enumerate(location):
            is_last = index == len(location) - 1
            if of_key and is_last and isinstance(node, Mapping) and str(step) in node.pairs:
                found = node.pairs[str(step)][0]
                break
            node = _child(node, step)
            if node is None:
                break
            found = node
        if found is None:
            return Place(self.path)
        return Place(self.path, found.line, found.column)

    def problem(self, location: Location, message: str, *, of_key: bool = False) -> Problem:
        """An error about the value at `location`."""
        return Problem(self.place(location, of_key=of_key), message, key=dotted(location))


def dotted(location: Location) -> str:
    """`("entries", 3, "answer")` as `entries[3].answer`."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def to_data(node: Node) -> Data:
    """A tree as dicts, lists and strings."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [to_data(item) for item in node.items]
    return {key: to_data(value) for key, (_, value) in node.pairs.items()}


def scalars(node: Node, location: Location = ()) -> Iterator[tuple[Location, Scalar]]:
    """Every piece of text below `node` with its location, in order."""
    if isinstance(node, Scalar):
        yield location, node
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from scalars(item, (*location, index))
    else:
        for key, (_, value) in node.pairs.items():
            yield from scalars(value, (*location, key))


def read_document(path: Path) -> Document:
    """Reads the file at `path`. Whatever is wrong with it stands in the result's `problems`."""
    document = Document(path)
    try:
        with path.open("rb") as file:
            # A device or a pipe has no size, and a file may grow.
            raw = file.read(MAX_BYTES + 1)
            size = max(os.fstat(file.fileno()).st_size, len(raw))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        document.problems.append(
            Problem(Place(path), _("The file cannot be read: {reason}.").format(reason=reason))
        )
        return document
    if size > MAX_BYTES:
        document.problems.append(
            Problem(
                Place(path),
                _(
                    "The file has {size:.0f} MiB; at most {most} are read. Split it: a "
                    "folder of files is one pack."
                ).format(size=math.ceil(size / 2**20), most=MAX_BYTES // 2**20),
            )
        )
        return document
    try:
        text = raw.decode("utf-8-sig")
        document.source = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        document.problems.append(
            Problem(
                Place(path, line, column),
                _("Byte 0x{byte:02X} is not UTF-8. Save the file as UTF-8.").format(
                    byte=raw[error.start]
                ),
            )
        )
        if b"\0" in raw:  # another encoding, or no text at all
            return document
        text = raw.decode("utf-8-sig", "replace")
    return parse_document(text, path, into=document)


def parse_document(text: str, path: Path, *, into: Document | None = None) -> Document:
    """Parses `text`, which stands in, or is meant for, the file at `path`."""
    document = into or Document(path)
    kept = _parsed.get()
    known = kept.get(text) if kept is not None else None
    if known is None:
        known = _parse(text, path)
        if kept is not None and not known.problems:
            kept[text] = known
    document.root = known.root
    document.lines = known.lines
    document.aliases = known.aliases
    document.problems += known.problems
    return document


@contextmanager
def parsing_once() -> Iterator[None]:
    """Within the block, a text without problems is parsed only once, and its tree is shared.

    A large file takes half a second, and a change to it needs its old and its new text several
    times over.
    """
    token = _parsed.set({})
    try:
        yield
    finally:
        _parsed.reset(token)


def _parse(text: str, path: Path) -> Document:
    """The document of `text`. Where single characters are wrong, each of them is reported."""
    lines = LINE_BREAK.split(text)
    met: list[Problem] = []
    left = MOST_READ_AGAIN
    while True:
        document = Document(path, lines=lines)
        try:
            document.root = _Builder(document).build(text)
        except _Stop:
            document.root = None
        except yaml.YAMLError as error:
            explained = explain(error, lines, LINE_BREAK.findall(text), path)
            # The quotes that mend one colon in a text mend the next one too.
            told = {(it.place.line, it.message) for it in met}
            met += [it for it in explained.problems if (it.place.line, it.message) not in told]
            left -= len(text)
            if explained.index is not None and len(text) <= min(left, MOST_READ_AGAIN // 4):
                text = f"{text[: explained.index]}_{text[explained.index + 1 :]}"
                continue
            document.root = None
        document.problems[:0] = met
        return document


_parsed: ContextVar[dict[str, Document] | None] = ContextVar("parsed", default=None)


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, Mapping):
        pair = node.pairs.get(str(step))
        return pair[1] if pair else None
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


class _Builder:
    """Turns one document's events into a tree, without recursion."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[tuple[Sequence | Mapping, str | None]] = []
        self.keys: list[tuple[Scalar, Span] | None] = []
        self.anchors: dict[str, Node] = {}
        self.dashless: set[int] = set()
        """The ids of mappings in which another list item seems to begin without its dash."""
        self.root: Node | None = None
        self.aliased = 0
        self.text = ""

    def build(self, text: str) -> Node | None:
        self.text = text
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event, _("A second document begins here; a file holds one: remove it.")
                    )
        return self.root

    def _report(self, event: yaml.Event, message: str) -> None:
        line, column = _position(event.start_mark)
        self.document.problems.append(Problem(Place(self.document.path, line, column), message))

    def _stop(self, event: yaml.Event, message: str) -> None:
        self._report(event, message)
        raise _Stop

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        style = event.style if event.style in ("'", '"', "|", ">") else ""
        start, end = _span(event)
        if style in ("|", ">"):
            header = _HEADER.match(self.text, start)
            if header is None or "+" not in header[1]:
                end = start + len(self.text[start:end].rstrip(BLANK))
        node = Scalar(
            *_position(event.start_mark),
            event.value,
            style,
            *_position(event.end_mark),
            (start, end),
        )
        self._refuse_tag(event)
        self._add(node, event, node.span)
        if event.anchor:
            self.anchors[event.anchor] = node

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._refuse_tag(event)
        if len(self.open) >= MAX_DEPTH:
            self._stop(
                event, _("Collections nest more than {most} deep here.").format(most=MAX_DEPTH)
            )
        if self.open and isinstance(self.open[-1][0], Mapping) and self.keys[-1] is None:
            self._stop(event, _("A key must be text. Quote it if it begins with `[` or `{`."))
        kind = Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping
        node = kind(*_position(event.start_mark), _span(event), bool(event.flow_style))
        self.open.append((node, event.anchor))
        self.keys.append(None)

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        node, anchor = self.open.pop()
        self.keys.pop()
        start, end = node.span
        # A collection without brackets ends, for YAML, where the next thing begins.
        if node.is_flow:
            end = _span(event)[1]
        elif isinstance(node, Sequence):
            end = node.spans[-1][1] if node.spans else end
        else:
            end = max((value[1] for _, value in node.spans.values()), default=end)
        node.span = (start, end)
        self._add(node, None, node.span)
        if anchor:
            self.anchors[anchor] = node

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        node = self.anchors.get(name)
        if node is None:
            self._report(
                event, _("The alias `*{name}` refers to nothing above it.").format(name=name)
            )
            line, column = _position(event.start_mark)
            node = Scalar(line, column, f"*{name}", "'", line, column, _span(event))
            self._add(node, event, node.span)
            return
        self.aliased += node.size
        if self.aliased > MAX_ALIASED:
            self._stop(
                event,
                _("Aliases add more than {most:,} values; write them out.").format(
                    most=MAX_ALIASED
                ),
            )
        self.document.aliases.append(Alias(name, _position(event.start_mark)[0], node))
        self._add(node, event, _span(event))

    def _add(self, node: Node, event: yaml.Event | None, span: Span) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1][0]
        parent.size += node.size
        if isinstance(parent, Sequence):
            parent.items.append(node)
            parent.spans.append(span)
            return
        pending = self.keys[-1]
        if pending is None:
            if not isinstance(node, Scalar):
                self._stop(event or yaml.Event(), _("A key must be text."))
                return
            self.keys[-1] = node, span
            return
        key, key_span = pending
        self.keys[-1] = None
        if key.text in parent.pairs:
            self._tell_of_second(key, parent)
        else:
            parent.pairs[key.text] = (key, node)
            parent.spans[key.text] = (key_span, span)

    def _tell_of_second(self, key: Scalar, parent: Mapping) -> None:
        """Reports a key that stands twice in a mapping.

        Where another list item seems to begin without its dash, only the first of its keys is
        reported.
        """
        if id(parent) in self.dashless:
            return
        first = parent.pairs[key.text][0]
        message = _("The key stands twice; the first is in line {line}. Keep one.")
        is_item = len(self.open) > 1 and isinstance(self.open[-2][0], Sequence)
        if is_item and key.text == next(iter(parent.pairs)):
            self.dashless.add(id(parent))
            message = _(
                "The key stands twice; the first is in line {line}. Keep one, or write `- ` before "
                "it if another item begins here."
            )
        place = Place(self.document.path, key.line, key.column)
        self.document.problems.append(Problem(place, message.format(line=first.line), key=key.text))

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag and event.tag not in ("!", "tag:yaml.org,2002:str"):
            self._report(
                event, _("The tag `{tag}` has no use here; remove it.").format(tag=event.tag)
            )


class _Mark(Protocol):
    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def _position(mark: _Mark | None) -> tuple[int, int]:
    """A mark's line and column, counted from 1; every event of a parsed text has marks."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _span(event: yaml.Event) -> Span:
    """Where an event's source begins and ends; every event of a parsed text has marks."""
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start and end else (0, 0)
