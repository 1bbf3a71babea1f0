"""Which questions are about a pack's subject, answered there or not."""

from __future__ import annotations

from collections import Counter

from bot.knowledge.model import Pack
from bot.matching.smalltalk import chatter
from bot.matching.terms import Analyser

SHARE = 0.1
"""In how many of one entry's phrasings a word must stand to belong to the subject: one that a
curator used once is as likely a turn of phrase."""


class Subject:
    """The words of a pack's subject.

    They are the words that a tenth of some entry's phrasings hold, but for those that tell little
    and those of the language's everyday messages. So the same questions are about the subject
    whatever the matcher makes of them, and no label is needed in the expectations.
    """

    def __init__(self, pack: Pack) -> None:
        self._analyser = Analyser(pack.language, pack.synonyms)
        language = self._analyser.language
        common = set(language.stop_words)
        for line in chatter(language):
            common.update(self._analyser.analyse(line).stems)
        self._stems: set[str] = set()
        for entry in pack.live_entries:
            held: Counter[str] = Counter()
            for phrasing in entry.asked_as:
                held.update(set(self._analyser.analyse(phrasing).stems))
            least = SHARE * len(entry.asked_as)
            self._stems.update(stem for stem, count in held.items() if count >= least)
        self._stems -= common

    def is_of(self, question: str) -> bool:
        """Whether `question` holds a word of the subject."""
        return not self._stems.isdisjoint(self._analyser.analyse(question).stems)
