"""Which parts of a text may be the question that somebody asks with words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.matching.language import Language
from bot.matching.text import fold, words

FEWEST_WORDS = 4
"""Words of the shortest part that is looked up by itself: fewer ask nothing."""
MOST_WORDS_JOINED = 60
"""Words of the longest sentence that is tried as two questions: longer ones seldom are, and trying
takes long."""
_CLAUSE_END = re.compile(r"[,.;:!?()、，；：]+(?:\s+|$)|\s[-–—]+\s|\n")


class _Beginnings(NamedTuple):
    """Words that questions begin with, as far as a language says."""

    asking: frozenset[str]
    openers: frozenset[str]
    """Those that ask, and auxiliaries."""
    fillers: frozenset[str]
    """What may stand before them."""
    joining: frozenset[str]
    """What may stand between two questions."""
    subjects: frozenset[str]
    """What a verb behind it tells of, rather than asks: "I can"."""


@cache
def _beginnings(language: Language) -> _Beginnings:
    asking, auxiliaries, fillers, joining, subjects = (
        frozenset(words(fold(" ".join(language.listed(key)))))
        for key in ("asking", "auxiliaries", "openers", "joining", "subjects")
    )
    openers = asking | auxiliaries
    return _Beginnings(asking, openers, fillers - openers, joining, subjects)


def clauses(text: str, language: Language) -> Iterator[str]:
    """The clauses of `text` that begin as a question does, each shorter than the whole text."""
    openers = _beginnings(language).openers
    for found, whole in _split(text):
        if found[0] in openers and FEWEST_WORDS <= len(found) < whole:
            yield " ".join(found)


def parts(text: str, language: Language) -> Iterator[str]:
    """What of `text` may be a question by itself, each part shorter than the whole text.

    That is every clause that begins as a question does, and, of the other clauses, what stands from
    each asking word to their end. How questions begin is known as far as the language says.
    """
    asking, openers, *_ = _beginnings(language)
    for found, whole in _split(text):
        # In what begins as a question others are about what stands before: "people who build".
        is_asked = found[0] in openers
        starts = [0] if is_asked else [place for place, it in enumerate(found) if it in asking]
        for start in starts:
            part = found[start:]
            if FEWEST_WORDS <= len(part) < whole:
                yield " ".join(part)


def halves(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """What stands before and behind each word such as "and" that joins what may be two questions.

    Both begin as questions do, but for words such as "so" before the first: "I can" begins none.
    What may join them is known as far as the language says.
    """
    asking, openers, fillers, joining, subjects = _beginnings(language)
    pieces = text.split()
    spoken = [(words(fold(it)) or [""])[0] for it in pieces]
    begin = next((at for at, it in enumerate(spoken) if it not in fillers), len(spoken))
    if len(spoken) > MOST_WORDS_JOINED or openers.isdisjoint(spoken[begin : begin + 1]):
        return
    if spoken[begin] not in asking and not subjects.isdisjoint(spoken[begin - 1 : begin]):
        return
    for place in range(begin + 3, len(spoken)):
        if spoken[place] in openers and spoken[place - 1] in joining:
            end = place - 1
            while spoken[end - 1] in joining:
                end -= 1
            yield " ".join(pieces[:end]).rstrip(",;"), " ".join(pieces[place:])


def begins_as_question(text: str, language: Language) -> bool:
    """Whether `text` begins as a question does, but for words such as "and", as far as known."""
    _asking, openers, _fillers, joining, _subjects = _beginnings(language)
    found = words(fold(text))
    first = next((it for it in found if it not in joining), "")
    return first in openers and len(found) >= FEWEST_WORDS


def _split(text: str) -> Iterator[tuple[list[str], int]]:
    """The words of each clause of `text`, and how many the whole has."""
    folded = fold(text)
    whole = len(words(folded))
    for clause in _CLAUSE_END.split(folded):
        found = words(clause)
        if found:
            yield found, whole
