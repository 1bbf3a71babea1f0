"""Where packs are found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.knowledge.load import pack_files
from bot.knowledge.locate import find_packs, packs_in, shipped_folder


def write_pack(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("pack: {title: Found}\n", encoding="utf-8")
    return path


def test_the_folder_in_which_one_stands_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path / "data" / "knowledge" / "mine.yaml")
    assert [it.name for it in find_packs([], tmp_path / "data")] == ["mine.yaml"]
    write_pack(tmp_path / "knowledge" / "here.yaml")
    write_pack(tmp_path / "knowledge" / "folder" / "part.yaml")
    (tmp_path / "knowledge" / "here.expectations.yaml").write_text("", encoding="utf-8")
    assert [it.name for it in find_packs([], tmp_path / "data")] == ["folder", "here.yaml"]


def test_elsewhere_the_shipped_packs_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_packs([], tmp_path / "data") == [shipped_folder() / "open-source-ai"]


def test_a_named_folder_without_files_stands_for_the_packs_in_it(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "some" / "pack" / "a.yaml").parent
    assert find_packs([tmp_path / "some"], tmp_path) == [pack]


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_named_path_without_a_pack_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match=name):
        find_packs([tmp_path / name], tmp_path)


def test_what_editors_and_systems_leave_behind_is_no_pack(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "packs" / "tea.yaml")
    (pack.parent / ".#tea.yaml").symlink_to("ann@host.123:99")
    (pack.parent / "._tea.yaml").write_bytes(b"\x00\x05\x16\x07")
    assert packs_in(pack.parent) == [pack]
    assert pack_files(pack.parent) == [pack]


def test_a_pack_may_have_a_name_that_ends_like_that_of_expectations(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "great-expectations.yaml")
    assert packs_in(tmp_path) == [pack]


@pytest.mark.parametrize("name", ["tea.yml", "tea.YAML"])
def test_a_pack_by_a_name_that_is_not_read_is_not_passed_over_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path / "knowledge" / name)
    with pytest.raises(SettingsError, match=rf"Only \*\.yaml files are packs; rename .*{name}"):
        find_packs([], tmp_path / "data")


@pytest.mark.parametrize("named", [False, True], ids=["found", "named"])
def test_a_folder_that_may_not_be_read_is_not_passed_over_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path / "knowledge" / "tea.yaml")
    # Whoever runs the tests may be allowed to read everything.
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "knowledge")
    with pytest.raises(SettingsError, match="The folder knowledge may not be read"):
        find_packs([Path("knowledge")] if named else [], tmp_path / "data")
