"""What people say around a question that is no part of it: greetings, excuses, thanks.

Such words are mostly unknown to a pack, so that they would count as something that it has no answer
for. Each language has them in its folder, as `asides.txt`; `{}` stands for the question. Where a
comma parts it from them, the message must have such a mark too: "is it safe, right" ends in an
aside, and "is copying right" does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.matching.language import Language
from bot.matching.text import fold, words

FEWEST_WORDS = 2
"""Words that must be left: fewer are what somebody says, rather than what stands around it."""
MOST_PIECES = 12
"""How many pieces between spaces an aside may have; some are no words, such as a smiley."""
_QUESTION = "{}"
_MARKS = tuple(",.:;!?…")


@cache
def asides_of(language: Language) -> Asides:
    """Those of a language."""
    return Asides(language)


class Asides:
    """Takes from a text what stands around the question in it, as far as the language says."""

    def __init__(self, language: Language) -> None:
        lines = [line.partition(_QUESTION) for line in language.asides]
        self._before = {tuple(words(fold(it))): "," in it for it, _, _ in lines if it}
        """Those before a question, and whether a mark parts them from it."""
        self._behind = {tuple(words(fold(it))): "," in it for _, _, it in lines if it}
        self._directions = frozenset(language.listed("directions"))
        self._first = {it[0] for it in self._before if it}
        self._last = {it[-1] for it in self._behind if it}

    def may_stand_around(self, said: Sequence[str]) -> bool:
        """Whether any may begin or end a text of these words, which is quicker to tell."""
        return bool(said) and (said[0] in self._first or said[-1] in self._last)

    def without(self, text: str) -> str:
        """`text` as folded and without them; `text` itself where too little would be left.

        "Tell me about tea" keeps what it begins with.
        """
        pieces = fold(text).split()
        spoken = [words(it) for it in pieces]
        first, last = 0, len(pieces)
        while length := self._leading(spoken[first:last], pieces[first:last]):
            first += length
        while length := self._trailing(spoken[first:last], pieces[first:last]):
            last -= length
        left = [word for it in spoken[first:last] for word in it]
        if last - first == len(pieces) or len(left) < FEWEST_WORDS or left[0] in self._directions:
            return text
        return " ".join(pieces[first:last])

    def _leading(self, spoken: Sequence[list[str]], pieces: Sequence[str]) -> int:
        """How many of the first pieces, of which `spoken` has the words, are the longest aside."""
        found = 0
        form: tuple[str, ...] = ()
        for length, said in enumerate(spoken[:MOST_PIECES], 1):
            form += tuple(said)
            if form in self._before and (
                not self._before[form] or pieces[length - 1].endswith(_MARKS)
            ):
                found = length
        return found

    def _trailing(self, spoken: Sequence[list[str]], pieces: Sequence[str]) -> int:
        """The same of the last."""
        found = 0
        form: tuple[str, ...] = ()
        for length in range(1, min(len(pieces), MOST_PIECES) + 1):
            form = (*spoken[-length], *form)
            before = pieces[-length - 1] if length < len(pieces) else ""
            if form in self._behind and (not self._behind[form] or before.endswith(_MARKS)):
                found = length
        return found
