from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell.conftest import Shell


def test_a_backup_is_restored_with_history_and_packs(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = shell.publish("entry", "edit", "milk-first", "--add-phrasing", "milk?")
    packs = tmp_path / "data" / "knowledge"
    packs.mkdir()
    (packs / "own.yaml").write_text("entries: []\n", encoding="utf-8")
    file = tmp_path / "all.backup"
    made = shell.run("backup", str(file))
    assert made.code == 0, made.err
    assert made.out.startswith(f"Wrote {file}: ")
    assert made.out.endswith(", 1 file.\n")

    monkeypatch.setenv("REJOINDER_DATA", str(tmp_path / "elsewhere"))
    restored = shell.run("restore", str(file))
    assert restored.code == 0, restored.err
    assert restored.out.startswith(f"Restored {file}, made on ")
    assert (tmp_path / "elsewhere" / "knowledge" / "own.yaml").read_text() == "entries: []\n"
    assert shell.run("history", "--json").data[0]["revision"] == number


def test_what_is_there_is_replaced_only_where_that_is_said(shell: Shell, tmp_path: Path) -> None:
    shell.publish("entry", "edit", "milk-first", "--add-phrasing", "milk?")
    file = str(tmp_path / "all.backup")
    shell.run("backup", file)
    shell.publish("entry", "edit", "milk-first", "--add-phrasing", "cream?")
    refused = shell.run("restore", file)
    assert refused.code == 1
    assert "Add --replace to give up what is there." in refused.err
    assert len(shell.run("history", "--json").data) == 3
    assert shell.run("restore", file, "--replace").code == 0
    assert len(shell.run("history", "--json").data) == 2


def test_a_backup_of_nothing_is_refused(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("backup", str(tmp_path / "all.backup"))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("There is no database at ")
