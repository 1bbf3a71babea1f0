"""A pack's live entries, made ready to be matched.

Ranking is a kernel ridge regression (regularised least squares, one output an entry) over the
likeness of phrasings. Its held-out predictions have a closed form, which is what lets a pack teach
its own confidence as it is built: each phrasing is asked with itself left out, for questions that
should be answered, and with its whole entry left out, for near misses that should not.

Entries are put in order of their ids and phrasings in order of their text, so that the order in
which they stand in a file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.model import Entry, Pack
from bot.matching.confidence import Confidence, fit
from bot.matching.evidence import Evidence, StemCounts, spelling_likeness, word_count
from bot.matching.smalltalk import idle_questions, telling_words
from bot.matching.spelling import Spelling
from bot.matching.terms import Analyser, Terms
from bot.matching.text import fold, stem, words
from bot.matching.vectors import Floats, Vectors

Array = npt.NDArray[np.float64]

RIDGE = 1.0
"""How strongly the regression is held back, relative to a phrasing's likeness of 1 to itself: best
of 0.3, 0.5, 1 and 2 on CLINC150's validation set, and flat around it."""
HELD_OUT_ENTRY_SHARE = 0.15
"""How much one near miss counts, beside a held-out phrasing's 1. Every phrasing makes a near miss,
and people ask fewer of them than that."""
IDLE_SHARE = 0.6
"""How much the everyday questions count together, beside all held-out phrasings' 1."""
SHORTENED_SHARE = 0.3
"""How much a phrasing counts that is asked with a word missing, beside a held-out one's 1. It
teaches that what nearly repeats a phrasing is right, which no held-out phrasing does."""
SHORTEST_SHORTENED = 4
"""Phrasings of fewer words mean something else with one missing."""
SMALLEST_SCORE = 0.01
"""Scores below this are noise around zero."""
SHORTLIST = 8
"""How many entries the ranking hands on to be ordered by confidence: on CLINC150's validation set
the confidence put a point more of the right entries first than the ranking alone."""
REPEATED = 0.99
"""How sure a question is that repeats a phrasing of one entry word for word. The held-out
phrasings cannot teach this: none of them has its like among the others."""
IDLE_CONFIDENCE = 0.02
"""How sure at most, where the question is word for word one of the everyday ones."""
VETO = 0.9
"""How alike in letters, word order apart, a question is to a negative phrasing that it repeats."""
DOUBT = 0.7
"""The same for one that it only resembles."""
CONFIDENCE_DIGITS = 4
"""Finer than anyone reads, and coarser than the rounding of different machines' arithmetic."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry with how sure the index is that it answers the question."""

    entry: Entry
    confidence: float
    evidence: Evidence
    phrasing: str
    """The entry's phrasing most like the question."""
    is_doubtful: bool = False
    """Whether the question is nearer to one of the entry's negative phrasings than to any other;
    then it may be suggested, and not answered."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A way to ask an entry's question, analysed."""

    text: str
    terms: Terms
    owner: int
    """The entry's position in the index."""


