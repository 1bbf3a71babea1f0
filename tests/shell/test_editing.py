from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, TEA
from tests.shell.conftest import EXPECTATIONS, Editor, Shell

FILLED = [
    ("topic: \n", "topic: brewing\n"),
    ("    question: \n", "    question: How hot should water be?\n"),
    ("    answer: |\n\n", "    answer: |\n      Nearly boiling. [^leaf-journal]\n\n"),
]
Typed = Callable[[], list[Path]]


def test_an_entry_is_written_in_an_editor(shell: Shell, editor: Editor, typed_files: Typed) -> None:
    editor.will(FILLED)
    done = shell.run("entry", "add", "--no-effects", typed="y\n")
    assert done.code == 0, done.err
    added = shell.text.removeprefix(TEA.read_text(encoding="utf-8"))
    assert added == (
        "  - id: how-hot-should-water-be\n"
        "    topic: brewing\n"
        "    question: How hot should water be?\n"
        "    answer: |\n"
        "      Nearly boiling. [^leaf-journal]\n"
    )
    assert "#   brewing: Brewing\n" in editor.seen[0]
    assert typed_files() == []


def test_new_sources_may_be_written_beside_it(shell: Shell, editor: Editor) -> None:
    source = "sources:\n  - {id: kettle, title: The Kettle, kind: press}\nentries:"
    editor.will([*FILLED, ("\nentries:", f"\n{source}"), ("[^leaf-journal]", "[^kettle]")])
    assert shell.run("entry", "add", "--no-effects", typed="y\n").code == 0
    assert shell.pack.source_by_id["kettle"].title == "The Kettle"


@pytest.mark.parametrize("change", [[], None], ids=["unchanged", "empty"])
def test_an_unchanged_or_empty_text_cancels(
    shell: Shell, editor: Editor, typed_files: Typed, change: list[tuple[str, str]] | None
) -> None:
    if change is None:
        editor.will([])
        shell.run("entry", "edit", "milk-first", "--no-effects", typed="")
        change = [(editor.seen[0], " \n")]
    editor.will(change)
    done = shell.run("entry", "edit", "milk-first", "--no-effects", typed="")
    assert (done.code, done.err) == (1, "Nothing was changed.\n")
    assert shell.text == TEA.read_text(encoding="utf-8")
    assert typed_files() == []


def test_problems_are_told_with_their_lines_and_what_was_typed_is_offered_again(
    shell: Shell, editor: Editor
) -> None:
    editor.will(
        [*FILLED, ("side: neutral", "side: pro")],
        [("side: pro", "side: for")],
        [("side: for", "side: neutral")],
    )
    done = shell.run("entry", "add", "--no-effects", typed="\ny\ny\n")
    assert done.code == 0, done.err
    first, second, third = editor.seen
    line = second.splitlines().index("    side: pro") + 1
    assert f"entry.yaml:{line}:11: error: entries[0].side: `pro` is none of" in done.err
    assert "has no motion" in done.err
    assert "How hot should water be?" not in first
    assert second.replace("side: pro", "side: for") == third


def test_what_was_typed_and_not_used_is_kept(
    shell: Shell, editor: Editor, typed_files: Typed
) -> None:
    editor.will([*FILLED, ("side: neutral", "side: pro")])
    done = shell.run("entry", "add", "--no-effects", typed="n\n")
    assert done.code == 1
    [kept] = typed_files()
    assert f"What you typed is kept in {kept}.\n" in done.err
    assert "question: How hot should water be?" in kept.read_text(encoding="utf-8")


def test_declining_keeps_what_was_typed(shell: Shell, editor: Editor, typed_files: Typed) -> None:
    editor.will(FILLED)
    done = shell.run("entry", "add", "--no-effects", typed="n\n")
    assert done.code == 1
    assert len(typed_files()) == 1
    assert shell.text == TEA.read_text(encoding="utf-8")


def test_a_preview_leads_back_to_the_editor(shell: Shell, editor: Editor) -> None:
    editor.will(FILLED, [("Nearly boiling.", "Just boiling.")])
    done = shell.run("entry", "add", "--no-effects", typed="e\ny\n")
    assert done.code == 0, done.err
    assert "Just boiling." in shell.text
    assert "Nearly boiling." not in shell.text


def test_an_entry_is_edited_as_it_stands_and_saved_to_the_letter(
    shell: Shell, editor: Editor
) -> None:
    shell.path.write_text(
        shell.text.replace("    status: draft\n", "    status: draft  # until somebody knows\n"),
        encoding="utf-8",
    )
    before = shell.text
    change = ("answer: Nobody knows.", "# Asked around.\n    answer: 'Who knows?'")
    editor.will([change])
    done = shell.run("entry", "edit", "milk-first", "--no-effects", typed="y\n")
    assert done.code == 0, done.err
    assert "    status: draft  # until somebody knows\n" in editor.seen[0]
    assert shell.text == before.replace(*change)


def test_an_entry_that_ends_its_file_without_a_line_ending_can_be_edited(
    shell: Shell, editor: Editor
) -> None:
    known = shell.text.replace("answer: Nobody knows.", "# a comment").rstrip("\n")
    shell.path.write_text(f"{known}\n    answer: |\n      Nobody knows.", encoding="utf-8")
    editor.will([("Nobody knows.", "Somebody knows.")])
    assert shell.run("entry", "edit", "milk-first", "--no-effects", typed="y\n").code == 0
    assert shell.text == f"{known}\n    answer: |-\n      Somebody knows.\n"


