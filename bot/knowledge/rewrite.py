"""New values for an item's keys, put into its text: whatever does not change stays as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge import document
from bot.knowledge.brackets import rewrite_flow, rewrite_value
from bot.knowledge.document import BLANK, LINE_BREAK, Node, Scalar, Span
from bot.knowledge.emit import BLOCK_TEXTS, Style, Value, element, literal, pair, scalar
from bot.knowledge.layout import Lines, dashes
from bot.knowledge.wanted import Parts, Wanted, known, matched, placed, texts

_HEADER = re.compile(r"(?:[&!]\S*\s+)*[|>][-+0-9]*")
_MARGIN = re.compile("(?:^|(?<=[\r\n\x85\u2028\u2029]))[ \t]+")


def rewrite_mapping(
    lines: Lines, style: Style, node: document.Mapping, region: Span, it: Wanted
) -> str:
    """The text of `region`, which holds only the mapping `node`, with the values wanted by `it`."""
    start, end = region
    writer = _Writer(lines, style)
    if node.is_flow:
        head, tail = lines.text[start : node.span[0]], lines.text[node.span[1] : end]
        return head + rewrite_flow(lines.text, node, it) + tail
    first = next(iter(node.spans.values()))[0][0]
    return writer.block_mapping(node, lines.text[start:first], end, it)


@dataclass(frozen=True, slots=True)
class _Unit:
    """The lines of a key with its value or of a list item, without the first one's indentation."""

    text: str
    is_open: bool = False
    """Whether it ends in a text that blank lines behind it would become part of."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a key with its value or an item of a list stands, and its value."""

    start: int
    span: Span
    """The span of the value, or of the alias that stands for it."""
    stop: int
    """Where its lines end."""
    value: Node | None
    """None where an alias stands."""


