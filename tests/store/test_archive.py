"""The names that a backup may put below a folder."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.archive import is_safe

PARTS = st.sampled_from(["..", ".", "", "a", "ü.yaml", "C:", "a b", "~", "-", "\\", "\0", "/"])


@pytest.mark.parametrize("path", ["tea.yaml", "open/tea.yaml", "a b/ü 茶.yaml", "~a", "-a", "a..b"])
def test_plain_names_are_safe(path: str) -> None:
    assert is_safe(path)


@given(st.one_of(st.text(), st.lists(PARTS).map("/".join)))
@settings(max_examples=300, deadline=None)
def test_what_is_safe_stays_below_its_folder_on_any_system(path: str) -> None:
    if not is_safe(path):
        return
    folder = Path("/folder")
    assert folder.joinpath(path).resolve().is_relative_to(folder)
    assert folder.joinpath(*path.split("/")) == folder / path
    windows = PureWindowsPath("C:/folder").joinpath(path)
    assert windows.is_relative_to("C:/folder")
    assert ".." not in windows.parts
