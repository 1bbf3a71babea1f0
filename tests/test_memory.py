"""How memory is kept small, seen in this process and in others."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from bot.memory import give_back, share_one_arena, uncollected

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
    give_back()
    assert gc.get_freeze_count() >= len(kept)


class Ring:
    """Something that only a look for garbage frees."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.usefixtures("collecting")
def test_what_stayed_the_last_time_is_let_go_of_the_next() -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    give_back()
    del ring
    give_back()
    assert gone() is None


def test_without_glibc_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    share_one_arena()
    give_back()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is freed")
def test_what_has_been_freed_below_what_is_in_use_is_given_back() -> None:
    assert pages("give_back()") < 0.5 * pages("")
