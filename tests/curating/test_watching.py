"""Noticing what editors, `git pull` and network disks do to packs."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from watchfiles._rust_notify import WatchfilesRustInternalError

from bot.curating.watching import changed_packs

SECONDS = 10


class Watch:
    """A watch that is under way."""

    def __init__(self, packs: list[Path]) -> None:
        self.stop = asyncio.Event()
        self.changed: asyncio.Queue[set[Path]] = asyncio.Queue()
        self.task = asyncio.create_task(self._run(packs))

    async def _run(self, packs: list[Path]) -> None:
        async for found in changed_packs(packs, self.stop):
            if found:
                await self.changed.put(found)

    async def next(self) -> set[Path]:
        return await asyncio.wait_for(self.changed.get(), SECONDS)

    async def end(self) -> None:
        self.stop.set()
        await asyncio.wait_for(self.task, SECONDS)


Begin = Callable[..., Awaitable[Watch]]


@pytest.fixture
async def begin() -> AsyncIterator[Begin]:
    begun: list[Watch] = []

    async def watch(*packs: Path) -> Watch:
        begun.append(Watch(list(packs)))
        assert await begun[-1].next() == set(packs)
        return begun[-1]

    yield watch
    for it in begun:
        await it.end()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    found = folder / "a.yaml"
    found.write_text("one", encoding="utf-8")
    return found


def in_place(file: Path) -> None:
    file.write_text("another", encoding="utf-8")


def by_renaming(file: Path) -> None:
    new = file.with_suffix(".new")
    new.write_text("two", encoding="utf-8")
    new.replace(file)


def by_removing(file: Path) -> None:
    file.unlink()


def by_replacing_the_folder(file: Path) -> None:
    shutil.rmtree(file.parent)
    file.parent.mkdir()
    file.write_text("others", encoding="utf-8")


def with_the_same_size(file: Path) -> None:
    file.write_text("eno", encoding="utf-8")


@pytest.mark.parametrize(
    "save", [in_place, by_renaming, by_removing, by_replacing_the_folder, with_the_same_size]
)
async def test_a_save_is_noticed_however_it_is_made(
    file: Path, begin: Begin, save: Callable[[Path], None]
) -> None:
    watch = await begin(file)
    save(file)
    assert await watch.next() == {file}


async def test_saves_are_noticed_after_the_folder_was_replaced(file: Path, begin: Begin) -> None:
    watch = await begin(file)
    by_replacing_the_folder(file)
    await watch.next()
    for _ in range(3):
        by_renaming(file)
        assert await watch.next() == {file}


async def test_a_folder_that_goes_away_is_waited_for(file: Path, begin: Begin) -> None:
    watch = await begin(file)
    shutil.rmtree(file.parent)
    assert await watch.next() == {file}
    file.parent.mkdir()
    by_renaming(file)
    assert await watch.next() == {file}


async def test_a_disk_that_tells_of_no_changes_is_looked_at(
    file: Path, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf(*_: object, stop_event: asyncio.Event, **__: object) -> AsyncIterator[set[str]]:
        while not stop_event.is_set():
            await asyncio.sleep(0.01)
            yield set()

    monkeypatch.setattr("watchfiles.awatch", deaf)
    watch = await begin(file)
    by_renaming(file)
    assert await watch.next() == {file}


async def test_where_the_system_has_no_watch_left_packs_are_looked_at_and_that_is_said_once(
    file: Path, begin: Begin, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(*_: object, **__: object) -> AsyncIterator[set[str]]:
        raise WatchfilesRustInternalError("Too many open files (os error 24)")
        yield set()

    monkeypatch.setattr("watchfiles.awatch", refuse)
    watch = await begin(file)
    for _ in range(2):
        by_renaming(file)
        assert await watch.next() == {file}
    (said,) = caplog.records
    assert said.levelno == logging.WARNING
    assert "Too many open files" in said.getMessage()
    assert said.exc_info is None


@pytest.mark.parametrize("is_closed_at_first", [False, True])
async def test_a_folder_that_cannot_be_looked_into_for_a_while_is_waited_for(
    file: Path, begin: Begin, tmp_path: Path, is_closed_at_first: bool
) -> None:
    pack = file.parent
    parent = tmp_path / "parent"
    parent.mkdir()
    pack.rename(parent / "packs")
    pack = parent / "packs"
    if is_closed_at_first:
        close(parent)
    watch = await begin(pack)
    if not is_closed_at_first:
        close(parent)
        assert await watch.next() == {pack}
    reopen(parent)
    assert await watch.next() == {pack}
    by_renaming(pack / file.name)
    assert await watch.next() == {pack}


def close(folder: Path) -> None:
    """Has the system refuse to look below `folder`, to root as well."""
    folder.rename(folder.with_suffix(".away"))
    folder.symlink_to("x" * 256)  # longer than a name may be


def reopen(folder: Path) -> None:
    folder.unlink()
    folder.with_suffix(".away").rename(folder)


async def test_a_link_that_is_made_to_point_elsewhere_is_noticed(
    file: Path, begin: Begin, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).write_text("same", encoding="utf-8")
    link = file.with_name("link.yaml")
    link.symlink_to(tmp_path / "first")
    watch = await begin(link)
    new = file.with_name("new")
    new.symlink_to(tmp_path / "second")
    new.replace(link)
    assert await watch.next() == {link}


async def test_only_the_pack_whose_folder_has_changed_is_named(
    file: Path, begin: Begin, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "b.yaml").write_text("one", encoding="utf-8")
    watch = await begin(file, folder)
    (folder / "c.yaml").write_text("two", encoding="utf-8")
    assert await watch.next() == {folder}
