import numpy as np
import pytest

from bot.matching.alterations import Alterations
from bot.matching.evidence import Observer
from bot.matching.ranking import Ints
from bot.matching.terms import Analyser, Terms

ANALYSER = Analyser("en")
TEA = ("why is green tea so bitter", "what makes green tea taste bitter")
COFFEE = ("why is strong coffee so cheap", "what keeps the price of coffee low")


def terms(text: str) -> Terms:
    return ANALYSER.analyse(text)


def alterations(*more: str, analyser: Analyser = ANALYSER) -> Alterations:
    phrasings = [analyser.analyse(it) for it in (*TEA, *COFFEE, *more)]
    owners: Ints = np.repeat([0, 1, 2], [len(TEA), len(COFFEE), len(more)])
    observer = Observer(phrasings, owners, analyser.language)
    return Alterations(analyser, observer, {word for it in phrasings for word in it.words})


@pytest.mark.parametrize("phrasing", TEA)
def test_one_telling_word_is_exchanged_for_one_that_the_entry_lacks(phrasing: str) -> None:
    altered = alterations().exchanged(terms(phrasing), 0)
    assert altered is not None
    before, after = phrasing.split(), list(altered.words)
    [(gone, come)] = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert gone in {"green", "tea", "bitter", "taste"}
    assert not any(come in it.split() for it in TEA)


def test_words_of_the_pack_are_exchanged_but_never_the_entry_s_own() -> None:
    analyser = Analyser()
    altering = alterations(analyser=analyser)
    come: set[str] = set()
    for number in range(40):
        phrasing = analyser.analyse(f"green tea number {number}")
        altered = altering.exchanged(phrasing, 0)
        assert altered is not None
        come |= set(altered.words).difference(phrasing.words)
    assert come.intersection(" ".join(COFFEE).split())
    assert not come.intersection(" ".join(TEA).split())


def test_what_is_exchanged_is_the_same_each_time_and_hangs_on_no_word_that_is_added() -> None:
    phrasings = [f"is the {it} tea bitter" for it in ("black", "white", "iced", "sweet", "cold")]
    before = [alterations().exchanged(terms(it), 0) for it in phrasings]
    assert before == [alterations().exchanged(terms(it), 0) for it in phrasings]
    after = [alterations("why do zebras gallop").exchanged(terms(it), 0) for it in phrasings]
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= 1


@pytest.mark.parametrize("phrasing", ["tea", "what is tea", "why is it so"])
def test_nothing_is_exchanged_where_nothing_telling_would_stay(phrasing: str) -> None:
    assert alterations().exchanged(terms(phrasing), 0) is None


def test_the_word_that_tells_least_is_left_out() -> None:
    shortened = alterations().shortened(terms("so is green tea bitter"))
    assert shortened is not None
    assert len(shortened.words) == 4
    assert {"green", "tea", "bitter"} <= set(shortened.words)


def test_a_short_phrasing_is_not_shortened() -> None:
    assert alterations().shortened(terms("is tea bitter")) is None
