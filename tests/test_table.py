"""Tables in terminals of any width."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.text import Text

from bot.table import Listing

LONG = "an-id-that-is-as-long-as-ids-may-be-which-is-sixty-four-letters"
SHORT = "short-id"


def printed(listing: Listing, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    console.print(listing, crop=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.fixture
def listing() -> Listing:
    made = Listing("Entry", "Question", "Related", title="Tea")
    made.add_row(Text("Brewing", style="bold"))
    made.add_row(SHORT, "How long should the tea steep in the pot?", f"1: {LONG}")
    made.add_section()
    made.add_row(f"{LONG}\nits title", "Why?", "")
    return made


@pytest.mark.parametrize("width", [20, 40, 60, 79, 99, 160, 161, 200])
def test_no_word_is_cut_however_narrow_the_terminal_is(listing: Listing, width: int) -> None:
    text = "\n".join(printed(listing, width))
    words = {word.strip("┃│") for word in text.split()}
    assert {LONG, SHORT, "Question", "steep", "Related"} <= {it.strip(":") for it in words}
    assert "…" not in text


def test_where_there_is_room_it_is_a_table(listing: Listing) -> None:
    wide = printed(listing, 200)
    assert f"│ {SHORT}" in "\n".join(wide)
    assert len(wide) == 10
    tight = printed(listing, 160)
    assert len({len(it) for it in tight[1:]}) == 1
    assert len(tight[1]) <= 160


def test_where_there_is_none_each_row_is_lines_of_its_own(listing: Listing) -> None:
    assert printed(listing, 40) == [
        "Tea",
        "",
        "Brewing",
        SHORT,
        "  Question: How long should the tea",
        "  steep in the pot?",
        "  Related: 1:",
        f"  {LONG}",
        LONG,
        "  its title",
        "  Question: Why?",
    ]


def test_a_number_at_the_beginning_of_a_row_is_told_what_it_counts() -> None:
    made = Listing("Asked", "Question")
    made.add_row("3", LONG)
    assert printed(made, 40) == ["Asked: 3", "  Question:", f"  {LONG}"]


def test_it_can_be_printed_again_in_another_width(listing: Listing) -> None:
    wide = printed(listing, 200)
    printed(listing, 40)
    printed(listing, 160)
    assert printed(listing, 200) == wide
