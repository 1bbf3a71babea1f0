"""Who comes onto the blocklist, and who does not."""

from __future__ import annotations

import discord
import pytest

from bot.chat.admins.blocklist import BlocklistChange, change_of

ME = 1
NOBODY = discord.Permissions.none()


def test_whoever_is_chosen_is_added_and_whoever_is_not_leaves() -> None:
    change = change_of({5, 6}, [6, 7], {6: NOBODY, 7: NOBODY}, ME)
    assert change == BlocklistChange(added=(7,), removed=(5,))


@pytest.mark.parametrize("name", ["manage_guild", "administrator"])
def test_a_manager_is_never_added(name: str) -> None:
    change = change_of((), [7, 8], {7: discord.Permissions(**{name: True}), 8: NOBODY}, ME)
    assert change.added == (8,)
    assert "<@7> may manage this server" in change.notes[0]


def test_the_bot_is_never_added() -> None:
    change = change_of((), [ME], {ME: NOBODY}, ME)
    assert change.added == ()
    assert "myself" in change.notes[0]


@pytest.mark.parametrize("forged", [0, 7, 10**19])
def test_somebody_whom_discord_does_not_tell_of_is_not_added(forged: int) -> None:
    change = change_of((), [forged], {8: NOBODY}, ME)
    assert change.added == ()
    assert change.notes


def test_a_manager_who_is_on_it_can_be_taken_away() -> None:
    assert change_of({7}, [], {}, ME).removed == (7,)


def test_no_more_are_added_than_the_panel_can_show() -> None:
    wanted = list(range(100, 130))
    change = change_of(range(100, 120), wanted, dict.fromkeys(wanted, NOBODY), ME)
    assert change.added == (120, 121, 122, 123, 124)
    assert change.notes == ("**The blocklist is full:** it holds 25 people.",)


def test_whoever_leaves_makes_room() -> None:
    blocked = set(range(100, 125))
    change = change_of(blocked, [*range(101, 125), 130], {130: NOBODY}, ME)
    assert (change.added, change.removed) == ((130,), (100,))
