"""What the matcher computes fast, computed slowly and plainly, to be held against it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence

from bot.matching.answers import SHARE
from bot.matching.ranking import MARGIN, RIDGE
from bot.matching.terms import KINDS, Terms, grams

SWEEPS = 3000


def terms_of_kind(terms: Terms, kind: str) -> Counter[Hashable]:
    if kind == "grams":
        return Counter(gram for word in terms.words for gram in grams(word))
    return Counter(terms.of_kind(kind))


def vector(terms: Terms, phrasings: Sequence[Terms]) -> dict[tuple[str, Hashable], float]:
    """The kinds' TF-IDF vectors side by side, each as long as it counts; together of length one."""
    found: dict[tuple[str, Hashable], float] = {}
    for kind, weight in KINDS.items():
        values: dict[tuple[str, Hashable], float] = {}
        for term, count in terms_of_kind(terms, kind).items():
            holding = sum(term in terms_of_kind(it, kind) for it in phrasings)
            rarity = math.log((1 + len(phrasings)) / (1 + holding)) + 1
            values[kind, term] = (1 + math.log(count)) * rarity
        length = math.hypot(*values.values())
        found |= {term: math.sqrt(weight) * it / length for term, it in values.items()}
    length = math.hypot(*found.values())
    return {term: it / length for term, it in found.items()}


def likeness(question: Terms, phrasing: Terms, phrasings: Sequence[Terms]) -> float:
    """The cosine of the two vectors."""
    theirs = vector(phrasing, phrasings)
    return sum(it * theirs.get(term, 0.0) for term, it in vector(question, phrasings).items())


def scores(
    question: Terms, groups: Sequence[Sequence[Terms]], answers: Sequence[Terms]
) -> list[float]:
    """What each entry scores for a question, every phrasing of every other being its rival.

    Of a language whose words have no senses, and none of which tells nothing.
    """
    phrasings = [it for group in groups for it in group]
    owners = [number for number, group in enumerate(groups) for _ in group]
    gram = [[likeness(it, other, phrasings) for other in phrasings] for it in phrasings]
    alike = [likeness(question, it, phrasings) for it in phrasings]
    found = []
    for entry in range(len(groups)):
        weights = coefficients(gram, [owner == entry for owner in owners])
        said = told(question, answers[entry], answers) / math.sqrt(len(groups[entry]))
        found.append(
            said + sum(weight * value for weight, value in zip(weights, alike, strict=True))
        )
    return found


def told(question: Terms, answer: Terms, answers: Sequence[Terms]) -> float:
    """What an answer in words of the question adds to the score of an entry with one phrasing."""

    def rarity(stem: str) -> float:
        holding = sum(stem in it.stems for it in answers)
        return math.log((1 + len(answers)) / (1 + holding)) + 1

    lengths = [math.hypot(*map(rarity, set(it.stems))) for it in (question, answer)]
    shared = set(question.stems) & set(answer.stems)
    return SHARE * sum(rarity(it) ** 2 for it in shared) / math.prod(lengths) if shared else 0.0


def coefficients(gram: Sequence[Sequence[float]], is_own: Sequence[bool]) -> list[float]:
    """One entry's support vector machine, one coefficient at a time until nothing changes.

    The least of |w|^2 / 2 + (the squares of what is missing to the targets) / (2 RIDGE), where the
    entry's own phrasings should score 1 at least and others MARGIN at most.
    """
    found = [0.0] * len(is_own)
    for _ in range(SWEEPS):
        largest = 0.0
        for row, own in enumerate(is_own):
            score = sum(value * gram[row][column] for column, value in enumerate(found))
            target = 1.0 if own else MARGIN
            value = found[row] + (target - score - RIDGE * found[row]) / (gram[row][row] + RIDGE)
            value = max(value, 0.0) if own else min(value, 0.0)
            largest = max(largest, abs(value - found[row]))
            found[row] = value
        if largest < 1e-9:
            break
    return found
