"""Discord's Markdown as HTML, near enough to judge a message by.

It follows the rules of Discord's client rather than CommonMark: line breaks stay, `-# ` is subtext,
`__` underlines, HTML is text, a masked link may have its address in angle brackets. Whitespace is
left to the page, which preserves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

_FENCE = re.compile(
    r"(?<!\\)```(?:(?P<language>[a-z0-9_+\-.#]+)\n)?\n*(?P<code>[^\n][\s\S]*?)\n*```\n?", re.I
)
_HEADING = re.compile(r" *(#{1,3}) +(.+)")
_SUBTEXT = re.compile(r"-# +(.+)")
_QUOTE = re.compile(r" *> (.*)")
_LONG_QUOTE = re.compile(r" *>>> ")
_BULLET = re.compile(r"( *)([-*]|[0-9]+\.) +(.*)")
_DIFF = {"+": "added", "-": "removed"}

_UNITS: Final = (
    ("year", timedelta(days=365)),
    ("month", timedelta(days=30)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)
_FORMATS: Final = {
    "t": "%H:%M",
    "T": "%H:%M:%S",
    "d": "%d/%m/%Y",
    "D": "%-d %B %Y",
    "f": "%-d %B %Y %H:%M",
    "F": "%A, %-d %B %Y %H:%M",
}


class Markdown:
    """Draws texts as they are read at one moment, which relative timestamps count from."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def html(self, text: str) -> str:
        """`text` as HTML; whatever of it is no Markdown is escaped."""
        drawn: list[str] = []
        end = 0
        for fence in _FENCE.finditer(text):
            drawn.append(self._blocks(text[end : fence.start()].removesuffix("\n")))
            drawn.append(_code_block(fence["code"], fence["language"] or ""))
            end = fence.end()
        return "".join([*drawn, self._blocks(text[end:])])

    def inline(self, text: str) -> str:
        """A part of `text` that holds no headings, lists or quotes."""
        return "".join(self._inline(text))

    def _blocks(self, text: str) -> str:
        lines = text.split("\n") if text else []
        drawn: list[str] = []
        plain: list[str] = []
        place = 0
        while place < len(lines):
            taken, block = self._block(lines[place:])
            if not taken:
                plain.append(lines[place])
                place += 1
                continue
            drawn += [self._plain(plain), block]
            plain, place = [], place + taken
        return "".join([*drawn, self._plain(plain)])

    def _plain(self, lines: list[str]) -> str:
        return f"<div>{self.inline(chr(10).join(lines))}</div>" if lines else ""

    def _block(self, lines: list[str]) -> tuple[int, str]:
        """How many of `lines` are a block that starts with the first, and the block."""
        if match := _HEADING.fullmatch(lines[0]):
            level = len(match[1])
            return 1, f"<h{level}>{self.inline(match[2])}</h{level}>"
        if match := _SUBTEXT.fullmatch(lines[0]):
            return 1, f"<small>{self.inline(match[1])}</small>"
        if match := _LONG_QUOTE.match(lines[0]):
            rest = "\n".join([lines[0][match.end() :], *lines[1:]])
            return len(lines), f"<blockquote>{self._blocks(rest)}</blockquote>"
        if _QUOTE.fullmatch(lines[0]):
            quoted = _taken(lines, _QUOTE)
            return len(quoted), f"<blockquote>{self._blocks(chr(10).join(quoted))}</blockquote>"
        if _BULLET.fullmatch(lines[0]):
            return self._list(lines)
        return 0, ""

    def _list(self, lines: list[str]) -> tuple[int, str]:
        """The list that starts with the first of `lines`; what is indented deeper is in it."""
        first = _BULLET.fullmatch(lines[0])
        assert first is not None  # its caller has seen that it is one
        indent = len(first[1])
        items: list[list[str]] = []
        place = 0
        while place < len(lines):
            match = _BULLET.fullmatch(lines[place])
            if match and len(match[1]) == indent:
                items.append([match[3]])
            elif lines[place].startswith(" " * (indent + 1)):
                items[-1].append(lines[place])
            else:
                break
            place += 1
        tag = "ol" if first[2][0].isdigit() else "ul"
        start = f' start="{first[2][:-1]}"' if tag == "ol" else ""
        drawn = "".join(f"<li>{self._blocks(chr(10).join(it))}</li>" for it in items)
        # The client drops the empty line after a list.
        place += place < len(lines) and not lines[place]
        return place, f"<{tag}{start}>{drawn}</{tag}>"

    def _inline(self, text: str) -> Iterator[str]:
        place = 0
        while place < len(text):
            for pattern, draw in _RULES:
                if match := pattern.match(text, place):
                    yield draw(self, match)
                    place = match.end()
                    break
            else:
                yield escape(text[place])
                place += 1

    def _timestamp(self, match: re.Match[str]) -> str:
        moment = datetime.fromtimestamp(int(match[1]), UTC)
        style = match[2] or "f"
        said = _relative(moment - self._now) if style == "R" else f"{moment:{_FORMATS[style]}}"
        return f"<time>{said}</time>"


