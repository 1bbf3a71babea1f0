"""What `rejoinder eval` shows while it runs; the rest is in the tests of the commands."""

from __future__ import annotations

import io
import json
import sys
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from bot import evaluation, pack_run
from bot.answering.answerer import Bars
from bot.errors import KnowledgeError
from bot.progress import progress_bar
from tests.conftest import TEA


def run(path: Path) -> None:
    evaluation.run_evaluation([path], Bars(0.5, 0.2), Console(), as_json=True, is_accepted=False)


def test_a_run_that_takes_long_shows_its_progress_apart_from_the_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pack_run, "progress_bar", partial(progress_bar, patience_seconds=0))
    monkeypatch.setenv("FORCE_COLOR", "1")
    run(TEA)
    shown = capsys.readouterr()
    assert "Asking tea" in shown.err
    assert "Asking" not in shown.out


def test_a_short_run_shows_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pack_run, "progress_bar", partial(progress_bar, patience_seconds=600))
    monkeypatch.setenv("FORCE_COLOR", "1")
    run(TEA)
    assert "Asking" not in capsys.readouterr().err


def test_a_pack_without_expectations_is_told_where_they_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_text(TEA.read_text(encoding="utf-8"), encoding="utf-8")
    console = Console(width=300)
    evaluation.run_evaluation([pack], Bars(0.5, 0.2), console, as_json=False, is_accepted=False)
    shown = capsys.readouterr().out
    assert f"has no expectations yet: write some in {tmp_path / 'tea.expectations.yaml'}." in shown
    assert "answered right" not in shown


def report_on(pack: Path, capsys: pytest.CaptureFixture[str], *, bar: float = 0.5) -> str:
    """What is shown of a pack, on lines as long as they are."""
    console = Console(width=300)
    evaluation.run_evaluation(
        [pack], Bars(bar, min(bar, 0.2)), console, as_json=False, is_accepted=False
    )
    return capsys.readouterr().out


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """The pack about tea, of whose expectations one is not met."""
    pack = tmp_path / "tea.yaml"
    pack.write_bytes(TEA.read_bytes())
    pack.with_suffix(".expectations.yaml").write_text(
        "- {ask: is tea good for your heart, expect: tea-is-healthier}\n"
        "- {ask: what does coffee do for the body, expect: tea-is-healthier}\n",
        encoding="utf-8",
    )
    return pack


def test_machines_are_told_the_misses_too(asked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(asked)
    (found,) = json.loads(capsys.readouterr().out)
    (miss,) = found["tuning"]["misses"] + found["held-out"]["misses"]
    assert miss.pop("rival_confidence") > 0.5
    assert miss == {
        "ask": "what does coffee do for the body",
        "expect": "tea-is-healthier",
        "got": "wrong",
        "rival": "coffee-is-healthier",
    }


MILK = "- {ask: milk first, expect: milk-first}\n"


def test_expectations_that_wait_for_drafts_are_counted_beside_those_that_were_asked(
    asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with asked.with_suffix(".expectations.yaml").open("a", encoding="utf-8") as file:
        file.write(MILK + MILK.replace("first,", "then,"))
    shown = report_on(asked, capsys)
    assert "right or suggested" in shown
    assert "\n2 expectations wait until their drafts are live: 2 of `milk-first`.\n" in shown


def test_nothing_is_said_of_drafts_that_nothing_is_expected_of(
    asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "wait" not in report_on(asked, capsys)


def test_a_pack_whose_expectations_all_wait_is_not_one_without_any(
    asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked.with_suffix(".expectations.yaml").write_text(MILK, encoding="utf-8")
    shown = report_on(asked, capsys)
    assert "Tea and coffee: none of its expectations can be asked yet.\n" in shown
    assert "\n1 expectation waits until its draft is live: 1 of `milk-first`.\n" in shown
    assert "no expectations yet" not in shown
    assert "answered right" not in shown
    run(asked)
    (found,) = json.loads(capsys.readouterr().out)
    assert found["waiting"] == {"milk-first": 1}


def test_where_a_run_is_accepted_it_is_told_where_it_is_kept(
    asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Console(width=300)
    evaluation.run_evaluation([asked], Bars(0.5, 0.2), console, as_json=False, is_accepted=True)
    file = asked.with_suffix(".accepted.json")
    assert f"{file} keeps this run, to compare the next ones with." in capsys.readouterr().out
    assert "tea-is-healthier" in file.read_text(encoding="utf-8")


def test_where_nothing_was_asked_the_run_accepted_before_is_kept(
    asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console, file = Console(width=300), asked.with_suffix(".accepted.json")
    evaluation.run_evaluation([asked], Bars(0.5, 0.2), console, as_json=False, is_accepted=True)
    before = file.read_bytes()
    asked.with_suffix(".expectations.yaml").unlink()
    capsys.readouterr()
    evaluation.run_evaluation([asked], Bars(0.5, 0.2), console, as_json=False, is_accepted=True)
    assert file.read_bytes() == before
    assert "keeps this run" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("run_before", "verdict"),
    [
        ("right", "No regression: of so few, as many break by chance."),
        ("wrong", "No regression.\n"),
    ],
)
def test_a_verdict_is_given_where_there_is_no_regression_too(
    asked: Path, capsys: pytest.CaptureFixture[str], run_before: str, verdict: str
) -> None:
    before = {"tea-is-healthier": {"what does coffee do for the body": run_before}}
    asked.with_suffix(".accepted.json").write_text(json.dumps(before), encoding="utf-8")
    assert verdict in report_on(asked, capsys)


@pytest.mark.parametrize("text", ["[]", "{", None])
def test_an_accepted_run_that_cannot_be_read_costs_the_figures_of_no_pack(
    asked: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    file = asked.with_suffix(".accepted.json")
    if text is None:
        file.mkdir()
    else:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"tea\.accepted\.json:1:1: error: .*--accept"):
        evaluation.run_evaluation(
            [asked, TEA], Bars(0.5, 0.2), Console(width=300), as_json=False, is_accepted=False
        )
    shown = capsys.readouterr().out
    assert "right or suggested" in shown
    assert "has no expectations yet" in shown
    assert "There is no accepted run" not in shown
    assert "No regression" not in shown


def test_entries_that_oppose_each_other_are_not_to_be_merged(
    asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = report_on(asked, capsys)
    assert (
        "`tea-is-healthier` and `coffee-is-healthier` oppose each other: give the one that takes "
        "the other's questions a negative phrasing."
    ) in shown
    assert "merge" not in shown
    text = asked.read_text(encoding="utf-8").replace("side: against", "side: for")
    text = text.replace("    counter: coffee-is-healthier\n", "")
    asked.write_text(text.replace("    counter: tea-is-healthier\n", ""), encoding="utf-8")
    shown = report_on(asked, capsys)
    assert "These compete: merge the two, or give" in shown
    assert "oppose" not in shown


def test_figures_can_be_read_where_standard_output_is_not_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "tea.yaml"
    pack.write_bytes(TEA.read_bytes())
    expectation = '- {ask: "für 😀", expect: tea-is-healthier}'
    pack.with_suffix(".expectations.yaml").write_text(expectation, encoding="utf-8")
    run_before = {"tea-is-healthier": {"für 😀": "right"}}
    pack.with_suffix(".accepted.json").write_text(json.dumps(run_before), encoding="utf-8")
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, "latin-1", errors="backslashreplace")
    monkeypatch.setattr(sys, "stdout", stream)
    run(pack)
    stream.flush()
    [figures] = json.loads(out.getvalue())
    assert [it["ask"] for it in figures["broken"]] == ["für 😀"]
