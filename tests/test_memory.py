"""How memory is kept small, seen in this process and in others."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Knowledge, Pack
from bot.memory import freeze, give_back, share_one_arena, uncollected

USE = """
from pathlib import Path
from bot.memory import give_back, share_one_arena
share_one_arena()
made = [bytes(1000) for _ in range(100_000)]
kept = made[-1]
del made
{end}
print(int(Path("/proc/self/statm").read_text().split()[1]))
"""


def pages(end: str) -> int:
    code = USE.format(end=end)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(run.stdout)


@pytest.fixture
def collecting() -> Iterator[None]:
    """Leaves the collector as it was."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("collecting")
def test_nothing_is_collected_until_the_outermost_block_ends() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_collecting_goes_on_after_a_block_that_fails() -> None:
    with pytest.raises(ValueError, match="no"), uncollected():
        raise ValueError("no")
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_a_block_that_began_with_collecting_off_leaves_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_what_is_there_is_not_looked_through_again() -> None:
    kept: list[dict[str, str]] = [{} for _ in range(1000)]
    freeze()
    assert gc.get_freeze_count() >= len(kept)


@pytest.mark.usefixtures("collecting")
def test_what_is_made_later_is_looked_through(tea: Pack) -> None:
    freeze()
    before = gc.get_freeze_count()
    Snapshot.build(Knowledge(packs=(tea,)))
    give_back()
    assert gc.get_freeze_count() <= before


def test_without_glibc_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    share_one_arena()
    give_back()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is freed")
def test_what_has_been_freed_below_what_is_in_use_is_given_back() -> None:
    assert pages("give_back()") < 0.5 * pages("")
