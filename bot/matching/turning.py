"""Questions that turn an entry around: negation, opposites and exchanged parts.

"Should we not ban it", "should we allow it" and "does A sue B" share nearly all their words with
the question that they turn around, so that no likeness of words tells them apart. Question and
phrasing are compared by what each has beyond the other: negations, words for and against, good and
bad, opposites, and two things in each other's part. Each turns around, and two of them turn back:
to be riskier is the opposite of being safer, and so is the other thing's being it.

Where that finds nothing turned, a question may still be at odds with an entry: it has the opposite
of a word of many of its phrasings and the like of none, or names counterparts in another order than
all. That may mean the same, but who answers must not be the one to guess it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.matching.language import Language
from bot.matching.profiles import COMPARED_WITH, GOAL, Pair, Parts, Profile, Word
from bot.matching.reader import Reader
from bot.matching.terms import Terms

SHORTEST_NAME = 3
"""Letters that a short name must have to stand for a longer one ("dev" for "developer")."""
COMPARED = 8
"""How many of an entry's phrasings, those most like the question, it is compared with."""
SILENT = 0.3
"""How much a phrasing counts that shows nothing which could be turned, beside one that does."""
MOSTLY = 0.65
"""The share of the phrasings, weighed by their likeness, that a question must turn around."""
MOSTLY_IF_PLAIN = 0.5
"""The same share for a question that negates, or gives things parts that no phrasing gives them."""
LONGEST = 13
MOST_CLAUSES = 1
MOST_TELLING = 4
"""How many words, clauses and naming words a question may have to be judged. In longer ones much
speaks for or against, and little of that tells what is asked."""
NEGATION_TAKES = 4
"""How many words longer a question may be for each of its negations ("does not", "refuse to")."""
MOST_UNKNOWN = 2
UNKNOWN_SHARE = 0.5
"""How many of the question's naming words, as a number and as a share, the entry may not know. A
question with more says something else, rather than the same turned around."""
AT_ODDS = 0.25
"""What share of those phrasings, by their likeness, must hold the opposite of a question's word for
the two to be at odds. Of a large entry's phrasings some hold the opposite of almost any."""
MANY_OPPOSED = 6
OPPOSED_RATIO = 1.5
MOST_OWN = 0.15
OPPOSED_NEAR = 0.05
MOST_UNKNOWN_IF_MANY = 1
"""In how many phrasings the opposite must stand, and how much oftener than the like, if the like
stands in some too; in what share of them the word itself may; what share of those most like the
question must hold the opposite; and of how many of its words the entry may know nothing."""
FEWEST_EXCHANGED = 2
EXCHANGED_SHARE = 0.08
"""How many phrasings, and what share of them, must have two things in the other's part for it to be
what the entry says; in fewer they may stand so by chance."""


