"""Events that cannot be read, and servers that a session lacks."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import discord
import pytest

from bot.chat.parsing import ASKING, Parse, guard, notice_absent, pass_over_repeated


def test_an_event_that_cannot_be_read_is_logged_without_what_it_holds(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def parse(data: Any) -> None:
        int(data["content"])

    parsers: dict[str, Parse] = {"MESSAGE_UPDATE": parse}
    guard(parsers)
    parsers["MESSAGE_UPDATE"]({"content": "secret words"})
    parsers["MESSAGE_UPDATE"]({})
    found, missing = (it.getMessage() for it in caplog.records)
    assert found.startswith("Discord sent MESSAGE_UPDATE in a shape that cannot be read")
    assert "ValueError in test_parsing.py, line" in found
    assert "KeyError in test_parsing.py, line" in missing
    assert "secret words" not in caplog.text


def test_an_event_that_can_be_read_is_read_once() -> None:
    read: list[Any] = []
    parsers: dict[str, Parse] = {"MESSAGE_CREATE": read.append}
    guard(parsers)
    parsers["MESSAGE_CREATE"]("data")
    assert read == ["data"]


@pytest.mark.parametrize("name", ["READY", "RESUMED"])
def test_without_what_begins_a_session_there_is_none(name: str) -> None:
    def parse(_data: Any) -> None:
        raise KeyError("user")

    parsers: dict[str, Parse] = {name: parse}
    guard(parsers)
    with pytest.raises(KeyError):
        parsers[name]({})


def test_of_the_servers_that_a_new_session_lacks_those_of_its_shard_are_left() -> None:
    read: list[Any] = []
    left: list[Any] = []
    parsers: dict[str, Parse] = {"READY": read.append, "GUILD_DELETE": left.append}
    known = [Mock(discord.Guild, id=number, shard_id=number % 2) for number in range(1, 6)]
    notice_absent(parsers, lambda: known)
    ready = {"shard": [1, 2], "guilds": [{"id": "3", "unavailable": True}, {"id": "7"}]}
    parsers["READY"](ready)
    assert read == [ready]
    assert left == [{"id": 1}, {"id": 5}]


def test_a_session_of_no_shard_is_that_of_the_only_one() -> None:
    read: list[Any] = []
    left: list[Any] = []
    parsers: dict[str, Parse] = {"READY": read.append, "GUILD_DELETE": left.append}
    notice_absent(parsers, lambda: [Mock(discord.Guild, id=1, shard_id=0)])
    parsers["READY"]({"guilds": []})
    assert read == [{"shard": [0, 1], "guilds": []}]
    assert left == [{"id": 1}]


@pytest.mark.parametrize("name", ASKING)
def test_what_discord_tells_of_again_is_passed_over(name: str) -> None:
    read: list[Any] = []
    parsers: dict[str, Parse] = dict.fromkeys(ASKING, read.append)
    pass_over_repeated(parsers)
    for number in ("1", "2", "1", "1"):
        parsers[name]({"id": number})
    assert read == [{"id": "1"}, {"id": "2"}]


def test_discord_py_keeps_what_reads_each_event_where_it_is_looked_for() -> None:
    parsers = discord.AutoShardedClient(intents=discord.Intents.none())._connection.parsers
    wanted = {"READY", "RESUMED", "GUILD_DELETE", "INTERACTION_CREATE", "MESSAGE_CREATE"}
    assert wanted <= parsers.keys()
