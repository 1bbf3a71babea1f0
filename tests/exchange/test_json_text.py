from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exchange.json_text import parse_json

PATH = Path("a.json")
_values = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"])),
    lambda it: st.lists(it, max_size=3) | st.dictionaries(st.text('ab\\"{}[]:,', max_size=4), it),
    max_leaves=10,
)


@given(value=_values, is_ascii=st.booleans(), indent=st.sampled_from([None, 1, "\t"]))
@settings(max_examples=150, deadline=None)
def test_the_tree_says_what_the_json_says(
    value: object, is_ascii: bool, indent: int | str | None
) -> None:
    document = parse_json(json.dumps(value, ensure_ascii=is_ascii, indent=indent), PATH)

    assert document.problems == []
    assert document.data() == value


def test_values_know_their_places() -> None:
    document = parse_json('{\n  "a": [\n    "x", {"b":"y"}\n  ]\n}', PATH)

    assert (document.place(("a", 0)).line, document.place(("a", 0)).column) == (3, 5)
    assert (document.place(("a", 1, "b")).line, document.place(("a", 1, "b")).column) == (3, 15)
    assert document.place(("a", 1, "b"), of_key=True).column == 11


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (r'"\/"', "/"),
        (r'"\ud83c\udf75"', "🍵"),
        ('"\x7f\x85\u2028"', "\x7f\x85\u2028"),
        ("2023", "2023"),
        ("1.50", "1.50"),
    ],
    ids=["slash", "surrogate pair", "odd characters", "year", "number as typed"],
)
def test_a_value_is_the_text_it_stands_for(literal: str, text: str) -> None:
    assert parse_json(f'{{"a":\t{literal}}}', PATH).data() == {"a": text}


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('{\n "a": "b",\n "a": "c"}', 3, 2, "first is in line 2"),
        ('{\n "a": NaN}', 2, 7, "`NaN` has no meaning"),
        ('["NaN",\n -Infinity]', 2, 2, "`-Infinity` has no meaning"),
        ('{"a": null}', 1, 7, "Leave the key out"),
        ('{"a": true}', 1, 7, "in quotes"),
        ('{"a": "\\ud83c"}', 1, 7, "half a character"),
        ('{"a": "b"\n "c": 1}', 2, 2, "Expecting ',' delimiter"),
        ('{"a": "b\nc"}', 1, 9, "Invalid control character"),
        # Python tells of the comma from 3.13 on, and of what stands behind it before.
        ("[1,]", 1, 4 if sys.version_info < (3, 13) else 3, "not JSON"),
        ("", 1, 1, "Expecting value"),
        ("[" * 30, 1, 21, "more than 20 deep"),
        ('"\\"', 1, 1, "Unterminated string"),
    ],
    ids=[
        "key twice",
        "not a number",
        "infinity",
        "null",
        "boolean",
        "lone surrogate",
        "no comma",
        "break in a string",
        "comma at the end",
        "nothing",
        "deep",
        "open string",
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, line: int, column: int, said: str) -> None:
    (problem,) = parse_json(text, PATH).problems

    assert (problem.place.line, problem.place.column) == (line, column)
    assert said in problem.message
