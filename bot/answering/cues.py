"""What people write under an answer instead of a question of its own, as each language has it.

A language is a file `followups/<code>.txt`: headings in brackets, and under each a cue a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from bot.answering.headings import lines_of
from bot.matching.language import Language, language_of
from bot.matching.text import fold, words

Kind = Literal["other side", "sources", "why"]
KINDS: tuple[Kind, ...] = ("other side", "sources", "why")

MOST_WORDS_OF_NAME = 4
"""What stands where a name is expected and has more words is likelier to be a question."""
MOST_WORDS_OF_REMARK = 14
"""What is longer says something by itself."""
NAME = "{}"


class Cues:
    """The cues of a language.

    Words are the same where their stems are. Silent ones count for nothing, and others may stand
    before and behind a cue.
    """

    def __init__(self, lines: Mapping[str, Sequence[str]], language: Language) -> None:
        """`lines` are those under each heading."""
        self._language = language
        self._lines = lines
        self._silent = frozenset(self._stems(" ".join(self._lines.get("silent", ()))))
        self._idle = frozenset(self._stems(" ".join(self._lines.get("idle", ()))))
        self._before = self._forms("before")
        self._behind = self._forms("behind")
        self._no_name = frozenset(self._stems(" ".join(self._lines.get("no name", ()))))
        self._remarks = frozenset(self._forms("remark"))
        self._exact = {form: kind for kind in KINDS for form in self._forms(kind)}
        self._about = [
            (frozenset(form), kind) for kind in KINDS for form in self._forms(f"about {kind}")
        ]
        self._frames = [
            (self._loud(before), self._loud(after))
            for before, _, after in (it.partition(NAME) for it in self._lines.get("name", ()))
        ]

    def kind(self, asked: str) -> Kind | None:
        """What `asked` wants to hear of an answer; None where it is no such cue."""
        for stems in self._stripped(self._loud(asked)):
            if stems in self._exact:
                return self._exact[stems]
            said = frozenset(stems)
            telling = said - self._language.function_words - self._idle
            found = (kind for cue, kind in self._about if telling and telling <= cue <= said)
            kind = next(found, None)
            if kind:
                return kind
        return None

    def remarks(self, asked: str) -> bool:
        """Whether `asked` only wants to know if something else that was said is so, or who says so.

        "Is that true?" and "source?" do.
        """
        spoken = self._stripped(self._loud(asked))
        return self.kind(asked) == "sources" or not self._remarks.isdisjoint(spoken)

    def names(self, asked: str) -> Iterator[str]:
        """The names about which `asked` may put an answer's question anew, likeliest first."""
        tokens = words(fold(asked))
        stems = self._language.stems(tokens)
        places = [at for at, it in enumerate(stems) if it not in self._silent]
        loud = tuple(stems[at] for at in places)
        ends = [*places, len(tokens)]
        found: dict[str, int] = {}
        for start, end in self._spans(loud):
            for before, after in self._frames:
                first, last = start + len(before), end - len(after)
                if first < last and loud[start:first] == before and loud[last:end] == after:
                    begin = places[first - 1] + 1 if first else 0
                    name = self._name(tokens[begin : ends[last]])
                    if name:
                        found[name] = max(found.get(name, 0), len(before) + len(after))
        yield from sorted(found, key=lambda it: -found[it])

    def _name(self, tokens: Sequence[str]) -> str:
        """The words without those around them that name nothing; empty where they ask something."""
        stems = self._language.stems(tokens)
        fillers = self._language.function_words
        telling = [place for place, stem in enumerate(stems) if stem not in fillers]
        if not telling or not self._no_name.isdisjoint(stems):
            return ""
        named = tokens[telling[0] : telling[-1] + 1]
        return " ".join(named) if len(named) <= MOST_WORDS_OF_NAME else ""

    def _stripped(self, stems: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        return (stems[start:end] for start, end in self._spans(stems))

    def _spans(self, stems: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Where a cue may begin and end, the longest first."""
        starts = [0]
        for start in starts:
            starts += (
                start + len(it)
                for it in self._before
                if stems[start : start + len(it)] == it and start + len(it) not in starts
            )
        ends = [len(stems)]
        for end in ends:
            ends += (
                end - len(it)
                for it in self._behind
                if stems[max(end - len(it), 0) : end] == it and end - len(it) not in ends
            )
        spans = [(start, end) for start in starts for end in ends if start < end]
        yield from sorted(spans, key=lambda it: it[0] - it[1])

    def _forms(self, heading: str) -> list[tuple[str, ...]]:
        return [form for line in self._lines.get(heading, ()) if (form := self._loud(line))]

    def _loud(self, text: str) -> tuple[str, ...]:
        return tuple(it for it in self._stems(text) if it not in self._silent)

    def _stems(self, text: str) -> list[str]:
        return self._language.stems(words(fold(text)))


def only_remarks(text: str, languages: Iterable[str | None]) -> bool:
    """Whether `text` is no question of its own but a remark, in any of the languages.

    What it asks about is what somebody quotes with it, or replies to.
    """
    if len(words(fold(text))) > MOST_WORDS_OF_REMARK:
        return False
    return any(it.remarks(text) for it in map(cues_of, languages) if it)


@cache
def cues_of(code: str | None) -> Cues | None:
    """The cues of a language such as `en` or `en-GB`; None for one that has no file."""
    lines = lines_of("followups", code)
    return Cues(lines, language_of(code)) if lines else None
