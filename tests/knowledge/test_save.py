"""Files that are always the old one or the new one, whole."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import SaveError
from bot.knowledge import save
from bot.knowledge.save import ChangedOnDisk, read_text, replace_text, save_text
from tests.conftest import REPOSITORY


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "pack [1].yaml"
    found.write_bytes(b"\xef\xbb\xbfold\r\n")
    return found


def contents(folder: Path) -> list[str]:
    return sorted(it.name for it in folder.iterdir())


def test_a_saved_file_holds_the_text_byte_for_byte_and_leaves_nothing_beside_it(
    file: Path,
) -> None:
    save_text(file, "new\r\nlines\n", expected="\ufeffold\r\n")
    assert file.read_bytes() == b"new\r\nlines\n"
    assert contents(file.parent) == [file.name]


def test_a_file_is_made_and_removed(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    save_text(new, "text", expected=None)
    assert read_text(new) == "text"
    save_text(new, None, expected="text")
    assert read_text(new) is None
    assert contents(tmp_path) == []


@pytest.mark.parametrize("expected", ["something else", None])
def test_what_somebody_else_saved_stands(file: Path, expected: str | None) -> None:
    with pytest.raises(ChangedOnDisk, match="somebody else"):
        save_text(file, "new", expected=expected)
    assert file.read_bytes() == b"\xef\xbb\xbfold\r\n"
    assert contents(file.parent) == [file.name]


def test_what_an_editor_writes_in_place_at_the_last_moment_stands(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def reading(path: Path) -> str | None:
        found = read_text(path)
        if path == file and not seen:
            # Behind the last look at the file, and before it is replaced.
            seen.append(path)
            file.write_text("the editor's", encoding="utf-8")
        return found

    monkeypatch.setattr(save, "read_text", reading)
    with pytest.raises(ChangedOnDisk):
        save_text(file, "new", expected="\ufeffold\r\n")
    assert file.read_text(encoding="utf-8") == "the editor's"
    assert contents(file.parent) == [file.name]


def test_a_file_is_replaced_whatever_it_holds(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"caf\xe9")
    file.chmod(0o640)
    replace_text(file, "new\r\n")
    replace_text(tmp_path / "made.yaml", "text")
    assert file.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert read_text(tmp_path / "made.yaml") == "text"
    assert contents(tmp_path) == ["made.yaml", file.name]


def test_what_cannot_be_replaced_is_a_plain_error_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SaveError, match="Is a directory"):
        replace_text(tmp_path / "folder", "new")
    assert contents(tmp_path) == ["folder"]


def test_permissions_stay(file: Path) -> None:
    file.chmod(0o640)
    save_text(file, "new", expected="\ufeffold\r\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_it_saves_where_the_system_knows_no_owners(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "chown", raising=False)  # as on Windows
    save_text(file, "new", expected="\ufeffold\r\n")
    assert read_text(file) == "new"


def test_a_symbolic_link_stays_and_its_target_is_replaced(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.yaml"
    link.symlink_to(file)
    save_text(link, "new", expected="\ufeffold\r\n")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "new"
    assert contents(folder) == ["link.yaml"]


def test_a_link_to_nothing_is_a_plain_error(tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "nowhere.yaml")
    with pytest.raises(SaveError, match="No such file"):
        save_text(link, "new", expected=None)


def test_what_is_not_utf_8_is_a_plain_error(file: Path) -> None:
    file.write_bytes(b"caf\xe9")
    with pytest.raises(SaveError, match="not UTF-8"):
        read_text(file)


def test_leftovers_of_a_killed_process_are_cleared_away(file: Path) -> None:
    (file.parent / f".{file.name}.abc{save.TEMPORARY}").write_text("half", encoding="utf-8")
    save_text(file, "new", expected="\ufeffold\r\n")
    assert contents(file.parent) == [file.name]
    (file.parent / f".{file.name}.abc{save.TEMPORARY}").write_text("half", encoding="utf-8")
    replace_text(file, "newer")
    assert contents(file.parent) == [file.name]


LIMITED = """
import resource, signal, sys
from pathlib import Path
from bot.errors import SaveError
from bot.knowledge.save import save_text

if sys.argv[2] == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
else:
    import os
    os.setgid(65534), os.setuid(65534)
try:
    save_text(Path(sys.argv[1]), "x" * 100_000, expected="old")
except SaveError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such limits nor users")
@pytest.mark.parametrize(
    ("obstacle", "reason"), [("full", "File too large"), ("read-only", "Permission denied")]
)
@pytest.mark.no_cover  # what is measured could not be written either
def test_a_full_disk_or_a_read_only_folder_leaves_the_old_file(
    tmp_path: Path, obstacle: str, reason: str
) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    file = folder / "pack.yaml"
    file.write_text("old", encoding="utf-8")
    if obstacle == "read-only":
        for parent in (tmp_path, *tmp_path.parents[:2]):
            parent.chmod(parent.stat().st_mode | 0o055)
        folder.chmod(0o555)
    if obstacle == "read-only" and os.getuid() != 0:
        with pytest.raises(SaveError, match=reason):
            save_text(file, "x", expected="old")
    else:
        command = [sys.executable, "-c", LIMITED, str(file), obstacle]
        said = subprocess.run(
            command, cwd=REPOSITORY, check=True, capture_output=True, text=True
        ).stdout
        assert reason in said
        assert "the old file is whole" in said
    folder.chmod(0o755)
    assert file.read_text(encoding="utf-8") == "old"
    assert contents(folder) == ["pack.yaml"]
