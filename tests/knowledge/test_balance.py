"""What each side of each topic has."""

from __future__ import annotations

from bot.knowledge.balance import MEASURES, balance, cited_by, count_kinds, median_year, years
from bot.knowledge.model import Pack


def test_a_topic_s_entries_words_and_sources_are_counted_side_by_side(tea: Pack) -> None:
    health, brewing = balance(tea)
    assert health.topic.id == "health"
    assert [health.both(it) for it in MEASURES] == [(1, 1), (21, 13), (1, 2)]
    assert [health.is_lopsided(it) for it in MEASURES] == [False, True, True]
    assert health.whole.entries == 2
    assert [it.id for it in health.whole.sources] == ["leaf-journal", "bean-board"]
    assert (health.is_debated, brewing.is_debated) == (True, False)
    assert not any(brewing.is_lopsided(it) for it in MEASURES)


def test_drafts_count_nowhere(tea: Pack) -> None:
    _, brewing = balance(tea)
    assert (brewing.sides["neutral"].entries, brewing.sides["neutral"].words) == (1, 4)


def test_kinds_and_years_are_those_of_the_sources(tea: Pack) -> None:
    assert count_kinds(tea.sources) == {"academic": 1, "lobby": 1}
    assert years(tea.sources) == [2020]
    assert median_year(tea.sources) == 2020
    assert median_year(tea.sources[1:]) is None


def test_sources_are_named_once_in_the_order_of_their_marks(tea: Pack) -> None:
    assert cited_by(tea.entry_by_id["coffee-is-healthier"]) == ["bean-board", "leaf-journal"]
    assert cited_by(tea.entry_by_id["tea-is-healthier"]) == ["leaf-journal"]
