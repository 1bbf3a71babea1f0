"""What readers are told of answers that rest on interested parties alone."""

from __future__ import annotations

from bot.answering.interests import caveat
from bot.knowledge.model import Pack, Source


def test_an_answer_that_rests_on_one_interested_party_says_so(tea: Pack) -> None:
    entry = tea.entries[1].model_copy(update={"answer": "Beans are good. [^bean-board]"})
    said = caveat(tea, entry)
    assert said is not None
    assert "its only source has a stake" in said


def test_several_are_counted(tea: Pack) -> None:
    vendor = Source(id="shop", title="The Shop", kind="vendor")
    pack = tea.model_copy(update={"sources": (*tea.sources, vendor)})
    entry = tea.entries[1].model_copy(update={"answer": "Beans. [^bean-board] So. [^shop]"})
    said = caveat(pack, entry)
    assert said is not None
    assert "each of its 2 sources" in said


def test_one_source_without_a_stake_is_enough(tea: Pack) -> None:
    assert caveat(tea, tea.entry_by_id["coffee-is-healthier"]) is None


def test_an_answer_without_sources_rests_on_nobodys_interest(tea: Pack) -> None:
    assert caveat(tea, tea.entry_by_id["milk-first"]) is None
