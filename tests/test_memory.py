from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from bot.memory import give_back, share_one_arena

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


def test_without_glibc_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    share_one_arena()
    give_back()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is freed")
def test_what_has_been_freed_below_what_is_in_use_is_given_back() -> None:
    assert pages("give_back()") < 0.5 * pages("")
