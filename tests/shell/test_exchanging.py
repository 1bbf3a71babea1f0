from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest

from bot.exchange.formats import Format
from bot.knowledge.load import read_pack
from tests.conftest import REPOSITORY, TEA
from tests.shell.conftest import Shell

FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIX = {"yaml": "yaml", "markdown": "md", "csv": "csv", "json": "json"}
SHIPPED = REPOSITORY / "knowledge" / "open-source-ai"


@pytest.mark.parametrize(
    ("source", "format_name"),
    [*((TEA, it) for it in FORMATS), (SHIPPED, "csv")],
    ids=[*FORMATS, "shipped"],
)
def test_an_export_imported_into_an_empty_pack_is_the_same_pack(
    shell: Shell, tmp_path: Path, source: Path, format_name: Format
) -> None:
    pack = read_pack(source).sound()
    file = tmp_path / f"pack.{SUFFIX[format_name]}"
    assert shell.run("export", str(file), "--knowledge", str(source)).code == 0
    (tmp_path / "new").mkdir()
    path = tmp_path / "new" / f"{pack.id}.yaml"
    path.write_text("", encoding="utf-8")
    shell.publish("import", str(file), "--knowledge", str(path))
    assert read_pack(path).sound() == pack


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_export_goes_to_standard_output_and_back(
    shell: Shell, tmp_path: Path, format_name: Format
) -> None:
    done = shell.run("export", "--format", format_name)
    file = tmp_path / f"again.{SUFFIX[format_name]}"
    file.write_bytes(done.out.encode())
    again = shell.run("import", str(file), "--yes")
    assert (again.code, again.err) == (0, "")
    assert again.out == (
        f"{file}: 0 added, 0 changed, 8 unchanged.\n"
        "All of it is in `tea` already: nothing was changed.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("pack.txt",), "json; the name of pack.txt ends in none of them."),
        (("--format", "xml"), "Say --format yaml, markdown, csv, json; `xml` is none of them."),
        (("tea.yaml",), "tea.yaml is the pack itself. Name another file."),
        (("nowhere/tea.csv",), "nowhere/tea.csv cannot be saved: No such file or directory."),
        ((f"{300 * 'a'}.csv",), "a.csv cannot be written: File name too long."),
    ],
)
def test_an_export_that_cannot_be_is_refused(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(shell.path.parent)
    done = shell.run("export", *arguments)
    assert done.code in (1, 2)
    assert sentence in done.err
    assert shell.text == TEA.read_text(encoding="utf-8")


def test_an_export_replaces_a_file_that_is_not_utf_8(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes(b"caf\xe9")
    assert shell.run("export", str(file)).code == 0
    assert file.read_bytes().decode("utf-8-sig").startswith("item,")


def test_a_single_entry_is_counted_as_one(shell: Shell, tmp_path: Path) -> None:
    pack = tmp_path / "one.yaml"
    pack.write_text(
        "topics: [{id: t, title: T}]\n"
        "sources: [{id: s, title: S, kind: press}]\n"
        "entries: [{id: a, topic: t, question: Why?, answer: 'So. [^s]'}]\n",
        encoding="utf-8",
    )
    file = tmp_path / "one.json"
    shell.publish("entry", "edit", "a", "--add-phrasing", "why so", "--knowledge", str(pack))

    done = shell.run("export", str(file), "--knowledge", str(pack))

    assert done.err == f"Wrote 1 entry of one to {file}.\n"
    assert "First seen, with 1 entry" in shell.run("history", "--knowledge", str(pack)).out


def test_an_export_goes_into_a_pipe_which_stays(shell: Shell, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    done = shell.run("export", str(pipe))
    with os.fdopen(reader) as file:
        assert file.read() == shell.run("export", "--format", "json").out
    assert (done.code, done.err) == (0, f"Wrote 4 entries of tea to {pipe}.\n")
    assert pipe.is_fifo()


def test_a_pipe_that_cannot_be_written_is_a_plain_error(shell: Shell) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = shell.run("export", f"/dev/fd/{writer}", "--format", "json")
    os.close(writer)
    assert (done.code, done.err) == (1, f"/dev/fd/{writer} cannot be written: Broken pipe.\n")


def test_an_import_adds_and_changes_and_removes_nothing(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "more.yaml"
    file.write_text(
        "entries:\n"
        "  - {id: milk-first, topic: brewing, question: Milk first?, answer: No., status: draft}\n"
        "  - {id: sugar, topic: brewing, question: Sugar?, answer: No., status: draft}\n",
        encoding="utf-8",
    )
    done = shell.run("import", str(file), typed="y\n")
    assert done.code == 0, done.err
    assert "more.yaml: 1 added, 1 changed, 0 unchanged." in done.out
    assert len(shell.pack.entries) == 5
    assert shell.pack.entry_by_id["milk-first"].phrasings == ()
    # What the import does not say of the file stays.
    assert shell.text.startswith(TEA.read_text(encoding="utf-8").partition("  - id: milk")[0])


def test_a_sheet_of_questions_and_answers_is_imported_with_its_notes(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text("question,answer\nIs it warm?,Yes it is.\n", encoding="utf-8")
    mistyped = shell.run("import", str(file), "--topic", "helth", "--yes")
    assert (mistyped.code, mistyped.err) == (
        1,
        'There is no topic `helth`. Did you mean "health"? Add --new-topic to make one with that '
        "title.\n",
    )
    done = shell.run("import", str(file), "--topic", "Weather", "--new-topic", "--yes")
    assert done.code == 0, done.err
    assert "Drafts, since part of the answer cites no source: the entries of line 2." in done.out
    assert shell.pack.topics[-1].title == "Weather"
    assert shell.pack.entries[-1].question == "Is it warm?"


def test_a_sheet_that_was_imported_already_adds_nothing(shell: Shell, tmp_path: Path) -> None:
    sample = REPOSITORY / "tests" / "exchange" / "samples" / "questions.csv"
    shell.publish("import", str(sample))
    before = shell.text
    again = shell.run("import", str(sample), "--yes")
    assert (again.code, again.err) == (0, "")
    assert f"{sample}: 0 added, 0 changed, 4 unchanged.\n" in again.out
    assert again.out.endswith("All of it is in `tea` already: nothing was changed.\n")
    machine = shell.run("import", str(sample), "--yes", "--json")
    assert machine.code == 0
    assert machine.data == {"revision": None, "pack": "tea", "changes": []}
    assert shell.text == before


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("entries:\n  - {id: a, topic: tee, question: A, answer: x}\n", 1, "more.yaml:2:20: error"),
        ("pack: {id: cocoa}\nentries: []\n", 1, "The file is of the pack `cocoa`"),
        (None, 2, "more.yaml cannot be read: No such file or directory."),
    ],
    ids=["a problem", "another pack", "no file"],
)
def test_an_import_that_cannot_be_is_refused_with_the_place(
    shell: Shell, tmp_path: Path, text: str | None, code: int, sentence: str
) -> None:
    file = tmp_path / "more.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    done = shell.run("import", str(file), "--yes", "--json")
    assert done.code == code
    assert sentence in done.data["error"]
    assert shell.text == TEA.read_text(encoding="utf-8")


HEADING = 'pack: {id: tea, title: "Tea, and more", language: en-GB}\nsynonyms: [[cup, mug]]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "",
            "pack:\n  title: Tea, and more\n  language: en-GB\nsynonyms:\n  - [cup, mug]\n",
        ),
        (
            "# A pack.\nsources: []",
            "# A pack.\npack:\n  title: Tea, and more\n  language: en-GB\n"
            "synonyms:\n  - [cup, mug]\nsources: []",
        ),
        (
            "pack:\n  # For now.\n  title: Tea\nsynonyms: [[a, b]]\n\n# Below.\ntopics: []\n",
            "pack:\n  # For now.\n  title: Tea, and more\n  language: en-GB\n"
            "synonyms: [[a, b], [cup, mug]]\n\n# Below.\ntopics: []\n",
        ),
        (
            "pack: {title: Tea}\r\ntopics: []\r\n",
            'pack: {title: "Tea, and more", language: en-GB}\r\n'
            "synonyms:\r\n  - [cup, mug]\r\ntopics: []\r\n",
        ),
    ],
    ids=["empty", "without", "with others", "line breaks of Windows"],
)
def test_the_heading_is_written_and_the_lines_around_it_stay(
    shell: Shell, tmp_path: Path, before: str, after: str
) -> None:
    shell.path.with_suffix(".expectations.yaml").unlink()
    shell.path.write_bytes(before.encode())
    file = tmp_path / "head.yaml"
    file.write_text(HEADING, encoding="utf-8")
    number = shell.publish("import", str(file))
    assert shell.path.read_bytes().decode() == after
    shell.publish("undo", str(number))
    assert shell.path.read_bytes().decode() == before


def test_what_a_partial_heading_leaves_out_stays(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "head.yaml"
    file.write_text("pack: {title: Tea alone}\n", encoding="utf-8")
    shell.publish("import", str(file))
    assert (shell.pack.title, shell.pack.language) == ("Tea alone", "en")
    assert shell.pack.synonyms == (("healthy", "wholesome", "good for you"),)
