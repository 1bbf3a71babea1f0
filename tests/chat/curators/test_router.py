"""Ids of curators' buttons and forms, those that nobody has made among them."""

from __future__ import annotations

from inspect import signature
from typing import Any
from unittest.mock import create_autospec

import discord
import pytest

from bot.chat.curators.router import COUNTS, custom_id, route
from bot.chat.curators.surface import HANDLERS


def test_of_every_action_it_is_known_how_much_its_ids_hold() -> None:
    assert COUNTS.keys() == HANDLERS.keys()
    for action, handler in HANDLERS.items():
        for count in COUNTS[action]:
            # Raises unless the handler takes as many.
            signature(handler).bind("desk", *range(count))


@pytest.mark.parametrize(
    "forged",
    [
        "k:publish",
        "k:publish:1",
        "k:past:1",
        "k:past:0:tea:one:two",
        "k:undo",
        "k:undo:1:2",
        "k:undone",
        "k:review",
        "k:review-settle:ignored",
        "k:list:sources",
        "k:settings",
        "k:settings:a:b:c",
        "k:moods:1",
        "k:",
        "k:undo:" + "1" * 65,
        "k:undo:ü",
    ],
)
async def test_an_id_that_holds_another_number_of_things_is_of_another_version(forged: str) -> None:
    # It goes on to whoever tells that a button is of another version, before anything is looked up.
    interaction: Any = create_autospec(discord.Interaction, instance=True)
    assert await route(interaction, forged, HANDLERS) is False
    assert interaction.mock_calls == []


@pytest.mark.parametrize("arguments", [(), (1, 2)], ids=["fewer", "more"])
def test_no_such_id_is_made(arguments: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="'k:undo"):
        custom_id("undo", *arguments)
    assert custom_id("undo", 1) == "k:undo:1"
