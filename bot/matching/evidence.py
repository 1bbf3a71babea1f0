"""What speaks for and against each candidate, as a handful of numbers."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from bot.matching.everyday import everyday_of
from bot.matching.language import Language
from bot.matching.marks import Marks
from bot.matching.meaning import Near
from bot.matching.ranking import Ints
from bot.matching.senses import of_length_one
from bot.matching.terms import Terms, rarity

SUBJECT_SHARE = 0.25
FEWEST_ENTRIES = 8
"""What share of a pack's entries, and how many, hold a word if the whole pack is about it."""
Array = npt.NDArray[np.float64]
_NOTHING_KNOWN: Mapping[int, Counter[str]] = {}


class Evidence(NamedTuple):
    """The numbers that a confidence is computed from; each is about 0 to 1 but the last."""

    score: float
    """What the learned ranking gives the entry."""
    lead: float
    """How far that is ahead of the best other's."""
    nearest_lead: float
    """How far ahead the entry's most similar phrasing is of any other entry's."""
    support: float
    """How alike the entry's three most similar phrasings are on average."""
    covered: float
    """The share of the question's telling stems, by rarity, that the entry's phrasings hold."""
    meant: float
    """The same, a stem that they do not hold counting as far as one of theirs means the like."""
    uncovered: float
    """1 where that is nothing, else 0."""
    breadth: float
    """The share covered without the one stem that weighs most: an entry that shares a single
    telling word with the question has little of it."""
    known: float
    """The share of the question's telling stems, by rarity, that any phrasing in the pack holds."""
    phrased: float
    """The share of all of the question's stems, by rarity, that the entry's phrasings hold."""
    in_order: float
    """The share of the question's pairs of neighbouring stems that the entry's phrasings hold."""
    spelling: float
    """How alike the letters of the question and of the most similar phrasing are."""
    length: float
    """The logarithm of the number of words, as far as they count."""
    meaning: float
    """How alike in meaning the entry's phrasing most alike in meaning is."""
    everyday: float
    """How alike in meaning the likest everyday message is."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is taken as not learned, where a pack's own phrasing is asked."""

    phrasing: int | None = None
    """The phrasing alone."""
    entry: int | None = None
    """A whole entry with all its phrasings."""


NOTHING = LeftOut()


class _Weighed(NamedTuple):
    """A question's stems and their rarity."""

    telling: dict[str, float]
    fillers: dict[str, float]
    known: float
    """The rarity of those telling ones together that any phrasing holds."""

    @property
    def whole(self) -> float:
        """The rarity of all telling stems together; 1 if there are none."""
        return sum(self.telling.values()) or 1.0

    @property
    def everything(self) -> float:
        """The rarity of all stems together; 1 where there are none."""
        return sum(self.telling.values()) + sum(self.fillers.values()) or 1.0


