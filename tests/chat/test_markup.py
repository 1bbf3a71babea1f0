"""Text on Discord, within its limits and without more meaning than it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import escape, fitting, pages, quote, shorten, unescape


@given(st.text())
def test_what_a_user_typed_formats_nothing_and_stays_in_one_short_line(text: str) -> None:
    shown = quote(text)
    assert "\n" not in shown
    assert len(shown) <= 2 * 200
    for position, character in enumerate(shown):
        if character in "*_~|`>[]()<@:#-":
            assert shown[position - 1] == "\\"


@given(st.text())
def test_escaping_reads_back_as_the_same_text(text: str) -> None:
    assert unescape(escape(text)) == text


def test_escaped_text_neither_formats_nor_pings() -> None:
    assert escape("**@everyone** <@1>") == r"\*\*\@everyone\*\* \<\@1\>"


@given(st.text(st.sampled_from("ab .?\n。"), max_size=400), st.integers(5, 80))
def test_pages_lose_nothing_and_fit(text: str, room: int) -> None:
    found = pages(text, room)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(len(page) <= room for page in found)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One.\n\nTwo is here.", "One."),
        ("One.\nTwo is here.", "One."),
        ("One is. Two is here.", "One is."),
        ("One (as it is.) Two is here.", "One (as it is.)"),
        ("これは。それは茶である。", "これは。"),
        ("Just one is it.", "Just one is it."),
        ("one two three four", "one two three"),
        ("x" * 40, "x" * 15),
    ],
    ids=[
        "paragraph",
        "line",
        "sentence",
        "brackets",
        "japanese",
        "all",
        "words",
        "no end",
    ],
)
def test_a_page_ends_where_a_reader_may_pause(text: str, first: str) -> None:
    assert pages(text, 10 if "これ" in text else 15)[0] == first


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert shorten("four words are here", 11) == "four words…"
    assert shorten("short", 5) == "short"


def test_how_many_lines_are_left_out_is_told() -> None:
    assert fitting(["a" * 30, "b" * 30, "c" * 30], 60) == "a" * 30 + "\nand 2 more"
    room = len("a" * 30 + "\nand 100,000 more") + 1
    assert fitting(["a" * 30, "b" * 30], room) == "a" * 30 + "\nand 1 more"
