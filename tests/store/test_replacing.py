"""Replacing the files of a folder, and taking that back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.replacing import Replacement


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, a file further below, and a hidden one."""
    made = tmp_path / "folder"
    made.joinpath("below").mkdir(parents=True)
    for name in ("a", "below/b", ".hidden"):
        made.joinpath(name).write_text("old")
    return made


OLD = {"a": "old", "below/b": "old", ".hidden": "old"}
NEW = {"a": "new", "other/c": "new", ".hidden": "old"}


def files(folder: Path) -> dict[str, str]:
    return {
        it.relative_to(folder).as_posix(): it.read_text()
        for it in folder.rglob("*")
        if it.is_file()
    }


def waiting(folder: Path) -> Replacement:
    replacement = Replacement(folder)
    for path in ("a", "other/c"):
        replacement.add(path, io.BytesIO(b"new"))
    return replacement


def test_files_take_the_place_of_those_there_and_what_is_hidden_stays(folder: Path) -> None:
    with waiting(folder) as replacement:
        replacement.apply()
    assert files(folder) == NEW
    assert sorted(it.name for it in folder.iterdir()) == [".hidden", "a", "other"]


def test_files_that_wait_change_nothing(folder: Path) -> None:
    with waiting(folder):
        pass
    assert files(folder) == OLD


def test_what_was_replaced_can_be_taken_back(folder: Path) -> None:
    with waiting(folder) as replacement:
        replacement.apply()
        replacement.undo()
    assert files(folder) == OLD


@pytest.mark.parametrize("obstacle", ["a", "below"])
def test_what_was_replaced_halfway_can_be_taken_back(folder: Path, obstacle: str) -> None:
    with waiting(folder) as replacement:
        # A folder that is not empty is in the way of a file, and of a folder.
        in_the_way = next(folder.glob(".restoring-*/old")) / obstacle
        in_the_way.joinpath("x").mkdir(parents=True)
        with pytest.raises(OSError, match=r"Is a directory|not empty"):
            replacement.apply()
        replacement.undo()
        assert not in_the_way.joinpath("a").exists()
    assert files(folder) == OLD


def test_files_that_cannot_be_put_back_are_kept_and_one_is_told_where(folder: Path) -> None:
    with waiting(folder) as replacement:
        replacement.apply()
        folder.joinpath("a").unlink()
        with pytest.raises(StoreError, match=r"is in .+\.restoring-.+/old: move it back by hand"):
            replacement.undo()
    kept = next(folder.glob(".restoring-*/old"))
    assert files(kept) == {"a": "old", "below/b": "old"}


def test_a_folder_that_was_missing_is_made_and_removed_if_nothing_came(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    with waiting(folder):
        assert folder.is_dir()
    assert not folder.exists()
    with waiting(folder) as replacement:
        replacement.apply()
    assert files(folder) == {"a": "new", "other/c": "new"}


def test_a_file_is_never_written_over_another(folder: Path) -> None:
    with waiting(folder) as replacement, pytest.raises(FileExistsError):
        replacement.add("a", io.BytesIO(b"another"))
