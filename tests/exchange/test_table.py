from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.exchange.table import Cell, read_table

PATH = Path("a.csv")


@pytest.fixture
def first_limit() -> Iterator[None]:
    """Python's own limit, as a process has it before it reads a table."""
    changed = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(changed)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_the_delimiter_is_found_in_the_first_line(delimiter: str) -> None:
    table = read_table(
        f"Question{delimiter}Not_For\na, b; c{delimiter}d\n".replace(", b", ""), PATH
    )

    assert table.names == ("question", "not for")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_tells_excel_the_delimiter_is_no_row(first: str) -> None:
    (row,) = read_table(f"{first}\nquestion;answer\nplain, or not;x\n", PATH).rows

    assert row.cells == {"question": Cell("plain, or not", 3, 1), "answer": Cell("x", 3, 15)}


def test_cells_know_their_places() -> None:
    text = 'question,answer,topic\nplain,"two\nlines, ""quoted""",health\n\n,x,\n'

    first, second = read_table(text, PATH).rows

    assert first.cells == {
        "question": Cell("plain", 2, 1),
        "answer": Cell('two\nlines, "quoted"', 2, 7),
        "topic": Cell("health", 3, 20),
    }
    assert second.cells == {"answer": Cell("x", 5, 2)}


def test_line_breaks_of_windows_are_line_breaks() -> None:
    (row,) = read_table('a,b\r\n"one\r\ntwo",x\r\n', PATH).rows

    assert row.cells["a"].text == "one\ntwo"
    assert row.cells["b"] == Cell("x", 3, 6)


def test_a_table_that_is_not_quoted_keeps_its_quotes() -> None:
    text = 'Question\tAnswer\tPrompts\nq\t"a" is said\t[{"qnaId":1}]\n'

    (row,) = read_table(text, PATH).rows

    assert row.cells["answer"].text == '"a" is said'
    assert row.cells["prompts"].text == '[{"qnaId":1}]'


def test_a_table_of_tabs_that_a_spreadsheet_saved_is_unquoted() -> None:
    text = 'Question\tAnswer\tPrompts\nq\t"""a"" is said"\t"[{""qnaId"":1}]"\n'

    (row,) = read_table(text, PATH).rows

    assert row.cells["answer"].text == '"a" is said'
    assert row.cells["prompts"].text == '[{"qnaId":1}]'


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('a,b\n1,2\n"x"y,3\n', 3, "cannot be taken apart"),
        ('a,b\n1,2\n"x,3\n4,5\n', 3, "cannot be taken apart"),
        ("a,b\n" + "," * 200, 2, "201 cells"),
    ],
    ids=["text behind a quote", "open quote", "too wide"],
)
def test_a_row_that_cannot_be_taken_apart_is_refused(text: str, line: int, said: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        read_table(text, PATH)

    (problem,) = error.value.problems
    assert problem.place.line == line
    assert said in problem.message


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a,A\n1,2\n", "a.csv:1:3", "two columns"),
        ("a,b\n1,2,3\n", "a.csv:2:5", "no name in the first row"),
        ("a,,b\n1,2,3\n", "a.csv:2:3", "no name in the first row"),
    ],
    ids=["column twice", "too many cells", "column without a name"],
)
def test_a_cell_that_would_be_lost_is_a_problem(text: str, place: str, said: str) -> None:
    (problem,) = read_table(text, PATH).problems

    assert str(problem.place) == place
    assert said in problem.message


def test_a_long_cell_is_read_whole() -> None:
    (row,) = read_table(f"a,b\n{'x' * 500_000},y\n", PATH).rows

    assert len(row.cells["a"].text) == 500_000


@pytest.mark.usefixtures("first_limit")
def test_a_long_name_of_a_column_is_read_whole() -> None:
    (column,) = read_table("x" * 500_000, PATH).columns

    assert len(column.text) == 500_000
