"""Problems of packs, as curators see them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from bot.chat.curators.checks import REPORT, relative, render_check, told
from bot.curating.homes import FileHome, ServerHome
from bot.knowledge.model import Pack
from bot.knowledge.problems import Place, Problem
from bot.store.store import Store
from tests.chat.curators.views import breaches, text_of

FOLDER = Path("/srv/packs")
NO_STORE = cast(Store, None)  # none of these homes is read


def problem(path: Path, key: str = "", severity: str = "error") -> Problem:
    is_error = severity == "error"
    return Problem(Place(path, 7, 3), "wrong", key, "error" if is_error else "warning")


def test_a_file_is_named_with_its_line_and_without_the_machines_folders() -> None:
    home = FileHome("tea", FOLDER / "tea", NO_STORE, FOLDER)
    lines = told([problem(FOLDER / "tea" / "a.yaml", "entries[0].answer")], home, None)
    assert lines == ["tea/a.yaml:7:3: error: entries[0].answer: wrong"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("entries[0].answer", "warning: tea-is-healthier answer: wrong"),
        ("entries[2]", "warning: how-long-to-steep: wrong"),
        ("entries[99].answer", "warning: entries[99].answer: wrong"),
        ("topics[0].motion", "warning: topics[0].motion: wrong"),
        ("", "warning: wrong"),
    ],
)
def test_of_a_pack_without_files_the_entry_is_named(tea: Pack, key: str, said: str) -> None:
    home = ServerHome(1, NO_STORE)
    assert told([problem(home.path, key, "warning")], home, tea) == [said]


@pytest.mark.parametrize("path", [Path("tea.yaml"), Path("/tea.yaml")])
def test_a_pack_in_no_folder_keeps_its_name(path: Path) -> None:
    assert relative(f"{path}:1:1: wrong", path) == f"{path}:1:1: wrong"


def test_errors_come_first_and_all_are_counted() -> None:
    problems = [problem(FOLDER, severity="warning"), problem(FOLDER)]
    view, files = render_check(problems, ["the warning", "the error"])
    text = text_of(view)
    assert "1 error, 1 warning" in text
    assert text.index("the error") < text.index("the warning")
    assert files == []


def test_a_sound_pack_has_nothing_to_mend() -> None:
    view, _ = render_check([], [])
    assert "Nothing to mend" in text_of(view)


def test_what_does_not_fit_is_in_a_file_whole() -> None:
    problems = [problem(FOLDER)] * 200
    view, files = render_check(problems, [f"problem {number} ``` " * 3 for number in range(200)])
    assert breaches(view, REPORT) == []
    assert text_of(view).count("```") == 2
    assert files[0].fp.read().decode().count("\n") == 200
