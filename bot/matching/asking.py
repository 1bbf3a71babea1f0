"""Which parts of a text may be the question that somebody asks with words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.matching.language import Language
from bot.matching.text import fold, words

FEWEST_WORDS = 4
"""Fewer ask nothing by themselves."""
_CLAUSE_END = re.compile(r"[,.;:!?()、，；：]+(?:\s+|$)|\s[-–—]+\s|\n")


def parts(text: str, language: Language) -> Iterator[str]:
    """Of each clause of `text` that begins as a question does all, and of others what so begins.

    None is the whole text. How questions begin is known as far as the language says.
    """
    asking = frozenset(words(fold(" ".join(language.listed("asking")))))
    openers = asking | frozenset(words(fold(" ".join(language.listed("auxiliaries")))))
    whole = words(fold(text))
    for clause in _CLAUSE_END.split(fold(text)):
        found = words(clause)
        # In what begins as a question others are about what stands before: "people who build".
        is_asked = found[:1] and found[0] in openers
        starts = [0] if is_asked else [place for place, it in enumerate(found) if it in asking]
        for start in starts:
            part = found[start:]
            if FEWEST_WORDS <= len(part) < len(whole):
                yield " ".join(part)
