"""What turning around could change in a text: its negations, opposites and parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

GOAL = "->"
"""Stands for the other end in a pair of a thing and where it comes from or goes to."""
COMPARED_WITH = "<>"
"""Stands for all words that set one thing above another: to choose A over B, to leave B for A."""
BESIDE = "||"
"""Stands for the verb before two things of which the second has an article: "does A sue the B" in
a language that begins with the verb there."""

Pair = tuple[str, str]
Parts = Mapping[Pair, frozenset[str]]
"""Pairs of things in the order of their parts, with what stands between them."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or fixed phrase does for what it is about."""

    pole: int = 0
    """-1 if it is against it, 1 if for it."""
    value: int = 0
    """-1 if it calls it bad, 1 if good."""
    sides: tuple[tuple[int, int], ...] = ()
    """The lines of opposites that it is in, and its place there."""
    stand: int = field(init=False)
    """1 if it speaks for what it is about or calls it good, -1 if the contrary, else 0."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stand", self.pole or self.value)

    def is_opposite(self, other: Word) -> bool:
        """Whether both are in one line of opposites at different places."""
        for line, side in self.sides:
            for other_line, other_side in other.sides:
                if line == other_line and side != other_side:
                    return True
        return False

    def is_like(self, other: Word) -> bool:
        """Whether both are on the same side of a line, or take the same stand."""
        return self.stand * other.stand > 0 or not set(self.sides).isdisjoint(other.sides)

    def is_unlike(self, other: Word) -> bool:
        """Whether they are opposites, or take opposite stands."""
        return self.stand * other.stand < 0 or self.is_opposite(other)


class Profile(NamedTuple):
    """What turning around could change in a text."""

    negations: int
    plain_negations: int
    """Those that are one word ("not"), and say nothing besides ("fail to")."""
    words: Mapping[str, Word]
    """Its words and fixed phrases that have an opposite."""
    telling: frozenset[str]
    """The groups of meaning of the other words that name something."""
    stems: frozenset[str]
    groups: frozenset[str]
    """The groups of meaning of all its stems."""
    contraries: Mapping[str, str]
    """The stems of words that by their beginnings are contraries of its own, with its own; but for
    those that are its stems too."""
    parts: Parts
    length: int
    """How many words it has."""
    clauses: int
    """How many of its clauses say something by themselves."""

    counterparts: Mapping[int, int]
    """The lines of opposites of which it has several sides, and the side that is first."""
    compares: bool
    """Whether it sets one thing above another."""
