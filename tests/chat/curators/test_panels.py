"""Code blocks and files that hold what others typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.curators.panels import FILE_LIMIT, code_block, number_in, text_file
from bot.chat.markup import fitting
from bot.errors import ChangeRefused

texts = st.text(st.sampled_from("ab`~\\\u200b\u202e\r\n \x00"), max_size=40)


@given(st.lists(texts, max_size=6), st.integers(20, 90))
@settings(max_examples=300, deadline=None)
def test_nothing_breaks_out_of_a_code_block_and_it_fits(lines: list[str], room: int) -> None:
    block, is_whole = code_block(lines, room, "diff")
    assert len(block) <= room
    assert block.startswith("```diff\n")
    assert block.endswith("```")
    assert block.count("```") == 2
    assert "\u202e" not in block
    assert "\x00" not in block
    assert is_whole == (sum(len(code_block([it], 10**6)[0]) - 7 for it in lines) + 11 <= room)


def test_a_block_is_cut_at_the_end_of_a_line() -> None:
    assert code_block(["one", "two", "three"], 20) == ("```\none\ntwo\n```", False)


def test_a_first_line_that_is_too_long_is_cut_in_itself() -> None:
    block, is_whole = code_block(["x" * 50], 20)
    assert block == f"```\n{'x' * 11}…\n```"
    assert not is_whole


@pytest.mark.parametrize(
    ("room", "shown"),
    [(100, "a\nb\nc"), (22, "a\nb\nand 1 more"), (18, "and 3 more")],
    ids=["all", "some", "none"],
)
def test_lines_that_do_not_fit_are_counted(room: int, shown: str) -> None:
    assert fitting(["a", "b", "c"], room) == shown


def test_a_file_holds_half_characters_and_stays_below_the_limit() -> None:
    file = text_file("a.txt", ["\ud800", "x" * FILE_LIMIT])
    content = file.fp.read()
    assert content.startswith(b"?\n")
    assert len(content) == FILE_LIMIT


@pytest.mark.parametrize("text", ["", "-1", "1e3", "٣", "9" * 16])
def test_what_is_no_number_of_ours_is_refused(text: str) -> None:
    with pytest.raises(ChangeRefused):
        number_in(text)
