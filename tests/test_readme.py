"""What the README tells people to run does run."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from bot.checking import run_check
from bot.knowledge.model import MODEL_OF
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^    (rejoinder .+)$", README, re.MULTILINE)
COMMANDS = [it for it in BLOCKS if "run" not in it and "get" not in it and "<" not in it]


def test_the_two_commands_stand_in_the_readme_as_they_are_promised() -> None:
    assert "\n    pip install . && rejoinder chat\n" in README
    assert "\n    pip install -e '.[test]' && pytest\n" in README


@pytest.mark.no_cover
@pytest.mark.usefixtures("once_learned")
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


def test_the_pack_of_the_readme_is_whole(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```yaml\n(.*?^entries:.*?)^```", README, re.MULTILINE | re.DOTALL)
    file = tmp_path / "tea.yaml"
    file.write_text(example, encoding="utf-8")
    said = io.StringIO()
    assert run_check([file], date(2026, 12, 1), Console(file=said, width=200))
    assert said.getvalue().endswith("0 errors, 0 warnings.\n")


def test_the_readme_names_every_key_of_a_pack() -> None:
    told = README.partition("### In an editor")[2].partition("## How it decides")[0]
    keys = {name for model in MODEL_OF.values() for name in model.model_fields}
    assert {it for it in keys if not re.search(rf"\b{it}\b", told)} == set()


def test_every_setting_of_the_readme_exists_and_every_setting_is_in_it() -> None:
    from bot.settings import Settings

    names = {
        "DISCORD_TOKEN" if name == "discord_token" else f"REJOINDER_{name.upper()}"
        for name in Settings.model_fields
    }
    assert set(re.findall(r"^\| `([A-Z_]+)`", README, re.MULTILINE)) == names


def test_a_source_distribution_has_every_file_that_the_readme_names() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    named = {*re.findall(r"\]\(([^):]+)\)", README), *re.findall(r"`([^`\s]+)`", README)}
    tops = {f"/{Path(it).parts[0]}" for it in named if (REPOSITORY / it).exists()}
    tops -= {"/.env"}  # an operator's own
    assert "/knowledge" in tops
    assert tops - set(included) == set()
