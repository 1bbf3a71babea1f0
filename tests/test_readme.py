"""What the README tells people to run does run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^    (rejoinder .+)$", README, re.MULTILINE)
COMMANDS = [it for it in BLOCKS if "run" not in it and "get" not in it and "<" not in it]


def test_the_two_commands_stand_in_the_readme_as_they_are_promised() -> None:
    assert "\n    pip install . && rejoinder chat\n" in README
    assert "\n    pip install -e '.[test]' && pytest\n" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_ends_well(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *shlex.split(command)[1:]],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_of_the_readme_exists_and_every_setting_is_in_it() -> None:
    from bot.settings import Settings

    names = {
        "DISCORD_TOKEN" if name == "discord_token" else f"REJOINDER_{name.upper()}"
        for name in Settings.model_fields
    }
    assert set(re.findall(r"^\| `([A-Z_]+)`", README, re.MULTILINE)) == names
