from __future__ import annotations

import pytest

from bot.knowledge.model import Entry
from bot.matching.refusals import Refusal, Refusals
from bot.matching.terms import Analyser
from bot.matching.wordings import read_wordings

ANALYSER = Analyser("en")
IMPORTS = Entry(
    id="imports",
    topic="t",
    question="Do American cafes use Chinese tea?",
    phrasings=("is the tea in american cafes from china",),
    not_for=("Do Chinese cafes use American tea?", "how long should tea steep?"),
    answer="x",
)
COFFEE = Entry(id="coffee", topic="t", question="Is coffee good for you?", answer="x")
REFUSALS = Refusals(read_wordings((COFFEE, IMPORTS), ANALYSER), ANALYSER.language)


def refusal(question: str) -> Refusal | None:
    """That of the second entry."""
    return REFUSALS.of(ANALYSER.analyse(question), 1)


@pytest.mark.parametrize(
    ("question", "is_veto"),
    [
        ("How long should tea steep", True),
        ("how long shuold tea steep??", True),
        ("how long should green tea be steeped", False),
    ],
)
def test_a_negative_phrasing_is_vetoed_where_it_is_repeated_and_doubted_where_resembled(
    question: str, is_veto: bool
) -> None:
    assert refusal(question) == Refusal(IMPORTS, "how long should tea steep?", is_veto)


def test_what_is_nearer_to_an_own_phrasing_is_not_refused() -> None:
    assert refusal("do american cafes use chinese tea") is None
    assert refusal("is the tea in american cafes from china?") is None
    assert refusal("health benefits of drinking tea") is None


def test_a_negative_phrasing_in_the_words_of_a_phrasing_refuses_its_own_order_only() -> None:
    found = refusal("do chinese cafes use american tea")
    assert found is not None
    assert (found.phrasing, found.is_veto) == ("Do Chinese cafes use American tea?", True)


def test_all_negative_phrasings_that_are_resembled_are_named() -> None:
    [found] = REFUSALS.all(ANALYSER.analyse("how long should tea steep"))
    assert found.entry.id == "imports"
    assert REFUSALS.all(ANALYSER.analyse("how do I bake a cake")) == []