def _taken(lines: list[str], pattern: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if not (match := pattern.fullmatch(line)):
            break
        found.append(match[1])
    return found


def _relative(away: timedelta) -> str:
    for name, unit in _UNITS:
        if count := abs(away) // unit:
            said = f"{count} {name}{'s' if count > 1 else ''}"
            return f"in {said}" if away > timedelta() else f"{said} ago"
    return "now"


def _code_block(code: str, language: str) -> str:
    lines = code.split("\n")
    if language == "diff":
        drawn = [f'<span class="{_DIFF.get(it[:1], "kept")}">{escape(it)}</span>' for it in lines]
    else:
        drawn = [escape(it) for it in lines]
    return f"<pre>{chr(10).join(drawn)}</pre>"


def _tagged(tag: str) -> Callable[[Markdown, re.Match[str]], str]:
    return lambda draw, match: f"<{tag}>{draw.inline(match[1])}</{tag}>"


def _link(draw: Markdown, match: re.Match[str]) -> str:
    return f'<a href="{escape(match[2])}">{draw.inline(match[1])}</a>'


def _address(_: Markdown, match: re.Match[str]) -> str:
    return f'<a href="{escape(match[1])}">{escape(match[1])}</a>'


def _mention(_: Markdown, match: re.Match[str]) -> str:
    names = {"@": "@member", "@!": "@member", "@&": "@role", "#": "#channel"}
    return f'<span class="mention">{names[match[1]]}-{match[2][-4:]}</span>'


def _command(_: Markdown, match: re.Match[str]) -> str:
    return f'<span class="mention">/{escape(match[1])}</span>'


_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[Markdown, re.Match[str]], str]], ...]] = tuple(
    (re.compile(pattern), draw)
    for pattern, draw in (
        (r"\\([^0-9A-Za-z\s])", lambda _, match: escape(match[1])),
        (r"<(https?://[^\s<>]+)>", _address),
        (r"<t:(-?[0-9]{1,11})(?::([tTdDfFR]))?>", Markdown._timestamp),
        (r"<(@!?|@&|#)([0-9]+)>", _mention),
        (r"</([^\n:>]{1,98}):[0-9]+>", _command),
        (
            r"\[((?:\[[^\]\n]*\]|\\.|[^\[\]\\])+)\]"
            r"\(\s*<?(https?://(?:\([^)\s]*\)|[^\s()<>])+)>?\s*\)",
            _link,
        ),
        (r"(https?://[^\s<]+[^\s<.,:;\"')\]*_])", _address),
        (r"(?<!`)`([^`\n]+)`(?!`)", lambda _, match: f"<code>{escape(match[1])}</code>"),
        (r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)", _tagged("strong")),
        (r"__((?:\\[\s\S]|[^\\])+?)__(?!_)", _tagged("u")),
        (r"~~([\s\S]+?)~~", _tagged("s")),
        (
            r"\|\|([\s\S]+?)\|\|",
            lambda draw, match: f'<span class="spoiler">{draw.inline(match[1])}</span>',
        ),
        (r"\*(?=\S)((?:\\[\s\S]|[^*\\])+?)\*(?!\*)", _tagged("em")),
        (r"\b_((?:\\[\s\S]|[^_\\])+?)_\b", _tagged("em")),
    )
)
"""In the order in which they are tried at each place; the first that fits draws."""
