"""The weekly digest: what is in it, and how it reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import create_autospec

import discord
import pytest

from bot.chat.admins.digest import (
    Digest,
    digest_of,
    oldest_review,
    render_digest,
    send_digest,
)
from bot.chat.curators.statistics import CHART
from bot.curating.figures import Counts, count
from bot.curating.misses import Miss
from bot.curating.workspace import Workspace
from bot.knowledge.model import Knowledge, Pack
from bot.store.questions import LoggedQuestion, Tally
from bot.store.servers import ServerSettings
from bot.store.store import open_store
from bot.store.votes import Vote
from bot.translation import speaking
from tests.chat.admins.workspaces import ANN, KETTLE, OWN, opened
from tests.chat.curators.views import breaches, parts, text_of
from tests.standin.limits import walk

SERVER, OTHER = 11, 12
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
EMPTY = Digest(TODAY - timedelta(days=7), Counts({}), count([], TODAY), (), None, {})


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    async with opened(tmp_path, NOW) as found:
        yield found


async def asked(folder: Path, ago: timedelta, question: str, guild_id: int = SERVER) -> None:
    async with open_store(f"sqlite:///{folder / 'rejoinder.db'}", now=lambda: NOW - ago) as store:
        await store.questions.record(guild_id, question, "none", retention_days=365)


def misses(*texts: str) -> list[Miss]:
    return [
        Miss((LoggedQuestion(1, SERVER, NOW, it, "none", None, None, None, "open"),), None)
        for it in texts
    ]


async def test_it_is_of_the_week_and_the_server(workspace: Workspace, tmp_path: Path) -> None:
    for days in (0, 3, 7, 8):
        await asked(tmp_path, timedelta(days=days), "who drinks the most tea")
    await asked(tmp_path, timedelta(), "what does another server ask", OTHER)
    await workspace.store.votes.cast(SERVER, "tea", "how-long-to-steep", 1, is_helpful=True)
    await workspace.store.votes.cast(OTHER, "tea", "how-long-to-steep", 1, is_helpful=False)
    found = await digest_of(workspace, SERVER, ServerSettings(), NOW)
    assert found.since == date(2026, 11, 14)
    assert (found.week.asked, found.week.helpful, found.week.unhelpful) == (3, 1, 0)
    assert [(it.asked, it.times) for it in found.misses] == [("who drinks the most tea", 3)]
    assert found.figures.whole.asked == 4


async def test_nothing_that_a_server_hides_is_named_as_unreviewed(workspace: Workspace) -> None:
    found = await digest_of(workspace, SERVER, ServerSettings(), NOW)
    assert found.oldest == (("tea", "tea-is-healthier"), date(2026, 1, 31))
    found = await digest_of(workspace, SERVER, ServerSettings(packs=()), NOW)
    assert found.oldest is None


async def test_a_servers_own_pack_is_named_to_it_alone(workspace: Workspace) -> None:
    await workspace.curation.publish(workspace.own(SERVER), OWN, ANN)
    ours = await digest_of(workspace, SERVER, ServerSettings(), NOW)
    theirs = await digest_of(workspace, OTHER, ServerSettings(), NOW)
    assert ours.questions["server", "kettle"] == KETTLE.question
    assert ("server", "kettle") not in theirs.questions


async def test_of_several_processes_one_alone_sends_it(workspace: Workspace) -> None:
    settings = await workspace.store.servers.change(SERVER, has_digest=True, curators_channel=5)
    channel = create_autospec(discord.TextChannel, instance=True, id=5)
    guild = create_autospec(discord.Guild, instance=True, id=SERVER)
    guild.get_channel_or_thread.return_value = channel
    await asyncio.gather(*(send_digest(workspace, guild, settings, NOW) for _ in range(3)))
    channel.send.assert_awaited_once()


def test_the_oldest_review_is_that_of_the_servers_own_pack_where_it_has_one(tea: Pack) -> None:
    def own(reviewed: date | None) -> Pack:
        entries = tuple(it.model_copy(update={"reviewed": reviewed}) for it in tea.entries)
        return tea.model_copy(update={"id": "server", "entries": entries})

    shared = Knowledge(packs=(own(None), tea))
    assert oldest_review(shared) == (("tea", "tea-is-healthier"), date(2026, 1, 31))
    both = Knowledge(packs=(own(date(2026, 5, 1)), tea))
    assert oldest_review(both) == (("server", "coffee-is-healthier"), date(2026, 5, 1))
    assert oldest_review(Knowledge(packs=(own(None),))) is None


def test_a_week_in_which_nothing_was_asked_says_just_that() -> None:
    text = text_of(render_digest(EMPTY, has_chart=False))
    assert text.startswith("### The week since 14 Nov 2026\nNothing has been asked.")
    assert "in vain" not in text
    assert "**Most disputed" not in text
    assert "**Reviewed" not in text


def test_a_week_without_misses_is_good_news() -> None:
    answered = replace(EMPTY, week=Counts({"answer": 3}))
    assert "Nothing was asked in vain." in text_of(render_digest(answered, has_chart=False))


def test_misses_are_quoted_most_asked_first_and_only_the_first_few() -> None:
    found = misses("who *wins* <@1>", *(f"question {it}" for it in range(9)))
    text = text_of(render_digest(replace(EMPTY, misses=found), has_chart=False))
    assert r"- “who \*wins\* \<\@1\>”: once" in text
    assert "question 3" in text
    assert "question 4" not in text


def test_a_wrong_match_names_the_entry_that_was_wrong() -> None:
    wrong = replace(misses("is tea warm")[0], wrong=("tea", "steep"))
    questions = {("tea", "steep"): "How long?"}
    digest = replace(EMPTY, misses=[wrong], questions=questions)
    text = text_of(render_digest(digest, has_chart=False))
    assert r"- “is tea warm”: once; “How long\?” was reported as wrong" in text


def test_the_most_disputed_entry_and_the_oldest_review_are_named() -> None:
    votes = [Vote(1, "tea", "steep", it, False, "unfair-for", NOW) for it in range(3)]
    digest = replace(
        EMPTY,
        figures=count([], TODAY, votes),
        oldest=(("tea", "milk"), date(2025, 2, 3)),
        questions={("tea", "milk"): "Does milk go in first?"},
    )
    text = text_of(render_digest(digest, has_chart=False))
    assert "**Most disputed:** `steep`: 0 of 3 votes helpful. Not helpful: unfair to those" in text
    assert r"**Reviewed longest ago:** “Does milk go in first\?”, 3 Feb 2025" in text


def test_the_chart_is_described_in_words() -> None:
    figures = count([Tally(1, TODAY, "answer", "tea", "steep", 12)], TODAY)
    view = render_digest(replace(EMPTY, figures=figures), has_chart=True)
    assert breaches(view, CHART) == []
    [gallery] = [it for it in walk(parts(view)) if "items" in it]
    assert "12 asked: 12 answered" in gallery["items"][0]["description"]


def test_the_longest_digest_fits() -> None:
    questions = {("tea", f"e{it}"): "*" * 900 for it in range(3)}
    votes = [Vote(1, "tea", "e1", it, False, "outdated", NOW) for it in range(3)]
    digest = Digest(
        TODAY,
        Counts({"answer": 10**9, "wrong": 10**9}),
        count([], TODAY, votes),
        [replace(it, wrong=("tea", "e0")) for it in misses(*["*" * 3000] * 9)],
        (("tea", "e2"), TODAY),
        questions,
    )
    for language in ("en", "de"):
        with speaking(language):
            assert breaches(render_digest(digest, has_chart=True), CHART) == []
