"""What visits tell, and what is remembered of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web

from bot.errors import SaveError, SettingsError
from bot.verification import (
    MEMORY,
    Remembered,
    Verification,
    is_offline,
    judge,
    load_memory,
    save_memory,
    verify,
)
from bot.visiting import Known, Limits, Visit
from tests.website import serving

DAY = date(2026, 6, 1)
LATER = date(2026, 7, 1)
QUICK = Limits(timeout_seconds=5, pause_seconds=0, is_allowed=lambda address: True)
URL = "http://a.example/x"
NEW = "https://a.example/y"
BEFORE = Remembered(fingerprint="old", seen=DAY)


@pytest.mark.parametrize(
    ("visit", "state", "says"),
    [
        (Visit(URL, 200, fingerprint="old"), "fine", ""),
        (Visit(URL, 304), "fine", ""),
        (Visit(URL, 200, fingerprint="new"), "changed", "It has changed since 2026-06-01"),
        (Visit(URL, 200, redirects=((301, NEW),), fingerprint="old"), "moved", f"write {NEW}"),
        (Visit(URL, 200, redirects=((301, NEW),), fingerprint="new"), "moved", "It has changed"),
        (Visit(URL, 200, redirects=((302, NEW),), fingerprint="old"), "fine", "For now it redir"),
        (Visit(URL, 404), "dead", "gone (404)"),
        (Visit(URL, 410), "dead", "gone (410)"),
        (Visit(URL, 404, redirects=((301, NEW),)), "dead", "gone (404)"),
        (Visit(URL, failure="unknown host", detail="there is no host a"), "dead", "There is no"),
        (Visit(URL, 403), "unclear", "answers 403: look at it in a browser"),
        (Visit(URL, 503), "unclear", "answers 503"),
        (Visit(URL, failure="timeout", detail="it did not answer"), "unclear", "It did not answer"),
        (Visit(URL, failure="not public", detail="it is not public"), "unclear", "change it"),
    ],
)
def test_a_visit_is_judged(visit: Visit, state: str, says: str) -> None:
    verdict = judge(visit, BEFORE)
    assert (verdict.url, verdict.state) == (URL, state)
    assert says in verdict.message
    assert bool(verdict.message) == bool(says)


def test_what_is_seen_for_the_first_time_has_not_changed() -> None:
    assert judge(Visit(URL, 200, fingerprint="new"), None).state == "fine"


def test_a_machine_is_offline_where_nothing_at_all_answers() -> None:
    silent = [Visit(URL, failure="unreachable"), Visit(URL, failure="unknown host")]
    assert is_offline(silent, has_route=False)
    assert is_offline([*silent, Visit(URL, failure="not public")], has_route=False)
    assert not is_offline([*silent, Visit(URL, 404)], has_route=False)
    assert not is_offline([*silent, Visit(URL, failure="robots")], has_route=False)
    assert not is_offline([], has_route=False)
    assert not is_offline([Visit(URL, failure="not public")], has_route=False)


def test_with_a_way_out_only_the_silence_of_many_hosts_is_the_machines() -> None:
    silent = [
        Visit(f"http://{host}.example/{page}", failure="unknown host")
        for host in "abc"
        for page in "xyz"
    ]
    assert is_offline(silent, has_route=True)
    assert not is_offline(silent[:6], has_route=True)
    assert not is_offline([*silent, Visit(URL, 200)], has_route=True)


async def test_the_only_address_of_a_pack_may_be_dead() -> None:
    url = "http://127.0.0.1:1/x"
    found = await verify([url], {}, DAY, limits=QUICK, has_route=lambda: True)
    assert not found.is_offline
    assert found.verdicts[url].message == "It cannot be reached: look at it in a browser."


class Site:
    """A server with one document, `/page`, that knows its version."""

    def __init__(self) -> None:
        self.text = "first"
        self.answers: list[int] = []
        self.base = ""

    async def handle(self, request: web.Request) -> web.Response:
        if request.path != "/page":
            return web.Response(status=404)
        tag = f'"{self.text}"'
        status = 304 if request.headers.get("If-None-Match") == tag else 200
        self.answers.append(status)
        return web.Response(
            status=status, text=None if status == 304 else self.text, headers={"ETag": tag}
        )


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    found = Site()
    async with serving(found.handle) as port:
        found.base = f"http://127.0.0.1:{port}"
        yield found


async def look(site: Site, memory: Verification | None, today: date) -> Verification:
    urls = [f"{site.base}/page", f"{site.base}/gone", f"{site.base}/page"]
    return await verify(urls, memory.memory if memory else {}, today, limits=QUICK)


async def test_a_document_is_remembered_and_a_change_is_told_once(site: Site) -> None:
    page, gone = f"{site.base}/page", f"{site.base}/gone"
    first = await look(site, None, DAY)
    assert {url: it.state for url, it in first.verdicts.items()} == {page: "fine", gone: "dead"}
    assert list(first.memory) == [page]
    second = await look(site, first, LATER)
    assert second.verdicts[page].state == "fine"
    assert second.memory[page].seen == LATER
    assert second.memory[page].fingerprint == first.memory[page].fingerprint
    site.text = "second"
    third = await look(site, second, LATER)
    assert third.verdicts[page].state == "changed"
    assert f"since {LATER}" in third.verdicts[page].message
    fourth = await look(site, third, LATER)
    assert fourth.verdicts[page].state == "fine"
    assert site.answers == [200, 304, 200, 304]


@pytest.mark.parametrize(
    "header",
    [b"Last-Modified: jeu., 22 f\xe9vr. 2024 10:00:00 GMT", b'ETag: "\xe9"', b'ETag: "\x01"'],
)
async def test_a_document_is_remembered_without_a_header_that_cannot_be_sent_back(
    tmp_path: Path, header: bytes
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + header + b"\r\n\r\ntext")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    for day in (DAY, LATER):
        found = await verify([url], load_memory(tmp_path), day, limits=QUICK)
        assert found.verdicts[url].state == "fine"
        save_memory(tmp_path, found.memory)
        assert found.memory[url].seen == day
    server.close()
    await server.wait_closed()


async def test_offline_nothing_is_judged_and_nothing_forgotten() -> None:
    memory = {URL: BEFORE}
    told: list[tuple[int, int]] = []
    found = await verify(
        ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"],
        memory,
        LATER,
        limits=QUICK,
        advance=lambda done, total: told.append((done, total)),
        has_route=lambda: False,
    )
    assert (found.is_offline, found.verdicts, found.memory) == (True, {}, memory)
    assert told == [(1, 2), (2, 2)]


def test_memory_survives_from_run_to_run(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert load_memory(folder) == {}
    memory = {URL: Remembered(etag='"1"', fingerprint="f", seen=DAY)}
    save_memory(folder, memory)
    assert load_memory(folder) == memory
    assert [it.name for it in folder.iterdir()] == [MEMORY]


def test_a_damaged_memory_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / MEMORY).write_text("[]", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sources\.json cannot be read\. Delete it"):
        load_memory(tmp_path)


def test_memory_that_cannot_be_reached_is_not_to_be_deleted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.touch()
    with pytest.raises(SettingsError, match=r"sources\.json cannot be read: Not a directory\.$"):
        load_memory(folder)


def test_memory_that_cannot_be_saved_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.touch()
    with pytest.raises(SaveError, match=r"The folder .*data cannot be made: File exists\."):
        save_memory(folder, {})
    (tmp_path / MEMORY).mkdir()
    with pytest.raises(SaveError, match=r"sources\.json cannot be saved: Is a directory\. "):
        save_memory(tmp_path, {})


def test_a_known_document_is_asked_for_on_condition() -> None:
    assert Known('"1"', None).headers() == {"If-None-Match": '"1"'}
    assert Known().headers() == {}
