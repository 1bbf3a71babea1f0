"""Reading profiles from texts.

All words come from the language's `turning.yaml`; one that has none has profiles that show nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import dropwhile
from typing import NamedTuple

from bot.matching.language import Language
from bot.matching.profiles import BESIDE, COMPARED_WITH, GOAL, Pair, Parts, Profile, Word
from bot.matching.terms import Terms
from bot.matching.text import fold, words

SHORTEST_ROOT = 4
"""Letters that a word must have without its prefix ("un-fair") to be another one's opposite."""
APART = 3
"""How many telling words may stand between two that have a part in the same thing."""
NEAR = 3
"""How near to a word that says where something goes the name of it stands."""
WORDS_KEPT = 2000
"""Words of which is remembered what they are."""
LONG_CLAUSE = 3
"""Words that a clause must have to say something by itself."""

_CLAUSE_END = re.compile(r"[,.;:!?()]+(?:\s+|$)|\s-+\s")

Form = tuple[str, ...]
"""The stems of a word or fixed phrase."""


class _Line(NamedTuple):
    """A text without its idle words: parallel lists."""

    stems: list[str]
    meant: list[str]
    tells: list[bool]
    """Whether a word tells anything."""
    is_thing: list[bool]
    """Whether it names what may have a part in something."""
    groups: dict[str, str]
    """The group of meaning of each stem."""


class _Word(NamedTuple):
    """What a word is, wherever it stands."""

    group: str
    """Its group of meaning."""
    tells: bool
    """Whether it tells anything."""
    names: bool
    """Whether it names something, unless it turns something."""
    contraries: Sequence[str]
    """The stems of words that are its contraries by their beginnings."""


@dataclass(slots=True)
class _Marked:
    """What a text has of the words and fixed phrases that may turn something."""

    negations: int = 0
    plain_negations: int = 0
    words: dict[str, Word] = field(default_factory=dict)
    """Those that have an opposite."""
    idle: set[int] = field(default_factory=set)
    """The places of those that only look so, and of each of the others."""
    negating: set[int] = field(default_factory=set)
    special: set[int] = field(default_factory=set)
    things: set[int] = field(default_factory=set)
    """Those of `special` that may have a part in something."""


