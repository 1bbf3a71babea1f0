"""An answer book in Markdown as a tree; `bot.exchange.book` describes its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.exchange.book import (
    BLOCK,
    HEADING,
    LEVELS,
    LIKE_A_HEADING,
    MOTION,
    ORDER,
    SOURCES,
    TITLES,
    heading,
)
from bot.exchange.tree import (
    LINES,
    MAX_REPORTED,
    MAX_VALUES,
    append,
    mapping,
    new_document,
    put,
    report,
    scalar,
)
from bot.exchange.yaml_reader import parse_yaml
from bot.knowledge.document import (
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
)
from bot.knowledge.problems import Place, Problem
from bot.translation import _

_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
"""What YAML takes for line breaks, so that the lines of its blocks are those of the book."""
_LISTS = {"topic": "topics", "source": "sources", "entry": "entries"}


@dataclass(frozen=True, slots=True)
class _Part:
    """An item of a book as lines; `line` is the heading's, counted from 1."""

    kind: str
    line: int
    title: str
    text: list[str]
    """What stands between the heading and the block."""
    block: list[str]

    @property
    def block_line(self) -> int:
        """The line of the block's fence."""
        return self.line + len(self.text) + 1


def parse_book(text: str, path: Path) -> Document:
    """Parses `text`; whatever is wrong with it stands in the result's `problems`."""
    document, root = new_document(path, _LINE_BREAK.sub("\n", text))
    topic: Scalar | None = None
    for part in _parts(document):
        found = _mapping(part, document, most=MAX_VALUES - root.size)
        if found is None:
            continue
        named = found.pairs.get("id")
        if part.kind == "topic":
            topic = named[1] if named and isinstance(named[1], Scalar) else None
        elif part.kind == "source":
            topic = None
        elif part.kind == "entry" and topic is not None and "topic" not in found.pairs:
            put(found, "topic", topic)
        if part.kind != "pack":
            append(root, _LISTS[part.kind], found)
        elif "pack" in root.pairs:
            first = root.pairs["pack"][1].line
            report(
                document,
                part.line,
                1,
                _("The pack is described in line {first} already.").format(first=first),
            )
        else:
            _open(found, root)
    _reorder(document, root)
    return document


def _parts(document: Document) -> Iterator[_Part]:
    """The items, in order; what belongs to none is reported, as far as anyone would read on."""
    lines = document.lines
    fence = next((match[1] for line in lines if (match := BLOCK.fullmatch(line))), "```")
    position = 0
    while position < len(lines) and len(document.problems) < MAX_REPORTED:
        line = lines[position]
        match = HEADING.fullmatch(line)
        position += 1
        if not line.strip() or _is_above_sources(lines, position - 1):
            continue
        if match is None:
            message = _(
                "This stands under no heading. Headings and blocks make the items of a book."
            )
            report(document, position, 1, message)
            while position < len(lines) and not HEADING.fullmatch(lines[position]):
                position += 1
            continue
        start = position
        while position < len(lines) and not _ends(lines[position], fence):
            position += 1
        opening = BLOCK.fullmatch(lines[position]) if position < len(lines) else None
        if opening is None:
            message = _(
                "No block `{fence}yaml …` follows this heading before the next. Every "
                "pack, topic, entry and source has one; in an answer write `\\#` or use "
                "`####`."
            ).format(fence=fence)
            report(document, start, 1, message)
            continue
        end = position + 1
        while end < len(lines) and lines[end].rstrip() != fence:
            end += 1
        if end == len(lines):
            report(
                document,
                position + 1,
                1,
                _("This block is never closed with `{fence}`.").format(fence=fence),
            )
            return
        kind, level = opening[2], len(match[1])
        if level != LEVELS[kind]:
            wanted = "#" * LEVELS[kind]
            report(
                document,
                start,
                1,
                _("The heading of a {kind} begins with `{wanted} `.").format(
                    kind=kind, wanted=wanted
                ),
            )
        text, block = lines[start:position], lines[position + 1 : end]
        yield _Part(kind, start, match[2] or "", text, block)
        position = end + 1


def _is_above_sources(lines: list[str], position: int) -> bool:
    """Whether the heading of the sources stands here, and not a pack of that name."""
    if lines[position] != f"# {SOURCES}":
        return False
    below = (lines[it] for it in range(position + 1, len(lines)))
    return HEADING.fullmatch(next((line for line in below if line.strip()), "#")) is not None


def _ends(line: str, fence: str) -> bool:
    """Whether `line` ends the text of an item: at its block, or where another item begins."""
    block = BLOCK.fullmatch(line)
    return bool(block and block[1] == fence) or HEADING.fullmatch(line) is not None