class Asked:
    """What an entry asks: the profiles of its phrasings, and what they have together."""

    def __init__(self, phrasings: Sequence[Profile], group: Callable[[str], str]) -> None:
        self.telling = frozenset[str]().union(*(it.telling for it in phrasings))
        self.words = frozenset[str]().union(*(it.words for it in phrasings))
        self.groups = frozenset[str]().union(*(it.groups for it in phrasings))
        stems = frozenset[str]().union(*(it.stems for it in phrasings))
        names = {name for it in phrasings for pair in it.parts for name in pair}
        self._longer = dict(_longer_names(names, stems, group))
        self.phrasings = [(it, self.named(it.parts)) for it in phrasings]
        """Each with its parts as the entry names them."""
        self.parts = _merged(it for _, parts in self.phrasings for it in parts.items())
        """The parts of all phrasings together."""
        self.turnable = {name: word for it in phrasings for name, word in it.words.items()}
        """All words that have an opposite."""
        self.held = Counter(
            side
            for it in phrasings
            for side in {side for word in it.words.values() for side in word.sides}
        )
        """How many phrasings have a word on each side of each line of opposites."""
        self.sides = _sides(self.turnable.values())
        """Their lines of opposites, and the side of each; None where they are on several."""
        stands = {it.stand for it in self.turnable.values()} - {0}
        self.stands = bool(stands)
        """Whether any speaks for or against."""
        self.opposes = -1 in stands
        """Whether any speaks against."""
        self.negates = any(it.negations for it in phrasings)
        self.stems = stems
        self.contraries = frozenset[str]().union(*(it.contraries for it in phrasings))
        self.orders = [it.counterparts for it in phrasings]

    def has_like(self, name: str, word: Word) -> bool:
        """Whether any phrasing has the word or its like."""
        return name in self.turnable or any(map(word.is_like, self.turnable.values()))

    def opposes_mostly(self, name: str, word: Word) -> bool:
        """Whether many phrasings hold an opposite of the word, and far fewer its like."""
        own = sum(_holds(it, name) for it, _ in self.phrasings)
        if own > MOST_OWN * len(self.phrasings):
            return False
        like = max((self.held[it] for it in word.sides), default=0)
        lines = dict(word.sides)
        opposed: Counter[int] = Counter()
        for (line, side), times in self.held.items():
            if line in lines and (line, side) not in word.sides:
                opposed[line] += times
        most = max(opposed.values(), default=0)
        return most >= max(MANY_OPPOSED, OPPOSED_RATIO * max(like, own))

    def named(self, parts: Parts) -> Parts:
        """`parts` with the longer name for each short one."""
        if self._longer.keys().isdisjoint(name for pair in parts for name in pair):
            return parts
        name = self._longer.get
        return _merged(((name(x, x), name(y, y)), between) for (x, y), between in parts.items())


class Turning:
    """Tells whether a question turns an entry's phrasings around, as far as the language says."""

    def __init__(self, language: Language, subject: Iterable[str] = ()) -> None:
        """`subject` are the stems of what the whole pack is about.

        They say nothing of what two things have to do with each other. In a pack on open models "is
        software powered by open source" exchanges no parts of "does software run on open source".
        """
        self._language = language
        self._reader = Reader(language)
        self._subject = frozenset(map(language.group, subject))

    def profile(self, terms: Terms, *, is_claim: bool = False) -> Profile:
        """What turning around could change in `terms`, which are asked or claimed."""
        return self._reader.profile(terms, is_claim=is_claim)

    def question(self, terms: Terms) -> Profile | None:
        """The profile of a question; None if the question is never taken for one that is turned."""
        if len(terms.stems) > 2 * LONGEST:
            return None
        profile = self.profile(terms)
        return (
            profile if _is_plain(profile) or (_is_short(profile) and profile.counterparts) else None
        )

    def can_tell(self, terms: Terms) -> bool:
        """Whether a question is so short and plain that `is_turned` can tell."""
        question = self.question(terms)
        return question is not None and _is_plain(question)

    def asked(self, phrasings: Iterable[Terms]) -> Asked:
        """What an entry asks whose question and phrasings are `phrasings`."""
        return Asked([self.profile(it) for it in phrasings], self._language.group)

    def is_turned(self, question: Profile, asked: Asked, likeness: Sequence[float]) -> bool:
        """Whether the question turns an entry around, or may.

        `likeness` says how alike the question is to each of the entry's phrasings.
        """
        parts = asked.named(question.parts)
        if not question.counterparts and not _may_turn(question, parts, asked):
            return False
        if any(it.stems == question.stems and it == question for it, _ in asked.phrasings):
            return False
        if _exchanges_counterparts(question, asked):
            return True
        if not _says_the_same(question, asked):
            return False
        order = sorted(range(len(likeness)), key=lambda it: -likeness[it])[:COMPARED]
        if likeness[order[0]] <= 0.0:
            return False
        near = [(asked.phrasings[it][0], likeness[it]) for it in order]
        contested = dict(self._contested(parts, question, asked))
        turned = everything = 0.0
        for place in order:
            phrasing, its_parts = asked.phrasings[place]
            difference = _difference(question, phrasing)
            exchange = _exchange(parts, its_parts, contested, difference.is_opposed)
            if exchange is None and _names_the_lesser(question, phrasing):
                exchange = True
            if exchange is None and difference.opposites % 2 and _reorders(question, phrasing):
                exchange = True
            turns = difference.turns + (exchange or 0)
            shows = difference.shows or exchange is not None
            if place == order[0] and shows and turns % 2 == 0:
                is_converse = turns > difference.opposites or difference.is_agreed
                return not is_converse and _is_at_odds(question, asked, near)
            weight = likeness[place] * (1.0 if shows else SILENT)
            everything += weight
            turned += weight * (turns % 2)
        is_plain = question.negations > 0 or any(contested.values())
        least = (MOSTLY_IF_PLAIN if is_plain else MOSTLY) * everything
        return turned >= least or _is_at_odds(question, asked, near)

    def _contested(
        self, parts: Parts, question: Profile, asked: Asked
    ) -> Iterator[tuple[Pair, bool]]:
        """The question's pairs that the entry has the other way round, and if never its way.

        What stands between the two must be the same, and not what the whole pack is about, or in
        either be words that the other has not.
        """
        least = max(FEWEST_EXCHANGED, EXCHANGED_SHARE * len(asked.phrasings))
        for (x, y), between in parts.items():
            back = asked.parts.get((y, x))
            if back is None:
                continue
            shared = (between & back) - self._subject
            kept = asked.parts.get((x, y), frozenset())
            times = sum((y, x) in it for _, it in asked.phrasings)
            usual = times >= least or GOAL in (x, y) or COMPARED_WITH in shared
            if shared:
                yield (x, y), usual and kept.isdisjoint(shared - {COMPARED_WITH} or shared)
            elif not _keeps(asked, (x, y), question):
                mine, theirs = self._reader.relating(between), self._reader.relating(back)
                is_renamed = mine.isdisjoint(asked.groups) and theirs.isdisjoint(question.groups)
                if mine and theirs and is_renamed:
                    yield (x, y), usual


