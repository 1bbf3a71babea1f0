"""What people say around a question that is no part of it: greetings, excuses, thanks.

Such words are mostly unknown to a pack, so that they would count as something that it has no answer
for. Each language has them in its folder, as `asides.txt`; `{}` stands for the question. Where a
comma parts it from them, the message must have such a mark too: "is it safe, right" ends in an
aside, and "is copying right" does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import takewhile

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
        self._beginnings = {it[:end] for it in self._before for end in range(len(it) + 1)}
        """What those before a question begin with."""
        self._endings = {it[start:] for it in self._behind for start in range(len(it) + 1)}
        """What those behind it end with."""

    def may_stand_around(self, said: tuple[str, ...]) -> bool:
        """Whether any begins or ends these words, marks apart; that is quicker to tell."""
        ends = (said[:length] for length in range(1, len(said) + 1))
        if any(it in self._before for it in takewhile(self._beginnings.__contains__, ends)):
            return True
        ends = (said[-length:] for length in range(1, len(said) + 1))
        return any(it in self._behind for it in takewhile(self._endings.__contains__, ends))

    def without(self, text: str) -> str:
        """`text` as folded and without them; `text` itself where too little would be left.

        "Tell me about tea" keeps what it begins with.
        """
        pieces = fold(text).split()
        first, last = 0, len(pieces)
        while length := self._leading(pieces[first:last]):
            first += length
        while length := self._trailing(pieces[first:last]):
            last -= length
        if last - first == len(pieces):
            return text
        left = [word for it in pieces[first:last] for word in words(it)]
        if len(left) < FEWEST_WORDS or left[0] in self._directions:
            return text
        return " ".join(pieces[first:last])

    def _leading(self, pieces: Sequence[str]) -> int:
        """How many of the first pieces are the longest aside."""
        found = 0
        form: tuple[str, ...] = ()
        for length, piece in enumerate(pieces[:MOST_PIECES], 1):
            form += tuple(words(piece))
            if form not in self._beginnings:
                break
            if form in self._before and (not self._before[form] or piece.endswith(_MARKS)):
                found = length
        return found

    def _trailing(self, pieces: Sequence[str]) -> int:
        """The same of the last."""
        found = 0
        form: tuple[str, ...] = ()
        for length in range(1, min(len(pieces), MOST_PIECES) + 1):
            form = (*words(pieces[-length]), *form)
            if form not in self._endings:
                break
            before = pieces[-length - 1] if length < len(pieces) else ""
            if form in self._behind and (not self._behind[form] or before.endswith(_MARKS)):
                found = length
        return found
