from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.curating import shipped
from bot.curating.shipped import is_shipped, writable
from bot.errors import SaveError
from bot.knowledge.locate import find_packs
from tests.conftest import REPOSITORY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packs that came with the package, which only its owner's manager may change."""
    made = tmp_path / "shipped"
    (made / "folder").mkdir(parents=True)
    (made / "folder" / "pack.yaml").write_text("entries: []\n", encoding="utf-8")
    (made / "folder" / "expectations.yaml").write_text("", encoding="utf-8")
    (made / "file.yaml").write_text("pack: {id: file}\n", encoding="utf-8")
    (made / "schema.json").write_text("{}", encoding="utf-8")
    for path in made.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setattr(shipped, "shipped_folder", lambda: made)
    return made


def test_what_came_with_the_package_is_copied_whole(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert writable(folder / "folder", data) == data / "knowledge" / "folder"
    assert writable(folder / "file.yaml", data) == data / "knowledge" / "file.yaml"
    for file in folder.rglob("*"):
        if file.is_file():
            copy = data / "knowledge" / file.relative_to(folder)
            assert copy.read_bytes() == file.read_bytes()
            assert copy.stat().st_mode & 0o200
    assert [it.name for it in data.iterdir()] == ["knowledge"]


def test_a_copy_is_made_once(folder: Path, tmp_path: Path) -> None:
    copy = writable(folder / "file.yaml", tmp_path)
    copy.write_text("pack: {id: file, title: Changed}\n", encoding="utf-8")
    writable(folder / "file.yaml", tmp_path)
    assert "Changed" in copy.read_text(encoding="utf-8")


def test_other_packs_are_changed_where_they_are(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert not is_shipped(path)
    assert writable(path, tmp_path) == path
    assert not (tmp_path / "knowledge").exists()


def test_a_checkout_is_changed_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert not any(map(is_shipped, find_packs([], tmp_path)))
    monkeypatch.chdir(tmp_path)
    assert all(map(is_shipped, find_packs([], tmp_path)))


@pytest.mark.parametrize("there", ["a file", "a folder"])
def test_what_is_in_the_way_is_left_alone(folder: Path, tmp_path: Path, there: str) -> None:
    target = tmp_path / "data" / "knowledge"
    target.parent.mkdir()
    if there == "a file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.mkdir()
        (target / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SaveError, match="is in the way, and holds no pack"):
        writable(folder / "file.yaml", tmp_path / "data")
    assert [it.name for it in target.parent.iterdir()] == ["knowledge"]


def test_packs_of_somebodys_own_are_not_mixed_with_shipped_ones(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "own.yaml").write_text("entries: []\n", encoding="utf-8")
    with pytest.raises(SaveError, match=r"has packs, and none of them is file\.yaml"):
        writable(folder / "file.yaml", tmp_path)


def test_a_folder_that_cannot_be_made_is_told_of(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(SaveError, match=r"cannot be copied to .*: Not a directory|File exists"):
        writable(folder / "file.yaml", tmp_path / "data" / "deeper")


def test_processes_that_copy_at_once_all_end_with_the_whole_copy(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bot.curating.shipped import writable; "
        "from bot.knowledge.locate import shipped_folder; "
        "print(writable(shipped_folder() / 'open-source-ai', Path(sys.argv[1])))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=REPOSITORY
        )
        for _ in range(5)
    ]
    outs = {process.communicate(timeout=60)[0].decode().strip() for process in processes}
    assert [process.returncode for process in processes] == [0] * 5
    assert outs == {str(tmp_path / "knowledge" / "open-source-ai")}
    shipped_names = {it.name for it in (REPOSITORY / "knowledge" / "open-source-ai").iterdir()}
    assert {it.name for it in Path(*outs).iterdir()} == shipped_names
    assert [it.name for it in tmp_path.iterdir() if it.name.startswith(".knowledge")] == []