def _keeps(asked: Asked, pair: Pair, question: Profile) -> bool:
    """Whether a phrasing has a pair of the question in its order, other than as its converse.

    Who loses to somebody stands where somebody stands who beats them.
    """
    return any(
        pair in parts and not _difference(question, it).is_opposed for it, parts in asked.phrasings
    )


def _is_short(question: Profile) -> bool:
    return question.length <= LONGEST + NEGATION_TAKES * question.negations


def _is_plain(question: Profile) -> bool:
    """Whether it is short, and so little is said that it can be told what is asked."""
    return (
        _is_short(question)
        and question.clauses <= MOST_CLAUSES
        and len(question.telling) <= MOST_TELLING
    )


def _may_turn(question: Profile, parts: Parts, asked: Asked) -> bool:
    """Whether anything could turn an entry's phrasings into the question, which has such `parts`.

    Of most entries nothing could, and that is quicker to tell of all phrasings than of each.
    """
    return (
        question.negations > 0
        or asked.negates
        or any((y, x) in asked.parts for x, y in parts)
        or any(
            (asked.opposes if word.stand > 0 else asked.stands and word.stand < 0)
            or any(asked.sides.get(line, side) != side for line, side in word.sides)
            for word in question.words.values()
        )
        or not asked.stems.isdisjoint(question.contraries)
        or not asked.contraries.isdisjoint(question.stems)
    )


def _says_the_same(question: Profile, asked: Asked) -> bool:
    unknown = len(question.telling - asked.telling)
    said = len(question.telling) + len(question.words.keys() & asked.words)
    return _is_plain(question) and unknown <= min(MOST_UNKNOWN, UNKNOWN_SHARE * said)


