"""What a press carries in the id of what was pressed."""

from __future__ import annotations

from unittest.mock import create_autospec

import discord
import pytest

from bot.answering.answerer import Answerer
from bot.chat.presses import LARGEST, Press
from bot.curating.workspace import Workspace
from bot.store.servers import ServerSettings


def press_of(*parts: str) -> Press:
    return Press(
        create_autospec(discord.Interaction, instance=True),
        create_autospec(Workspace, instance=True),
        create_autospec(Answerer, instance=True),
        ServerSettings(),
        parts,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("parts", "number"),
    [
        (("pack", "7"), 7),
        (("pack", str(LARGEST)), LARGEST),
        (("pack", str(LARGEST + 1)), 0),
        (("pack", "-7"), 0),
        (("pack", "\u0667"), 0),
        (("pack", "\u00b2"), 0),
        (("pack", ""), 0),
        (("7",), 0),
        ((), 0),
    ],
    ids=repr,
)
def test_what_is_no_id_is_the_one_that_nothing_has(parts: tuple[str, ...], number: int) -> None:
    assert press_of(*parts).id_at(1) == number


def test_an_id_without_an_entry_names_none() -> None:
    assert press_of("pack").entry() is None
