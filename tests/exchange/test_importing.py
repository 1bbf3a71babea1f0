from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.exchange.export import export
from bot.exchange.formats import SUFFIX_OF, SUFFIXES, Format
from bot.exchange.importing import MAX_CHARACTERS, MAX_ITEMS, MAX_PROBLEMS, read_import
from bot.exchange.tree import MAX_VALUES
from bot.knowledge.load import read_pack
from bot.knowledge.model import Pack
from tests.conftest import TEA
from tests.exchange.refusals import refused

ENTRY = """\
entries:
  - id: new
    topic: {topic}
    question: Is it so?
    side: {side}
    answer: It is. [^{source}]
    related: [{related}]
"""


def test_references_may_go_to_what_the_pack_has(tea: Pack) -> None:
    text = ENTRY.format(topic="health", side="for", source="leaf-journal", related="milk-first")

    imported = read_import(text.encode(), "a.yaml", known=tea)

    assert [entry.id for entry in imported.entries] == ["new"]


@pytest.mark.parametrize(
    ("changed", "line", "said"),
    [
        ({"topic": "helth"}, 3, "There is no topic `helth`."),
        ({"topic": "brewing"}, 5, "has no motion"),
        ({"source": "leaf"}, 6, "There is no source `leaf`."),
        ({"related": "milk"}, 7, "There is no entry `milk`."),
        ({"related": "new"}, 7, "cannot refer to itself"),
    ],
    ids=["topic", "side", "source", "related", "itself"],
)
def test_a_reference_to_nothing_is_refused_with_its_place(
    tea: Pack, changed: dict[str, str], line: int, said: str
) -> None:
    right = {"topic": "health", "side": "for", "source": "leaf-journal", "related": "milk-first"}

    (problem,) = refused(ENTRY.format(**right | changed), known=tea)

    assert problem.place.line == line
    assert said in problem.message


def test_an_item_may_be_a_new_version_of_one_that_the_pack_has(tea: Pack) -> None:
    text = ENTRY.format(topic="health", side="for", source="leaf-journal", related="milk-first")
    text = text.replace("id: new", "id: how-long-to-steep")

    assert read_import(text.encode(), "a.yaml", known=tea).entries[0].question == "Is it so?"


def test_what_the_pack_itself_says_is_no_problem_of_the_import(tea: Pack) -> None:
    text = "topics:\n  - {id: health, title: Health without a motion}\n"

    assert read_import(text.encode(), "a.yaml", known=tea).topics[0].motion is None


@pytest.mark.parametrize("name", ["a.yaml", "a.csv", "a.json", "a.md"])
@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_file_is_told_as_one(text: str, name: str) -> None:
    assert [it.message for it in refused(text, name)] == ["The file holds nothing to import."]


def test_every_problem_is_told_in_order() -> None:
    text = "topics:\n  - {id: A, title: x}\n  - {id: b, titel: x}\nentry: []\n"

    problems = refused(text)

    assert [problem.place.line for problem in problems] == [2, 3, 3, 4]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.yaml", "# nothing\n"), ("a.json", "{}"), ("a.csv", "item,id\n"), ("a.md", "\n\n")],
    ids=["yaml", "json", "csv", "markdown"],
)
def test_a_file_with_nothing_in_it_is_refused(name: str, text: str) -> None:
    (problem,) = refused(text, name)

    assert "nothing to import" in problem.message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "just text"),
        ("a.yaml", "- a\n- list\n"),
        ("a.json", '"just text"'),
        ("a.json", "[1, 2]"),
        ("a.json", "pack: yaml\n"),
        ("a.csv", "{}"),
        ("a.csv", ""),
        ("a.md", "just text"),
        ("a.csv", "name,age\nx,3\n"),
    ],
    ids=str,
)
def test_a_file_of_something_else_is_refused(name: str, text: str) -> None:
    assert refused(text, name)


def _laughs(name: str) -> str:
    levels = "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9))
    return f"b0: &b0 [lol]\n{levels}" if name == "a.yaml" else f"# x\n\n```yaml pack\n{levels}```\n"


def _same_answer() -> str:
    long = "word " * 3_900
    first = f"entries:\n  - {{id: a0, topic: t, question: q, answer: &a '{long}'}}\n"
    return first + "".join(
        f"  - {{id: a{number}, topic: t, question: q, answer: *a}}\n" for number in range(1, 3_000)
    )


def _unknown_references() -> str:
    related = ", ".join(f"r{number}" for number in range(90_000))
    rows = "".join(
        f"  - {{id: e{number}, topic: t{number}, question: q, answer: '[^s]'}}\n"
        for number in range(5_000)
    )
    last = f"  - {{id: last, topic: t, question: q, answer: '[^s]', related: [{related}]}}\n"
    return "entries:\n" + rows + last


