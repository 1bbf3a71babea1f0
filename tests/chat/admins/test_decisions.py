"""What is saved of what was chosen, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
import pytest

from bot.chat.admins.decisions import SELECTS, Chosen, Decision, merged, toggle
from bot.errors import ChangeRefused
from bot.knowledge.model import Knowledge, Pack
from bot.store.servers import ServerSettings
from tests.chat.admins.guilds import guild, without_me
from tests.standin.channels import CHANNEL2, CURATORS_CHANNEL, FORUM, THREAD, Overwrite
from tests.standin.people import ADMIN_ROLE2, BOT_ROLE, CHANNEL, CURATOR_ROLE, GUILD
from tests.standin.permissions import Permission
from tests.standin.places import Places

SHARED = Knowledge(packs=tuple(Pack(id=it, title=it) for it in ("tea", "cats", "dogs")))
FORGED = ("x", "", "-1", "１", "1e3", "9" * 400, f"{CHANNEL}\n")


@pytest.fixture(scope="module")
def server() -> discord.Guild:
    return guild()


def decide(
    setting: str,
    server: discord.Guild,
    values: Iterable[str],
    shown: Iterable[str] = (),
    current: ServerSettings | None = None,
) -> Decision:
    chosen = Chosen(tuple(values), frozenset(shown), server, current or ServerSettings(), SHARED)
    return SELECTS[setting](chosen)


@pytest.mark.parametrize(
    ("setting", "values", "change"),
    [
        ("role", [CURATOR_ROLE.id], {"curator_role": int(CURATOR_ROLE.id)}),
        ("role", [], {"curator_role": None}),
        ("channel", [CURATORS_CHANNEL], {"curators_channel": int(CURATORS_CHANNEL)}),
        ("channel", [], {"curators_channel": None}),
        ("channels", [CHANNEL, FORUM], {"channels": (int(CHANNEL), int(FORUM))}),
        ("channels", [], {"channels": None}),
        ("unasked", [FORUM], {"unasked_channels": (int(FORUM),)}),
        ("unasked", [], {"unasked_channels": ()}),
        ("bar", ["95"], {"answer_bar": 0.95}),
        ("bar", ["default"], {"answer_bar": None}),
        ("retention", ["0"], {"retention_days": 0}),
        ("retention", ["365"], {"retention_days": 365}),
        ("language", ["en"], {"language": "en"}),
        ("language", ["default"], {"language": None}),
    ],
)
def test_a_choice_is_what_is_saved(
    server: discord.Guild, setting: str, values: list[str], change: dict[str, Any]
) -> None:
    assert decide(setting, server, values) == Decision(change)  # type: ignore[arg-type]  # a table


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("setting", ["role", "channel", "bar", "retention", "language"])
def test_a_forged_value_changes_nothing_and_is_told(
    server: discord.Guild, setting: str, forged: str
) -> None:
    found = decide(setting, server, [forged])
    assert found.change == {}
    assert found.notes


@pytest.mark.parametrize("setting", ["bar", "retention", "language"])
@pytest.mark.parametrize("values", [[], ["95", "en"], ["1"], ["100"]])
def test_what_no_option_stands_for_changes_nothing(
    server: discord.Guild, setting: str, values: list[str]
) -> None:
    assert decide(setting, server, values).change == {}


@pytest.mark.parametrize(
    ("setting", "key", "current"),
    [("channels", "channels", None), ("unasked", "unasked_channels", ())],
)
@pytest.mark.parametrize("forged", [*FORGED, CHANNEL2, THREAD, GUILD, CURATOR_ROLE.id])
def test_what_is_no_channel_of_the_server_is_left_out(
    server: discord.Guild, setting: str, key: str, current: object, forged: str
) -> None:
    found = decide(setting, server, [forged])
    assert found.change == {key: current}
    assert found.notes
    beside = decide(setting, server, [forged, CHANNEL])
    assert beside.change == {key: (int(CHANNEL),)}


def test_another_servers_role_and_channel_are_refused(server: discord.Guild) -> None:
    assert decide("role", server, [ADMIN_ROLE2.id]).change == {}
    assert decide("channel", server, [CHANNEL2]).change == {}
    assert decide("channel", server, [FORUM]).change == {}


def test_everyone_are_no_curators(server: discord.Guild) -> None:
    found = decide("role", server, [GUILD])
    assert found.change == {}
    assert "@everyone" in found.notes[0]


def test_a_curators_channel_that_cannot_be_written_in_is_refused() -> None:
    places = Places()
    deny = int(Permission.SEND_MESSAGES)
    places.change_channel(CURATORS_CHANNEL, overwrites={BOT_ROLE.id: Overwrite(deny=deny)})
    found = decide("channel", guild(places), [CURATORS_CHANNEL])
    assert found.change == {}
    assert "there I miss Send Messages. Nothing was changed." in found.notes[0]


def test_a_channel_that_cannot_be_answered_in_is_taken_with_a_word_on_it() -> None:
    places = Places()
    deny = int(Permission.SEND_MESSAGES)
    places.change_channel(CHANNEL, overwrites={BOT_ROLE.id: Overwrite(deny=deny)})
    found = decide("channels", guild(places), [CHANNEL])
    assert found.change == {"channels": (int(CHANNEL),)}
    assert f"<#{CHANNEL}>" in found.notes[0]


def test_a_chosen_channel_that_is_gone_is_forgotten_without_a_word(server: discord.Guild) -> None:
    current = ServerSettings(channels=(1, int(CHANNEL)))
    found = decide("channels", server, [CHANNEL, FORUM], [CHANNEL], current)
    assert found == Decision({"channels": (int(CHANNEL), int(FORUM))})


def test_what_somebody_else_chose_meanwhile_stays(server: discord.Guild) -> None:
    current = ServerSettings(unasked_channels=(int(CHANNEL), int(FORUM)))
    found = decide("unasked", server, [CURATORS_CHANNEL], [CHANNEL], current)
    assert found.change == {"unasked_channels": (int(FORUM), int(CURATORS_CHANNEL))}


@pytest.mark.parametrize(
    ("used", "values", "shown", "kept"),
    [
        pytest.param(None, ["tea"], ["tea", "cats", "dogs"], ("tea",), id="less"),
        pytest.param(("tea",), ["tea", "cats", "dogs"], ["tea"], None, id="all"),
        pytest.param(None, [], ["tea", "cats"], ("dogs",), id="one-is-not-shown"),
        pytest.param(("gone", "cats"), ["cats"], ["cats"], ("cats",), id="one-is-gone"),
        pytest.param(("cats",), ["cats", "secret"], ["cats"], ("cats",), id="one-is-forged"),
    ],
)
def test_shared_packs_are_chosen_among_those_there_are(
    server: discord.Guild,
    used: tuple[str, ...] | None,
    values: list[str],
    shown: list[str],
    kept: tuple[str, ...] | None,
) -> None:
    found = decide("packs", server, values, shown, ServerSettings(packs=used))
    assert found.change == {"packs": kept}
    assert bool(found.notes) == ("secret" in values)


@pytest.mark.parametrize(
    ("current", "values", "shown", "wanted"),
    [
        pytest.param("ab", "ab", "ab", "ab", id="nothing"),
        pytest.param("ab", "a", "ab", "a", id="taken"),
        pytest.param("a", "ab", "a", "ab", id="added"),
        pytest.param("abc", "a", "ab", "ac", id="not-shown-stays"),
        pytest.param("b", "a", "a", "b", id="taken-by-somebody-else-meanwhile"),
        pytest.param("ab", "bb", "a", "b", id="given-twice"),
        pytest.param("ab", "", "", "", id="cleared-and-not-told-what-was-shown"),
        pytest.param("ab", "a", "", "a", id="taken-and-not-told-what-was-shown"),
        pytest.param("ab", "ac", "", "ac", id="exchanged-and-not-told-what-was-shown"),
        pytest.param("a", "b", "", "ab", id="added-where-nothing-was-shown"),
    ],
)
def test_choices_are_merged_with_what_holds(
    current: str, values: str, shown: str, wanted: str
) -> None:
    assert merged(current, values, shown) == tuple(wanted)


@pytest.mark.parametrize(
    ("setting", "state", "change"),
    [
        ("digest", "on", {"has_digest": True}),
        ("digest", "off", {"has_digest": False}),
        ("votes", "on", {"takes_votes": True}),
        ("votes", "off", {"takes_votes": False}),
        ("votes", "", None),
        ("retention", "on", None),
        ("x", "off", None),
    ],
)
def test_a_button_turns_what_it_names(
    setting: str, state: str, change: dict[str, bool] | None
) -> None:
    assert toggle(setting, state) == change


@pytest.mark.parametrize("setting", ["channels", "unasked", "channel"])
def test_where_discord_leaves_the_bot_out_no_channel_is_taken(setting: str) -> None:
    with pytest.raises(ChangeRefused, match="Discord has not shown me"):
        decide(setting, without_me(), [CHANNEL])
