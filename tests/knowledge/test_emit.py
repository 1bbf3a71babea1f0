"""YAML text for values: it reads back, and it is written as a person would write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.knowledge.document import Data, parse_document
from bot.knowledge.emit import Style, Value, Written, flow, literal, pair, scalar

ODD = st.sampled_from(
    "\n\r\t \x00\x07\x7f\x85\u00a0\u2028\u2029\ufeff\ufffe\U0001f600#:-?,[]{}'\"\\|>&*!%@`"
)
TEXTS = st.text(ODD | st.characters(exclude_categories=["Cs"]), max_size=12)
LINES = st.lists(st.sampled_from(["", " ", "\t", "  x", "x", "# y", "- z", "x  "]), max_size=5)
BOUNDED = settings(max_examples=300, deadline=None)


def read(text: str) -> Data:
    document = parse_document(text, Path("pack.yaml"))
    assert not document.problems, (text, document.problems)
    return document.data()


@BOUNDED
@given(TEXTS, TEXTS, st.booleans())
@example("---", "...", False)
@example("- ", "?", False)
@example("<<", "=", False)
def test_any_text_reads_back_as_a_value_and_as_a_key(text: str, key: str, is_quoted: bool) -> None:
    value = scalar(text, is_quoted=is_quoted)
    assert read(f"{scalar(key)}: {value}\nlist:\n- {value}\n") == {key: text, "list": [text]}


@BOUNDED
@given(st.lists(TEXTS), st.dictionaries(TEXTS, TEXTS))
def test_any_text_reads_back_in_brackets(texts: list[str], named: dict[str, str]) -> None:
    written = f"a: {flow(tuple(texts))}\nb: {flow(named)}\n"
    assert read(written) == {"a": texts, "b": named}


@BOUNDED
@given(LINES.map("\n".join) | TEXTS, st.integers(0, 4), st.sampled_from([1, 2, 4, 9]))
def test_a_literal_block_reads_back(text: str, column: int, step: int) -> None:
    block = literal(text, column, Style(step=step))
    assume(block is not None)
    indent = " " * column
    assert read(f"{indent}answer: {block}{indent}side: for\n") == {"answer": text, "side": "for"}


@BOUNDED
@given(LINES.map("\n".join) | TEXTS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_an_answer_reads_back_in_front_of_blank_lines(
    text: str, ending: str, has_key: bool
) -> None:
    values: dict[str, Value] = {"id": "a", "answer": text}
    if has_key:
        values["side"] = "for"
    written = Written(values).lines(2, Style(ending=ending))
    assert read(f"entries:{ending}{written}{ending}{ending}topics: []") == {
        "entries": [values],
        "topics": [],
    }


PLAIN = ["no", "~", "null", "12:30", "2024-02-03", "C#", "it's", "a, b [c] {d}", "-1", "https://a.b/c#d",
         'so "she" said', "Warum nicht?", "お茶", "\U0001f600 tea", "a  b", "x:y"]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_that_reads_as_it_stands_gets_no_quotes(text: str) -> None:
    assert scalar(text) == text


QUOTED = {
    "a comment": ("one # two", '"one # two"'),
    "a key": ("facts: not", '"facts: not"'),
    "a colon at the end": ("why:", '"why:"'),
    "an indicator": ("[^a]", '"[^a]"'),
    "a dash": ("- x", '"- x"'),
    "space around it": (" x ", '" x "'),
    "nothing": ("", '""'),
    "double quotes in it": ('"so": why', "'\"so\": why'"),
    "both quotes in it": ('"it\'s": x', "'\"it''s\": x'"),
    "a backslash": ("# \\d", "'# \\d'"),
    "a line ending": ("a\nb", '"a\\nb"'),
    "a character that YAML does not allow": ("a\x07\u2028", '"a\\x07\\u2028"'),
}


@pytest.mark.parametrize("name", QUOTED)
def test_quotes_go_where_they_are_needed(name: str) -> None:
    text, written = QUOTED[name]
    assert scalar(text) == written


ANSWERS = {
    "one line ending": ("a\n", "|\n  a\n"),
    "none": ("a\n\nb", "|-\n  a\n\n  b\n"),
    "two": ("a\n\n", "|+\n  a\n\n"),
    "an indented beginning": ("  a\nb\n", "|2\n    a\n  b\n"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_literal_block_states_only_what_it_must(name: str) -> None:
    text, written = ANSWERS[name]
    assert literal(text, 0, Style()) == written


NO_BLOCK = {"an escape": "a\x07\n", "a line separator": "a\u2028b\n", "blank": " \n", "empty": ""}


@pytest.mark.parametrize("name", NO_BLOCK)
def test_what_no_literal_block_can_hold_is_quoted(name: str) -> None:
    assert literal(NO_BLOCK[name], 0, Style()) is None
    assert read(pair("answer", NO_BLOCK[name], 0, Style())) == {"answer": NO_BLOCK[name]}


def test_ids_stand_in_brackets_and_texts_on_lines() -> None:
    values: dict[str, Value] = {
        "id": "a",
        "phrasings": ("one", "two"),
        "related": ("b", "c"),
        "accept": {"lopsided": "on purpose"},
    }
    assert Written(values).lines(2, Style()) == (
        "  - id: a\n"
        "    phrasings:\n"
        "      - one\n"
        "      - two\n"
        "    related: [b, c]\n"
        "    accept:\n"
        "      lopsided: on purpose\n"
    )