def _mapping(part: _Part, document: Document, *, most: int) -> Mapping | None:
    """All the keys of an item, or None if its block cannot be read."""
    found = _block(part, document, most)
    if found is None:
        return None
    found.line, found.column = part.line, 1
    title = TITLES.get(part.kind, "title")
    if title not in found.pairs:
        put(found, title, scalar(part.title, part.line, LEVELS[part.kind] + 2))
    else:
        node = found.pairs[title][1]
        if not isinstance(node, Scalar) or heading(node.text) != heading(part.title):
            message = _(
                "The block's `{title}` is not what its heading says; remove it there."
            ).format(title=title)
            report(document, node.line, node.column, message)
    if part.kind == "entry":
        _add_answer(part, found, document)
    else:
        _add_motion(part, found, document)
    return found


def _block(part: _Part, document: Document, most: int) -> Mapping | None:
    parsed = parse_yaml("\n".join(part.block), document.path, most=most)
    offset = part.block_line
    for problem in parsed.problems:
        place = Place(document.path, problem.place.line + offset, problem.place.column)
        document.problems.append(Problem(place, problem.message, problem.key))
    root = parsed.root
    if root is None:
        return None if parsed.problems else mapping(offset, 1)
    if not isinstance(root, Mapping):
        report(document, offset + 1, 1, _("A block holds keys with values, as in `id: some-name`."))
        return None
    _shift(root, offset)
    return root


def _shift(node: Node, lines: int) -> None:
    """Moves a block's tree to where the block stands."""
    pending: dict[int, Node] = {id(node): node}
    seen: set[int] = set()
    while pending:
        key, current = pending.popitem()
        if key in seen:
            continue
        seen.add(key)
        current.line += lines
        below: list[Node] = []
        if isinstance(current, Scalar):
            current.end_line += lines
        elif isinstance(current, Sequence):
            below = current.items
        else:
            below = [node for pair in current.pairs.values() for node in pair]
        pending.update((id(it), it) for it in below)


def _add_answer(part: _Part, found: Mapping, document: Document) -> None:
    lines = part.text[1:] if part.text and not part.text[0].strip() else part.text
    if "answer" in found.pairs:
        if any(line.strip() for line in lines):
            node = found.pairs["answer"][1]
            message = _("The answer stands above the block already; keep one.")
            report(document, node.line, node.column, message)
        return
    answer = "\n".join(
        line[1:] if line.startswith("\\") and LIKE_A_HEADING.match(line) else line for line in lines
    )
    first = part.block_line - len(lines)
    if answer.strip():
        put(found, "answer", scalar(answer, first - 1, style=LINES))


def _add_motion(part: _Part, found: Mapping, document: Document) -> None:
    for number, line in enumerate(part.text, start=part.line + 1):
        if len(document.problems) >= MAX_REPORTED:
            return
        if not line.strip():
            continue
        if part.kind == "topic" and line.startswith(MOTION) and "motion" not in found.pairs:
            put(found, "motion", scalar(line[len(MOTION) :], number, len(MOTION) + 1))
        else:
            said = _("Between the heading of a {kind} and its block nothing may stand.")
            if part.kind == "topic":
                said = _(
                    "Between the heading of a {kind} and its block only `{motion}…`, once, may "
                    "stand."
                )
            report(document, number, 1, said.format(kind=part.kind, motion=MOTION))


def _open(found: Mapping, root: Mapping) -> None:
    """Adds the pack's block to `root`, where synonyms and order have places of their own."""
    for key in ("synonyms", ORDER):
        if key in found.pairs:
            root.pairs[key] = found.pairs.pop(key)
    put(root, "pack", found)


def _reorder(document: Document, root: Mapping) -> None:
    """Puts the entries into the order that the pack's block lists; others follow."""
    if ORDER not in root.pairs:
        return
    order = root.pairs.pop(ORDER)[1]
    entries = root.pairs["entries"][1] if "entries" in root.pairs else None
    if not isinstance(order, Sequence) or not isinstance(entries, Sequence):
        report(
            document,
            order.line,
            order.column,
            _("`{key}` lists the ids of the entries.").format(key=ORDER),
        )
        return
    places = {it.text: number for number, it in enumerate(order.items) if isinstance(it, Scalar)}
    ids = [_id(entry) for entry in entries.items]
    known = set(ids)
    for item in order.items:
        if not isinstance(item, Scalar) or item.text not in known:
            name = item.text if isinstance(item, Scalar) else ""
            message = _("There is no entry `{name}`; remove it from `{key}`.").format(
                name=name[:64], key=ORDER
            )
            report(document, item.line, item.column, message)
    entries.items.sort(key=lambda entry: places.get(_id(entry), len(places)))


def _id(entry: Node) -> str:
    named = entry.pairs.get("id") if isinstance(entry, Mapping) else None
    return named[1].text if named and isinstance(named[1], Scalar) else ""
