"""What `rejoinder eval` shows while it runs; the rest is in the tests of the commands."""

from __future__ import annotations

import io
import json
import sys
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from bot import evaluation
from bot.answering.answerer import Bars
from bot.progress import progress_bar
from tests.conftest import TEA


def run(path: Path) -> None:
    evaluation.run_evaluation([path], Bars(0.5, 0.2), Console(), as_json=True, is_accepted=False)


def test_a_run_that_takes_long_shows_its_progress_apart_from_the_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evaluation, "progress_bar", partial(progress_bar, patience_seconds=0))
    monkeypatch.setenv("FORCE_COLOR", "1")
    run(TEA)
    shown = capsys.readouterr()
    assert "Asking tea" in shown.err
    assert "Asking" not in shown.out


def test_a_short_run_shows_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(evaluation, "progress_bar", partial(progress_bar, patience_seconds=600))
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
