"""How far a question is like everyday ones in what its words mean.

A pack's name in a question that is otherwise everyday, as in "what college did X go to", is what
makes an answer likely that is not one. The everyday questions that a language knows show it without
their words: what they mean is near, as with "what school did X go to".
"""

from __future__ import annotations

from functools import cache

import numpy as np

from bot.matching.language import Language
from bot.matching.terms import Analyser, Terms


class Everyday:
    """The everyday messages of a language, by what they mean; none where it has no senses."""

    def __init__(self, language: Language) -> None:
        self._senses = language.senses
        self._table = np.zeros((0, 0), np.float32)
        self._stems: list[frozenset[str]] = []
        if not len(language.senses):
            return
        analyser = Analyser(language.code)
        lines = [analyser.analyse(line.replace("{}", " ")) for line in language.idle]
        lines = [line for line in lines if line.stems]
        self._stems = [frozenset(line.stems) for line in lines]
        self._table = np.stack([self._senses.of_text(it.stems) for it in lines])

    def likeness(self, question: Terms) -> float:
        """How alike in meaning the likest everyday message is, from -1 to 1; 0 where there is none.

        A message is left out if the question has all of its words. Otherwise an everyday message
        that is asked as an example would always be found alike to itself, and teach nothing.
        """
        if not len(self._table):
            return 0.0
        likeness = self._table @ self._senses.of_text(question.stems)
        asked = set(question.stems)
        for _ in range(len(likeness)):
            likest = int(likeness.argmax())
            if not self._stems[likest] <= asked:
                return float(likeness[likest])
            likeness[likest] = -np.inf
        return 0.0


@cache
def everyday_of(language: Language) -> Everyday:
    """The everyday messages of `language`, made once."""
    return Everyday(language)