class Observer:
    """Gathers evidence from the phrasings of a pack, each of which is owned by an entry."""

    def __init__(
        self,
        phrasings: Sequence[Terms],
        owners: Ints,
        language: Language,
        known: Mapping[int, Counter[str]] = _NOTHING_KNOWN,
    ) -> None:
        """`known` may give, for some entries, how many phrasings hold each name."""
        self._language = language
        self._phrasings = phrasings
        self._owners = owners
        self._bounds = [*np.flatnonzero(np.diff(owners, prepend=-1)).tolist(), len(owners)]
        self._stop_words = language.stop_words
        self._senses = language.senses
        self._everyday = everyday_of(language)
        self._meanings = {it for phrasing in phrasings for it in phrasing.meanings if "." in it}
        names: dict[str, str] = {}  # each once, though many entries have it
        self._in_entry = [
            known[entry] if entry in known else _holding(phrasings[first:last], names)
            for entry, (first, last) in enumerate(pairwise(self._bounds))
        ]
        in_pack: defaultdict[str, int] = defaultdict(int)
        self._speakers: dict[str, list[int]] = {}
        """The entries that hold each stem."""
        for entry, held in enumerate(self._in_entry):
            for name, times in held.items():
                if " " not in name:  # a stem, not two neighbours
                    in_pack[name] += times
                    self._speakers.setdefault(name, []).append(entry)
        self._in_pack = Counter(in_pack)
        sizes = np.diff(self._bounds).tolist()
        self._marks = Marks(self._in_entry, sizes, self._in_pack, language.function_words)
        telling = sorted(self._in_pack.keys() - self._stop_words)
        sensible = [it for it in telling if it in self._senses]
        directions = of_length_one(self._senses.table(sensible))
        self._table = np.vstack(
            [directions, np.zeros_like(directions, shape=(1, directions.shape[1]))]
        )
        self._numbers = {stem: number for number, stem in enumerate(sensible)}
        """The rows of the telling stems that have a sense."""
        self._sensed = [
            np.array(
                [*sorted(self._numbers[it] for it in held if it in self._numbers), len(sensible)],
                np.int64,
            )
            for held in self._in_entry
        ]
        """Those that each entry holds, and then the last row, which is like nothing."""

    def changed(
        self, phrasings: Sequence[Terms], owners: Ints, kept: Mapping[int, int]
    ) -> Observer:
        """An observer of changed `phrasings`, made in a fraction of the time that a new one takes.

        `kept` maps the number of each entry whose phrasings have not changed to its number here.
        """
        known = {now: self._in_entry[before] for now, before in kept.items()}
        return Observer(phrasings, owners, self._language, known)

    def count(self, stem: str) -> int:
        """How many phrasings of the pack hold the stem."""
        return self._in_pack[stem]

    def shares(self, stems: Sequence[str]) -> dict[int, float]:
        """Each entry's share of the uses of a stem, or of a pair, in the pack; 0 to 1."""
        name = " ".join(stems)
        speakers = self._speakers.get(stems[0], ()) if stems else ()
        held = {entry: times for entry in speakers if (times := self._in_entry[entry][name])}
        uses = sum(held.values()) + OTHER_USES
        return {entry: times / uses for entry, times in held.items()}

    def subject(self) -> list[str]:
        """The stems of what the whole pack is about, which many of its entries hold."""
        least = max(SUBJECT_SHARE * len(self._in_entry), FEWEST_ENTRIES)
        return [stem for stem, entries in self._speakers.items() if len(entries) > least]

    def speaks_of(self, entry: int, stems: AbstractSet[str]) -> bool:
        """Whether any phrasing of the entry holds one of `stems`."""
        return not stems.isdisjoint(self._in_entry[entry])

    def is_strange(self, question: Terms) -> bool:
        """Whether the question has a telling word that the pack has never heard of."""
        return any(not self._in_pack[it] for it in set(question.stems) - self._stop_words)

    def is_foreign(self, question: Terms, observed: Iterable[Evidence]) -> bool:
        """Whether the pack knows none of the question's telling words, nor their meanings.

        Of many words one means something like the pack's by chance. A question of `MANY_WORDS` and
        more is therefore judged by what was `observed`: whether any entry means the like of enough
        of them.
        """
        telling = set(question.stems) - self._stop_words
        if not telling or not self._in_pack.keys().isdisjoint(telling):
            return False
        if len(telling) >= MANY_WORDS:
            return all(it.meant < LEAST_MEANT for it in observed)
        return not any(it in self._meanings for it in question.meanings)

    def meant(self, question: Terms, entries: Sequence[int]) -> list[int]:
        """Those of `entries` that the question may mean by what it names."""
        return self._marks.meant(question.stems, entries)

    def blocks(self, entries: Iterable[int]) -> list[slice]:
        """Where the phrasings of each of `entries` are."""
        return [slice(self._bounds[it], self._bounds[it + 1]) for it in entries]

    def observe(
        self,
        question: Terms,
        near: Sequence[Near],
        scores: Array,
        entries: Sequence[int],
        left_out: LeftOut = NOTHING,
    ) -> list[tuple[Evidence, int]]:
        """The evidence for each of `entries`, and the number of its most similar phrasing.

        `entries` are the best in descending order of their scores, and `near` says how alike the
        question is to their phrasings, which are those in `blocks`.
        """
        own = None if left_out.phrasing is None else int(self._owners[left_out.phrasing])
        words = self._weigh(question, left_out)
        whole, everything = words.whole, words.everything
        likest = self._meant(words.telling, entries, own)
        telling = [(stem, weight, likest.get(stem)) for stem, weight in words.telling.items()]
        fillers = list(words.fillers.items())
        known = words.known / whole
        supporting = [sorted(it.likeness)[-SUPPORTING:] for it in near]
        nearness = sorted([it[-1] for it in supporting], reverse=True)
        nearness.append(0.0)  # of any other entry, where there is none
        neighbours = {f"{first} {second}" for first, second in pairwise(question.stems)}
        pairs = len(neighbours) or 1
        letters = question.letters
        length = math.log1p(min(len(question.stems), MANY_STEMS))
        everyday = self._everyday.likeness(question)
        best: list[float] = scores.take(entries).tolist()
        best.append(0.0)
        found = []
        for place, entry in enumerate(entries):
            held = self._held(entry) if entry == own else self._in_entry[entry]
            covered = most = nearly = filled = 0.0
            for stem, weight, likeness_of in telling:
                if stem in held:
                    covered += weight
                    if weight > most:
                        most = weight
                elif likeness_of and (meant := likeness_of[place]) > 0.0:
                    nearly += weight * meant
            for stem, weight in fillers:
                if stem in held:
                    filled += weight
            likeness, meaning = near[place]
            support = supporting[place]
            likest_phrasing = support[-1]
            nearest_other = nearness[1 if likest_phrasing == nearness[0] else 0]
            nearest = self._bounds[entry] + likeness.index(likest_phrasing)
            score = best[place]
            evidence = Evidence(  # by place, which takes half as long as by name
                score,
                score - best[0 if place else 1],  # lead
                likest_phrasing - nearest_other,  # nearest_lead
                sum(support) / len(support),  # support
                covered / whole,
                (covered + nearly) / whole,  # meant
                0.0 if covered else 1.0,  # uncovered
                (covered - most) / whole,  # breadth
                known,
                (covered + filled) / everything,  # phrased
                sum(map(held.__contains__, neighbours)) / pairs,  # in_order
                fuzz.ratio(letters, self._phrasings[nearest].letters) / 100,  # spelling
                length,
                max(meaning),
                everyday,
            )
            found.append((evidence, nearest))
        return found

    def _weigh(self, question: Terms, left_out: LeftOut) -> _Weighed:
        """The question's stems with their rarity in what is taken as learned."""
        gone = {} if left_out.entry is None else self._in_entry[left_out.entry]
        itself = int(left_out.phrasing is not None)
        telling: dict[str, float] = {}
        fillers: dict[str, float] = {}
        known = 0.0
        for stem in sorted(set(question.stems)):
            held = self._in_pack.get(stem, 0) - itself - gone.get(stem, 0)
            weight = rarity(max(held, 0), len(self._phrasings))
            if stem in self._stop_words:
                fillers[stem] = weight
            else:
                telling[stem] = weight
                known += weight if held > 0 else 0.0
        return _Weighed(telling, fillers, known)

    def _held(self, entry: int) -> Collection[str]:
        """The stems and neighbours that more than one of an entry's phrasings holds."""
        return {it for it, times in self._in_entry[entry].items() if times > 1}

    def _meant(
        self, telling: Iterable[str], entries: Sequence[int], own: int | None
    ) -> dict[str, list[float]]:
        """For each of `telling` that has a sense, how far each entry means the like: 1 at most.

        Below 0 it is nothing.
        Of the entry `own`, without those of the stems that only one of its phrasings holds.
        """
        senses = {it: sense for it in telling if (sense := self._senses.get(it)) is not None}
        if not senses:
            return {}
        groups = [self._sensed[it] for it in entries]
        if own is not None:
            held = self._in_entry[own]
            gone = [self._numbers[it] for it in senses if it in self._numbers and held[it] <= 1]
            groups = [
                np.setdiff1d(group, gone) if entry == own else group
                for entry, group in zip(entries, groups, strict=True)
            ]
        table = np.concatenate(list(senses.values())).reshape(len(senses), -1)
        starts = [0, *accumulate(map(len, groups[:-1]))]
        likeness = table @ self._table.take(np.concatenate(groups), axis=0).T
        found = np.maximum.reduceat(likeness, starts, axis=1)
        likest = (found - UNLIKE) / (1.0 - UNLIKE)
        return dict(zip(senses, likest.tolist(), strict=True))


