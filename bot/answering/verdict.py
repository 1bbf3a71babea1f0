"""Whether an entry's answer says yes or no to the entry's own question.

What says so is in a file for each language, `verdicts/<code>.txt`; of a language without one
nothing is known.
"""

from __future__ import annotations

import re
from functools import cache

from bot.answering.headings import lines_of
from bot.answering.questions import sentences
from bot.knowledge.model import Entry, Pack
from bot.knowledge.passages import parse_answer
from bot.matching.language import language_of
from bot.matching.text import fold, words

_CLAUSE_END = re.compile(r"[,:;()]|\s[-\u2013\u2014]\s")

Form = tuple[str, ...]


def verdict(pack: Pack, entry: Entry) -> bool | None:
    """Whether the answer says yes to the question; None where that cannot be told.

    A question that asks why or how takes for granted what it asks about. Of another the answer's
    first sentence is read, and the first of its clauses that says yes or no decides.
    """
    forms = _forms(pack.language)
    if not forms or not can_be_denied(pack, entry):
        return True if forms and _begins_with("asking", pack, entry) else None
    language = language_of(pack.language)
    for clause in _CLAUSE_END.split(_opening(entry)):
        stems = tuple(language.stems(words(fold(clause))))
        said = [heading for heading in ("open", "no", "yes") if _says(stems, forms[heading])]
        if said:
            return None if said[0] == "open" else said[0] == "yes"
    return None


def can_be_denied(pack: Pack, entry: Entry) -> bool:
    """Whether the entry's question can be answered with yes or no: it begins with a verb."""
    return _begins_with("auxiliaries", pack, entry)


def _begins_with(key: str, pack: Pack, entry: Entry) -> bool:
    """Whether the question begins with a word that the language has under `key`."""
    language = language_of(pack.language)
    first = language.stems(words(fold(entry.question))[:1])
    return bool(first) and first[0] in language.stems(language.turning.get(key, ()))


def _opening(entry: Entry) -> str:
    """The first sentence of the answer, without its citations."""
    for passage in parse_answer(entry.answer):
        if passage.needs_citation:
            text = passage.text
            for mark in reversed(passage.marks()):
                text = text[: mark.start] + text[mark.end :]
            return next(iter(sentences(" ".join(text.split()))), "")
    return ""


def _says(stems: Form, forms: frozenset[Form]) -> bool:
    return any(
        form in (stems[:1], stems[-1:])
        if len(form) == 1
        else any(stems[at : at + len(form)] == form for at in range(len(stems)))
        for form in forms
    )


@cache
def _forms(code: str | None) -> dict[str, frozenset[Form]]:
    """The forms under each heading of a language's file; nothing where it has none."""
    language = language_of(code)
    return {
        heading: frozenset(tuple(language.stems(words(fold(line)))) for line in lines)
        for heading, lines in lines_of("verdicts", code).items()
    }
