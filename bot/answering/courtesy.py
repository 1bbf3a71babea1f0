"""What people say to a bot rather than ask of it: a greeting, a call for help, thanks.

What says so is in a file for each language, `courtesies/<code>.txt`; in a language without one,
every text is a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from bot.answering.headings import lines_of
from bot.answering.questions import own_words
from bot.matching.text import fold, words

Courtesy = Literal["help", "thanks"]
KINDS: tuple[Courtesy, ...] = ("help", "thanks")
"""A greeting is a call for help too: who greets a bot wants to know what it can do."""

MOST_CHARACTERS = 100
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")

_Form = tuple[str, ...]


def courtesy(text: str, languages: Iterable[str | None]) -> Courtesy | None:
    """What a text is that asks nothing, in any of the languages; None for a question.

    It is one where it says nothing else: "help" is, and "does coffee help" is not.
    """
    if len(text) > MOST_CHARACTERS:
        return None
    said = tuple(words(fold(own_words(text))))
    drawn_in = tuple(words(fold(_DRAWN_OUT.sub(r"\1", own_words(text)))))
    for code in languages:
        forms, silent = _courtesies(code)
        for spoken in (said, drawn_in):
            bare = tuple(it for it in spoken if it not in silent)
            kind = forms.get(spoken) or forms.get(bare)
            if kind is not None:
                return kind
    return None


@cache
def _courtesies(code: str | None) -> tuple[dict[_Form, Courtesy], frozenset[str]]:
    """What each form says in a language, as it stands and without silent words; and those."""
    lines = lines_of("courtesies", code)
    silent = frozenset(word for line in lines.get("silent", ()) for word in words(fold(line)))
    found: dict[_Form, Courtesy] = {}
    for kind in KINDS:
        for line in lines.get(kind, ()):
            form = tuple(words(fold(line)))
            bare = tuple(it for it in form if it not in silent)
            found[form] = kind
            if len(bare) == len(form) or len(bare) > 1:
                found[bare] = kind
    return found, silent
