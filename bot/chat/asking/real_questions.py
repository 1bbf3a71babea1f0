"""Which messages ask something of whoever may know, though they are put to nobody.

Only how a message is put counts here, and that conservatively: a question that is not recognised
costs nothing, since it can be put to the bot. What it is about, the answer's confidence tells.
"""

from __future__ import annotations

import re
from functools import cache

from bot.answering.questions import own_words, sentences
from bot.matching.text import fold, words
from bot.translation import ENGLISH, N_, _, speaking, spoken

QUESTION_WORDS = N_("who whom whose what which when where why how whats whos wheres whys hows")
"""Words with which a question without a question mark begins; each catalogue has its own."""
LONGEST = 400
"""Characters: more is a contribution, whatever it asks."""
MOST_SENTENCES = 4
FEWEST_WORDS = 3
"""Shorter questions, such as "why?", are about something said before."""
FEWEST_UNMARKED = 4
MOST_AFTER = 4
"""How many words may follow the last question: "thanks in advance" still waits for an answer,
but somebody who goes on after asking is making a point."""

_MARKED = re.compile(r"[?？؟]!?$")
_EXCLAIMED = re.compile(r"(?:[!！…]|\.\.)$")
_TO_SOMETHING_ELSE = re.compile(
    r"""[^\w\s"'(¿„“«\[*_~|]+\w  # other bots' commands: !roll, /me, ?help, $price
    | .*://  # about what is behind an address
    | .*(?:<@|@everyone|@here)  # to somebody
    """,
    re.VERBOSE | re.DOTALL,
)


def is_real_question(text: str) -> bool:
    """Whether a message in a channel asks something, and waits for an answer."""
    text = text.strip()
    if len(text) > LONGEST or _TO_SOMETHING_ELSE.match(text):
        return False
    told = sentences(own_words(text))
    if not 0 < len(told) <= MOST_SENTENCES:
        return False
    if len(told) == 1 and _begins_as_question(told[0]):
        return True
    marked = [place for place, it in enumerate(told) if _is_marked(it)]
    return bool(marked) and sum(map(_length, told[marked[-1] + 1 :])) <= MOST_AFTER


def is_real_post(title: str, text: str) -> bool:
    """Whether what opens a forum's post asks something: its title, or any sentence."""
    if _TO_SOMETHING_ELSE.match(title):
        return False
    return _begins_as_question(title.strip()) or any(
        map(_is_marked, [title.strip(), *sentences(own_words(text))])
    )


def _is_marked(sentence: str) -> bool:
    return bool(_MARKED.search(sentence)) and _length(sentence) >= FEWEST_WORDS


def _begins_as_question(sentence: str) -> bool:
    if _EXCLAIMED.search(sentence) or _length(sentence) < FEWEST_UNMARKED:
        return False
    return words(fold(sentence))[0] in _question_words(spoken())


def _length(sentence: str) -> int:
    return len(words(fold(sentence)))


@cache
def _question_words(language: str) -> frozenset[str]:
    """The question words of English and the server's language; "was" is one in German only."""
    found: set[str] = set()
    for it in (ENGLISH, language):
        with speaking(it):
            found |= {word for it in _(QUESTION_WORDS).split() for word in words(fold(it))}
    return frozenset(found)
