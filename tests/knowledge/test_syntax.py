"""Of a text that is no YAML, where a newcomer must look and what to do there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.document import MOST_READ_AGAIN
from bot.knowledge.load import read_pack
from bot.knowledge.problems import Problem

PACK = """\
pack:
  id: x
  title: X
  language: en
sources:
  - id: s
    title: S
    kind: press
topics:
  - id: t
    title: T
entries:
  - id: a
    topic: t
    question: What is it?
    phrasings:
      - whats it
      - tell me of it
    answer: |
      It is so. [^s]

      And so. [^s]
    related: [b]
  - id: b
    topic: t
    question: What is that?
    answer: It is. [^s]
"""


def problems_of(folder: Path, text: str) -> list[Problem]:
    file = folder / "x.yaml"
    file.write_text(text, encoding="utf-8")
    return list(read_pack(file).problems)


def said(problems: list[Problem]) -> list[str]:
    return [f"{it.place.line}:{it.place.column} {it.message}" for it in problems]


ALIKE = "Indent the keys of one thing alike."
ITEMS = "Indent the items of a list alike."
TEXT = "Indent all of a text at least as deep as its first line."
COLON = (
    "A key needs a `:` and a space behind it, and text that goes on in another line is indented "
    "deeper than its key."
)
BELOW = "The key `{}` belongs below another: indent it like the other keys there."
# What is typed instead of what, and where and how it is told.
MISTAKES = {
    "a key too deep": (
        "    question: What is it?",
        "     question: What is it?",
        "15:6 The key `question` begins in column 6, but `topic`, in line 14, in column 5. "
        + ALIKE,
    ),
    "a key of two too deep": (
        "  title: X",
        "   title: X",
        "3:4 The key `title` begins in column 4, but `id`, in line 2, in column 3. " + ALIKE,
    ),
    "keys deeper than behind the dash": (
        "    topic: t\n    question: What is that?\n    answer: It is.",
        "      topic: t\n      question: What is that?\n      answer: It is.",
        "25:7 The key `topic` begins in column 7, but `id`, in line 24, in column 5. " + ALIKE,
    ),
    "a key too shallow": (
        "    question: What is it?",
        "   question: What is it?",
        "15:4 The key `question` begins in column 4, but `topic`, in line 14, in column 5. "
        + ALIKE,
    ),
    "a key below the dash": (
        "    question: What is it?",
        "  question: What is it?",
        "15:3 The key `question` begins in column 3, but `topic`, in line 14, in column 5. "
        + ALIKE,
    ),
    "a key at the beginning of its line": (
        "    topic: t\n    question: What is it?",
        "topic: t\nquestion: What is it?",
        "14:1 " + BELOW.format("topic"),
    ),
    "a heading of items too deep": (
        "topics:",
        "  topics:",
        "9:3 The key `topics` begins in column 3, but `sources`, in line 5, in column 1. " + ALIKE,
    ),
    "a list before its key": (
        "      - whats it\n      - tell me of it\n",
        "   - whats it\n   - tell me of it\n",
        "17:4 This list item begins in column 4, and the key of its list, `phrasings`, in column "
        "5. Indent a list as deep as its key, or deeper.",
    ),
    "a list item too deep": (
        "      - tell me of it",
        "        - tell me of it",
        "18:9 This stands deeper than the list item above, so that it only goes on with its text. "
        + ITEMS,
    ),
    "a list item too shallow": (
        "      - tell me of it",
        "     - tell me of it",
        "18:6 This list item begins in column 6, but the one in line 17 in column 7. " + ITEMS,
    ),
    "an entry too shallow": (
        "  - id: b\n    topic: t\n    question: What is that?\n    answer: It is.",
        "- id: b\n  topic: t\n  question: What is that?\n  answer: It is.",
        "24:1 This list item begins in column 1, but the one in line 13 in column 3. " + ITEMS,
    ),
    "an entry too deep": (
        "  - id: b\n    topic: t\n    question: What is that?\n    answer: It is.",
        "    - id: b\n      topic: t\n      question: What is that?\n      answer: It is.",
        "24:5 This list item begins in column 5, but the one in line 13 in column 3. " + ITEMS,
    ),
    "no space behind the dash": (
        "  - id: b",
        "  -id: b",
        "24:3 A list item begins with `- `, a hyphen and a space.",
    ),
    "no space behind the colon": ("    question: What is it?", "    question:What is it?", "15:5 "),
    "no colon": ("    phrasings:\n", "    phrasings\n", "16:5 " + COLON),
    "a text that is not indented": (
        "      It is so. [^s]\n\n      And so.",
        "It is so. [^s]\n\nAnd so.",
        "20:1 " + COLON,
    ),
    "a text like its key": (
        "      It is so. [^s]\n\n      And so.",
        "    It is so. [^s]\n\n    And so.",
        "20:5 " + COLON,
    ),
    "a paragraph like its key": (
        "      And so.",
        "    And so.",
        "22:5 This line is indented less than the text above it, which begins in column 7 of line "
        "20. " + TEXT,
    ),
    "a list in a text too shallow": (
        "      And so.",
        "    - And so.",
        "22:5 This line is indented less than the text above it, which begins in column 7 of line "
        "20. " + TEXT,
    ),
    "a first line too deep": (
        "      It is so.",
        "        It is so.",
        "22:7 This line is indented less than the text above it, which begins in column 9 of line "
        "20. " + TEXT,
    ),
    "a line that goes on at the beginning": (
        "    answer: It is. [^s]",
        "    answer: It is, as some\nsay. [^s]",
        "28:1 " + COLON,
    ),
    "a text behind its sign": (
        "    answer: |\n      It is so.",
        "    answer: | It is so.",
        "19:15 A text that begins with `|` or `>` stands in the lines below that sign.",
    ),
    "a quote that is not closed": (
        "question: What is that?",
        'question: "What is that?',
        "26:15 The quoted text that begins here never ends. Close the quote.",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_once_where_it_was_made(tmp_path: Path, name: str) -> None:
    right, wrong, expected = MISTAKES[name]
    assert PACK.count(right) == 1
    (found,) = said(problems_of(tmp_path, PACK.replace(right, wrong)))
    assert found.startswith(expected)


def test_a_sound_pack_has_no_problem_however_its_lists_are_indented(tmp_path: Path) -> None:
    lists = "      - whats it\n      - tell me of it\n"
    for text in (PACK, PACK.replace(lists, lists.replace("      -", "    -"))):
        assert problems_of(tmp_path, text) == []


def test_an_entry_without_its_dash_is_told_where_it_begins(tmp_path: Path) -> None:
    text = PACK.replace("  - id: b", "    id: b").replace("    related: [b]\n", "")
    assert said(problems_of(tmp_path, text)) == [
        "23:5 The key stands twice; the first is in line 13. Keep one, or write `- ` before it if "
        "another item begins here."
    ]


def test_keys_that_lost_their_indent_are_told_of_each(tmp_path: Path) -> None:
    text = PACK.replace("  id: x\n  title: X\n  language: en\n", "id: x\ntitle: X\nlanguage: en\n")
    assert said(problems_of(tmp_path, text))[1:] == [
        f"{line}:1 {BELOW.format(key)}" for line, key in ((2, "id"), (3, "title"), (4, "language"))
    ]


def test_a_key_that_stands_in_an_answer_is_a_warning(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, PACK.replace("    related: [b]", "      related: [b]"))
    assert problem.severity == "warning"
    assert said([problem])[0].startswith("23:7 This line is indented like the answer's text, so")


def test_every_text_that_needs_quotes_is_told_at_once_with_all_else(tmp_path: Path) -> None:
    text = (
        PACK.replace("What is it?", "What is it: so?")
        .replace("- tell me of it", "- `it`")
        .replace("What is that?", "*What* is that: what: so?")
        .replace("answer: It is. [^s]", "answer: !so It is.")
        .replace("title: T", "title: *t")
    )
    assert [it.split("`")[0][:22] for it in said(problems_of(tmp_path, text))] == [
        "11:12 The alias ",
        "15:25 ",
        "18:9 This character ca",
        "26:15 This character c",
        "26:29 ",
        "27:13 The tag ",
        "27:13 This paragraph c",
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("What is it?", "What{} is it?", "15:19"),
        ("It is so.", "It is{} so.", "20:12"),
        ("tell me of it", "tell{}me", "18:13"),
    ],
    ids=["in a line", "in an answer", "in an item"],
)
@pytest.mark.parametrize("stray", ["\u2028", "\u2029", "\x85"], ids=["LS", "PS", "NEL"])
def test_a_line_ending_that_editors_do_not_show_is_named(
    tmp_path: Path, old: str, new: str, place: str, stray: str
) -> None:
    (found,) = said(problems_of(tmp_path, PACK.replace(old, new.format(stray))))
    assert found.startswith(f"{place} YAML ends the line at U+{ord(stray):04X}, which stands here")


def test_a_line_ending_that_editors_do_not_show_may_stand_in_quotes(tmp_path: Path) -> None:
    quoted = PACK.replace("What is it?", '"What\u2028is it?"')
    assert problems_of(tmp_path, quoted) == problems_of(tmp_path, PACK)


def test_a_tab_where_an_item_begins_is_not_a_matter_of_quotes(tmp_path: Path) -> None:
    (found,) = said(problems_of(tmp_path, PACK.replace("  - id: b", "  -\tid: b")))
    assert found.startswith("24:4 A tab stands where YAML wants spaces.")


def test_every_line_that_begins_with_a_tab_is_told(tmp_path: Path) -> None:
    text = PACK.replace("    topic: t", "\ttopic: t")
    assert [it[:24] for it in said(problems_of(tmp_path, text))] == [
        "14:1 A tab stands where ",
        "25:1 A tab stands where ",
    ]


def test_a_large_file_with_errors_is_not_read_again_for_each(tmp_path: Path) -> None:
    line = "  - [what: is: it]\n"
    text = "synonyms:\n" + line * (MOST_READ_AGAIN // len(line))
    assert len(problems_of(tmp_path, text)) == 1


FENCE = "This line is Markdown's, and not YAML. Remove it."
CONFLICT = (
    "Git left a conflict here. Keep one of the two versions, and remove the lines that begin "
    "with `<<<<<<<`, `=======` and `>>>>>>>`."
)


@pytest.mark.parametrize("opening", ["```", "```yaml", "~~~yml"])
def test_a_file_that_was_copied_with_its_code_block_is_told_of_the_blocks_lines_alone(
    tmp_path: Path, opening: str
) -> None:
    text = f"{opening}\n{PACK}{opening[:3]}\n"
    assert said(problems_of(tmp_path, text)) == [f"1:1 {FENCE}", f"29:1 {FENCE}"]


def test_a_conflict_that_git_left_is_told_as_one(tmp_path: Path) -> None:
    text = PACK.replace(
        "  - id: b\n", "<<<<<<< HEAD\n  - id: b\n=======\n  - id: c\n>>>>>>> theirs\n"
    )
    assert said(problems_of(tmp_path, text)) == [f"24:1 {CONFLICT}"]


def test_what_looks_like_either_in_an_answer_is_no_problem(tmp_path: Path) -> None:
    answer = "      It is so. [^s]\n\n      ```\n      x\n      ```\n\n      =======\n"
    text = PACK.replace("      It is so. [^s]\n", answer)
    assert FENCE not in "".join(said(problems_of(tmp_path, text)))
    assert said(problems_of(tmp_path, text.replace("      =======\n", ""))) == []


SPACE = "This space is U+{:04X}, which YAML does not take for one. Replace it with a common space."


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u2009"])
@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("    question: What is it?", "____question: What is it?", ["15:1"]),
        ("    question: What is it?", "  __question: What is it?", ["15:3"]),
        ("    question: What is", "    question:_What is", ["15:14", "26:14"]),
        ("      - ", "    __- ", ["17:5", "18:5"]),
    ],
    ids=["indent", "part of an indent", "behind a colon", "before a dash"],
)
def test_a_space_that_yaml_does_not_know_is_told_where_it_makes_the_error(
    tmp_path: Path, space: str, old: str, new: str, places: list[str]
) -> None:
    text = PACK.replace(old, new.replace("_", space))
    message = SPACE.format(ord(space))
    assert said(problems_of(tmp_path, text)) == [f"{place} {message}" for place in places]


def test_a_space_of_another_kind_inside_a_text_is_none_of_an_errors_business(
    tmp_path: Path,
) -> None:
    text = PACK.replace("What is it?", "What\u00a0is: it?").replace(
        "      And so.", "      \u00a0And so."
    )
    (problem,) = problems_of(tmp_path, text)
    assert problem.message.startswith("`: ` inside unquoted text")
