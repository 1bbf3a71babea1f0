"""Whether an entry says something else than it did, to somebody who read its answer before."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator

from bot.knowledge.model import Entry, Pack, Source
from bot.knowledge.passages import parse_answer
from bot.matching.text import fold, words

_MEANING = ("Sc", "Sm")
"""Characters that mean something between words: currencies, and signs such as `<` and `+`."""
_MEANING_MARKS = "%‰§#"

FINGERPRINT = 16
"""Hexadecimal digits of a fingerprint."""

Said = tuple[tuple[str, ...], str]
"""The words of a text, and the signs in it that are no punctuation."""
Cited = frozenset[tuple[str, Said, str]]
"""Sources that are cited in one place."""


def fingerprint(pack: Pack, entry: Entry) -> str:
    """A short text that is another one as soon as the entry has changed in substance.

    Substance is the question, the words of the answer, which source is cited behind which of them
    and what that source is called and where it stands, the side and the motion. Layout, punctuation
    and capitals are not, nor is what readers of the answer do not see: phrasings, related entries
    and the like. The day of the review and places within a source are seen, and change nothing that
    is said.
    """
    return hashlib.sha256(repr(_substance(pack, entry)).encode()).hexdigest()[:FINGERPRINT]


def _substance(pack: Pack, entry: Entry) -> object:
    motion = pack.topic_by_id[entry.topic].motion
    return (
        _said(entry.question),
        [(said, sorted(cited)) for said, cited in _answer(pack, entry)],
        entry.side if motion else None,
        _said(motion or ""),
    )


def _answer(pack: Pack, entry: Entry) -> Iterator[tuple[Said, Cited]]:
    """The stretches of the answer that are cited together, each with its sources."""
    told = ""
    cited: set[tuple[str, Said, str]] = set()
    for passage in parse_answer(entry.answer):
        position = 0
        for mark in passage.marks():
            between = passage.text[position : mark.start]
            if cited and any(_said(between)):
                yield _said(told), frozenset(cited)
                told, cited = "", set()
            told += between
            cited.add(_source(pack.source_by_id[mark.source_id]))
            position = mark.end
        rest = passage.text[position:]
        if cited and any(_said(rest)):
            yield _said(told), frozenset(cited)
            told, cited = "", set()
        told += rest + "\n"
    yield _said(told), frozenset(cited)


def _source(source: Source) -> tuple[str, Said, str]:
    return source.id, _said(source.title), source.url or ""


def _said(text: str) -> Said:
    signs = "".join(
        it for it in text if unicodedata.category(it) in _MEANING or it in _MEANING_MARKS
    )
    return tuple(words(fold(text))), signs
