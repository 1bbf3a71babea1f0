"""An answer's Markdown, taken apart into passages and citation marks.

Blocks are found by markdown-it, as CommonMark has them; link references and raw HTML are switched
off, because `[^a]: …` is no definition here and HTML has no meaning on Discord. Within a passage
the marks are ours: `[^source-id]` or `[^source-id: locator]`, never read inside code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.translation import _

PassageKind = Literal["paragraph", "item", "heading", "code", "rule"]

_CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_MARK = re.compile(r"\[\^([a-z0-9-]{1,64})(?::\s*+([^\]\s][^\]]*+))?\](?![(\[:])")
_MARK_START = re.compile(r"(?<!\\)\[\^")

# Text that nests deeper is dropped. The default of markdown-it is 20, which is ten lists.
_blocks = MarkdownIt("zero", {"maxNesting": 100}).enable(
    ["fence", "code", "list", "blockquote", "heading", "hr"]
)
_blocks.core.ruler.enableOnly(["normalize", "block"])


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark: the source it names, where in the source, and its span in the passage."""

    source_id: str
    locator: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BrokenMark:
    """Something that begins as a mark and is none; `advice` says what would be right."""

    start: int
    advice: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of an answer."""

    kind: PassageKind
    prefix: str
    """What the block's first line begins with: `- `, `2. `, `> `, `### ` or nothing."""
    text: str
    """The block's own Markdown, without its prefix; lines are parted by a newline."""
    line: int
    """The line of the answer in which it begins, counted from 0."""
    is_tight: bool = False
    """Whether it follows the passage before it without a blank line."""

    @property
    def needs_citation(self) -> bool:
        """Whether a reader could ask for its source."""
        return self.kind in ("paragraph", "item")

    def marks(self) -> list[Mark]:
        """Its citation marks, in order; none in code."""
        return [item for item in self._scan() if isinstance(item, Mark)]

    def broken_marks(self) -> list[BrokenMark]:
        """What looks like a mark and is none."""
        return [item for item in self._scan() if isinstance(item, BrokenMark)]

    def _scan(self) -> Iterator[Mark | BrokenMark]:
        if self.kind == "code":
            return
        code = [match.span() for match in _CODE_SPAN.finditer(self.text)]
        for start in (match.start() for match in _MARK_START.finditer(self.text)):
            if any(begin <= start < end for begin, end in code):
                continue
            match = _MARK.match(self.text, start)
            if match is None:
                yield BrokenMark(start, _advice(self.text[start:]))
            else:
                locator = " ".join(match[2].split()) if match[2] else None
                yield Mark(match[1], locator, start, match.end())


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that an answer cites, and every locator it is cited with, in order."""

    source_id: str
    locators: tuple[str, ...]


def parse_answer(answer: str) -> list[Passage]:
    """The passages of `answer`, in order."""
    passages: list[Passage] = []
    prefixes: list[str] = []
    numbers: list[int | None] = []
    depth = 0
    fresh_item = ""
    end_of_last = 0
    for token in _blocks.parse(answer):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                is_ordered = token.type.startswith("ordered")
                numbers.append(int(token.attrs.get("start", 1)) if is_ordered else None)
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                fresh_item = "  " * (len(numbers) - 1) + ("- " if number is None else f"{number}. ")
                if number is not None:
                    numbers[-1] = number + 1
            case "blockquote_open":
                depth += 1
            case "blockquote_close":
                depth -= 1
            case "heading_open":
                prefixes = ["#" * min(len(token.markup), 3) + " "]
            case "heading_close":
                prefixes = []
            case "inline" | "fence" | "code_block" | "hr":
                kind = _kind(token, in_heading=bool(prefixes), in_item=bool(numbers))
                start, end = token.map or (0, 0)
                prefix = "> " * depth + (fresh_item or "".join(prefixes))
                is_tight = bool(passages) and start == end_of_last
                passages.append(Passage(kind, prefix, _content(token), start, is_tight))
                fresh_item = ""
                end_of_last = end
            case _:
                pass
    return passages


def number_citations(
    answer: str, *, label: Callable[[int, str], str] = lambda number, _: f"[{number}]"
) -> tuple[str, list[Citation]]:
    """The answer with its marks as numbers, and the sources in the order of those numbers.

    Sources are numbered from 1 by first appearance. `label` makes a mark's text from the number
    and the source's id. Lines of a paragraph are joined; a blank line parts passages.
    """
    locators: dict[str, list[str]] = {}
    parts: list[str] = []
    for passage in parse_answer(answer):
        text = ""
        position = 0
        for mark in passage.marks():
            found = locators.setdefault(mark.source_id, [])
            if mark.locator and mark.locator not in found:
                found.append(mark.locator)
            number = list(locators).index(mark.source_id) + 1
            text += passage.text[position : mark.start] + label(number, mark.source_id)
            position = mark.end
        text += passage.text[position:]
        if parts:
            parts.append("\n" if passage.is_tight else "\n\n")
        parts.append(_laid_out(passage, text))
    citations = [Citation(source_id, tuple(found)) for source_id, found in locators.items()]
    return "".join(parts), citations


def _kind(token: Token, *, in_heading: bool, in_item: bool) -> PassageKind:
    if token.type in ("fence", "code_block"):
        return "code"
    if token.type == "hr":
        return "rule"
    if in_heading:
        return "heading"
    return "item" if in_item else "paragraph"


def _content(token: Token) -> str:
    if token.type in ("fence", "code_block"):
        return f"```{token.info.strip()}\n{token.content.rstrip()}\n```"
    return token.content if token.type == "inline" else "---"


def _laid_out(passage: Passage, text: str) -> str:
    if passage.kind == "code":
        return text
    return passage.prefix + _join_lines(text.split("\n"))


def _join_lines(lines: Sequence[str]) -> str:
    """Joins the lines of a paragraph, but for those that end in Markdown's hard break."""
    text = ""
    for line in lines:
        if text.endswith("\\"):
            text = text[:-1] + "\n"
        elif text:
            text += " "
        text += line.strip()
    return text


def _advice(text: str) -> str:
    head = text.split("]", 1)[0]
    if "]" not in text:
        return _("This citation mark has no closing `]`.")
    if _MARK.match(head + "]"):  # by itself it is one: what is wrong is what follows
        after = text[len(head) + 1]
        return _(
            "A citation mark is not followed by `{after}`: put a space or a full stop between."
        ).format(after=after)
    shown = head.replace("\n", " ")[:40] + "]"
    return _(
        "`{shown}` is no citation mark. It is written `[^source-id]` or `[^source-id: "
        "locator]`, the id in lower case."
    ).format(shown=shown)
