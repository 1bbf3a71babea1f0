"""Which sources speak for an interest of their own."""

from __future__ import annotations

import pytest

from bot.knowledge.interests import interested_sources, is_interested
from bot.knowledge.model import Pack, Source, SourceKind


@pytest.mark.parametrize(
    ("kind", "stake", "is_one"),
    [
        ("vendor", None, True),
        ("lobby", None, True),
        ("academic", "paid by a vendor", True),
        ("academic", None, False),
        ("press", None, False),
        ("government", None, False),
    ],
)
def test_a_stake_or_the_kind_tells(kind: SourceKind, stake: str | None, is_one: bool) -> None:
    assert is_interested(Source(id="s", title="S", kind=kind, stake=stake)) is is_one


def test_the_sources_of_an_answer_are_told_only_where_all_are_interested(tea: Pack) -> None:
    entry = tea.entry_by_id["coffee-is-healthier"]
    assert interested_sources(tea, entry) == ()
    alone = entry.model_copy(update={"answer": "Beans. [^bean-board]"})
    assert [it.id for it in interested_sources(tea, alone)] == ["bean-board"]
    nothing = entry.model_copy(update={"answer": "Beans."})
    assert interested_sources(tea, nothing) == ()
