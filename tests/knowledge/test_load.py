"""Reading packs: every problem at once, each with its place and what would be right."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.document import MAX_BYTES
from bot.knowledge.load import default_pack_id, load_knowledge, read_pack
from tests.conftest import TEA

BAD = Path(__file__).parent / "bad"

# Each bad file has one problem: its line, its column, and what its message says.
PROBLEMS = {
    "alias-bomb": (5, 36, "Aliases add more than 100,000 values"),
    "cut-by-comment": (8, 19, "` #` ends unquoted text"),
    "dangling-counter": (6, 87, 'There is no entry `onee`. Did you mean "one"?'),
    "dangling-related": (6, 88, "There is no entry `two`."),
    "aliased-entry": (6, 15, "The id `one` is taken in aliased-entry.yaml, line 6"),
    "duplicate-id": (7, 10, "The id `one` is taken in duplicate-id.yaml, line 6"),
    "duplicate-key": (9, 5, "The key stands twice; the first is in line 8"),
    "impossible-date": (5, 11, "there is no day 30 in February 2023"),
    "impossible-day": (10, 15, "there is no month 13"),
    "malformed-mark": (10, 11, "`[^A Source]` is no citation mark"),
    "mark-before-bracket": (10, 11, "not followed by `(`"),
    "missing-answer": (6, 5, "The key `answer` is missing"),
    "not-a-mapping": (1, 1, "A pack is a mapping with the keys pack, synonyms"),
    "not-utf8": (3, 13, "Byte 0xE9 is not UTF-8"),
    "obeyed-address": (5, 10, "U+001B is a control character; remove it"),
    "reserved-id": (6, 10, "`none` is reserved"),
    "side-without-motion": (6, 56, "has no motion to be for"),
    "split-phrasing": (10, 9, "`: ` split this text into a key and a value"),
    "split-question": (8, 22, "`: ` inside unquoted text splits it"),
    "tab": (3, 1, "A tab stands where YAML wants spaces"),
    "tag": (2, 7, "has no use here"),
    "two-documents": (2, 1, "A second document begins here"),
    "uncited-item": (11, 9, "This list item cites no source"),
    "uncited-paragraph": (12, 7, "This paragraph cites no source"),
    "unknown-key": (9, 5, 'There is no key `phrasing` here. Did you mean "phrasings"?'),
    "unknown-source": (10, 12, 'There is no source `a-sorce`. Did you mean "a-source"?'),
    "unknown-topic": (6, 22, 'There is no topic `topik`. Did you mean "topic"?'),
    "wrong-side": (6, 56, "`pro` is none of 'for', 'against' or 'neutral'"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_bad_file_is_refused_with_place_and_remedy(name: str) -> None:
    line, column, message = PROBLEMS[name]
    reading = read_pack(BAD / f"{name}.yaml")
    assert reading.pack is None
    (problem,) = reading.problems
    assert (problem.place.line, problem.place.column) == (line, column)
    assert message in problem.message


def test_every_bad_file_is_expected_to_fail_in_its_own_way() -> None:
    assert {file.stem for file in BAD.glob("*.yaml")} == {*PROBLEMS, "bad-id-and-url"}


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("EN", " Write `en`."),
        ("en_GB", " Write `en-GB`."),
        ("german", " Write `de`."),
        ("Klingonisch", ""),
        ("'en US'", ""),
    ],
)
def test_a_language_is_told_how_it_is_written(tmp_path: Path, language: str, advice: str) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text(f"pack: {{id: x, language: {language}}}\n", encoding="utf-8")
    (problem,) = read_pack(file).problems
    given = language.strip("'")
    assert (problem.place.line, problem.key) == (1, "pack.language")
    assert problem.message == (
        f"`{given}` is no code of a language, such as `en`, `de` or `pt-BR`.{advice}"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("kind: press}", "kind: press, accept: [uncited-source]}"),
        ("title: T}", "title: T, accept: yes}"),
        ("status: draft", "accept: [short-answer]"),
    ],
)
def test_warnings_that_are_accepted_without_a_reason_are_told_how_to(
    tmp_path: Path, before: str, after: str
) -> None:
    text = (
        "sources: [{id: s, title: S, kind: press}]\n"
        "topics: [{id: t, title: T}]\n"
        "entries:\n"
        "  - {id: a, topic: t, question: Is it?, answer: 'It is. [^s]', status: draft}\n"
    )
    file = tmp_path / "pack.yaml"
    file.write_text(text.replace(before, after), encoding="utf-8")
    (problem,) = read_pack(file).problems
    assert problem.message == (
        "Each warning that is accepted wants its reason, as in `short-answer: there is no more to "
        "say`."
    )


@pytest.mark.parametrize("given", ["soon", "2026-1-5", "", "[2026]"])
def test_a_review_is_told_to_be_a_day(tmp_path: Path, given: str) -> None:
    file = tmp_path / "pack.yaml"
    reviewed = given or '""'
    text = f"entries: [{{id: a, topic: t, question: Q?, answer: A., reviewed: {reviewed}}}]"
    file.write_text(f"topics: [{{id: t, title: T}}]\n{text}\n", encoding="utf-8")
    [said] = [it.message for it in read_pack(file).problems if it.key.endswith("reviewed")]
    assert "a day is written 2023-10-03" in said or "Text is wanted here" in said


def test_problems_read_as_file_line_column_severity_and_key() -> None:
    (problem,) = read_pack(BAD / "wrong-side.yaml").problems
    assert str(problem).startswith(f"{BAD / 'wrong-side.yaml'}:6:56: error: entries[0].side: ")


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text(
        "topics: [{id: t, title: T}]\n"
        "sources: [{id: s, title: S, kind: wrong}]\n"
        "entries:\n"
        "  - {id: a, topic: t, question: Q, answer: 'No source.', phrasing: []}\n"
        "  - {id: b, topic: u, question: Q, answer: 'Yes [^s].', related: [c]}\n",
        encoding="utf-8",
    )
    assert [problem.key for problem in read_pack(file).problems] == [
        "sources[0].kind",
        "entries[0].answer",
        "entries[0].phrasing",
        "entries[1].topic",
        "entries[1].related[0]",
    ]


def test_a_file_of_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as opened:
        opened.truncate(50 * 1024 * 1024)
    (problem,) = read_pack(file).problems
    assert "The file has 50 MiB; at most 32 are read" in problem.message
    assert MAX_BYTES == 32 * 1024 * 1024


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_tells_no_size_is_read_no_further_than_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.document.MAX_BYTES", 2**20)
    pipe = tmp_path / "endless.yaml"
    os.mkfifo(pipe)
    writer = Thread(target=_write_until_nobody_reads, args=(pipe, 3 * 2**20))
    writer.start()
    (problem,) = read_pack(pipe).problems
    writer.join()
    assert "The file has 2 MiB; at most 1 are read" in problem.message


def _write_until_nobody_reads(pipe: Path, size: int) -> None:
    with suppress(BrokenPipeError):
        pipe.write_bytes(b" " * size)


def test_a_file_that_is_not_utf_8_is_told_with_its_other_problems(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    text = "# caf\u00e9\nsources: [{id: s, title: caf\u00e9, kind: press, titel: S}]\n"
    for encoding, lines in (("latin-1", [1, 2]), ("utf-16", [1])):
        file.write_bytes(text.encode(encoding))
        assert [it.place.line for it in read_pack(file).problems] == lines


def test_deep_nesting_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text("entries: " + "[" * 100_000, encoding="utf-8")
    (problem,) = read_pack(file).problems
    assert "nest more than" in problem.message


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_pack(tmp_path / "none.yaml").problems
    assert "cannot be read" in problem.message


def test_expectations_that_cannot_be_looked_for_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "tea.yaml").write_bytes(TEA.read_bytes())
    (tmp_path / "expectations.yaml").symlink_to("x" * 256)  # longer than a name may be
    (problem,) = read_pack(tmp_path).problems
    assert str(problem.place).startswith(str(tmp_path / "expectations.yaml"))
    assert problem.message == "The file cannot be read: File name too long."


def test_references_to_a_file_that_is_no_yaml_are_not_reported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("entries: [\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(
        "entries: [{id: b, topic: t, question: Q, answer: 'Yes [^s].', related: [a]}]\n",
        encoding="utf-8",
    )
    assert {problem.place.path.name for problem in read_pack(tmp_path).problems} == {"a.yaml"}


@pytest.mark.skipif(os.name == "nt", reason="there it is the same name as five.yaml, and read")
def test_a_folder_is_read_as_one_pack_whose_expectations_are_apart(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("pack: {title: Both}\ntopics: [{id: t, title: T}]\n")
    (tmp_path / "two.yaml").write_text("sources: [{id: s, title: S, kind: press}]\n")
    (tmp_path / "three.yaml").write_text(
        "entries: [{id: a, topic: t, question: Q?, answer: 'So. [^s]'}]\n"
    )
    (tmp_path / "expectations.yaml").write_text("- {ask: q, expect: a}\n- {ask: r, expect: none}\n")
    (tmp_path / "FIVE.YAML").write_text("entries: []\n")
    (tmp_path / "four.yml").write_text("entries: []\n")
    (tmp_path / "one.expectations.yaml").write_text("- {ask: s, expect: a}\n")
    reading = read_pack(tmp_path)
    assert reading.pack is not None
    assert reading.pack.title == "Both"
    assert [entry.id for entry in reading.pack.entries] == ["a"]
    assert [it.wants_nothing for it in reading.expectations] == [False, True]
    assert [(it.severity, it.place.path.name) for it in reading.problems] == [
        ("warning", "FIVE.YAML"),
        ("warning", "four.yml"),
        ("warning", "one.expectations.yaml"),
    ]


def test_expectations_name_entries_and_ask_once(tmp_path: Path) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_text((Path(__file__).parents[1] / "packs" / "tea.yaml").read_text())
    (tmp_path / "tea.expectations.yaml").write_text(
        "- {ask: one, expect: how-long-to-stepe}\n"
        "- {ask: two, expect: none}\n"
        "- {ask: three, expect: none}\n"
        "- {ask: three, expect: none}\n"
    )
    errors = [it.message for it in read_pack(pack).problems if it.severity == "error"]
    assert errors == [
        'There is no entry `how-long-to-stepe`. Did you mean "how-long-to-steep"?',
        "The same question stands in line 3 already; remove one.",
    ]


def test_an_expectation_of_a_draft_waits_until_its_entry_is_live(tmp_path: Path) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_text((Path(__file__).parents[1] / "packs" / "tea.yaml").read_text())
    (tmp_path / "tea.expectations.yaml").write_text(
        "- {ask: one, expect: how-long-to-steep}\n"
        "- {ask: two, expect: milk-first}\n"
        "- {ask: three, expect: none}\n"
    )
    reading = read_pack(pack)
    (problem,) = reading.problems
    assert (problem.severity, problem.place.line) == ("warning", 2)
    assert problem.message == "The entry `milk-first` is a draft: this is asked once it is live."
    assert [it.ask for it in reading.expectations] == ["one", "two", "three"]
    assert [it.ask for it in reading.askable] == ["one", "three"]
    assert reading.sound().entry_by_id["milk-first"].status == "draft"


def test_an_id_that_was_left_out_is_told_as_empty(tmp_path: Path) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_bytes(TEA.read_bytes())
    (tmp_path / "tea.expectations.yaml").write_text("- ask: one\n  expect:\n", encoding="utf-8")
    (problem,) = read_pack(pack).problems
    assert problem.message == "This is empty. Write it, or remove its key."
    assert (problem.place.line, problem.place.column) == (2, 10)


@pytest.mark.parametrize("own", [False, True])
def test_expectations_of_a_folder_beside_a_file_are_told_that_nobody_reads_them(
    tmp_path: Path, own: bool
) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_bytes(TEA.read_bytes())
    for name in ["expectations.yaml", *(["tea.expectations.yaml"] if own else [])]:
        (tmp_path / name).write_text("- {ask: one, expect: none}\n", encoding="utf-8")
    assert [(it.severity, it.place.path.name, it.message) for it in read_pack(pack).problems] == (
        []
        if own
        else [
            (
                "warning",
                "expectations.yaml",
                "The expectations of tea.yaml are read from tea.expectations.yaml alone; rename "
                "this one.",
            )
        ]
    )


def test_a_synonym_that_no_question_can_hold_is_a_warning_with_place_and_remedy(
    tmp_path: Path,
) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text("synonyms:\n  - [™, euro, 5]\n  - [single currency, '€']\n", encoding="utf-8")
    reading = read_pack(file)
    assert reading.pack is not None
    (problem,) = reading.problems
    assert str(problem) == (
        f"{file}:3:23: warning: synonyms[1][1]: `€` has no letter or digit, so it is never found "
        "in a question: write a word, or remove it."
    )


def test_values_are_what_was_typed(tmp_path: Path) -> None:
    file = tmp_path / "typed.yaml"
    file.write_text(
        "pack: {id: no, title: 12:30}\n"
        "sources: [{id: '2023', title: yes, kind: press, date: 2023-10-03, publisher: 1.0}]\n"
        "topics: [{id: t, title: 0x10}]\n",
        encoding="utf-8",
    )
    pack = read_pack(file).sound()
    assert (pack.id, pack.title, pack.topics[0].title) == ("no", "12:30", "0x10")
    assert (pack.sources[0].title, pack.sources[0].publisher) == ("yes", "1.0")


def test_a_text_that_begins_as_a_name_which_nothing_refers_to_is_a_warning(tmp_path: Path) -> None:
    text = (
        "topics: [{id: t, title: T}]\n"
        "entries:\n"
        "  - id: a\n"
        "    topic: t\n"
        "    status: draft\n"
        "    question: &asked What is it?\n"
        "    phrasings:\n"
        "      - *asked\n"
        "      - &tea or coffee?\n"
        '      - "&tea or cocoa?"\n'
        "    answer: It is so.\n"
    )
    file = tmp_path / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    reading = read_pack(file)
    (problem,) = reading.problems
    assert (problem.place.line, problem.place.column, problem.severity) == (9, 9, "warning")
    assert "`&tea` for a name, which no alias refers to" in problem.message
    assert reading.pack is not None


def test_aliases_are_read_where_they_are_few(tmp_path: Path) -> None:
    file = tmp_path / "aliases.yaml"
    file.write_text("topics: [{id: t, title: &x Shared}, {id: u, title: *x}]\n", encoding="utf-8")
    assert [topic.title for topic in read_pack(file).sound().topics] == ["Shared", "Shared"]


def test_two_packs_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("pack: {id: same}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="has the id `same` too"):
        load_knowledge([tmp_path / "a.yaml", tmp_path / "b.yaml"])


def test_the_id_of_a_pack_with_errors_is_taken_too(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("pack: {id: same, titel: A}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("pack: {id: same}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_knowledge([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    assert [it.key for it in error.value.problems] == ["pack.titel", "pack.id"]


def test_a_pack_is_called_after_its_file_or_folder(tmp_path: Path) -> None:
    assert (
        default_pack_id(Path("Some Pack_of mine that is long.yaml")) == "some-pack-of-mine-that-i"
    )
    (tmp_path / "Mine").mkdir()
    assert default_pack_id(tmp_path / "Mine") == "mine"
