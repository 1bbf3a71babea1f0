"""The database among the settings."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings


def test_the_database_is_a_file_beside_the_state_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("REJOINDER_DATABASE_URL", raising=False)
    monkeypatch.setenv("REJOINDER_DATA", str(tmp_path / "a ?b"))
    assert load_settings().database() == f"sqlite:///{tmp_path / 'a ?b' / 'rejoinder.db'}"


def test_the_address_of_a_database_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REJOINDER_DATABASE_URL", "postgresql://ann:s3cret@host/tea")
    settings = load_settings()
    assert settings.database() == "postgresql://ann:s3cret@host/tea"
    assert "s3cret" not in f"{settings!r}{settings}{settings.model_dump_json()}"


def test_an_address_that_is_wrong_is_a_sentence_without_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REJOINDER_DATABASE_URL", "mysql://ann:s3cret@host/tea")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "REJOINDER_DATABASE_URL is wrong: it is no address of a database; write "
        "postgresql://user:password@host/database, or sqlite:/// and the path of a file."
    )
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
