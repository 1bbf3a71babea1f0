"""An answer's paragraphs, list items and citation marks."""

from __future__ import annotations

import pytest

from bot.knowledge.passages import Citation, number_citations, parse_answer


def test_sources_are_numbered_by_first_appearance_with_their_locators() -> None:
    text, citations = number_citations("One [^b: p 1]. Two [^a]. Three [^b: p 2] and [^b: p 1].")
    assert text == "One [1]. Two [2]. Three [1] and [1]."
    assert citations == [Citation("b", ("p 1", "p 2")), Citation("a", ())]


def test_lines_of_a_paragraph_are_joined_and_blank_lines_part_them() -> None:
    text, _ = number_citations("One\nand\n  more. [^a]\n\n\n\nTwo. [^a]\n")
    assert text == "One and more. [1]\n\nTwo. [1]"


def test_lists_headings_and_code_keep_their_shape() -> None:
    answer = "### Head\n\n- one\n  more [^a]\n- two [^a]\n\n1. first\n2. second\n\n```py\nx\n```\n"
    text, _ = number_citations(answer)
    assert text == ("### Head\n\n- one more [1]\n- two [1]\n\n1. first\n2. second\n\n```py\nx\n```")


@pytest.mark.parametrize("marker", ["> ", "- "])
def test_text_is_kept_however_deep_it_stands(marker: str) -> None:
    (passage,) = parse_answer(marker * 40 + "So [^a].")
    assert passage.text == "So [^a]."


def test_a_list_is_numbered_from_where_it_begins() -> None:
    assert [it.prefix for it in parse_answer("0. a\n1. b")] == ["0. ", "1. "]
    assert [it.prefix for it in parse_answer("7. a\n7. b")] == ["7. ", "8. "]


def test_marks_in_code_are_text() -> None:
    text, citations = number_citations("A `[^a]` span. [^b]\n\n```\n[^c]\n```")
    assert text == "A `[^a]` span. [1]\n\n```\n[^c]\n```"
    assert [it.source_id for it in citations] == ["b"]


def test_a_mark_may_hold_colons_and_line_breaks_in_its_locator() -> None:
    _, citations = number_citations("So. [^a: chapter 2:\n  end]")
    assert citations == [Citation("a", ("chapter 2: end",))]


def test_an_escaped_bracket_is_no_mark() -> None:
    (passage,) = parse_answer(r"Not \[^a] one.")
    assert not passage.marks()
    assert not passage.broken_marks()


def test_headings_and_code_need_no_source_and_items_do() -> None:
    kinds = {
        it.kind: it.needs_citation
        for it in parse_answer("# H\n\ntext\n\n- item\n\n---\n\n    code")
    }
    assert kinds == {
        "heading": False,
        "paragraph": True,
        "item": True,
        "rule": False,
        "code": False,
    }


def test_a_mark_without_an_end_says_so() -> None:
    (passage,) = parse_answer("So [^a")
    (broken,) = passage.broken_marks()
    assert "no closing" in broken.advice
