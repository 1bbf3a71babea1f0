"""Items replaced and taken out where they stand in a file's text, and what goes with them."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.knowledge.brackets import rebuild_flow
from bot.knowledge.document import BLANK, Mapping, Span
from bot.knowledge.file_text import FileText
from bot.knowledge.layout import Lines, token
from bot.knowledge.model import ItemKind
from bot.knowledge.wanted import Parts

_PROPERTIES = re.compile(r"[&!]\S*(?:[ \t]+[&!]\S*)*")

Part = tuple[Span, str]
"""A span, and the text that is to stand in its place."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a file: the new text of all of it, and the spans of the old text that go."""

    file: FileText
    text: str
    touched: abc.Sequence[Span]


def replaced(file: FileText, *parts: Part) -> Change:
    """The change that puts each text where its span is; no two spans overlap."""
    in_order = sorted(parts, key=lambda part: part[0])
    found: list[str] = []
    last, at = "", 0
    for (start, end), text in in_order:
        kept, at = file.text[at:start], end
        last = kept[-1:] or last
        if file.text.startswith("\n", end):
            # Two line breaks that come to stand side by side must not become one.
            if text.endswith("\r"):
                text += "\n"
            elif not text and last == "\r":
                at += 1
        found += [kept, text]
        last = text[-1:] or last
    text = "".join([*found, file.text[at:]])
    return Change(file, text, [span for span, _ in in_order])


def changed(file: FileText, kind: ItemKind, texts: abc.Mapping[int, str | None]) -> list[Part]:
    """What puts `texts` in the place of items, by their numbers; None stands for taking one out."""
    items, places = file.items(kind), file.regions(kind)
    gone = {number for number, text in texts.items() if text is None}
    if gone and items.is_flow:
        kept = [texts.get(number, text) for number, text in enumerate(file.texts(kind))]
        return [(items.span, rebuild_flow(file.text, items, Parts(kept)))]
    if gone and len(gone) == len(places):
        return _emptied(file, kind)
    parts = [(places[number], text) for number, text in texts.items() if text is not None]
    return parts + [(span, "") for span in _left_out(file, kind, gone)]


def is_open(file: FileText, key: str, number: int) -> bool:
    """Whether an item ends in a text that blank lines behind it would become part of."""
    end = file.regions(key)[number][1]
    return file.items(key).spans[number][1] == end and file.lines.is_ended(end)


def _emptied(file: FileText, kind: ItemKind) -> list[Part]:
    """What puts `[]` in the place of a list's items; comments before and between them stay."""
    places = file.regions(kind)
    colon = file.root.spans[kind][0][1] if isinstance(file.root, Mapping) else 0
    at = token(file.text, colon) + 1
    if properties := _PROPERTIES.match(file.text, file.items(kind).span[0]):
        at = properties.end()
    between = [file.text[end:start] for (_, end), (start, _) in pairwise(places)]
    kept = "".join(text for text in between if text.strip(BLANK))
    return [((at, places[-1][1]), f" []{file.text[at : places[0][0]]}{kept}")]


def _left_out(file: FileText, kind: ItemKind, gone: abc.Set[int]) -> Iterator[Span]:
    """The lines that go together with the items `gone`, as if those went one after the other.

    Of the two gaps around an item the larger one stays. If the item was the last of the list, the
    gap in front of it goes.
    """
    lines, places = file.lines, file.regions(kind)
    kept = [number for number in range(len(places)) if number not in gone]
    floor = edge = blank = 0
    is_after_open = False
    for number in sorted(gone):
        start, end = places[number]
        if number - 1 not in gone:
            # Everything from the last item that stays up to `edge` goes.
            floor = edge = places[number - 1][1] if number else start
            is_after_open = number > 0 and is_open(file, kind, number - 1)
            blank = 0
        above = start
        while above > floor and not file.text[lines.start(above - 1) : above].strip(BLANK):
            above = lines.start(above - 1)
        blank = _count(lines, above, start) + (blank if above == floor else 0)
        below = lines.blank(end, len(file.text))
        is_joined = edge == start
        if is_after_open and is_joined:
            end = below
        elif number > kept[-1]:
            is_joined = edge == above
            start = above
        elif number > kept[0]:
            for _ in range(min(blank, _count(lines, end, below))):
                end = lines.end(end)
        yield start, end
        floor = end
        edge = end if is_joined else -1


def _count(lines: Lines, start: int, stop: int) -> int:
    """How many lines stand between two starts of lines."""
    return lines.number(stop) - lines.number(start)