def _is_at_odds(question: Profile, asked: Asked, near: Sequence[tuple[Profile, float]]) -> bool:
    """Whether many phrasings hold the opposite of one of the question's words, and few the like.

    `near` are the phrasings most like it, and how alike they are.
    """
    unknown = len(question.telling - asked.telling)
    if unknown > MOST_UNKNOWN_IF_MANY:
        return False
    whole = sum(likeness for _, likeness in near)
    for name, word in question.words.items():
        if question.compares and any(map(word.is_opposite, question.words.values())):
            continue
        if any(_holds(it, name) for it, _ in near):
            continue
        opposed = sum(
            it for phrasing, it in near if any(map(word.is_unlike, phrasing.words.values()))
        )
        if opposed > AT_ODDS * whole and not unknown and not asked.has_like(name, word):
            return True
        if opposed > OPPOSED_NEAR * whole and asked.opposes_mostly(name, word):
            return True
    return False


def _exchanges_counterparts(question: Profile, asked: Asked) -> bool:
    """Whether the question names two counterparts in an order that no phrasing has.

    One of these must name both. In opposite words that is the converse: what A has more of, B has
    less of.
    """
    return any(
        any(line in it for it in asked.orders)
        and all(it.get(line) != side for it in asked.orders)
        and not any(
            _difference(question, it).opposites % 2
            for it, _ in asked.phrasings
            if line in it.counterparts
        )
        for line, side in question.counterparts.items()
    )


def _reorders(question: Profile, phrasing: Profile) -> bool:
    """Whether both name two counterparts, and in another order."""
    orders = phrasing.counterparts
    return any(orders.get(line, side) != side for line, side in question.counterparts.items())


def _names_the_lesser(question: Profile, phrasing: Profile) -> bool:
    """Whether the question sets one of two opposites above that which alone the phrasing names."""
    if not question.compares or phrasing.compares or not question.counterparts:
        return False
    sides = {it for word in phrasing.words.values() for it in word.sides}
    return any(
        (line, side) not in sides and any(line == other for other, _ in sides)
        for line, side in question.counterparts.items()
    )


class _Difference(NamedTuple):
    """How a question and a phrasing differ in what could turn one into the other."""

    turns: int
    """How often their words do so."""
    opposites: int
    """How often because two words are opposites."""
    shows: bool
    """If anything differs that could turn, or both have it."""
    is_opposed: bool
    """If both speak for or against, and not both the same."""
    is_agreed: bool
    """If both do so in other words, and the same."""


def _difference(question: Profile, phrasing: Profile) -> _Difference:
    shows = question.negations > 0 and phrasing.negations > 0
    mine = {}
    for name, word in question.words.items():
        if name in phrasing.words:
            shows = shows or word.stand != 0
        elif not _holds(phrasing, name):
            mine[name] = word
    theirs = {
        name: it
        for name, it in phrasing.words.items()
        if name not in question.words and not _holds(question, name)
    }
    turns = (question.negations - phrasing.negations) % 2
    for own, other in _contraries(question, phrasing):
        turns += 1
        mine.pop(own, None)
        theirs.pop(other, None)
    if not theirs or not (mine or question.plain_negations):
        return _Difference(turns, 0, shows or turns > 0, False, False)
    opposites = 0
    for name, word in list(mine.items()):
        opposite = _opposite(word, theirs)
        # Where the question names both sides, it says as much of the phrasing's as of the other.
        if opposite is not None and not _has_side_of(theirs[opposite], mine):
            del mine[name], theirs[opposite]
            opposites += 1
    turns += opposites
    is_renamed = (
        question.plain_negations > phrasing.negations
        and turns == 1
        and opposites == 0
        and sum(it.pole < 0 for it in theirs.values()) == 1
        and not any(it.stand or any(map(it.is_like, theirs.values())) for it in mine.values())
    )
    if is_renamed:
        turns = 0  # not to take cards is to refuse them
    shows = shows or is_renamed or turns > 0
    stand, other_stand = _stand(mine.values()), _stand(theirs.values())
    is_opposed = stand * other_stand < 0
    is_agreed = stand * other_stand > 0
    if is_opposed or is_agreed:
        shows = True
        turns += is_opposed
    elif stand < 0 and opposites:
        turns += 1  # to oppose a ban is no opposite of supporting what it bans
    return _Difference(turns, opposites, shows, is_opposed, is_agreed)


