"""Phrasings asked as if they were not known."""

from __future__ import annotations

import numpy as np
import pytest

from bot.matching.left_out import contests, from_arrays, to_arrays
from bot.matching.meaning import Likeness
from bot.matching.terms import Analyser

TEA = ("how long should tea steep", "steeping time of tea", "minutes to steep black tea")
COFFEE = ("how to grind coffee beans", "grinding beans for coffee", "steep tea for how long")


def test_a_phrasing_among_its_like_wins_and_one_in_the_wrong_entry_loses() -> None:
    analyser = Analyser("en", ())
    terms = [analyser.analyse(text) for text in TEA + COFFEE]
    found = list(contests(terms, [0, 0, 0, 1, 1, 1], analyser.language))
    assert [it.phrasing for it in found] == list(range(6))
    assert [it.rival for it in found] == [1, 1, 1, 0, 0, 0]
    lost = [(TEA + COFFEE)[it.phrasing] for it in found if it.is_lost]
    assert "steep tea for how long" in lost
    assert not {"how to grind coffee beans", "minutes to steep black tea"} & set(lost)


def test_likeness_is_that_of_the_nearest_other_phrasings() -> None:
    analyser = Analyser("en", ())
    terms = [analyser.analyse(text) for text in TEA + COFFEE]
    *_, last = contests(terms, [0, 0, 0, 1, 1, 1], analyser.language)
    likeness = Likeness(terms, analyser.language).of_rows(np.array([5])).likeness[0]
    assert last.nearest == likeness[:3].argmax() == 0
    assert last.rival_likeness == pytest.approx(float(likeness[:3].max()))
    assert last.own_likeness == pytest.approx(float(likeness[3:5].max()))


def test_one_entry_alone_competes_with_nobody() -> None:
    analyser = Analyser("en", ())
    assert (
        list(contests([analyser.analyse(text) for text in TEA], [0, 0, 0], analyser.language)) == []
    )
    assert list(contests([], [], analyser.language)) == []


def test_what_was_found_is_the_same_after_it_was_numbers_and_no_other_packs() -> None:
    analyser = Analyser("en", ())
    terms = [analyser.analyse(text) for text in TEA + COFFEE]
    owners = [0, 0, 0, 1, 1, 1]
    found = list(contests(terms, owners, analyser.language))
    arrays = to_arrays(found)
    assert from_arrays(arrays, owners) == found
    assert from_arrays(to_arrays([]), [0, 0, 0]) == []
    for changed in (
        {name: column[1:] for name, column in arrays.items()},
        {**arrays, "rival": arrays["rival"] + 1},
        {**arrays, "nearest": -arrays["nearest"]},
        {**arrays, "phrasing": arrays["phrasing"] * 0.5},
        {**arrays, "own_score": arrays["own_score"].astype(str)},
    ):
        with pytest.raises(ValueError, match="of another pack"):
            from_arrays(changed, owners)
