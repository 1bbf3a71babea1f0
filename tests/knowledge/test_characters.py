"""What a text may hold so that readers see what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.characters import cleaned, complaint_about
from bot.knowledge.load import read_pack

FINE = [
    "What is tea?",
    "Ist Grüner Tee gesünder?",
    "茶は健康に良いですか",
    "می‌خواهم",
    "👩‍👩‍👧 ☕️",
    "tab\tand\nline\r\nbreaks\u2028\u2029\x85",
    "\u200fשלום\u200e",
    "no-break\u00a0space and soft\u00adhyphen",
]
INVISIBLE = ["", " \n", "\u200b", "\u2060\ufeff", "\ufe0f", "\u3164\u2800", "\u00a0"]
REFUSED = {
    "a\x00b": "U+0000 is a control character",
    "bell\x07": "U+0007 is a control character",
    "\x9b": "U+009B is a control character",
    "a\u202eb": "U+202E turns the direction",
    "\u2066a\u2069": "U+2066 turns the direction",
    "half\ud83d": "U+D83D is half a character",
}


@pytest.mark.parametrize("text", FINE)
def test_what_people_write_is_fine_and_stays(text: str) -> None:
    assert complaint_about(text) is None
    assert cleaned(text) == text


@pytest.mark.parametrize("text", INVISIBLE, ids=ascii)
def test_a_text_without_anything_to_see_is_refused(text: str) -> None:
    assert complaint_about(text) == "nothing of this can be seen; write something"


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_hides_or_turns_text_is_refused_by_its_number(text: str) -> None:
    found = complaint_about(text)
    assert found is not None
    assert found.startswith(REFUSED[text])
    assert found.isprintable()


def test_what_is_typed_loses_what_no_text_can_hold() -> None:
    assert cleaned("a\x00b\u202ec\x07") == "abc"
    assert cleaned("half\ud83d, \udc00") == "half\ufffd, \ufffd"
    assert cleaned("\ud83d\ude42") == "🙂"


@given(st.text(st.characters(exclude_categories=())))
@settings(max_examples=300, deadline=None)
def test_cleaned_text_has_nothing_but_emptiness_to_complain_about(text: str) -> None:
    found = cleaned(text)
    found.encode()
    assert cleaned(found) == found
    assert complaint_about(found + "x") is None


@pytest.mark.parametrize(
    ("field", "text", "line"),
    [
        ("topic", "\u202e", 3),
        ("topic", "T\u202e", 3),
        ("question", "\x00", 7),
        ("phrasing", "a\x07", 8),
        ("answer", "\u200b", 9),
        ("answer", "\u200b [^s]", 9),
    ],
)
def test_a_file_with_such_a_text_is_refused_where_it_stands(
    tmp_path: Path, field: str, text: str, line: int
) -> None:
    said = {"topic": "T", "question": "Q?", "phrasing": "P?", "answer": "So. [^s]"} | {field: text}
    quoted = {name: json.dumps(it) for name, it in said.items()}
    file = tmp_path / "pack.yaml"
    file.write_text(
        "topics:\n"
        "  - id: t\n"
        f"    title: {quoted['topic']}\n"
        "sources: [{id: s, title: S, kind: press}]\n"
        "entries:\n"
        "  - {id: e, topic: t, "
        f"\n     question: {quoted['question']}, "
        f"\n     phrasings: [{quoted['phrasing']}], "
        f"\n     answer: {quoted['answer']}" + "}\n",
        encoding="utf-8",
    )
    reading = read_pack(file)
    assert reading.pack is None
    (problem,) = reading.problems
    assert problem.place.line == line
    assert str(problem).isprintable()


def test_what_people_may_ask_is_for_an_expectation_to_say(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        "topics: [{id: t, title: T}]\n"
        "sources: [{id: s, title: S, kind: press}]\n"
        "entries: [{id: e, topic: t, question: Q?, answer: 'So. [^s]'}]\n"
    )
    (tmp_path / "expectations.yaml").write_text('- {ask: "\\u202ewhy", expect: none}\n')
    assert read_pack(tmp_path).problems == ()