class Index:
    """Finds the entries that a question may be asking for. Build one with `build_index`."""

    def __init__(
        self,
        entries: tuple[Entry, ...],
        phrasings: tuple[Phrasing, ...],
        analyser: Analyser,
    ) -> None:
        self._entries = entries
        self._phrasings = phrasings
        self._analyser = analyser
        if not entries:
            return
        self._owners = np.array([phrasing.owner for phrasing in phrasings], np.int32)
        self._firsts = np.flatnonzero(np.diff(self._owners, prepend=-1))
        self._vectors = Vectors.build([phrasing.terms for phrasing in phrasings])
        self._stems = StemCounts(
            [phrasing.terms.stems for phrasing in phrasings],
            [phrasing.owner for phrasing in phrasings],
        )
        self._spelling = Spelling(
            word for phrasing in phrasings for word in words(phrasing.terms.folded)
        )
        self._repeated: dict[tuple[str, ...], set[int]] = {}
        for phrasing in phrasings:
            self._repeated.setdefault(phrasing.terms.stems, set()).add(phrasing.owner)
        self._negatives = [[analyser.analyse(text) for text in entry.not_for] for entry in entries]
        held_out = self._learn()
        self._confidence = self._calibrate(held_out)

    def rank(self, question: str, *, most: int = 5) -> list[Candidate]:
        """The best `most` entries for `question`, best first; empty if it has no words."""
        if not self._entries:
            return []
        terms = self._analyser.analyse(question, self._spelling)
        if not terms.stems:
            return []
        likeness = self._vectors.similarity(terms)
        scores = likeness @ self._coefficients
        candidates = []
        for entry in np.argsort(-scores, kind="stable")[: max(most, SHORTLIST)]:
            evidence, nearest = self._evidence(terms, likeness, scores, int(entry))
            confidence = round(self._confidence.probability(evidence), CONFIDENCE_DIGITS)
            if self._repeated.get(terms.stems) == {entry}:
                confidence = max(confidence, REPEATED)
            elif terms.stems in self._idle:
                confidence = min(confidence, IDLE_CONFIDENCE)
            refusal = self._refusal(terms, int(entry))
            if refusal >= VETO:
                continue
            candidates.append(
                Candidate(
                    self._entries[entry],
                    confidence,
                    evidence,
                    self._phrasings[nearest].text,
                    is_doubtful=refusal >= DOUBT
                    and refusal > self._closest_spelling(terms, int(entry)),
                )
            )
        candidates.sort(key=lambda it: (-it.confidence, -it.evidence.score, it.entry.id))
        return candidates[:most]

    def _refusal(self, terms: Terms, entry: int) -> float:
        """How alike the question is to the entry's most similar negative phrasing, 0 to 1."""
        return max(
            (
                1.0
                if sorted(set(negative.stems)) == sorted(set(terms.stems))
                else spelling_likeness(terms, negative)
                for negative in self._negatives[entry]
            ),
            default=0.0,
        )

    def _closest_spelling(self, terms: Terms, entry: int) -> float:
        """How alike in letters the question is to the closest of the entry's phrasings."""
        phrasings = self._phrasings[slice(*self._block(entry))]
        return max(spelling_likeness(terms, phrasing.terms) for phrasing in phrasings)

    def _learn(self) -> _HeldOut:
        """Fits the ranking; returns what it gives each phrasing when that one is left out."""
        count, width = len(self._phrasings), len(self._entries)
        gram = self._vectors.gram_matrix()
        targets = np.zeros((count, width), np.float32)
        targets[np.arange(count), self._owners] = 1
        inverse = np.linalg.inv(gram + np.float32(RIDGE) * np.eye(count, dtype=np.float32))
        self._coefficients = inverse @ targets
        without_phrasing = targets - self._coefficients / np.diag(inverse)[:, None]
        without_entry = np.empty((count, width))
        for first, last in self._blocks():
            block = slice(first, last)
            without_entry[block] = targets[block] - np.linalg.solve(
                inverse[block, block], self._coefficients[block]
            )
        return _HeldOut(gram, np.asarray(without_phrasing, float), without_entry)

    def _calibrate(self, held_out: _HeldOut) -> Confidence:
        rows: list[Evidence] = []
        is_right: list[bool] = []
        importance: list[float] = []
        for number, phrasing in enumerate(self._phrasings):
            likeness = held_out.gram[number].astype(float)
            likeness[number] = -1
            scores = held_out.without_phrasing[number]
            best = int(scores.argmax())
            rows.append(self._evidence(phrasing.terms, likeness, scores, best, held_out=number)[0])
            is_right.append(best == phrasing.owner)
            importance.append(1.0)
            if len(self._entries) == 1:
                continue
            likeness[self._owners == phrasing.owner] = -1
            scores = held_out.without_entry[number].copy()
            scores[phrasing.owner] = -1
            best = int(scores.argmax())
            rows.append(
                self._evidence(phrasing.terms, likeness, scores, best, without=phrasing.owner)[0]
            )
            is_right.append(False)
            importance.append(HELD_OUT_ENTRY_SHARE)
        for phrasing in self._phrasings:
            if len(phrasing.terms.stems) < SHORTEST_SHORTENED:
                continue
            terms = self._analyser.analyse(self._shortened(phrasing.terms))
            likeness = self._vectors.similarity(terms)
            scores = likeness @ self._coefficients
            best = int(scores.argmax())
            rows.append(self._evidence(terms, likeness, scores, best)[0])
            is_right.append(best == phrasing.owner)
            importance.append(SHORTENED_SHARE)
        idle = self._idle_questions()
        self._idle = {terms.stems for terms in idle}
        for terms in idle:
            likeness = self._vectors.similarity(terms)
            scores = likeness @ self._coefficients
            rows.append(self._evidence(terms, likeness, scores, int(scores.argmax()))[0])
            is_right.append(False)
            importance.append(IDLE_SHARE * len(self._phrasings) / len(idle))
        return fit(rows, is_right, importance)

    def _shortened(self, terms: Terms) -> str:
        """A phrasing without the word that tells least, as somebody might recall it."""
        tokens = words(terms.folded)
        stems = stem(tokens, self._analyser.language)
        commonest = max(range(len(tokens)), key=lambda it: (self._stems.count(stems[it]), -it))
        return " ".join(tokens[:commonest] + tokens[commonest + 1 :])

    def _idle_questions(self) -> list[Terms]:
        """Everyday questions, and idle ones about the pack's own words."""
        owned: list[list[list[str]]] = [[] for _ in self._entries]
        for phrasing in self._phrasings:
            owned[phrasing.owner].append(words(phrasing.terms.folded))
        questions = idle_questions(self._analyser.language, telling_words(owned))
        return [self._analyser.analyse(question) for question in questions]

    def _evidence(
        self,
        terms: Terms,
        likeness: Array,
        scores: Array,
        entry: int,
        *,
        held_out: int | None = None,
        without: int | None = None,
    ) -> tuple[Evidence, int]:
        """The evidence for an entry, and the number of its most similar phrasing."""
        by_entry = np.maximum.reduceat(likeness, self._firsts)
        first, last = self._block(entry)
        nearest = first + int(likeness[first:last].argmax())
        covered, breadth, known = self._stems.shares(
            terms.stems, entry, held_out=int(held_out is not None), without=without
        )
        evidence = Evidence(
            score=float(scores[entry]),
            lead=_lead(scores, entry),
            lead_share=_share(_lead(scores, entry), float(scores[entry])),
            nearest=float(by_entry[entry]),
            nearest_lead=_lead(by_entry, entry),
            covered=covered,
            breadth=breadth,
            known=known,
            spelling=spelling_likeness(terms, self._phrasings[nearest].terms),
            length=word_count(terms),
        )
        return evidence, nearest

    def _block(self, entry: int) -> tuple[int, int]:
        is_last = entry + 1 == len(self._firsts)
        last = len(self._phrasings) if is_last else int(self._firsts[entry + 1])
        return int(self._firsts[entry]), last

    def _blocks(self) -> Iterator[tuple[int, int]]:
        return (self._block(entry) for entry in range(len(self._entries)))


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """What the ranking says of each phrasing that it was not taught."""

    gram: Floats
    without_phrasing: Array
    without_entry: Array


def build_index(pack: Pack) -> Index:
    """The index of the pack's live entries."""
    analyser = Analyser(pack.language, pack.synonyms)
    entries = tuple(sorted(pack.live_entries, key=lambda entry: entry.id))
    phrasings = tuple(
        Phrasing(text, analyser.analyse(text), owner)
        for owner, entry in enumerate(entries)
        for text in sorted({fold(text): text for text in sorted(entry.asked_as)}.values())
    )
    return Index(entries, phrasings, analyser)


def _share(lead: float, score: float) -> float:
    return min(max(lead / max(score, SMALLEST_SCORE), -1.0), 1.0)


def _lead(values: Array, position: int) -> float:
    """How far one value is ahead of the best other; all the way where there is no other."""
    if values.size == 1:
        return float(values[0])
    others = np.delete(values, position)
    return float(values[position] - others.max())