def test_an_entry_whose_lines_end_as_on_windows_keeps_its_line_endings(
    shell: Shell, editor: Editor, typed_files: Typed
) -> None:
    shell.path.write_bytes(TEA.read_bytes().replace(b"\n", b"\r\n"))
    before = shell.path.read_bytes()
    editor.will([], [("Nobody knows.", "Somebody knows.")])
    done = shell.run("entry", "edit", "milk-first", "--no-effects", typed="y\n")
    assert (done.code, done.err) == (1, "Nothing was changed.\n")
    assert typed_files() == []
    done = shell.run("entry", "edit", "milk-first", "--no-effects", typed="y\n")
    assert done.code == 0, done.err
    assert shell.path.read_bytes() == before.replace(b"Nobody knows.", b"Somebody knows.")


def test_an_entry_in_brackets_can_be_edited(shell: Shell, editor: Editor) -> None:
    shell.path.write_text(
        "sources: []\ntopics: [{id: t, title: T}]\n"
        "entries: [{id: a, topic: t, question: A, answer: x, status: draft}]\n",
        encoding="utf-8",
    )
    shell.path.with_suffix(".expectations.yaml").unlink()
    editor.will([("question: A", "question: B")])
    done = shell.run("entry", "edit", "a", "--no-effects", typed="y\n")
    assert done.code == 0, done.err
    assert shell.text.endswith(
        "entries: [{id: a, topic: t, question: B, answer: x, status: draft}]\n"
    )


def test_an_entry_with_an_alias_is_written_anew(shell: Shell, editor: Editor) -> None:
    text = shell.text.replace("answer: Nobody knows.", "answer: &unknown Nobody knows.")
    text += "  - {id: cup, topic: brewing, question: Cup?, answer: *unknown, status: draft}\n"
    shell.path.write_text(text, encoding="utf-8")
    editor.will([("question: Cup?", "question: Which cup?")])
    done = shell.run("entry", "edit", "cup", "--no-effects", typed="y\n")
    assert done.code == 0, done.err
    assert shell.pack.entry_by_id["cup"].question == "Which cup?"


def test_ids_never_change(shell: Shell, editor: Editor) -> None:
    editor.will([("id: milk-first", "id: milk-last")])
    done = shell.run("entry", "edit", "milk-first", "--no-effects", typed="n\n")
    assert done.code == 1
    assert "The text is to hold the entry `milk-first` and no other; ids never change." in done.err


def test_a_draft_made_in_the_editor_keeps_its_expectations(shell: Shell, editor: Editor) -> None:
    editor.will([("    side: for\n", "    side: for\n    status: draft\n")])
    done = shell.run("entry", "edit", "tea-is-healthier", "--no-effects", typed="y\n")
    assert done.code == 0, done.err
    assert not shell.pack.entry_by_id["tea-is-healthier"].is_live
    assert shell.path.with_suffix(".expectations.yaml").read_text() == EXPECTATIONS


def test_whoever_edits_sees_what_somebody_else_saved_before_replacing_it(
    shell: Shell, editor: Editor, tmp_path: Path
) -> None:
    editor.will([("Nobody knows.", "I know.")], [("I know.", "I know, and others do.")])
    script = tmp_path / "editor" / "editor.py"
    elsewhere = f"""
other = pathlib.Path({str(shell.path)!r})
text = other.read_text(encoding="utf-8")
other.write_text(text.replace("answer: Nobody knows.", "answer: Others know."), encoding="utf-8")
"""
    script.write_text(script.read_text(encoding="utf-8") + elsewhere, encoding="utf-8")
    done = shell.run("entry", "edit", "milk-first", "--no-effects", typed="y\ny\n")
    assert done.code == 0, done.err
    assert "Somebody else has changed `milk-first` meanwhile. It is now:\n" in done.err
    assert "    answer: Others know.\n" in done.err
    assert "I know." in editor.seen[1]
    assert shell.pack.entry_by_id["milk-first"].answer == "I know, and others do."


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        ("false", 1, "The editor false ended with 1. Nothing was changed."),
        ("/nowhere/editor", 2, "The editor /nowhere/editor cannot be started: No such file"),
        ("'unclosed", 2, "VISUAL or EDITOR is wrong: No closing quotation."),
    ],
)
def test_an_editor_that_fails_is_told_of(
    shell: Shell,
    typed_files: Typed,
    editor: Editor,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    code: int,
    sentence: str,
) -> None:
    monkeypatch.setenv("VISUAL", command)
    done = shell.run("entry", "add", "--no-effects", typed="")
    assert done.code == code
    assert sentence in done.err
    assert typed_files() == []


def test_at_a_terminal_the_editor_opens_and_the_change_is_asked_about(
    shell: Shell, editor: Editor, tmp_path: Path
) -> None:
    editor.will([("Nobody knows.", "The Queen knew.")])
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "entry", "edit", "milk-first"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm"},
    )
    os.close(slave)
    seen = _read_until(master, "Publish? [y/N/e] ")
    # The added line is green.
    assert "\x1b[32m+   answer: The Queen knew." in seen
    os.write(master, b"y\n")
    _read_until(master, "Published as revision 2.")
    assert process.wait(20) == 0
    os.close(master)
    assert "answer: The Queen knew." in shell.text


def _read_until(master: int, text: str) -> str:
    seen, end = "", time.monotonic() + 30
    while text not in seen:
        assert time.monotonic() < end, seen
        if select.select([master], [], [], 0.2)[0]:
            seen += os.read(master, 65536).decode(errors="replace")
    return seen
