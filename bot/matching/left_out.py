"""Phrasings asked as if the pack did not know them: which entries they lose to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from bot.matching.kept_learning import Arrays
from bot.matching.language import Language
from bot.matching.meaning import Likeness
from bot.matching.ranking import learn
from bot.matching.terms import Terms

LOST_BY = 0.05
"""Scores nearer to each other than this say nothing: a phrasing in words of its own has little of
either entry."""
CHUNK = 100
"""How many phrasings are compared with all others at a time."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A phrasing's own entry beside the best other one, both without having learned it."""

    phrasing: int
    rival: int
    """The number of the other entry."""
    own_score: float
    rival_score: float
    """What the learned ranking gives the two entries; about 1 for what they know word for word."""
    own_likeness: float
    rival_likeness: float
    """How alike the most similar phrasing of the own entry and of any other is, from 0 to 1."""
    nearest: int
    """The most similar phrasing of any other entry."""

    @property
    def is_lost(self) -> bool:
        """Whether the other entry is ranked above the phrasing's own, by more than chance."""
        return self.rival_score > self.own_score + LOST_BY


def to_arrays(found: Sequence[Contest]) -> Arrays:
    """All that `from_arrays` needs, to the last digit."""
    return {it.name: np.array([getattr(row, it.name) for row in found]) for it in fields(Contest)}


def from_arrays(arrays: Arrays, owners: Sequence[int]) -> list[Contest]:
    """What `to_arrays` gave of phrasings whose entries have the numbers `owners`.

    Raises `ValueError` or `KeyError` if it cannot be of these.
    """
    columns = [arrays[it.name] for it in fields(Contest)]
    count = len(columns[0])
    if count:
        most = {"phrasing": count, "nearest": count, "rival": owners[-1] + 1}
        are_numbers = all(it.shape == (len(owners),) and it.dtype.kind in "if" for it in columns)
        if not are_numbers or any(
            arrays[name].dtype.kind != "i" or arrays[name].min() < 0 or arrays[name].max() >= it
            for name, it in most.items()
        ):
            raise ValueError("these numbers are of another pack")
    return [Contest(*row) for row in zip(*(it.tolist() for it in columns), strict=True)]


def contests(
    phrasings: Sequence[Terms], owners: Sequence[int], language: Language
) -> Iterator[Contest]:
    """One contest a phrasing, in order.

    `owners` gives the number of each phrasing's entry, in ascending order from 0. Scores without a
    phrasing are those that `bot.matching.ranking` has in closed form, so that asking all of them
    costs about as much as building an index. There is none where one entry is alone.
    """
    owned = np.array(owners, np.int64)
    if not len(owned) or owned[-1] == 0:
        return
    compared = Likeness(phrasings, language)
    ranking = learn(compared, owned, range(len(owned)))
    for start in range(0, len(owned), CHUNK):
        numbers = np.arange(start, min(start + CHUNK, len(owned)))
        for number, likeness in zip(
            numbers.tolist(), compared.of_rows(numbers).likeness, strict=True
        ):
            owner = owners[number]
            scores = ranking.scores(likeness)
            unlearned = ranking.unlearned(number)
            scores[unlearned.entries] += unlearned.without_phrasing
            own_score = float(scores[owner])
            scores[owner] = -np.inf
            likeness[number] = 0
            is_own = owned == owner
            others = np.where(is_own, 0, likeness)
            rival = int(scores.argmax())
            yield Contest(
                number,
                rival,
                own_score,
                float(scores[rival]),
                float(likeness[is_own].max()),
                float(others.max()),
                int(others.argmax()),
            )
