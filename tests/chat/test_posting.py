"""What is sent by the bot itself, where Discord or the network fails."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.chat import posting
from bot.chat.look import render_note
from bot.chat.posting import PAUSES, post


class Channel:
    """Fails with each of some errors first, and then takes what it is sent."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = [*errors]
        self.nonces: list[int] = []
        self.files: list[bytes] = []

    async def send(self, *, nonce: int, files: list[discord.File], **_: Any) -> object:
        self.nonces.append(nonce)
        for file in files:
            self.files.append(file.fp.read())
            # As discord.py and aiohttp leave one behind.
            file.close()
            file.fp.close()
        if self.errors:
            raise self.errors.pop(0)
        return object()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "PAUSES", (0.0,) * len(PAUSES))


def refusal(status: int) -> discord.HTTPException:
    response = cast(aiohttp.ClientResponse, SimpleNamespace(status=status, reason="No"))
    return discord.HTTPException(response, "No")


async def sent(channel: Channel, *files: discord.File) -> bool:
    view = render_note("Tea.")
    there = cast(discord.abc.Messageable, channel)
    return await post(there, view, *files, about="Nothing in channel 1") is not None


PASSING = [refusal(503), aiohttp.ServerDisconnectedError(), ConnectionResetError()]


@pytest.mark.parametrize("error", PASSING, ids=["503", "a disconnection", "a reset"])
async def test_what_fails_for_a_moment_is_sent_again_as_the_same_message(error: Exception) -> None:
    channel = Channel(*[error] * len(PAUSES))
    file = discord.File(io.BytesIO(b"leaves"), "leaves.txt")
    assert await sent(channel, file)
    assert channel.files == [b"leaves"] * (1 + len(PAUSES))
    assert len(set(channel.nonces)) == 1


async def test_each_message_is_one_of_its_own() -> None:
    channel = Channel()
    assert [await sent(channel), await sent(channel)] == [True, True]
    assert len(set(channel.nonces)) == 2


async def test_what_fails_for_longer_is_given_up_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    channel = Channel(*[refusal(503)] * (1 + len(PAUSES)))
    assert not await sent(channel)
    assert [it.getMessage() for it in caplog.records] == [
        "Nothing in channel 1: HTTPException (code 0, status 503)."
    ]


@pytest.mark.parametrize("error", [refusal(403), TimeoutError()], ids=["403", "a timeout"])
async def test_what_a_moment_does_not_mend_is_not_sent_again(error: Exception) -> None:
    channel = Channel(error)
    assert not await sent(channel)
    assert len(channel.nonces) == 1