HOSTILE: dict[str, tuple[str, Callable[[], str]]] = {
    "aliases in yaml": ("a.yaml", lambda: _laughs("a.yaml")),
    "aliases in a book": ("a.md", lambda: _laughs("a.md")),
    "an answer repeated by aliases": ("a.yaml", _same_answer),
    "references to nothing": ("a.yaml", _unknown_references),
    "deep yaml": ("a.yaml", lambda: "[" * 1_000_000),
    "deep json": ("a.json", lambda: "[" * 1_000_000),
    "deep json objects": ("a.json", lambda: '{"a":' * 500_000),
    "wide yaml": ("a.yaml", lambda: f"entries: [{'a,' * 4_000_000}]"),
    "wide json": ("a.json", lambda: f'{{"entries": [{"1," * 4_000_000}1]}}'),
    "wide table": ("a.csv", lambda: "question,answer\n" + "," * 4_000_000),
    "wide header": ("a.csv", lambda: "," * 1_000_000),
    "long table": ("a.csv", lambda: "question,answer\n" + "\n" * 4_000_000),
    "open quote in a table": ("a.csv", lambda: 'question,answer\na,"' + "b\n" * 1_000_000),
    "open quotes in json": ("a.json", lambda: '"\\' * 1_000_000),
    "headings": ("a.md", lambda: "# a\n" * 200_000),
    "open block": ("a.md", lambda: "# a\n```yaml pack\n" + "x\n" * 1_000_000),
    "open blocks": ("a.md", lambda: "# a\n```yaml pack\n" * 200_000),
    "heading of sources": ("a.md", lambda: "# Sources\n" * 700_000),
    "list in a cell": ("a.csv", lambda: 'item,phrasings\nentry,"' + "a\n" * 4_000_000 + '"\n'),
    "rows of one answer": (
        "a.tsv",
        lambda: "Question\tAnswer\tQnaId\n" + "".join(f"{n}\ta\t1\n" for n in range(60_000)),
    ),
    "prompts": ("a.tsv", lambda: "Question\tAnswer\tPrompts\na\tb\t" + "[" * 1_000_000),
    "one question": ("a.csv", lambda: "question,answer\n" + "q,a\n" * 60_000),
    "same slug": (
        "a.csv",
        lambda: "question,answer\n" + "".join(f"{'?' * n},a\n" for n in range(1, 2_000)),
    ),
}


@pytest.mark.parametrize(("name", "build"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_little_time_and_memory(
    name: str, build: Callable[[], str]
) -> None:
    text = build()
    start = time.process_time()

    problems = refused(text, name)

    assert time.process_time() - start < 20
    assert len(problems) <= MAX_PROBLEMS + 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", f"entries: [{'a,' * 2_000_000}]"),
        ("a.json", f'{{"entries": [{"1," * 2_000_000}1]}}'),
        ("a.md", f"# x\n\n```yaml pack\na: [{'a,' * 2_000_000}]\n```\n"),
        ("a.csv", "question,answer\n" + "q,a\n" * 120_000),
    ],
    ids=["yaml", "json", "markdown", "csv"],
)
def test_many_values_are_refused_before_they_take_memory(name: str, text: str) -> None:
    data = text.encode()
    tracemalloc.start()
    try:
        with pytest.raises(KnowledgeError) as error:
            read_import(data, name)
        assert tracemalloc.get_traced_memory()[1] < 250 * 2**20
    finally:
        tracemalloc.stop()
    assert f"{MAX_VALUES:,} values" in error.value.problems[-1].message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "#\n" * 1_000_000),
        ("a.md", "# a\n" + "x\n" * 1_000_000 + "```yaml pack\n```\n"),
        ("a.csv", "question,answer\n" + ",,x\n" * 1_000_000),
    ],
    ids=["headings", "lines", "cells"],
)
def test_many_problems_are_refused_before_they_take_memory(name: str, text: str) -> None:
    data = text.encode()
    tracemalloc.start()
    try:
        with pytest.raises(KnowledgeError) as error:
            read_import(data, name)
        assert tracemalloc.get_traced_memory()[1] < 250 * 2**20
    finally:
        tracemalloc.stop()
    assert len(error.value.problems) == MAX_PROBLEMS + 1


def test_text_that_aliases_repeat_is_counted_each_time() -> None:
    (problem,) = refused(_same_answer())

    assert f"more than {MAX_CHARACTERS:,} characters" in problem.message


def test_too_many_items_are_refused() -> None:
    text = json.dumps({"topics": [{"id": f"t{n}", "title": "x"} for n in range(MAX_ITEMS + 1)]})

    (problem,) = refused(text, "a.json")

    assert f"at most {MAX_ITEMS:,}" in problem.message


def test_of_very_many_problems_the_first_are_told() -> None:
    text = json.dumps({"topics": [{"id": "T", "title": "x"}] * (MAX_PROBLEMS + 500)})

    problems = refused(text, "a.json")

    assert len(problems) == MAX_PROBLEMS + 1
    assert "500 problems more" in problems[-1].message


def test_a_pack_that_is_exported_may_be_imported_into_itself(tea: Pack) -> None:
    imported = read_import(export(tea, "json").encode(), "tea.json", known=tea)

    assert imported.entries == tea.entries


@pytest.mark.parametrize("format", get_args(Format))
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_damaged_file_is_read_or_refused_and_never_breaks_the_reader(
    format: Format, data: st.DataObject
) -> None:
    text = export(read_pack(TEA).sound(), format)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 40, len(text))))
    text = text[:start] + data.draw(st.text(max_size=8)) + text[end:]

    assert is_read_or_refused(text.encode("utf-8", "surrogatepass"), SUFFIX_OF[format])


@given(data=st.binary(max_size=60), suffix=st.sampled_from(list(SUFFIXES)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    assert is_read_or_refused(data, suffix)


def is_read_or_refused(data: bytes, suffix: str) -> bool:
    for known in (None, read_pack(TEA).sound()):
        try:
            read_import(data, "a" + suffix, known=known, topic="t")
        except KnowledgeError as error:
            if not error.problems:
                return False
    return True
