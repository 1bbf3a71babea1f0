from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.matching.numbering import NEW, Numbering

TERMS = st.lists(st.text(max_size=3), max_size=12)


@given(st.lists(TERMS, max_size=4), TERMS)
def test_terms_have_the_numbers_that_a_dictionary_would_give_them(
    batches: list[list[str]], asked: list[str]
) -> None:
    numbering = Numbering()
    expected: dict[str, int] = {}
    for terms in batches:
        numbering, numbers = numbering.extended(terms)
        assert numbers.tolist() == [expected.setdefault(it, len(expected)) for it in terms]
    assert len(numbering) == len(expected)
    assert numbering.find(asked).tolist() == [expected.get(it, NEW) for it in asked]
    assert numbering.find(asked, 5, -9).tolist() == [
        expected[it] + 5 if it in expected else -9 for it in asked
    ]
    assert numbering.missing(asked) == [it for it in asked if it not in expected]


def test_extending_changes_nothing_in_what_was_extended() -> None:
    few, _ = Numbering().extended(["a", "b"])
    more, _ = few.extended(["c"])
    assert few.find(["c"]).tolist() == [NEW]
    assert more.find(["a", "b", "c"]).tolist() == [0, 1, 2]
