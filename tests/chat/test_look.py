"""How one turns pages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.look import page_of, panel, turning
from tests.standin.limits import walk


def turns(page: int, count: int) -> list[dict[str, Any]]:
    """The buttons that turn a page, as sent."""
    view: Any = panel(*turning("topic", "tea", "health", page=page, count=count))
    components: list[Any] = view.to_components()  # discord.py does not type the call
    return [it for it in walk(components) if "custom_id" in it]


@pytest.mark.parametrize(
    ("page", "disabled"),
    [(0, ["Previous"]), (1, []), (2, ["Next"])],
    ids=["the first", "one between", "the last"],
)
def test_at_its_ends_a_list_is_turned_one_way_alone(page: int, disabled: list[str]) -> None:
    found = turns(page, 3)
    assert [it["label"] for it in found] == ["Previous", "Next"]
    assert [it["label"] for it in found if it.get("disabled")] == disabled
    assert len({it["custom_id"] for it in found}) == 2


def test_a_single_page_is_not_turned() -> None:
    assert turns(0, 1) == []


@pytest.mark.parametrize(
    ("page", "shown", "number"),
    [(-1, "ab", 0), (0, "ab", 0), (2, "e", 2), (3, "e", 2), (99, "e", 2)],
)
def test_a_page_that_is_none_is_the_nearest(page: int, shown: str, number: int) -> None:
    assert page_of("abcde", page, 2) == (shown, number, 3)


def test_nothing_is_one_empty_page() -> None:
    assert page_of("", 0, 2) == ("", 0, 1)
