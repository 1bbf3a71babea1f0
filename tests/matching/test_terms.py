from __future__ import annotations

import pytest

from bot.matching.spelling import Spelling
from bot.matching.terms import Analyser

SYNONYMS = [["ai", "artificial intelligence"], ["rarely", "once in a blue moon"], ["ban", "outlaw"]]


@pytest.mark.parametrize(
    ("text", "stems", "meant"),
    [
        ("nobody trusts ai", "nobodi trust ai", "nobody trusts ai"),
        ("nobody trusts artificial intelligence", "nobodi trust ai", "nobody trusts ai"),
        ("once in a blue moon ai errs", "rare ai err", "rarely ai errs"),
        ("is artificial intelligence outlawed", "is ai ban", "is ai outlawed"),
    ],
)
def test_each_stem_has_the_word_that_was_meant(text: str, stems: str, meant: str) -> None:
    terms = Analyser("en", SYNONYMS).analyse(text)
    assert terms.stems == tuple(stems.split())
    assert terms.meant == tuple(meant.split())


def test_of_a_misspelt_word_the_right_one_was_meant() -> None:
    terms = Analyser("en").analyse("why nott", Spelling({}, ["why", "not"], lambda _: False))
    assert (terms.words, terms.meant) == (("why", "nott"), ("why", "not"))


@pytest.mark.parametrize("text", ["should we outlaw it", "should we keep it"])
def test_words_that_were_meant_as_typed_are_kept_once(text: str) -> None:
    terms = Analyser("en", SYNONYMS).analyse(text)
    assert terms.meant is terms.words


@pytest.mark.parametrize("group", [["€", "euro", "single currency"], ["euro", "€"], ["€", "%"]])
def test_a_synonym_without_words_erases_none(group: list[str]) -> None:
    analyser = Analyser("en", [group])
    assert analyser.analyse("the euro").stems == ("the", "euro")
    assert analyser.analyse("€").stems == ()


def test_the_first_of_a_group_that_has_words_stands_for_the_others() -> None:
    analyser = Analyser("en", [["€", "euro", "single currency"]])
    assert analyser.analyse("a single currency").stems == ("a", "euro")


def test_no_term_of_a_kind_is_one_of_another() -> None:
    terms = Analyser("en").analyse("a wage 0 1 2 3")
    phrases, pairs, meanings = (set(terms.of_kind(it)) for it in ("phrases", "pairs", "meanings"))
    assert {"a wage", "0", "1"} <= phrases
    assert meanings
    assert not phrases & pairs
    assert not meanings & (phrases | pairs)


def test_two_stems_are_one_pair_whichever_is_first_and_none_with_themselves() -> None:
    analyser = Analyser("en")
    pairs = {it: analyser.analyse(it).pairs() for it in ("tea milk", "milk tea", "tea tea", "tea")}
    assert pairs["tea milk"] == pairs["milk tea"] != []
    assert pairs["tea tea"] == pairs["tea"] == []
    assert pairs["tea milk"] != analyser.analyse("tea lemon").pairs()
