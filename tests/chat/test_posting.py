"""What is sent by the bot itself, where Discord or the network fails."""

from __future__ import annotations

import asyncio
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


def refusal(status: int, **headers: str) -> discord.HTTPException:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = SimpleNamespace(status=status, reason="No", headers=named)
    return discord.HTTPException(cast(aiohttp.ClientResponse, response), "No")


async def sent(channel: Channel, *files: discord.File) -> bool:
    view = render_note("Tea.")
    there = cast(discord.abc.Messageable, channel)
    return await post(there, view, *files, about="Nothing in channel 1") is not None


PASSING = {
    "503": refusal(503),
    "520": refusal(520),
    "522": refusal(522),
    "429": refusal(429),
    "429 for a time": refusal(429, Retry_After="0"),
    "a disconnection": aiohttp.ServerDisconnectedError(),
    "a reset": ConnectionResetError(),
}


@pytest.mark.parametrize("error", PASSING.values(), ids=PASSING)
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


async def test_where_too_much_was_sent_it_waits_for_as_long_as_it_was_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    assert await sent(Channel(refusal(429, Retry_After="1.5"), refusal(429, Retry_After="x")))
    assert waited == [1.5, 0]


LASTING = {
    "403": refusal(403),
    "502 that was tried again": refusal(502),
    "a timeout": TimeoutError(),
    "429 for long": refusal(429, Retry_After="3600"),
    "429 that was waited for": refusal(429, Retry_After="0", Via="1.1 google"),
}


@pytest.mark.parametrize("error", LASTING.values(), ids=LASTING)
async def test_what_a_moment_does_not_mend_is_not_sent_again(error: Exception) -> None:
    channel = Channel(error)
    assert not await sent(channel)
    assert len(channel.nonces) == 1