class _Writer:
    """Rewrites parts of one text. Each text that it gives is whole lines, or stands in brackets."""

    def __init__(self, lines: Lines, style: Style) -> None:
        self.lines = lines
        self.text = lines.text
        self.style = style

    def block_mapping(self, node: document.Mapping, head: str, end: int, it: Wanted) -> str:
        keys = list(node.pairs)
        column = self.lines.column(node.spans[keys[0]][0][0])
        new_keys = placed(keys, it.new)
        order = list(new_keys.get(-1, []))
        for number, key in enumerate(keys):
            order += [key] if key in it.new else []
            order += new_keys.get(number, [])
        places = [self.pair_place(node, key, column) for key in keys]
        kept: list[_Unit | None] = []
        for key, place in zip(keys, places, strict=True):
            is_last = key == order[-1]
            if it.is_kept(key) and not (is_last and key != keys[-1] and self.is_open(place)):
                kept.append(self.kept(place))
            elif key in it.new:
                kept.append(self.changed_pair(node, key, place, column, it, is_last))
            else:
                kept.append(None)
        added = {
            number: [self.new_pair(key, it.new[key], column, key == order[-1]) for key in new]
            for number, new in new_keys.items()
        }
        return self.assemble(head, places, Parts(kept, added), end)

    def new_pair(self, key: str, value: Value, column: int, is_last: bool) -> _Unit:
        text = pair(key, value, column, self.style, is_last=is_last)
        return _Unit(text, is_open=isinstance(value, str) and value.endswith("\n\n"))

    def changed_pair(
        self,
        node: document.Mapping,
        key: str,
        place: _Place,
        column: int,
        it: Wanted,
        is_last: bool,
    ) -> _Unit:
        value, new, old = place.value, it.new[key], it.old.get(key)
        if isinstance(new, str):
            if key in BLOCK_TEXTS:
                return self.changed_block(place, new, column, is_last)
            return self.changed_text(place, new)
        if isinstance(value, document.Sequence | document.Mapping) and value.spans:
            start, end = value.span
            if value.is_flow:
                head, tail = self.text[place.start : start], self.text[end : place.stop]
                return _Unit(head + rewrite_value(self.text, value, old, new) + tail)
            if isinstance(value, document.Sequence) and isinstance(new, tuple):
                return _Unit(self.block_list(value, place, texts(old, value), new))
            if isinstance(value, document.Mapping) and isinstance(new, Mapping):
                head = self.text[place.start : next(iter(value.spans.values()))[0][0]]
                return _Unit(self.block_mapping(value, head, place.stop, Wanted(known(old), new)))
        comment, below = self.around(place)
        written = pair(key, new, column, self.style, comment=comment, is_last=is_last)
        name = self.text[slice(*node.spans[key][0])]
        return _Unit(name + written[len(scalar(key)) :] + below)

    def changed_block(self, place: _Place, new: str, column: int, is_last: bool) -> _Unit:
        """A changed text as a literal block.

        It goes on one line if no block can hold it, or if comments below would become part of a
        block.
        """
        comment, below = self.around(place)
        block = literal(new, column, self.style, comment=comment, is_last=is_last)
        if block is None or below.strip(BLANK):
            return self.changed_text(place, new)
        return _Unit(self.prefix(place) + block, is_open=new.endswith("\n\n"))

    def changed_text(self, place: _Place, new: str) -> _Unit:
        """A changed text on one line, with the comments that stand beside and below it."""
        comment, below = self.around(place)
        is_plain = isinstance(place.value, Scalar) and not place.value.style
        text = scalar(new, is_quoted=bool(comment) and not is_plain)
        return _Unit(self.prefix(place) + text + comment + self.style.ending + below)

    def prefix(self, place: _Place) -> str:
        """What stands before a value: its key or dash, and blank space."""
        prefix = self.text[place.start : place.span[0]]
        return prefix if prefix[-1:] in BLANK else prefix + " "

    def around(self, place: _Place) -> tuple[str, str]:
        """The comment beside a value, and the comments and blank lines below that belong to it."""
        beside = end = place.span[1]
        if isinstance(place.value, Scalar) and place.value.style in ("|", ">"):
            header = _HEADER.match(self.text, place.span[0])
            beside = header.end() if header else end
        below = end if self.lines.is_ended(end) else self.lines.end(end)
        comment = self.text[beside : self.lines.end(beside)].rstrip(BLANK)
        # YAML allows tabs behind a text without quotes where it refuses them behind others.
        return comment, _MARGIN.sub(
            lambda margin: margin[0].expandtabs(), self.text[below : place.stop]
        )

    def block_list(
        self, node: document.Sequence, whole: _Place, old: Sequence[str], new: Sequence[str]
    ) -> str:
        starts = list(dashes(self.text, node))
        column = self.lines.column(starts[0])
        places = [
            _Place(start, span, self.lines.extent(span[1], column), _own(item, span))
            for start, span, item in zip(starts, node.spans, node.items, strict=True)
        ]
        space = self.text[starts[0] + 1 : node.spans[0][0]]
        space = space if space and not space.strip(" ") else " "
        fates = matched(old, new)
        last = max(
            (number for number, text in enumerate(fates.kept) if text is not None), default=-1
        )
        kept = [
            None
            if text is None
            else self.kept(place)
            if text == was and not (number == last < len(old) - 1 and self.is_open(place))
            else self.changed_text(place, text)
            for number, (text, was, place) in enumerate(zip(fates.kept, old, places, strict=True))
        ]
        added = {
            number: [_Unit(element(text, space=space) + self.style.ending) for text in texts]
            for number, texts in fates.added.items()
        }
        head = self.text[whole.start : starts[0]]
        return self.assemble(head, places, Parts(kept, added), whole.stop)

    def assemble(self, head: str, places: list[_Place], parts: Parts[_Unit], end: int) -> str:
        """The text behind `head` up to `end`: what stays, what is new, and the lines between."""
        indent = " " * self.lines.column(places[0].start)
        found, is_first, is_open, units_end = [head], True, False, 1

        def add(units: list[_Unit]) -> None:
            nonlocal is_first, is_open, units_end
            for unit in units:
                found.append(unit.text if is_first else indent + unit.text)
                is_first, is_open, units_end = False, unit.is_open, len(found)

        add(parts.behind(-1))
        for number, (place, kept) in enumerate(zip(places, parts.kept, strict=True)):
            add(([kept] if kept else []) + parts.behind(number))
            is_last = number == len(places) - 1
            until = end if is_last else self.lines.start(places[number + 1].start)
            start = self.lines.blank(place.stop, until) if is_open else place.stop
            if start < until:
                if is_first:
                    found = [head.rstrip(" ")]
                    found += [self.style.ending] if found[0] and found[0][-1] not in BLANK else []
                found.append(self.text[start:until])
                is_first = is_open = False
        rest = "".join(found[units_end:])
        if parts.kept[-1] is None and not parts.behind(len(places) - 1):
            rest = _without_blank_end(rest)
        return "".join(found[:units_end]) + rest

    def pair_place(self, node: document.Mapping, key: str, column: int) -> _Place:
        (start, _), span = node.spans[key]
        value = _own(node.pairs[key][1], span)
        return _Place(start, span, self.lines.extent(span[1], column), value)

    def is_open(self, place: _Place) -> bool:
        return place.stop == place.span[1] and self.lines.is_ended(place.stop)

    def kept(self, place: _Place) -> _Unit:
        return _Unit(self.text[place.start : place.stop], self.is_open(place))


def _without_blank_end(text: str) -> str:
    """`text` without the blank lines at its end."""
    content = text.rstrip(BLANK)
    line_break = LINE_BREAK.search(text, len(content)) if content else None
    return text[: line_break.end()] if line_break else content


def _own(value: Node, span: Span) -> Node | None:
    """`value`, unless an alias stands for it at `span`."""
    return value if value.span == span else None