def _holding(phrasings: Iterable[Terms], names: dict[str, str]) -> Counter[str]:
    """How many of the phrasings hold each name: a stem, or two neighbours.

    They are the strings that are in `names`, where they are added.
    """
    held = (map(names.setdefault, it, it) for it in (set(it.phrases()) for it in phrasings))
    return Counter(chain.from_iterable(held))


OTHER_USES = 2
"""How many uses a word is taken to have outside the pack, so that one that stands in it once says
little of its entry. With 1 and 2 the same was suggested for the names of two packs, with 3 less."""
SUPPORTING = 3
"""How many of an entry's phrasings support it."""
UNLIKE = 0.3
"""How alike two senses may be, as a cosine, that have nothing to do with each other."""
MANY_STEMS = 40
"""How many stems of a question count for its length. No pack teaches anything about longer
questions: of 500 words that were all "x" a pack of one entry was 91% sure."""
MANY_WORDS = 3
"""From so many telling words on that are all unknown to the pack, a question is likely about
something else. Fewer may be a name, in a question that its other words explain."""
LEAST_MEANT = 0.25
"""The share of such words that an entry must mean the like of for the question to be about it."""


def spelling_likeness(question: Terms, phrasing: Terms) -> float:
    """How alike two texts are letter by letter, whatever the order of their words; 0 to 1."""
    return fuzz.ratio(question.letters, phrasing.letters) / 100
