"""What the operator decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings


def test_owners_are_ids_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().owners == ()
    monkeypatch.setenv("REJOINDER_OWNERS", " 123, 456,")
    assert load_settings().owners == (123, 456)


def test_an_owner_who_is_no_id_is_a_plain_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REJOINDER_OWNERS", "ann")
    with pytest.raises(SettingsError, match=r"REJOINDER_OWNERS is wrong: it is ids of Discord"):
        load_settings()


def test_paths_in_env_may_begin_with_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ann")
    for name in ("REJOINDER_DATA", "REJOINDER_KNOWLEDGE", "REJOINDER_ENCODER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text(
        "REJOINDER_DATA=~/state\nREJOINDER_KNOWLEDGE=~/a.yaml:/b.yaml\nREJOINDER_ENCODER=~/encoder\n",
        encoding="utf-8",
    )
    settings = load_settings()
    assert settings.data == Path("/home/ann/state")
    assert settings.knowledge == (Path("/home/ann/a.yaml"), Path("/b.yaml"))
    assert settings.encoder == Path("/home/ann/encoder")


@pytest.mark.parametrize("where", ["the environment", ".env"])
def test_a_setting_that_is_nearly_spelt_is_told(
    where: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(tmp_path)
    if where == ".env":
        (tmp_path / ".env").write_text("REJOINDER_ANSER_BAR=0.5\n", encoding="utf-8")
    else:
        monkeypatch.setenv("REJOINDER_ANSER_BAR", "0.5")
    # Kubernetes tells each process where a service of that name is.
    monkeypatch.setenv("REJOINDER_PORT", "tcp://10.0.0.1:80")
    assert load_settings().answer_bar == 0.72
    assert caplog.messages == [
        "REJOINDER_ANSER_BAR is no setting, and has no effect. Is REJOINDER_ANSWER_BAR meant?"
    ]


def test_a_home_folder_that_nobody_has_is_a_plain_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REJOINDER_DATA", "~nobody-of-this-name/state")
    with pytest.raises(SettingsError, match="REJOINDER_DATA is wrong: there is no such home"):
        load_settings()


@pytest.mark.parametrize("name", ["REJOINDER_DATA", "REJOINDER_KNOWLEDGE", "REJOINDER_ENCODER"])
def test_a_path_that_no_file_can_have_is_a_plain_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text(f"{name}=/a\0b\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=f"{name} is wrong: no path has a null character"):
        load_settings()


def test_without_any_home_folder_one_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home(_: str) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("REJOINDER_DATA", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", no_home)
    with pytest.raises(SettingsError, match="Set REJOINDER_DATA to a folder"):
        load_settings()


def test_an_env_file_that_cannot_be_read_is_a_plain_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", ".env")

    monkeypatch.setattr("bot.settings.Settings.__init__", forbidden)
    with pytest.raises(SettingsError, match=r"\.env cannot be read: Permission denied"):
        load_settings()
