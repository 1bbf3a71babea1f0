"""A process that is killed while it saves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, TEA

KILLS = 240


@pytest.mark.no_cover
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_a_kill_at_any_step_leaves_the_old_pack_or_the_new_one_and_a_history_that_agrees(
    tmp_path: Path,
) -> None:
    shutil.copy(TEA, tmp_path / "tea.yaml")
    command = [sys.executable, "-m", "tests.curating.killed", str(tmp_path), str(KILLS)]
    done = subprocess.run(
        command, cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=300
    )
    [told] = done.stdout.splitlines()
    assert told.startswith(f"{KILLS} kills over ")
    assert int(told.rsplit("; ", 1)[1].split()[0]) > 0
