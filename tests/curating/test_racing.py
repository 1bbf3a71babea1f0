"""Several processes that change one pack at the same time."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

from bot.curating.curation import Curation, Noticed
from bot.curating.homes import FileHome, Home
from bot.knowledge.load import read_pack
from bot.store.store import open_store
from tests.conftest import REPOSITORY, TEA

SECONDS = 6.0


async def race(folder: Path, *roles: str, seconds: float) -> list[list[str]]:
    """Has processes race; the words of each line that they printed."""
    shutil.copy(TEA, folder / "tea.yaml")
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.curating.racing",
            role,
            f"{role}{number}",
            str(folder),
            str(seconds),
            cwd=REPOSITORY,
            stdout=asyncio.subprocess.PIPE,
        )
        for number, role in enumerate(roles)
    ]
    found = await asyncio.gather(*(it.communicate() for it in processes))
    assert [it.returncode for it in processes] == [0] * len(processes)
    return [line.split() for out, _ in found for line in out.decode().splitlines()]


async def test_every_change_that_two_processes_acknowledge_is_in_the_file_and_in_history(
    tmp_path: Path,
) -> None:
    told = await race(tmp_path, "writer", "writer", seconds=SECONDS)
    done = {words[1] for words in told if words[0] == "done"}
    assert {it.split("-")[0] for it in done} == {"writer0", "writer1"}
    assert not [words for words in told if words[0] == "refused"]
    assert done <= read_pack(tmp_path / "tea.yaml").sound().entry_by_id.keys()


async def test_what_an_editor_saves_over_is_in_history_and_reported_and_can_be_put_back(
    tmp_path: Path,
) -> None:
    told = await race(tmp_path, "writer", "writer", "editor", seconds=SECONDS)
    assert ["saved"] in told
    done = {words[1] for words in told if words[0] == "done"}
    lost = {words[2]: int(words[1]) for words in told if words[0] == "lost"}
    async with open_store(f"sqlite:///{tmp_path / 'rejoinder.db'}") as store:
        late: list[Noticed] = []

        async def noticed(_: Home, found: Noticed) -> None:
            late.append(found)

        home = FileHome("tea", tmp_path / "tea.yaml", store, tmp_path)
        await Curation(store, noticed=noticed).refresh(home)
        lost |= {
            change.item: revision.number
            for found in late
            for revision in found.overwritten
            for change in revision.changes
        }
        remembered = {
            change.item
            for revision in await store.revisions.history(home.key, most=10_000)
            for change in revision.changes
        }
    assert done <= remembered
    assert done - read_pack(tmp_path / "tea.yaml").sound().entry_by_id.keys() <= lost.keys()