def _holds(profile: Profile, name: str) -> bool:
    """Whether a text has all words of what another one has as a fixed phrase, or within one."""
    return name in profile.stems or (" " in name and profile.stems.issuperset(name.split()))


def _contraries(question: Profile, phrasing: Profile) -> set[tuple[str, str]]:
    """The question's stems that have a contrary in the phrasing by their beginnings, with it."""
    mine, theirs = question.contraries, phrasing.contraries
    if phrasing.stems.isdisjoint(mine) and question.stems.isdisjoint(theirs):
        return set()
    found = {(mine[it], it) for it in mine.keys() & phrasing.stems}
    return found | {(it, theirs[it]) for it in theirs.keys() & question.stems}


def _has_side_of(word: Word, others: Mapping[str, Word]) -> bool:
    """Whether one of `others` is on the same side of a line of opposites."""
    return any(not set(word.sides).isdisjoint(it.sides) for it in others.values())


def _opposite(word: Word, others: Mapping[str, Word]) -> str | None:
    """The name of the first of `others` that is its opposite."""
    for name, other in others.items():
        if word.is_opposite(other):
            return name
    return None


def _exchange(
    parts: Parts, others: Parts, contested: Mapping[Pair, bool], is_opposed: bool
) -> bool | None:
    """Whether two things have each other's part in a phrasing; None if that does not show.

    `contested` are the pairs that the entry has the other way round, and if it never has them so.
    Of two opposed texts the one that has a pair the other way round is its converse: A beats B if
    B loses to A.
    """
    if not contested:
        exchanged = is_opposed and any((y, x) in others and (x, y) not in others for x, y in parts)
        return exchanged or None
    if any((y, x) in others for x, y in contested):
        return True
    if any(it in others for it in contested):
        return False
    return any(contested.values()) or None


def _stand(found: Iterable[Word]) -> int:
    """Whether words together speak for something (1), against it (-1) or neither (0).

    Two words against something cancel out, as in being against a ban. Two words that call it bad do
    not.
    """
    judging = [it for it in found if it.stand]
    if not judging:
        return 0
    against = sum(it.pole < 0 for it in judging)
    is_bad = sum(it.value for it in judging) < 0
    return -1 if against % 2 != is_bad else 1


def _sides(found: Iterable[Word]) -> dict[int, int | None]:
    """The lines of opposites in which words are, and the side of each; None where several are."""
    sides: dict[int, int | None] = {}
    for word in found:
        for line, side in word.sides:
            sides[line] = side if sides.get(line, side) == side else None
    return sides


def _merged(parts: Iterable[tuple[Pair, frozenset[str]]]) -> dict[Pair, frozenset[str]]:
    """Pairs with all that stands between them."""
    found: dict[Pair, frozenset[str]] = {}
    for pair, between in parts:
        found[pair] = found[pair] | between if pair in found else between
    return found


def _longer_names(
    names: Iterable[str], stems: Iterable[str], group: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Short names with what the shortest stem names that begins as they do, but for a last letter.

    The last letter of a very short name must be the same.
    """
    ordered = sorted(stems)
    for short in names:
        root = short if len(short) <= SHORTEST_NAME + 1 else short[:-1]
        if len(root) >= SHORTEST_NAME and short.isalpha():
            longer = (it for it in _beginning(ordered, root) if len(it) > len(short))
            first = min(longer, key=len, default=None)
            if first is not None:
                yield short, group(first)


def _beginning(ordered: Sequence[str], root: str) -> Iterator[str]:
    """Those of the texts in order that begin with `root`."""
    for place in range(bisect_left(ordered, root), len(ordered)):
        if not ordered[place].startswith(root):
            return
        yield ordered[place]
