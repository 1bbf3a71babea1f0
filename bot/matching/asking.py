"""Which parts of a text may be the question that somebody asks with words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.matching.language import Language
from bot.matching.text import fold, words

FEWEST_WORDS = 4
"""Fewer ask nothing by themselves."""
_CLAUSE_END = re.compile(r"[,.;:!?()、，；：]+(?:\s+|$)|\s[-–—]+\s|\n")


@cache
def _openers(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The words that ask, and with them the auxiliaries, that questions begin with."""
    asking = frozenset(words(fold(" ".join(language.listed("asking")))))
    return asking, asking | frozenset(words(fold(" ".join(language.listed("auxiliaries")))))


def clauses(text: str, language: Language) -> Iterator[str]:
    """The clauses of `text` that begin as a question does; none is the whole text."""
    _asking, openers = _openers(language)
    for found, whole in _split(text):
        if found[0] in openers and FEWEST_WORDS <= len(found) < whole:
            yield " ".join(found)


def parts(text: str, language: Language) -> Iterator[str]:
    """Of each clause of `text` that begins as a question does all, and of others what so begins.

    None is the whole text. How questions begin is known as far as the language says.
    """
    asking, openers = _openers(language)
    for found, whole in _split(text):
        # In what begins as a question others are about what stands before: "people who build".
        is_asked = found[0] in openers
        starts = [0] if is_asked else [place for place, it in enumerate(found) if it in asking]
        for start in starts:
            part = found[start:]
            if FEWEST_WORDS <= len(part) < whole:
                yield " ".join(part)


def _split(text: str) -> Iterator[tuple[list[str], int]]:
    """The words of each clause of `text`, and how many the whole has."""
    folded = fold(text)
    whole = len(words(folded))
    for clause in _CLAUSE_END.split(folded):
        found = words(clause)
        if found:
            yield found, whole
