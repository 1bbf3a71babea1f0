"""`rejoinder check` over whole packs."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from bot.checking import WARNINGS, run_check, warnings
from bot.knowledge.load import read_pack
from tests.conftest import REPOSITORY, TEA

TODAY = date(2026, 6, 1)


def console() -> Console:
    return Console(file=io.StringIO())


def names(file: Path) -> list[str]:
    return [it.name for it in warnings(read_pack(file), TODAY)]


@pytest.fixture
def muddled(tmp_path: Path) -> Path:
    """The pack on tea, with two entries that are asked for in each other's words."""
    text = TEA.read_text(encoding="utf-8")
    for own, other, first in (
        ("tea", "coffee", "whats so healthy about tea"),
        ("coffee", "tea", "whats so healthy about coffee"),
    ):
        more = [f"is {other} good for the {own}", f"{other} benefits", f"what {other} does for you"]
        lines = "".join(f"      - {it}\n" for it in more)
        text = text.replace(f"      - {first}\n", f"{lines}      - {first}\n")
    astray = "      - the health benefits of drinking tea\n"
    text = text.replace(
        "      - whats so healthy about coffee\n", astray + "      - coffee beans\n"
    )
    file = tmp_path / "tea.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_kind_of_rule_is_asked_and_places_are_in_order(muddled: Path) -> None:
    found = warnings(read_pack(muddled), TODAY)
    assert {it.name for it in found} == {
        "competing",
        "lopsided",
        "misplaced-phrasing",
        "short-answer",
    }
    assert [it.place for it in found] == sorted(it.place for it in found)
    assert names(muddled) == [it.name for it in found]


@pytest.mark.parametrize("question", ["Why is tea", "Why is coffee"])
def test_a_pair_of_entries_is_accepted_in_either(muddled: Path, question: str) -> None:
    before = names(muddled)
    line = f"    question: {question}"
    accept = "    accept: {competing: two sides of one question}\n"
    text = muddled.read_text(encoding="utf-8")
    muddled.write_text(text.replace(line, accept + line), encoding="utf-8")
    assert sorted([*names(muddled), "competing"]) == sorted(before)


def test_an_accept_for_what_is_no_longer_so_is_a_warning(tmp_path: Path) -> None:
    line = "    question: How long should tea steep?"
    accept = "    accept: {long-answer: it needs the room, short-answer: it is enough}\n"
    file = tmp_path / "tea.yaml"
    file.write_text(TEA.read_text(encoding="utf-8").replace(line, accept + line), encoding="utf-8")
    found = [it for it in warnings(read_pack(file), TODAY) if it.key.startswith("entries[2]")]
    assert [(it.name, it.key) for it in found] == [
        ("stale-accept", "entries[2].accept.long-answer")
    ]


def test_a_pack_with_errors_is_not_linted(capsys: pytest.CaptureFixture[str]) -> None:
    said = console()
    bad = REPOSITORY / "tests" / "knowledge" / "bad" / "unknown-topic.yaml"
    assert not run_check([bad, TEA], TODAY, said)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if ": error: " in line] == lines[:1]
    assert all(f"{TEA}:" in line for line in lines[1:])
    assert isinstance(said.file, io.StringIO)
    assert "unknown-topic.yaml: mend the errors first" in said.file.getvalue()
    assert f"1 error, {len(lines) - 1} warnings." in said.file.getvalue()


@pytest.mark.parametrize(
    ("language", "advice"),
    [
        ("", "The pack does not say its language"),
        ("  language: eng\n", "Write `en`."),
        ("  language: en-GB\n", None),
        ("  language: haw\n", None),
    ],
)
def test_a_language_of_which_nothing_would_be_known_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, advice: str | None
) -> None:
    file = tmp_path / "tea.yaml"
    text = TEA.read_text(encoding="utf-8").replace("  language: en\n", language)
    file.write_text(text, encoding="utf-8")
    assert run_check([file], TODAY, console())
    said = capsys.readouterr().out
    if advice is not None:
        assert advice in said
    else:
        assert "Write `" not in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it has no entries."),
        ("topics: [{id: t, title: T}]\n", "it has no entries."),
        (
            "topics: [{id: t, title: T}]\n"
            "entries: [{id: e, topic: t, question: Q?, answer: A., status: draft}]\n",
            "all of its entries are drafts.",
        ),
    ],
    ids=["an emptied file", "no entries", "drafts"],
)
def test_a_pack_that_answers_nothing_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    file = tmp_path / "tea.yaml"
    file.write_text(f"pack: {{language: en}}\n{text}" if text else "", encoding="utf-8")
    said = console()
    assert run_check([file], TODAY, said)
    out = capsys.readouterr().out
    assert f"{file}:1:1: warning: entries: This pack answers nothing: {why}\n" in out


def test_what_there_is_one_of_is_not_counted_as_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tea.yaml"
    file.write_text(
        "pack: {language: en}\n"
        "sources: [{id: s, title: S, kind: other}]\n"
        "topics: [{id: t, title: T}]\n"
        "entries: [{id: e, topic: t, question: Q?, answer: 'It is. [^s]'}]\n",
        encoding="utf-8",
    )
    said = console()
    run_check([file], TODAY, said)
    assert isinstance(said.file, io.StringIO)
    shown = said.file.getvalue()
    assert "tea.yaml: 1 entry, 1 source, 0 expectations.\n0 errors, 1 warning.\n" in shown


def test_the_readme_names_every_warning() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    told = readme.partition("## Look after a pack")[2]
    table = re.findall(r"^\| `([a-z-]+)` \|", told, re.MULTILINE)
    assert set(table) == {*WARNINGS, "stale-accept"}
