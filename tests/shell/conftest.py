"""Commands on a copy of the pack about tea, run in this process."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import RejoinderError
from bot.knowledge.load import read_pack
from bot.knowledge.model import Pack
from bot.shell import publishing
from tests.conftest import TEA

EXPECTATIONS = """\
- ask: "is tea good for your heart"
  expect: tea-is-healthier
- ask: "when do i take the teabag out"
  expect: how-long-to-steep
"""


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # Any: whatever the command printed
        return json.loads(self.out)


@dataclass(frozen=True)
class Shell:
    """Runs commands on a pack as `main` would, and reads the pack."""

    path: Path

    def run(self, *arguments: str, typed: str | None = None) -> Done:
        """`typed` is what somebody types; None where nobody is there."""
        with pytest.MonkeyPatch.context() as patch:
            if typed is not None:
                patch.setattr(publishing, "is_terminal", lambda: True)
            found = CliRunner().invoke(app, arguments, input=typed or "")
        if isinstance(found.exception, RejoinderError):
            error = found.exception
            return Done(error.exit_code, found.stdout, f"{found.stderr}{error}\n")
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Done(found.exit_code, found.stdout, found.stderr)

    def publish(self, *arguments: str) -> int:
        """The number of the revision that the command makes."""
        done = self.run(*arguments, "--yes", "--json", "--no-effects")
        assert done.code == 0, done.err
        number: int = done.data["revision"]
        return number

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def pack(self) -> Pack:
        return read_pack(self.path).sound()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell where the pack about tea has two expectations, which are met."""
    path = tmp_path / "tea.yaml"
    path.write_bytes(TEA.read_bytes())
    expectations = path.with_suffix(".expectations.yaml")
    expectations.write_text(EXPECTATIONS, encoding="utf-8")
    # Nobody is in the midst of writing them, which a command would wait for.
    for file in (path, expectations):
        os.utime(file, (0, 0))
    monkeypatch.setenv("REJOINDER_KNOWLEDGE", str(path))
    monkeypatch.setenv("REJOINDER_ANSWER_BAR", "0.9")
    monkeypatch.setenv("LOGNAME", "curator")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("REJOINDER_DATABASE_URL", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return Shell(path)


EDITOR = """\
import json, pathlib, sys
here, file = pathlib.Path(__file__).parent, pathlib.Path(sys.argv[1])
steps = json.loads((here / "steps.json").read_text(encoding="utf-8"))
text = file.read_text(encoding="utf-8")
with (here / "seen.jsonl").open("a", encoding="utf-8") as seen:
    seen.write(json.dumps(text) + "\\n")
for old, new in steps.pop(0):
    assert text.count(old) == 1, (old, text)
    text = text.replace(old, new)
file.write_text(text, encoding="utf-8")
(here / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
"""


class Editor:
    """An editor that replaces texts, one step each time that it is opened."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.command = f"'{sys.executable}' '{folder / 'editor.py'}'"
        self._folder = folder
        (folder / "editor.py").write_text(EDITOR, encoding="utf-8")

    def will(self, *steps: list[tuple[str, str]]) -> None:
        (self._folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")

    @property
    def seen(self) -> list[str]:
        """The texts that it was opened with."""
        lines = (self._folder / "seen.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: Shell) -> Editor:
    """The person's editor; its files go to the folder `typed` of the test's."""
    made = Editor(tmp_path / "editor")
    monkeypatch.setenv("VISUAL", made.command)
    (tmp_path / "typed").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "typed"))
    return made


@pytest.fixture
def typed_files(tmp_path: Path) -> Callable[[], list[Path]]:
    """The files with what was typed and not used."""
    return lambda: sorted((tmp_path / "typed").iterdir())
