"""`rejoinder balance`: the table, and what can go wrong with the chart."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot.balance import draw, render_balance
from bot.errors import SettingsError
from bot.knowledge.model import Pack


def rows(pack: Pack) -> list[list[str]]:
    console = Console(file=io.StringIO(), width=140)
    console.print(render_balance(pack))
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if "│" in line]


def test_the_tables_have_a_row_a_topic_and_mark_what_is_lopsided(tea: Pack) -> None:
    assert rows(tea) == [
        ["Health", "1 / 1 / 0", "21 / 13 / 0*", "1 / 2 / 0*"],
        ["Brewing", "1", "4", "1"],
        ["All", "3", "38", "2"],
        ["Health", "academic 1, lobby 1", "2020 (2020)"],
        ["Brewing", "academic 1", "2020 (2020)"],
        ["All", "academic 1, lobby 1", "2020 (2020)"],
    ]


def test_ages_are_a_span_and_the_year_since_which_half_are(tea: Pack) -> None:
    older = tea.sources[1].model_copy(update={"date": "1999-12"})
    changed = tea.model_copy(update={"sources": (tea.sources[0], older)})
    assert rows(changed)[3][-1] == "1999 to 2020 (1999)"


def test_one_pack_is_drawn_and_not_several(tea: Pack, tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError, match=r"there are 2 \(tea, tea\)\. Name one with --knowledge"
    ):
        draw([tea, tea], tmp_path / "chart.png")


def test_a_missing_matplotlib_is_said_in_a_sentence(
    tea: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.chart", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SettingsError, match=r"pip install 'rejoinder\[charts\]'"):
        draw([tea], tmp_path / "chart.png")


def test_a_file_that_cannot_be_written_is_named(tea: Pack, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"chart\.png cannot be written: No such file"):
        draw([tea], tmp_path / "nowhere" / "chart.png")
