"""The commands as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.knowledge.load import read_pack
from tests.conftest import REPOSITORY
from tests.shell.conftest import Shell


def start(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
    )


def adding(number: int) -> list[str]:
    entry = ["--question", f"Question {number}?", "--answer", "Yes. [^leaf-journal]"]
    return ["entry", "add", *entry, "--topic", "brewing", "--yes", "--json", "--no-effects"]


def test_entries_added_by_several_processes_at_once_are_all_there(
    shell: Shell, tmp_path: Path
) -> None:
    processes = [start(*adding(number), cwd=tmp_path) for number in range(4)]
    done = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0], done
    revisions = [json.loads(out)["revision"] for out, _ in done]
    assert sorted(revisions) == [2, 3, 4, 5]
    questions = {entry.question for entry in shell.pack.entries}
    assert {f"Question {number}?" for number in range(4)} <= questions


SHIPPED = (
    "entry",
    "edit",
    "what-is-openwashing",
    *("--add-phrasing", "please define openwashing", "--yes", "--json", "--no-effects"),
)


def test_the_first_change_to_a_shipped_pack_copies_it_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    before = (REPOSITORY / "knowledge" / "open-source-ai" / "definition.yaml").read_bytes()
    process = start(*SHIPPED, cwd=tmp_path, REJOINDER_DATA=str(data))
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    copies = data / "knowledge"
    assert f"are changed in a copy, {copies}, which upgrades leave alone." in err
    entry = read_pack(copies / "open-source-ai").sound().entry_by_id["what-is-openwashing"]
    assert entry.phrasings[-1] == "please define openwashing"
    assert (REPOSITORY / "knowledge" / "open-source-ai" / "definition.yaml").read_bytes() == before

    undo = ("undo", str(json.loads(out)["revision"]), "--yes", "--json", "--no-effects")
    process = start(*undo, cwd=tmp_path, REJOINDER_DATA=str(data))
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert (copies / "open-source-ai" / "definition.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("show", "9", "--json"), 1, "There is no revision 9 of `tea`. See: rejoinder history"),
        (("undo", "9"), 2, "Nobody can be asked here, so that nothing was changed. Add --yes"),
        (("entry", "show", "nothing"), 1, "There is no entry `nothing`."),
    ],
)
def test_a_refusal_is_a_sentence_and_an_exit_code(
    shell: Shell, tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    process = start(*arguments, cwd=tmp_path)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err.startswith(sentence)
    assert err.count("\n") == 1
    assert ("--json" in arguments) == bool(out)
