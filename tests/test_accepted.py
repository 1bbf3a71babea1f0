"""The accepted run, and what is worse than in it."""

from __future__ import annotations

import json
import resource
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.accepted import Comparison, accept, accepted_file, compare
from bot.answering.answerer import Answerer
from bot.answering.evaluate import Grade, Verdict, evaluate, half_of
from bot.errors import KnowledgeError, SaveError
from bot.knowledge.model import Expectation

ASKED = [f"is tea good for your heart {number}" for number in range(40)]
HELD_OUT = [it for it in ASKED if half_of(it) == "held-out"]


@pytest.fixture
def verdicts(answerer: Answerer) -> list[Verdict]:
    """Forty questions that are answered right, and one that is declined."""
    expectations = [Expectation(ask=it, expect="tea-is-healthier") for it in ASKED]
    return list(evaluate(answerer, [*expectations, Expectation(ask="brb", expect="none")]))


def compared(file: Path, verdicts: Sequence[Verdict], changed: dict[str, Grade]) -> Comparison:
    """`verdicts` beside a run in which `changed` had those grades."""
    accept(file, verdicts)
    run = json.loads(file.read_text(encoding="utf-8"))
    run["tea-is-healthier"] |= changed
    file.write_text(json.dumps(run), encoding="utf-8")
    comparison = compare(file, verdicts)
    assert comparison is not None
    return comparison


def failing(verdicts: Sequence[Verdict], asked: Sequence[str]) -> list[Verdict]:
    """`verdicts`, but nothing in `asked` is answered as is expected."""
    return [
        Verdict(it.expectation, verdicts[-1].outcome, it.group)
        if it.expectation.ask in asked
        else it
        for it in verdicts
    ]


def test_a_run_stands_beside_its_pack(tmp_path: Path) -> None:
    assert accepted_file(tmp_path) == tmp_path / "accepted.json"
    assert accepted_file(tmp_path / "tea.yaml") == tmp_path / "tea.accepted.json"


def test_the_order_of_expectations_changes_nothing_in_the_file(
    tmp_path: Path, verdicts: list[Verdict]
) -> None:
    accept(tmp_path / "one", verdicts)
    accept(tmp_path / "two", verdicts[::-1])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_run_that_does_not_fit_on_the_disk_leaves_the_old_one(
    tmp_path: Path, verdicts: list[Verdict]
) -> None:
    file = tmp_path / "run"
    accept(file, verdicts[:5])
    before = file.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(SaveError, match="File too large"):
            accept(file, verdicts)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_the_same_run_is_no_worse(tmp_path: Path, verdicts: list[Verdict]) -> None:
    found = compared(tmp_path / "run", verdicts, {})
    assert (found.compared, found.changes, found.regressions) == (41, (), [])


def test_without_an_accepted_run_nothing_is_compared(tmp_path: Path) -> None:
    assert compare(tmp_path / "absent", []) is None


def test_four_questions_that_break_are_a_regression_and_three_are_not(
    tmp_path: Path, verdicts: list[Verdict]
) -> None:
    accept(tmp_path / "run", verdicts)
    few = compare(tmp_path / "run", failing(verdicts, HELD_OUT[:3]))
    many = compare(tmp_path / "run", failing(verdicts, HELD_OUT[:4]))
    assert few is not None
    assert many is not None
    assert [it.verdict.expectation.ask for it in few.changes] == HELD_OUT[:3]
    assert all((it.was, it.now, it.is_worse) == ("right", "missed", True) for it in few.changes)
    assert few.regressions == []
    assert many.regressions[0].startswith("held-out, answered right: 4 broke and 0 mended")


def test_what_is_mended_weighs_against_what_broke(tmp_path: Path, verdicts: list[Verdict]) -> None:
    mended: dict[str, Grade] = dict.fromkeys(HELD_OUT[4:8], "missed")
    compared(tmp_path / "run", verdicts, mended)
    found = compare(tmp_path / "run", failing(verdicts, HELD_OUT[:4]))
    assert found is not None
    assert [it.is_worse for it in found.changes] == [True] * 4 + [False] * 4
    assert found.regressions == []


def test_questions_that_are_new_or_expect_another_entry_are_not_compared(
    tmp_path: Path, verdicts: list[Verdict]
) -> None:
    accept(tmp_path / "run", verdicts[5:])
    moved = Expectation(ask=ASKED[10], expect="coffee-is-healthier")
    now = [*failing(verdicts, ASKED[:5]), Verdict(moved, verdicts[-1].outcome, "asked")]
    found = compare(tmp_path / "run", now)
    assert found is not None
    assert (found.compared, found.changes) == (36, ())


@pytest.mark.parametrize("text", ["", "[]", '{"tuning": {"asked": 237}}'])
def test_what_is_no_accepted_run_says_how_to_write_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "run"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="--accept"):
        compare(file, [])
