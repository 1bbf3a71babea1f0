"""Entries as the terminal shows them."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.answering.outcome import Choice, Suggestions
from bot.knowledge.model import Pack
from bot.matching.evidence import Evidence
from bot.matching.index import Candidate
from bot.terminal import render, render_entry


def shown(tea: Pack, answer: str) -> str:
    """What is printed of an entry with that answer, without the frame around it."""
    entry = tea.entries[0].model_copy(update={"answer": answer})
    console = Console(file=io.StringIO(), width=60, color_system=None)
    with console.capture() as capture:
        console.print(render_entry(tea, entry))
    lines = capture.get().splitlines()[1:-1]
    return "\n".join(line.strip("│ ") for line in lines)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("Use `x[0]` here.", "Use x[0] here."),
        ("A List<String> holds tea.", "A List<String> holds tea."),
        ("Tea.\n\n<p>\nAll of it.", "Tea.\n\n<p> All of it."),
        ("<details>Steep it.</details>", "<details>Steep it.</details>"),
        ("one\\\ntwo", "one\ntwo"),
        ("[leaf]: https://tea.example", "[leaf]: https://tea.example"),
        ("[leaf](https://tea.example)", "[leaf](https://tea.example)"),
    ],
    ids=["code", "type", "paragraph tag", "block tag", "hard break", "definition", "link"],
)
def test_an_answer_is_shown_to_the_last_word(tea: Pack, answer: str, wanted: str) -> None:
    assert shown(tea, answer).startswith(wanted)


def test_nothing_in_an_answer_is_for_the_terminal_to_obey(tea: Pack) -> None:
    source = tea.sources[0].id
    answer = f"Tea\x1b[2J is\x07 hot. [^{source}: page \x1b]0;title\x9c5]"
    assert not {"\x1b", "\x07", "\x9c"} & set(shown(tea, answer))
    assert "Tea[2J is hot. [1]" in shown(tea, answer)


def test_an_answer_without_a_side_or_a_review_ends_with_its_sources(tea: Pack) -> None:
    entry = tea.entry_by_id["how-long-to-steep"]
    console = Console(file=io.StringIO(), width=60, color_system=None)
    with console.capture() as capture:
        console.print(render_entry(tea, entry))
    assert capture.get().splitlines()[-2].strip("│ ") == "https://example.org/leaf_(tea)"


def test_suggestions_are_listed_with_what_can_be_done_about_them(tea: Pack) -> None:
    nothing = Evidence(*[0.0] * len(Evidence._fields))
    choices = tuple(Choice(tea, Candidate(it, 0.3, nothing, "-")) for it in tea.live_entries[:2])
    console = Console(file=io.StringIO(), width=80, color_system=None)
    for is_chat, how in ((True, "type the number"), (False, "ask one of these")):
        with console.capture() as capture:
            console.print(render(Suggestions("?", choices, choices, "-"), is_chat=is_chat))
        assert capture.get().splitlines()[:3] == [
            f"I am not sure. Did you mean ({how}):",
            f"  1. {choices[0].entry.question}",
            f"  2. {choices[1].entry.question}",
        ]