class Reader:
    """Reads profiles, as far as the language says how it turns a sentence around."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._idle = frozenset(self._forms("idle"))
        self._negations = frozenset(self._forms("negations"))
        self._echoing = frozenset(self._forms("echoing"))
        self._negating = frozenset(words(fold(" ".join(self._language.listed("negations")))))
        self._things = frozenset(
            form
            for line in self._language.listed("counterparts")
            for names in line
            for form in _forms(names, language)
        )
        self._words = self._lexicon()
        self._unrelated = frozenset(map(fold, self._language.listed("unrelated")))
        self._silent = self._unrelated & language.common_words
        self._judging = {it for form, word in self._words.items() if word.stand for it in form}
        self._opposing = {it for form in self._words for it in form} - self._judging
        self._enders = self._stems("enders")
        enders = [(it,) for it in self._enders]
        self._known = frozenset((*self._idle, *self._negations, *self._words, *enders))
        self._lengths: dict[str, list[int]] = {}
        """How long the fixed phrases are that begin with a stem, longest first."""
        for form in self._known:
            lengths = self._lengths.setdefault(form[0], [])
            if len(form) not in lengths:
                lengths.append(len(form))
                lengths.sort(reverse=True)
        self._openers = self._stems("openers")
        self._subjects = self._stems("subjects")
        self._confirming = self._stems("confirming")
        self._tags = self._stems("tags")
        self._asking = self._stems("asking")
        self._auxiliaries = self._stems("auxiliaries")
        self._pronouns = self._stems("pronouns")
        self._vague = self._stems("vague") | language.function_words
        self._directions = self._stems("directions")
        self._comparing = self._stems("comparing")
        self._preferring = self._stems("preferring")
        self._coordinators = self._stems("coordinators")
        self._mutual = self._stems("mutual")
        self._being = self._stems("being")
        self._passive = self._stems("passive")
        self._origins = self._stems("origins")
        self._leaving = self._stems("leaving") | self._origins
        self._reaching = self._stems("reaching")
        self._exchanging = self._stems("exchanging")
        self._ends = self._origins | self._reaching
        self._taking = self._exchanging | self._reaching
        self._relating = (
            self._passive | self._coordinators | self._preferring | self._comparing | self._reaching
        )
        """The stems of words that change how those around them are taken."""
        self._participles = tuple(self._language.listed("participles"))
        self._activity = tuple(self._language.listed("activity"))
        self._prefixes = frozenset(self._language.listed("prefixes"))
        self._seeming = self._stems("seeming")
        self._particles = self._stems("particles")
        self._articles = self._stems("articles")
        self._agreeing = self._stems("agreeing")
        self._joining = self._stems("joining") | self._coordinators
        self._exchanged = list(self._exchanged_beginnings())
        self._beginnings = tuple(it for it, _ in self._exchanged)
        self._known_word = lru_cache(WORDS_KEPT)(self._read_word)
        self._fillers = language.function_words | self._coordinators

    def profile(self, terms: Terms, *, is_claim: bool = False) -> Profile:
        """What turning around could change in `terms`.

        Who makes a claim says no with "I don't". Asked, that mostly tells what somebody lacks ("I
        can't find the lid") who wants the same as without it.
        """
        stems, typed = self._rejoined(terms.stems, terms.meant)
        marked = self._marked(stems, typed, is_claim=is_claim)
        line = _Line([], [], [], [], {})
        telling: set[str] = set()
        contraries: dict[str, str] = {}
        for place, (stem, word) in enumerate(zip(stems, typed, strict=True)):
            if place in marked.idle:
                continue
            known = self._known_word(word, stem)
            line.groups[stem] = known.group
            is_negating = place in marked.negating
            is_plain = not is_negating and place not in marked.special
            line.stems.append(stem)
            line.meant.append(word)
            line.tells.append(known.tells)
            line.is_thing.append(known.tells and (is_plain or place in marked.things))
            if is_plain and known.names:
                telling.add(known.group)
            if known.contraries and not is_negating:
                contraries.update(dict.fromkeys(known.contraries, stem))
        parts, spent = self._parts(line)
        is_mutual = not self._mutual.isdisjoint(stems) and self._comparing.isdisjoint(stems)
        return Profile(
            negations=marked.negations,
            plain_negations=marked.plain_negations,
            words={name: word for name, word in marked.words.items() if name not in spent},
            telling=frozenset(telling),
            stems=frozenset(line.stems),
            groups=frozenset(line.groups.values()),
            contraries={it: own for it, own in contraries.items() if it not in line.groups},
            parts={} if is_mutual else parts,
            length=len(stems),
            counterparts={} if is_mutual else _counterparts(marked.words.values()),
            compares=not self._comparing.isdisjoint(stems),
            clauses=sum(len(it.split()) >= LONG_CLAUSE for it in _CLAUSE_END.split(terms.folded)),
        )

    def _marked(self, stems: Form, typed: Form, *, is_claim: bool) -> _Marked:
        """The words and fixed phrases of a text that may turn something, with their places."""
        found = _Marked()
        for place, form in self._special(stems):
            spot = range(place, place + len(form))
            if form in self._idle:
                found.idle.update(spot)
            elif self._negates(form, typed, stems, place, is_claim=is_claim):
                if not found.negating or form not in self._echoing:
                    found.negations += 1
                    found.plain_negations += len(form) == 1
                found.negating.update(spot)
            elif form in self._words and (len(form) > 1 or typed[place] not in self._unrelated):
                found.words[" ".join(form)] = self._words[form]
                found.special.update(spot)
                if form in self._things:
                    found.things.update(spot)
        if found.negations and any(self._is_tag(stems, it) for it in range(2, len(stems) - 1)):
            found.negations = found.plain_negations = 0
        return found

    def relating(self, between: frozenset[str]) -> frozenset[str]:
        """What of the words between two things names what they have to do with each other."""
        return between - self._directions

    def _rejoined(self, stems: Form, typed: Form) -> tuple[Form, Form]:
        """Stems and words, those of a verb put together that stands apart ("schafft … ab")."""
        if self._particles.isdisjoint(stems):
            return stems, typed
        found, said = list(stems), list(typed)
        for place in range(len(stems) - 1, 0, -1):
            ends = place + 1 == len(found) or found[place + 1] in self._joining
            if not ends or found[place] not in self._particles:
                continue
            for verb in range(place):
                joined = said[place] + said[verb]
                [stem] = self._language.stems([joined])
                if (stem,) in self._words:
                    found[verb], said[verb] = stem, joined
                    del found[place], said[place]
                    break
        return tuple(found), tuple(said)

    def _special(self, stems: Form) -> Iterator[tuple[int, Form]]:
        """The words and longest fixed phrases that may do something, with their places."""
        end = 0
        for place, stem in enumerate(stems):
            for length in self._lengths.get(stem, ()) if place >= end else ():
                form = stems[place : place + length]
                if form in self._known:
                    yield place, form
                    end = place + length
                    break

    def _negates(
        self,
        form: Form,
        meant: Sequence[str],
        stems: Sequence[str],
        place: int,
        *,
        is_claim: bool,
    ) -> bool:
        if len(form) == 1 and form[0] in self._enders:
            following = meant[place + 1] if place + 1 < len(meant) else ""
            return following.endswith(self._activity)
        if form not in self._negations:
            return False
        return len(form) > 1 or (
            meant[place] in self._negating and not self._confirms(stems, place, is_claim=is_claim)
        )

    def _confirms(self, stems: Sequence[str], place: int, *, is_claim: bool) -> bool:
        """Whether a negation only asks for agreement: "isn't it safer", "es más seguro, ¿no?"."""
        if stems[place] in self._tags and place + 1 == len(stems):
            return stems[place - 1] not in self._asking
        if stems[place] not in self._confirming:
            return False
        before = stems[:place]
        following = stems[place + 1] if place + 1 < len(stems) else ""
        clause = list(dropwhile(self._openers.__contains__, before))
        if not clause:
            is_told = is_claim and not self._subjects.isdisjoint(before[-1:])
            return not is_told or following in self._pronouns
        if clause[0] in self._agreeing:
            return True
        if clause[0] in self._auxiliaries and self._pronouns.issuperset(clause[1:]):
            return True
        is_asked = not self._asking.isdisjoint(before)
        if len(before) > 1 and before[-2] in self._auxiliaries and before[-1] in self._pronouns:
            return not is_asked
        return following in self._pronouns and (place + 2 == len(stems) or not is_asked)

    def _is_tag(self, stems: Sequence[str], place: int) -> bool:
        """Whether two words ask for agreement with what stands before them: "is it"."""
        return (
            stems[place] in self._auxiliaries
            and stems[place + 1] in self._pronouns
            and stems[place - 1] not in self._asking
            and (place + 2 == len(stems) or stems[place + 2] in self._asking)
        )

    def _read_word(self, word: str, stem: str) -> _Word:
        is_silent = word in self._silent
        return _Word(
            group=self._language.group(stem),
            tells=stem not in self._fillers and not is_silent,
            names=stem not in self._vague and not is_silent,
            contraries=self._contraries(word, stem) if word.startswith(self._beginnings) else (),
        )

    def _contraries(self, word: str, stem: str) -> Sequence[str]:
        """The stems of words that are contraries of the word by their beginnings."""
        found = []
        for beginning, others in self._exchanged:
            rest = word.removeprefix(beginning)
            if SHORTEST_ROOT <= len(rest) < len(word):
                found += [other + rest for other in others]
                if beginning in self._prefixes and stem not in self._seeming:
                    found.append(rest)
        return self._language.stems(found)

    def _parts(self, line: _Line) -> tuple[Parts, frozenset[str]]:
        """The pairs of parts, and the words that only say which of two is left for the other."""
        stems, groups = line.stems, line.groups
        found: dict[Pair, list[str]] = {}
        spent: set[str] = set()

        def add(first: str, second: str, between: Iterable[str]) -> None:
            if first != second:
                found.setdefault((first, second), []).extend(between)
            alike = groups.get(first, first), groups.get(second, second)
            if alike != (first, second) and alike[0] != alike[1]:
                found.setdefault(alike, []).extend(between)

        leaving = self._leaving.intersection(stems)
        for place, stem in enumerate(stems):
            if stem in self._ends:
                goal = _named_after(line, place)
                if goal is not None:
                    add(*((goal, GOAL) if stem in self._origins else (GOAL, goal)), [GOAL])
            if not line.is_thing[place]:
                continue
            left = leaving and leaving.intersection(stems[max(place - NEAR, 0) : place])
            for later, between, is_passive in self._followers(line, place):
                other = stems[later]
                if left and not self._taking.isdisjoint(stems[place + 1 : later]):
                    spent |= left
                    add(other, stem, [COMPARED_WITH])
                    if not self._exchanging.isdisjoint(between):
                        add(GOAL, other, [GOAL])
                elif is_passive:
                    add(other, stem, between)
                else:
                    add(stem, other, between)
        return {pair: frozenset(it) for pair, it in found.items()}, frozenset(spent)

    def _followers(self, line: _Line, place: int) -> Iterator[tuple[int, list[str], bool]]:
        """The things after `place` that have a part in the same, what stands between, and how.

        Directions count beside a thing only: "from A to B", not "from A that somebody took to B".
        """
        stems, is_thing = line.stems, line.is_thing
        between: list[str] = []
        opposing: list[str] = []
        near: list[str] = []
        passed = 0
        is_passive = is_joined = is_beside = False
        follows = any(line.tells[:place])
        is_preferred = not self._preferring.isdisjoint(stems[: place + 1])
        for later in range(place + 1, len(stems)):
            stem = stems[later]
            if stem in self._relating:
                if stem in self._passive:
                    is_passive = line.meant[later - 1].endswith(self._participles) or not (
                        self._being.isdisjoint(stems[place:later])
                    )
                is_joined = is_joined or stem in self._coordinators
                is_preferred = is_preferred or stem in self._preferring
                if stem in self._comparing or (is_preferred and stem in self._reaching):
                    between.append(COMPARED_WITH)
                    continue
            if not line.tells[later]:
                if stem in self._directions:
                    near.append(stem)
                is_beside = is_beside or (follows and not passed and stem in self._articles)
            else:
                if is_joined and is_thing[later] and not passed and not opposing:
                    is_joined = False  # "A and B": what follows stands between both and the next
                    near.clear()
                    continue
                said = between + ([] if passed else near) or opposing
                if is_beside and passed <= 1 and not (near or is_joined):
                    said = [*said, BESIDE]
                if is_thing[later] and (said or near) and (passed or not is_joined):
                    yield later, said, is_passive
                if is_thing[later] or stem in self._judging:
                    between.append(line.groups[stem])
                elif stem in self._opposing:
                    opposing.append(line.groups[stem])
                passed += 1
                if passed > APART:
                    return

    def _stems(self, key: str) -> frozenset[str]:
        return frozenset(self._language.stems(words(fold(" ".join(self._language.listed(key))))))

    def _forms(self, key: str) -> list[Form]:
        return _forms(self._language.listed(key), self._language)

    def _exchanged_beginnings(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each beginning that makes contraries, with those that make a contrary in its place."""
        lines = [frozenset(it) for it in self._language.listed("contrary")]
        for it in sorted(self._prefixes.union(*lines)):
            yield it, frozenset().union(*(line - {it} for line in lines if it in line))

    def _lexicon(self) -> dict[Form, Word]:
        poles = dict.fromkeys(self._forms("for"), 1) | dict.fromkeys(self._forms("against"), -1)
        values = dict.fromkeys(self._forms("good"), 1) | dict.fromkeys(self._forms("bad"), -1)
        sides: dict[Form, list[tuple[int, int]]] = {}
        listed = self._language.listed
        for number, line in enumerate([*listed("opposites"), *listed("counterparts")]):
            for side, names in enumerate(line):
                for form in _forms(names, self._language):
                    sides.setdefault(form, []).append((number, side))
        return {
            form: Word(
                pole=poles.get(form, 0),
                value=0 if form in poles else values.get(form, 0),
                sides=tuple(sides.get(form, ())),
            )
            for form in {*poles, *values, *sides}
        }


def _named_after(line: _Line, place: int) -> str | None:
    """The first telling word soon after `place`, if it is a thing."""
    for later in range(place + 1, min(place + 1 + NEAR, len(line.stems))):
        if line.tells[later]:
            return line.stems[later] if line.is_thing[later] else None
    return None


def _counterparts(found: Iterable[Word]) -> dict[int, int]:
    sides: dict[int, int] = {}
    several: dict[int, int] = {}
    for word in found:
        for line, side in word.sides:
            if sides.setdefault(line, side) != side:
                several[line] = sides[line]
    return several


def _forms(names: Iterable[str], language: Language) -> list[Form]:
    return [tuple(language.stems(words(fold(it)))) for it in names]
