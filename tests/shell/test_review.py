from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.store.questions import LoggedQuestion, Outcome
from bot.store.store import open_store
from tests.conftest import TEA
from tests.shell.conftest import Editor, Shell

STEEP = "how long do i steep oolong"
MISSES: list[tuple[int, str, Outcome, str | None]] = [
    (1, STEEP, "none", None),
    (2, f"{STEEP}?", "suggest", "how-long-to-steep"),
    (1, "who invented sugar \x1b]0;x\x07", "none", None),
    (2, "is coffee good", "wrong", "tea-is-healthier"),
]


def log(*questions: tuple[int, str, Outcome, str | None]) -> None:
    async def record() -> None:
        async with open_store(load_settings().database()) as store:
            for guild_id, question, outcome, entry in questions:
                await store.questions.record(
                    guild_id,
                    question,
                    outcome,
                    pack="tea" if entry else None,
                    entry=entry,
                    retention_days=30,
                )

    asyncio.run(record())


def logged() -> dict[str, str]:
    """The states of the questions of both servers."""

    async def read() -> list[LoggedQuestion]:
        async with open_store(load_settings().database()) as store:
            return [*await store.questions.recent(1), *await store.questions.recent(2)]

    return {it.question: it.state for it in asyncio.run(read())}


@pytest.fixture
def missed(shell: Shell) -> Shell:
    log(*MISSES)
    return shell


def test_nothing_to_review_is_told(shell: Shell) -> None:
    assert shell.run("review").out == "Nothing waits to be reviewed.\n"
    assert shell.run("review", "--json").data == []


def test_misses_of_all_servers_are_listed_most_asked_first(missed: Shell) -> None:
    done = missed.run("review", "--json")
    assert [(it["times"], it["question"]) for it in done.data] == [
        (2, f"{STEEP}?"),
        (1, "is coffee good"),
        (1, "who invented sugar \x1b]0;x\x07"),
    ]
    steep, coffee, _ = done.data
    assert steep["nearest"]["entry"] == "how-long-to-steep"
    assert 0 < steep["nearest"]["confidence"] < 1
    assert (steep["ids"], steep["wrong"]) == ([2, 1], None)
    assert coffee["wrong"] == {"pack": "tea", "entry": "tea-is-healthier"}


def test_where_nobody_is_there_a_table_is_all(missed: Shell) -> None:
    done = missed.run("review")
    assert done.code == 0
    assert f"│ 2     │ {STEEP}?" in done.out
    assert "is coffee good (wrong: tea-is-healthier)" in done.out
    assert "[s]kip" not in done.out
    assert "\x1b]" not in done.out
    assert set(logged().values()) == {"open"}


def test_a_miss_becomes_a_phrasing_of_the_nearest(missed: Shell) -> None:
    done = missed.run("review", typed="p\ny\nq\n")
    assert done.code == 0, done.err
    assert f"+     - {STEEP}?" in done.out
    assert f'gained: "{STEEP}?": none → how-long-to-steep' in done.out
    assert missed.pack.entry_by_id["how-long-to-steep"].phrasings[-1] == f"{STEEP}?"
    states = logged()
    assert (states[STEEP], states[f"{STEEP}?"]) == ("handled", "handled")
    assert states["is coffee good"] == "open"


def test_a_miss_becomes_a_phrasing_of_another_entry_once_that_is_found(missed: Shell) -> None:
    done = missed.run("review", typed="e\nmilk-frist\ne\nmilk-first\ny\nq\n")
    assert 'There is no entry `milk-frist`. Did you mean "milk-first"?' in done.err
    assert missed.pack.entry_by_id["milk-first"].phrasings[-1] == f"{STEEP}?"


def test_what_was_answered_wrongly_becomes_a_negative_phrasing(missed: Shell) -> None:
    done = missed.run("review", typed="s\nn\ny\nq\n")
    assert done.code == 0, done.err
    assert missed.pack.entry_by_id["tea-is-healthier"].not_for == ("is coffee good",)
    assert logged()["is coffee good"] == "handled"


def test_two_changes_in_a_row_are_both_made(missed: Shell) -> None:
    done = missed.run("review", typed="e\nmilk-first\ny\ne\nmilk-first\ny\nq\n")
    assert done.code == 0, done.err
    assert missed.pack.entry_by_id["milk-first"].phrasings[-2:] == (f"{STEEP}?", "is coffee good")


def test_misses_are_put_aside(missed: Shell) -> None:
    missed.run("review", typed="o\ni\ns\n")
    assert list(logged().values()).count("out-of-scope") == 2
    assert list(logged().values()).count("ignored") == 1
    assert missed.text == TEA.read_text(encoding="utf-8")
    assert len(missed.run("review", "--json").data) == 1


def test_a_change_that_is_declined_leaves_the_miss_in_the_queue(missed: Shell) -> None:
    done = missed.run("review", typed="p\nn\nx\nq\n")
    assert done.code == 0
    assert "Nothing was changed." in done.err
    assert set(logged().values()) == {"open"}


def test_an_entry_is_written_from_a_miss(missed: Shell, editor: Editor) -> None:
    editor.will(
        [
            ("topic: \n", "topic: brewing\n"),
            ("    answer: |\n\n", "    answer: |\n      Five minutes. [^leaf-journal]\n\n"),
        ]
    )
    done = missed.run("review", typed="w\ny\nq\n")
    assert done.code == 0, done.err
    assert missed.pack.entries[-1].question == f"{STEEP}?"
    assert logged()[STEEP] == "handled"


def test_what_was_missed_is_tried_before_a_change_is_published(missed: Shell) -> None:
    edit = ("entry", "edit", "how-long-to-steep", "--add-phrasing", STEEP, "--yes", "--json")
    affected = missed.run(*edit).data["effects"]["affected"]
    assert {it["question"]: it["effect"] for it in affected}[STEEP] == "gained"


def test_a_question_longer_than_a_phrasing_is_refused_with_a_sentence(
    shell: Shell, tmp_path: Path
) -> None:
    log((1, "tea " * 300, "none", None))
    done = shell.run("review", typed="e\nmilk-first\nq\n")
    assert done.code == 0
    assert "string should have at most 1000 characters" in done.err
