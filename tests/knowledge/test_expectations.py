"""Changes to the text of a pack's expectations."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import EditError
from bot.knowledge.expectations import remove_expectations

PATH = Path("expectations.yaml")
TEXT = """\
# what curators agreed on
- ask: "one: two"
  expect: a   # sure
# about b
- ask: >-
    a long
    question
  expect: b
- expect: a
  ask: 'three'

- ask: four
  expect: none"""


def test_an_entrys_expectations_go_and_every_other_line_stays() -> None:
    assert remove_expectations(TEXT, ["a"], path=PATH) == (
        "# what curators agreed on\n"
        "# about b\n"
        "- ask: >-\n    a long\n    question\n  expect: b\n"
        "\n"
        "- ask: four\n  expect: none"
    )


def test_those_of_several_entries_go_together() -> None:
    both = remove_expectations(TEXT, {"a", "b"}, path=PATH)
    one_by_one = remove_expectations(TEXT, ["b"], path=PATH)
    assert both == remove_expectations(one_by_one, ["a"], path=PATH)
    assert both == "# what curators agreed on\n# about b\n\n- ask: four\n  expect: none"


def test_several_lines_of_one_question_go_together() -> None:
    assert "a long" not in remove_expectations(TEXT, ["b"], path=PATH)


@pytest.mark.parametrize("text", [TEXT, "", "[]\n", TEXT.replace("\n", "\r\n")])
def test_an_entry_without_expectations_changes_nothing(text: str) -> None:
    assert remove_expectations(text, ["unknown"], path=PATH) == text


def test_all_of_them_may_go() -> None:
    text = "- ask: one\n  expect: a\n"
    assert remove_expectations(text, ["a"], path=PATH) == ""


def test_what_shares_its_line_with_others_is_left_to_a_person() -> None:
    text = "[{ask: one, expect: a}, {ask: two, expect: b}]\n"
    with pytest.raises(EditError, match=r"by hand"):
        remove_expectations(text, ["a"], path=PATH)
