"""A pack's live entries, made ready to be matched.

Entries are put in order of their ids and phrasings in order of their text, so that the order in
which they stand in a file changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bot.knowledge.model import Entry, Pack
from bot.matching import confidence
from bot.matching.alterations import Alterations
from bot.matching.answers import Answers
from bot.matching.asides import asides_of
from bot.matching.asking import begins_as_question, clauses, halves, parts
from bot.matching.changes import learn_changes
from bot.matching.confidence import Confidence, Example
from bot.matching.encoder import Encoder
from bot.matching.evidence import LEAST_MEANT, Array, Evidence, Observer
from bot.matching.kept_learning import KeptLearning, key_of
from bot.matching.learned import Learned
from bot.matching.lessons import Teacher, chosen, shortlist
from bot.matching.meaning import Likeness, Near
from bot.matching.names import Names
from bot.matching.numbering import Ints
from bot.matching.ranking import Ranking, learn
from bot.matching.refusals import Refusal, Refusals
from bot.matching.smalltalk import Frames, chatter, framed, telling_words
from bot.matching.spacing import Spacing
from bot.matching.spelling import Spelling
from bot.matching.terms import Analyser, Terms
from bot.matching.turning import Asked, Turning
from bot.matching.wordings import Wording, kept_of, read_wordings
from bot.memory import uncollected

REPEATED = 0.99
"""How sure a question is that repeats a phrasing of one entry word for word. The held-out
phrasings cannot teach this: none of them has its like among the others. With a word that was read
as another it is as sure as the evidence makes it: a name may have been meant as it stands."""
IDLE_CONFIDENCE = 0.02
"""How sure at most, where the question is word for word one of the everyday ones, or one around a
name of the pack, or has none of the pack's telling words, or nothing of an entry's."""
LEAST_SCORE = 0.1
"""What an entry must score whose phrasings mean the like of hardly any of the question's telling
words, for it to have more in common with it than chance."""
UNNAMED_CONFIDENCE = 0.5
"""How sure at most, where the question asks one thing of what it does not name: then it is guessed
what it is about, however well the pack has an answer for one such thing. So too where an entry's
answer alone has something of the question."""
TURNED_FROM = 0.1
"""How likely an entry must be for it to matter whether the question turns it around."""
MOST_PROFILED = 2000
"""How many phrasings, about, are kept as read for what turns them around, in 17 MB; those of an
entry are read together, 15 in a millisecond."""
CONFIDENCE_DIGITS = 4
"""Finer than anyone reads, and coarser than the rounding of different machines' arithmetic."""

Fit = Callable[[Sequence[Example]], Confidence]


class Candidate(NamedTuple):
    """An entry with how sure the index is that it answers the question."""

    entry: Entry
    confidence: float
    evidence: Evidence
    phrasing: str
    """The entry's phrasing most like the question."""
    is_doubtful: bool = False
    """Whether the question is nearer to one of the entry's negative phrasings than to any other;
    then it may be suggested, and not answered."""
    is_turned: bool = False
    """Whether the question turns the entry's around, by negation, an opposite or exchanged parts;
    then it may be suggested, and not answered."""

    @property
    def is_withheld(self) -> bool:
        """Whether the entry may be suggested, and not answered."""
        return self.is_doubtful or self.is_turned


