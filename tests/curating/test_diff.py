"""Changes as a person reads them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.curating.diff import LONG_LINE, diff, diff_lines, reversed_changes
from bot.store.revisions import ItemChange

OLD = """  - id: steep
    topic: brewing
    question: How long?
    side: neutral
    answer: |
      Three minutes.
"""
LONG = " ".join(f"word{number}" for number in range(60))


def test_changed_lines_stand_with_a_line_around_them_and_without_the_files_indentation() -> None:
    new = OLD.replace("Three", "Four")
    assert list(diff_lines(OLD, new)) == [
        "    answer: |",
        "-     Three minutes.",
        "+     Four minutes.",
    ]


def test_stretches_that_are_far_apart_are_parted_by_an_ellipsis() -> None:
    new = OLD.replace("id: steep", "id: brew").replace("Three", "Four")
    assert list(diff_lines(OLD, new)).count("  …") == 1


@pytest.mark.parametrize(("before", "after", "sign"), [(None, OLD, "+"), (OLD, None, "-")])
def test_what_is_new_or_gone_is_shown_whole(
    before: str | None, after: str | None, sign: str
) -> None:
    found = list(diff_lines(before, after))
    assert len(found) == len(OLD.splitlines())
    assert all(line.startswith(f"{sign} ") for line in found)


def test_of_a_long_line_only_the_changed_words_are_shown_with_some_around_them() -> None:
    was, now = diff_lines(LONG, LONG.replace("word30 ", "WORD30 "))
    assert was.startswith("- … word24 ")
    assert was.endswith(" word30 word31 word32 word33 word34 word35 word36 …")
    assert now == was.replace("- ", "+ ").replace("word30", "WORD30")
    assert len(was) < LONG_LINE


def test_a_long_line_in_the_place_of_another_is_shown_whole() -> None:
    other = " ".join(f"other{number}" for number in range(60))
    assert list(diff_lines(LONG, other)) == [f"- {LONG}", f"+ {other}"]


def test_each_item_has_a_heading_that_says_what_became_of_it() -> None:
    changes = [
        ItemChange("entries", "steep", "tea.yaml", OLD, None),
        ItemChange("outside", "tea.yaml", "tea.yaml", "synonyms: []\n", ""),
    ]
    headings = [line for line in diff(changes) if line.startswith("@@")]
    assert headings == ["@@ Removed entry `steep` @@", "@@ Changed lines of `tea.yaml` @@"]


def test_reversed_changes_take_back_in_the_other_order() -> None:
    first = ItemChange("entries", "a", "tea.yaml", None, "a")
    second = ItemChange("entries", "b", "tea.yaml", "b", "c")
    assert reversed_changes([first, second]) == (
        ItemChange("entries", "b", "tea.yaml", "c", "b"),
        ItemChange("entries", "a", "tea.yaml", "a", None),
    )


lines = st.lists(st.text(st.sampled_from("ab `"), max_size=6).map(str.rstrip), max_size=8)


@given(lines, lines)
@settings(max_examples=200, deadline=None)
def test_every_changed_line_is_shown_with_its_sign_and_no_other(
    old: list[str], new: list[str]
) -> None:
    found = list(diff_lines("\n".join(["x", *old, "x"]), "\n".join(["x", *new, "x"])))
    assert all(line[:2] in ("- ", "+ ", "  ") for line in found)
    signs = [line for line in found if line[0] != " "]
    assert bool(signs) == (old != new)
    # What is taken away and what is added make up for the difference in length.
    grown = sum(1 if line[0] == "+" else -1 for line in signs)
    assert grown == len(new) - len(old)
