"""The picture of a pack's balance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from bot.chart import COLOURS, draw_balance
from bot.knowledge.model import Entry, Pack, Side


def drawn(pack: Pack, folder: Path) -> dict[Side, int]:
    """How many pixels of the chart have each side's colour."""
    file = folder / "chart.png"
    draw_balance(pack, file)
    assert file.read_bytes().startswith(b"\x89PNG")
    pixels = (imread(file)[:, :, :3] * 255).round().astype(int)
    assert pixels.shape[0] > 400
    assert pixels.shape[1] > 1200
    return {
        side: int((pixels == [int(colour[it : it + 2], 16) for it in (1, 3, 5)]).all(axis=2).sum())
        for side, colour in COLOURS.items()
    }


def sided(entry: Entry, side: Side) -> Entry:
    return entry.model_copy(update={"side": side})


def test_the_area_of_a_side_grows_with_what_it_has(tea: Pack, tmp_path: Path) -> None:
    both = drawn(tea, tmp_path)
    pro, contra, *others = tea.entries
    turned = drawn(
        tea.model_copy(update={"entries": (pro, sided(contra, "for"), *others)}), tmp_path
    )
    assert both["for"] > 10 * turned["against"]
    assert both["against"] > 10 * turned["against"]
    assert turned["for"] > both["for"]


def test_titles_are_text_in_whatever_script(tea: Pack, tmp_path: Path) -> None:
    topic = tea.topics[0].model_copy(update={"title": "お茶 costs $5 or $\\frac$ " + "long " * 20})
    drawn(tea.model_copy(update={"title": "$^", "topics": (topic, tea.topics[1])}), tmp_path)


def test_the_counts_behind_a_long_title_are_not_cut_off(
    tea: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Figure] = []
    save = Figure.savefig

    def keep(figure: Figure, *args: Any, **options: Any) -> None:
        written.append(figure)
        save(figure, *args, **options)

    monkeypatch.setattr(Figure, "savefig", keep)
    draw_balance(tea.model_copy(update={"title": "Tea, long and wide, " * 9}), tmp_path / "a.png")
    [figure] = written
    [title] = [it for it in figure.findobj(Text) if "Tea, long" in it.get_text()]
    box = title.get_window_extent()
    assert 0 <= box.x0 < box.x1 <= figure.bbox.width
    assert "words" in title.get_text()


def test_a_pack_without_entries_can_be_drawn(tmp_path: Path) -> None:
    found = drawn(Pack(id="empty", title="Empty"), tmp_path)
    assert np.ptp(list(found.values())) < 500