class Index:
    """Finds the entries that a question may be asking for. Build one with `build_index`."""

    def __init__(
        self,
        wordings: tuple[Wording, ...],
        analyser: Analyser,
        fit: Fit,
        encoder: Encoder | None = None,
        earlier: Index | None = None,
        learned: Learned | None = None,
    ) -> None:
        self.entries = tuple(it.entry for it in wordings)
        """In the order of their ids."""
        self.ids = frozenset(it.id for it in self.entries)
        self.analyser = analyser
        self.encoder = encoder
        self._wordings = wordings
        if not wordings:
            return
        terms = [phrasing.terms for wording in wordings for phrasing in wording.phrasings]
        sizes = [len(it.phrasings) for it in wordings]
        owners = np.repeat(np.arange(len(wordings)), sizes)
        self._bounds: list[int] = np.cumsum([0, *sizes]).tolist()
        uses = Counter(word for it in terms for word in it.words)
        self._spelling = Spelling.of(uses, analyser.language)
        # The entries that have a phrasing with these stems: mostly one alone, and then the same set
        # for all of its phrasings.
        self._repeated: dict[tuple[str, ...], frozenset[int]] = {}
        for number, wording in enumerate(wordings):
            alone = frozenset({number})
            for it in wording.phrasings:
                others = self._repeated.get(it.terms.stems, alone)
                self._repeated[it.terms.stems] = alone if others == alone else others | alone
        told = [it.told for it in wordings]
        self._answers = Answers(told, sizes, analyser.language.stop_words)
        self._frames = Frames(analyser.language)
        self._refusals = Refusals(wordings, analyser.language)
        if earlier is not None:
            kept = kept_of(earlier._wordings, wordings)
            self._likeness: Likeness = earlier._likeness.changed(terms, kept.phrasings)
            self._observer: Observer = earlier._observer.changed(terms, owners, kept.entries)
            self._names = Names(analyser, self._observer)
            self._idle: set[tuple[str, ...]] = earlier._idle
            ranking = learn_changes(earlier.ranking, kept, self._likeness, owners)
            learned = Learned(ranking, earlier._confidence)
        else:
            each = len(terms) / len(wordings)
            self._likeness = Likeness(terms, analyser.language, encoder, each=each)
            self._observer = Observer(terms, owners, analyser.language)
            self._names = Names(analyser, self._observer)
            idle = self._idle_questions()
            self._idle = {it.stems for it in idle}
            learned = learned or self._learn(terms, owners, uses, idle, fit)
        self._turning = Turning(analyser.language, self._observer.subject())
        # Not of the index, which would then hold itself and never be let go of.
        most = max(1, MOST_PROFILED * len(wordings) // len(terms))
        self._asked = lru_cache(most)(partial(_asked, self._turning, wordings))
        neighbours = partial(_are_neighbours, analyser, self._observer)
        self._spacing = Spacing(uses, analyser.language.has, neighbours)
        self._likeness.learned(learned.ranking)
        self.learned: Learned = learned
        self.ranking: Ranking = learned.ranking
        self._confidence: Confidence = learned.confidence

    def rank(
        self, question: str, *, most: int = 5, hidden: Collection[str] = ()
    ) -> list[Candidate]:
        """The best `most` entries for `question`, best first; none if the question has no words.

        Entries with an id in `hidden` are left out, and take no probability from the others.
        """
        if not self.entries:
            return []
        terms = self._read(question)
        if not terms.stems:
            return []
        unseen = (
            [number for number, it in enumerate(self.entries) if it.id in hidden] if hidden else []
        )
        repeated = self._repeated.get(terms.stems, frozenset()).difference(unseen)
        name = None if repeated else self._names.alone(terms)
        asked = name or terms
        read = self._likeness.read(asked)
        scores = self._likeness.scores(read)
        told = self._answers.scores(asked)
        scores += told
        if unseen:
            scores[unseen] = -np.inf
        entries = shortlist(scores)
        if not entries:
            return []
        if not repeated:
            entries = self._observer.meant(terms, entries)
        near = self._likeness.near(read, self._observer.blocks(entries))
        observed = self._observer.observe(asked, near, scores, entries)
        evidences = [it for it, _ in observed]
        limits = self._limits(terms, entries, evidences, told)
        confidences = self._confidences(name, entries, evidences, limits)
        if len(repeated) == 1 and terms.read == terms.folded:
            confidences = [
                max(it, REPEATED) if entry in repeated else it
                for entry, it in zip(entries, confidences, strict=True)
            ]
        candidates = self._candidates(terms, entries, near, observed, confidences)
        if any(it.is_turned for it in candidates):
            most_of = dict(zip((self.entries[it].id for it in entries), limits, strict=True))
            candidates = [
                self._beside_turned(it, candidates, min(most_of[it.entry.id], REPEATED))
                for it in candidates
            ]
        candidates.sort(key=lambda it: (-it.confidence, -it.evidence.score, it.entry.id))
        return candidates[:most]

    def _confidences(
        self,
        name: Terms | None,
        entries: Sequence[int],
        evidences: Sequence[Evidence],
        limits: Sequence[float],
    ) -> list[float]:
        """How sure each of `entries` is by its evidence, within the limits.

        `name` is the name that is all that was asked, if it is one.
        """
        is_single = [self._bounds[it + 1] - self._bounds[it] == 1 for it in entries]
        found = self._confidence.probabilities(evidences, is_single)
        if name:
            found = self._names.confidences(name, entries, found)
        rounded = (round(it, CONFIDENCE_DIGITS) for it in found)
        return list(map(min, rounded, limits))

    def _candidates(
        self,
        terms: Terms,
        entries: Sequence[int],
        near: Sequence[Near],
        observed: Sequence[tuple[Evidence, int]],
        confidences: Sequence[float],
    ) -> list[Candidate]:
        """The entries that no negative phrasing keeps out, and which of them are withheld."""
        profile = self._turning.question(terms) if max(confidences) > TURNED_FROM else None
        candidates = []
        for entry, alike, (evidence, nearest), sureness in zip(
            entries, near, observed, confidences, strict=True
        ):
            refusal = self._refusals.of(terms, entry)
            if refusal and refusal.is_veto:
                continue
            is_turned = (
                profile is not None
                and sureness > TURNED_FROM
                and self._turning.is_turned(profile, self._asked(entry), alike.likeness)
            )
            candidates.append(
                Candidate(
                    self.entries[entry],
                    sureness,
                    evidence,
                    self._wordings[entry].phrasings[nearest - self._bounds[entry]].text,
                    refusal is not None,  # is_doubtful; by place is quicker than by name
                    is_turned,
                )
            )
        return candidates

    def _beside_turned(
        self, own: Candidate, candidates: Sequence[Candidate], limit: float
    ) -> Candidate:
        """The candidate as likely as it is beside those that the question turns around.

        An entry on "is coffee healthier than tea" takes from one on "is tea healthier than coffee"
        much of what speaks for either. It no longer does where it was the likelier, and not only
        the question turns it around but also the other's phrasing most like that, whose words are
        in the question's order rather.
        """
        if own.is_withheld or own.confidence <= TURNED_FROM:
            return own
        phrasing = self.analyser.analyse(own.phrasing)
        opposed = sum(
            it.confidence
            for it in candidates
            if it.is_turned
            and it.confidence > own.confidence
            and it.evidence.in_order < own.evidence.in_order
            and self._turns(phrasing, it.entry)
        )
        if not opposed:
            return own
        confidence = min(own.confidence / max(1.0 - opposed, own.confidence), limit)
        return own._replace(confidence=round(max(confidence, own.confidence), CONFIDENCE_DIGITS))

    def _turns(self, question: Terms, entry: Entry) -> bool:
        """Whether a question turns an entry around."""
        profile = self._turning.question(question)
        if profile is None:
            return False
        number = self.entries.index(entry)
        read = self._likeness.read(question)
        [near] = self._likeness.near(read, self._observer.blocks([number]))
        return self._turning.is_turned(profile, self._asked(number), near.likeness)

    def parts(self, question: str) -> list[str]:
        """The parts of a long `question` that may be all that it asks.

        They stand in for a whole that is too long to tell whether it turns an entry around. Empty
        where that can be told.
        """
        if not self.entries:
            return []
        terms = self._read(question)
        if self._turning.can_tell(terms):
            return []
        return list(parts(question, self.analyser.language))

    def clauses(self, question: str) -> list[str]:
        """What of `question` may be asked by itself, as far as its language tells."""
        return list(clauses(question, self.analyser.language))

    def begins_as_question(self, sentence: str) -> bool:
        """Whether `sentence` begins as a question does, as far as its language tells."""
        return begins_as_question(sentence, self.analyser.language)

    def halves(self, question: str) -> list[tuple[str, str]]:
        """What of `question` may be two questions, as far as its language tells."""
        return list(halves(question, self.analyser.language))

    def refusals(self, question: str) -> list[Refusal]:
        """The negative phrasing most like `question` of each entry that has one like it, by id."""
        if not self.entries:
            return []
        return self._refusals.all(self._read(question))

    def _read(self, question: str) -> Terms:
        """The terms of `question`, without what people say around a question.

        One that is known word for word keeps all its words.
        """
        terms = self.analyser.analyse(question, self._spelling)
        if terms.stems in self._repeated or terms.stems in self._idle:
            return terms
        asides = asides_of(self.analyser.language)
        bare = asides.without(question) if asides.may_stand_around(terms.words) else question
        if bare is not question:
            terms = self.analyser.analyse(bare, self._spelling)
        spaced = self._spacing.read(terms.words)
        same = spaced == terms.words
        return terms if same else self.analyser.analyse(" ".join(spaced), self._spelling)

    def _learn(
        self,
        terms: Sequence[Terms],
        owners: Ints,
        uses: Mapping[str, int],
        idle: Sequence[Terms],
        fit: Fit,
    ) -> Learned:
        """What the phrasings `terms` and the negative ones teach, beside the idle questions."""
        ranking = learn(self._likeness, owners, chosen(terms))
        teacher = Teacher(self._likeness, ranking, self._observer, terms, owners, self._answers)
        alterations = Alterations(self.analyser, self._observer, uses)
        lone = self._names.commonest(uses)
        negatives = [
            (it, owner) for owner, wording in enumerate(self._wordings) for it in wording.negatives
        ]
        found = fit(teacher.examples(alterations, idle, lone, negatives))
        return Learned(ranking, found.with_all(len(terms) / len(self._wordings)))

    def _limits(
        self,
        question: Terms,
        entries: Sequence[int],
        evidences: Sequence[Evidence],
        told: Array,
    ) -> list[float]:
        """The highest confidence that the question allows for each of `entries`.

        It holds whatever the evidence says. `told` is the part of the score of each of the pack's
        entries that comes from its answer, rather than from its phrasings.
        """
        is_foreign = self._observer.is_foreign(question, evidences)
        if question.stems in self._idle or (is_foreign and not self._answers.hold(question)):
            return [IDLE_CONFIDENCE] * len(entries)
        framing = self._frames.telling(question.words)
        most = UNNAMED_CONFIDENCE if self._names.is_missing(question) else 1.0
        limits = []
        for entry, evidence in zip(entries, evidences, strict=True):
            score = evidence.score - told[entry]
            is_only_told = evidence.meant < LEAST_MEANT and score < LEAST_SCORE
            is_idle = is_only_told and evidence.score < LEAST_SCORE
            if is_idle or (framing and not self._observer.speaks_of(entry, framing)):
                limits.append(IDLE_CONFIDENCE)
            else:
                limits.append(UNNAMED_CONFIDENCE if is_only_told else most)
        return limits

    def _idle_questions(self) -> list[Terms]:
        """Everyday messages, and idle questions about the pack's own words.

        Of the latter only those in a word that the pack has never heard of: others may well be for
        it.
        """
        language = self.analyser.language
        owned = [[it.terms.words for it in wording.phrasings] for wording in self._wordings]
        about = map(self.analyser.analyse, framed(language, telling_words(owned)))
        return [
            *map(self.analyser.analyse, chatter(language)),
            *(it for it in about if self._observer.is_strange(it)),
        ]


def _are_neighbours(analyser: Analyser, observer: Observer, first: str, second: str) -> bool:
    """Whether any phrasing has two words next to each other, or what they are synonyms of."""
    return all(observer.shares(it) for it in pairwise(analyser.analyse(f"{first} {second}").stems))


def _asked(turning: Turning, wordings: Sequence[Wording], entry: int) -> Asked:
    return turning.asked(it.terms for it in wordings[entry].phrasings)


def build_index(
    pack: Pack,
    encoder: Encoder | None = None,
    kept: KeptLearning | None = None,
    *,
    fit: Fit | None = None,
    read: Index | None = None,
) -> Index:
    """The index of the pack's live entries; with an encoder it compares meanings too.

    What the pack teaches is read from `kept` if it is there, and otherwise learned and kept there.
    `fit` replaces `confidence.fit`; nothing is kept then. Texts that `read`, an earlier index, has
    analysed are taken from it.
    """
    analyser = Analyser(pack.language, pack.synonyms)
    known: Sequence[Wording] = ()
    if read is not None and analyser.is_like(read.analyser):
        known = read._wordings
    if kept is None or fit is not None:
        return _index(pack, analyser, encoder, known, fit=fit)
    return _index(pack, analyser, encoder, known, kept=kept)


def update_index(earlier: Index, pack: Pack) -> Index:
    """The index of a pack that has changed a little, made in a fraction of the time.

    Only the changed entries and those that compete with them are learned anew. How sure evidence
    makes is taken from `earlier`. The result is close to that of `build_index`, which should
    follow.
    """
    analyser = Analyser(pack.language, pack.synonyms)
    if not earlier.entries or not analyser.is_like(earlier.analyser):
        return build_index(pack, earlier.encoder)
    known = earlier._wordings
    return _index(pack, earlier.analyser, earlier.encoder, known, earlier=earlier)


@uncollected()
def _index(
    pack: Pack,
    analyser: Analyser,
    encoder: Encoder | None,
    known: Sequence[Wording],
    *,
    fit: Fit | None = None,
    earlier: Index | None = None,
    kept: KeptLearning | None = None,
) -> Index:
    if fit is None:
        prior = confidence.WITH_ENCODER if encoder else confidence.WITHOUT_ENCODER
        fit = partial(confidence.fit, prior=prior)
    entries = sorted(pack.live_entries, key=lambda entry: entry.id)
    wordings = read_wordings(entries, analyser, known)
    if kept is None or not wordings:
        return Index(wordings, analyser, fit, encoder, earlier)
    key = key_of("index", _learned_from(pack, wordings, encoder))
    sizes = len(wordings), sum(len(it.phrasings) for it in wordings)
    learned = kept.read(key, lambda arrays: Learned.from_arrays(arrays, *sizes))
    index = Index(wordings, analyser, fit, encoder, learned=learned)
    if learned is None:
        kept.write(key, index.learned.to_arrays())
    return index


def _learned_from(pack: Pack, wordings: Sequence[Wording], encoder: Encoder | None) -> object:
    """All of a pack that decides what is learned from it, and with which encoder."""
    texts = [
        (
            [it.text for it in wording.phrasings],
            [it.folded for it in wording.negatives],
            sorted(wording.told),
        )
        for wording in wordings
    ]
    return [pack.language, pack.synonyms, texts, encoder.fingerprint if encoder else None]
