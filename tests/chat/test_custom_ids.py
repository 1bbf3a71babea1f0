"""What buttons and selects carry."""

from __future__ import annotations

import pytest

from bot.chat.custom_ids import CustomId, custom_id, parse_custom_id, parse_option_value


def test_custom_ids_read_back_and_fit() -> None:
    longest = custom_id("why", "p" * 24, "e" * 64, 100)
    assert len(longest) <= 100
    assert parse_custom_id(longest) == CustomId("why", ("p" * 24, "e" * 64, "100"))
    assert parse_custom_id(custom_id("topics")) == CustomId("topics")
    assert parse_custom_id(custom_id("page", "a", "b", number=3)) == CustomId("page", ("a", "b"), 3)
    assert parse_custom_id(custom_id("page", number=1999)) == CustomId("page", (), 1999)


@pytest.mark.parametrize("part", ["a text", "Ünicode", "a:b:c:d:e", "x" * 100])
def test_nothing_but_ids_is_carried(part: str) -> None:
    with pytest.raises(ValueError, match="is no id of a component"):
        custom_id("open", part)


@pytest.mark.parametrize("text", ["", ":", "open:A:b", "open a", "12", "open:a:b:c:d:e"])
def test_what_is_no_custom_id_is_none(text: str) -> None:
    assert parse_custom_id(text) is None


def test_what_is_no_option_is_none() -> None:
    assert parse_option_value("tea") is None
    assert parse_option_value("tea:health") == ("tea", "health")
