"""What differs between two versions of a pack, and taking that back."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.curating.applying import apply
from bot.curating.differences import OUTSIDE, differences, inverse
from bot.curating.outside import changed_lines
from bot.errors import ChangeRefused
from bot.knowledge.document import parse_document
from bot.knowledge.edit import edit_items, outside
from bot.knowledge.expectations import remove_expectations
from bot.knowledge.heading import add_synonyms, put_header
from bot.knowledge.load import PackReading, parse_file
from bot.knowledge.model import Pack, PackHeader
from tests.knowledge.generated import Author
from tests.knowledge.test_edit import BOUNDED, read
from tests.knowledge.test_edit_items import wanted
from tests.knowledge.test_heading import data

NAME = "pack.yaml"


def undone(old: str, new: str) -> str:
    """What undoing the way from one text to the other leaves."""
    changes = differences({NAME: old}, {NAME: new})
    file = parse_file(parse_document(new.removeprefix("\ufeff"), Path(NAME)))
    assert file
    reading = PackReading(Pack(id="a", title="a"), (), (), (file,))
    edits = inverse(changes, {NAME: new})
    return apply(edits, {NAME: new}, reading, Path(NAME))[NAME]


def heading(text: str) -> tuple[object, object]:
    said = data(text)
    return said.get("pack") or None, said.get("synonyms") or None


@pytest.mark.no_cover
@BOUNDED
@given(st.randoms(use_true_random=False), st.booleans())
def test_whatever_was_edited_can_be_undone_and_done_again(random: Random, is_headed: bool) -> None:
    author = Author(random, is_headed=True)
    author.anchors = author.comments = 0  # lines that stand twice have no place of their own
    text = author.pack()
    assume(not text.lstrip("\ufeff-\r\n ").startswith("{"))
    put, gone = wanted(random, text)
    new = edit_items(text, put, gone, path=Path(NAME))
    if is_headed:
        new = put_header(new, PackHeader(title="New", language="fr"), path=Path(NAME))
        new = add_synonyms(new, [["new", "newer"]], path=Path(NAME))
    told = differences({NAME: text}, {NAME: new})
    assert is_headed == any(it.kind == OUTSIDE for it in told)
    back = undone(text, new)
    assert (read(back), heading(back)) == (read(text), heading(text))
    again = undone(new, back)
    assert (read(again), heading(again)) == (read(new), heading(new))


def test_lines_are_put_back_though_another_line_ends_like_them() -> None:
    text = "---\nsources:\n- id: a\n  title: tea ---\n  kind: other\n"
    new = text.replace("---\n", "---\n\npack:\n  title: New\n", 1)
    back = undone(text, new)
    assert back == text
    assert heading(undone(new, back)) == heading(new)


CHANGED: dict[str, tuple[str, str, list[tuple[str, str | None]]]] = {
    "a comment between items": (
        "topics:\n  # a\n  - id: a\n  # b\n  - id: b\n",
        "topics:\n  # a\n  - id: a\n  # c\n  - id: b\n",
        [("  # b\n", "  # c\n")],
    ),
    "lines around an item that went": (
        "# a\ntopics:\n  # b\n  - id: a\n  # c\n  - id: b\nx: y\n",
        "# a\ntopics:\n  # b\n  # c\n  - id: b\nx: z\n",
        [("x: y\n", "x: z\n")],
    ),
    "room for items": (
        '# a\n"topics": []  # none\n',
        "# a\n\n'topics':  # none\n  - id: a\nsources: [\n  {id: a},\n ]\nentries:\n",
        [],
    ),
    "places with lines that stay around them, of which those that share such lines are one": (
        "x: y\npack:\n  id: a\n  title: A\n\nsynonyms:\n  - [a]\ntopics: []\n# end\n",
        "x: y\npack:\n  id: a\n  title: B\n\nsynonyms:\n  - [a]\n  - [b]\ntopics: []\n# ends\n",
        [
            (
                "pack:\n  id: a\n  title: A\n\nsynonyms:\n  - [a]\n",
                "pack:\n  id: a\n  title: B\n\nsynonyms:\n  - [a]\n  - [b]\n",
            ),
            ("# end\n", "# ends\n"),
        ],
    ),
    "a place around which more lines stay that stand nowhere else": (
        "# 1\n# a\n# b\n# -\n# c\n# d\n# a\n# b\n# c\n# d\n",
        "# 1\n# a\n# b\n# c\n# d\n# a\n# b\n# c\n# d\n",
        [
            (
                "# 1\n# a\n# b\n# -\n# c\n# d\n# a\n",
                "# 1\n# a\n# b\n# c\n# d\n# a\n",
            )
        ],
    ),
    "a place like another that went": (
        "# 4\n# a\n# b\n# 1\n# 2\n# 3\n# 4\n# a\n# -\n# b\n",
        "# 1\n# 2\n# 3\n# 4\n# a\n# b\n",
        [
            ("# 4\n# a\n# b\n# 1\n# 2\n", "# 1\n# 2\n"),
            ("# 3\n# 4\n# a\n# -\n# b\n", "# 3\n# 4\n# a\n# b\n"),
        ],
    ),
    "what parts into two": (
        "# a\n# b\ntopics:\n  - id: a\n",
        "# c\ntopics:\n  - id: a\n# d\n",
        [("# a\n# b\n", "# c\n"), ("", "# d\n")],
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_outside_of_items_lines_that_stand_together_are_told(name: str) -> None:
    old, new, expected = CHANGED[name]
    versions = (outside(text, Path(NAME)) for text in (old, new))
    assert list(changed_lines(*versions)) == expected


def test_what_goes_from_among_lines_that_stand_twice_can_be_put_back() -> None:
    name = "expectations.yaml"
    old = (
        "# plain\n- ask: tea good\n  expect: e1\n# typo\n- ask: tee good\n  expect: e1\n"
        "# plain\n- ask: coffee noisy\n  expect: e2\n# typo\n- ask: cofee loud\n  expect: e2\n"
    )
    new = remove_expectations(old, ["e2"], path=Path(name))
    changes = differences({name: old}, {name: new})
    edits = inverse(changes, {name: new})
    reading = PackReading(Pack(id="a", title="a"), (), ())
    assert apply(edits, {name: new}, reading, Path(NAME)) == {name: old}


def test_lines_that_were_changed_again_are_not_put_back() -> None:
    old, new = "# a\ntopics:\n  - id: a\n    title: A\n", "# b\ntopics: []\n"
    assert undone(old, new) == old
    [item, lines] = differences({NAME: old}, {NAME: new})
    reading = PackReading(Pack(id="a", title="a"), (), ())
    with pytest.raises(ChangeRefused, match="have changed since"):
        apply(inverse([lines], {NAME: "# c\n"}), {NAME: "# c\n"}, reading, Path(NAME))
    with pytest.raises(ChangeRefused, match="changed again since"):
        inverse([item], {NAME: old})


def test_comments_between_items_that_nothing_stands_beside_are_not_put_back_elsewhere() -> None:
    new = "topics:\n  - id: a\n    title: A\n  - id: b\n    title: B\nsources: []\n"
    for old in (new.replace("  - id: b", "  # ---\n  - id: b"), new.replace("s: []", "s: []\n# x")):
        with pytest.raises(ChangeRefused, match="tells where the lines stood"):
            undone(old, new)
        assert undone(new, old) == new


def test_the_comments_of_a_file_that_is_gone_come_back_with_it() -> None:
    old = {
        "a.yaml": "# Topics.\ntopics:\n  - id: a\n    title: A\n  # ---\n  - id: b\n    title: B\n"
    }
    reading = PackReading(Pack(id="a", title="a"), (), ())
    back = apply(inverse(differences(old, {}), {}), {}, reading, Path())["a.yaml"]
    assert sorted(back.splitlines()) == sorted(old["a.yaml"].splitlines())


@pytest.mark.parametrize("lines", ["# Topics.\n", "# Names.\nsynonyms:\n  - [a, b]\n"])
def test_lines_above_all_else_and_keys_go_to_the_top_of_a_file(lines: str) -> None:
    new = "topics:\n  - id: a\n    title: A\nsources: []\n"
    assert undone(lines + new, new) == lines + new
    if "synonyms" in lines:
        assert undone(new.replace("sources", f"{lines}sources"), new) == lines + new


def test_a_key_that_was_moved_is_moved_back() -> None:
    old = "pack:\n  id: a\n# a\n# b\n# c\n# d\n# e\nx: y\n"
    new = "x: y\n" + old.removesuffix("x: y\n")
    assert undone(old, new) == old
    assert undone(new, old) == new


def test_lines_that_would_break_the_file_are_not_put_back() -> None:
    new = "topics: []\nx: y\n"
    reading = PackReading(Pack(id="a", title="a"), (), ())
    [change] = differences({NAME: "topics: []\nx: [\n]\n"}, {NAME: new})
    assert (change.before, change.after) == ("x: [\n]\n", "x: y\n")
    broken = [change.__class__(change.kind, change.item, change.file, "x: [\n", change.after)]
    with pytest.raises(ChangeRefused, match="have changed since"):
        apply(inverse(broken, {NAME: new}), {NAME: new}, reading, Path(NAME))
