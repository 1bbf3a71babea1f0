"""What the operator decides."""

from __future__ import annotations

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
