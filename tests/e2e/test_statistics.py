"""`/knowledge stats`, over Discord's protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.limits import walk
from tests.standin.server import BOT, JSON, Discord, custom_ids, text_of

GUILD, GUILD2 = int(payloads.GUILD), int(payloads.GUILD2)
STEEP = ("tea", "how-long-to-steep")


def shown(exchange: Exchange) -> JSON:
    assert exchange.message is not None
    return exchange.message


def said(exchange: Exchange) -> str:
    return text_of(shown(exchange))


def action(message: JSON, name: str) -> str:
    return next(it for it in custom_ids(message) if it.split(":")[0] == name)


async def test_votes_from_buttons_are_counted_with_their_reasons(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(f"<@{BOT}> why is tea healthier than coffee?")
    await discord.press(answer, action(answer, "up"), by=payloads.CURATOR)
    await discord.press(answer, action(answer, "up"), by=payloads.MEMBER)
    for person in (payloads.MEMBER, payloads.ADMIN):
        why = await discord.press(answer, action(answer, "down"), by=person)
        note = shown(why)
        await discord.press(note, action(note, "reason"), "unfair-against")
    figures = await discord.slash("knowledge stats")
    assert figures.is_private
    assert "1 of 3 votes helpful" in said(figures)
    assert "Not helpful: unfair to those against the motion (2)" in said(figures)
    disputed = "**Most disputed:** “Why is tea healthier than coffee\\?”: 1 of 3 votes helpful"
    assert disputed in said(figures)
    assert figures.files["questions.png"].startswith(b"\x89PNG")
    [gallery] = [it for it in walk(shown(figures)["components"]) if "items" in it]
    assert "1 of 3 votes helpful" in gallery["items"][0]["description"]


async def test_a_servers_votes_are_its_curators_alone(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await store.votes.cast(GUILD, *STEEP, 1, is_helpful=False)
        await store.votes.cast(None, *STEEP, 1, is_helpful=False)
    await start_bot()
    theirs = await discord.slash("knowledge stats", by=payloads.ADMIN2, guild=payloads.GUILD2)
    assert "Nothing has been asked." in said(theirs)
    assert "Only curators may do that" in said(
        await discord.slash("knowledge stats", by=payloads.MEMBER)
    )
    assert "in the server itself" in said(
        await discord.slash("knowledge stats", by=payloads.BOT_OWNER, channel=payloads.DIRECT)
    )


async def test_without_matplotlib_there_are_figures_and_a_word_on_what_is_missing(
    discord: Discord, start_bot: StartBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = tmp_path / "hidden" / "matplotlib"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError('it is not there')\n")
    monkeypatch.setenv("PYTHONPATH", str(hidden.parent))
    async with Memory(tmp_path).opened() as store:
        await store.votes.cast(GUILD, *STEEP, 1, is_helpful=True)
        await store.servers.change(GUILD2, has_digest=True, curators_channel=int(payloads.CHANNEL2))
        await store.votes.cast(GUILD2, *STEEP, 1, is_helpful=True)
    bot = await start_bot()
    figures = await discord.slash("knowledge stats")
    assert "1 of 1 vote helpful" in said(figures)
    assert "pip install rejoinder[charts]" in said(figures)
    assert figures.files == {}
    digest = await discord.next_message(0)
    assert "1 of 1 vote helpful" in text_of(digest)
    assert digest["attachments"] == []
    assert "No chart is drawn: it is not there." in bot.output()
