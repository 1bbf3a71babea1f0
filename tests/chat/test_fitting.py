"""Answers that do not fit into a message, as `check` warns of them."""

from __future__ import annotations

from bot.chat.fitting import long_answers
from bot.chat.rendering import FOLD
from bot.knowledge.model import Entry, Pack, Source


def pack(tea: Pack, answer: str, *sources: Source) -> Pack:
    entry = tea.entry_by_id["how-long-to-steep"]
    changed = entry.model_copy(update={"answer": answer})
    return tea.model_copy(update={"entries": (changed,), "sources": (*tea.sources, *sources)})


def found(tea: Pack, answer: str, *sources: Source) -> list[str]:
    return [it.message.split(" does not")[0] for it in long_answers(pack(tea, answer, *sources))]


def test_answers_that_fit_are_not_found(tea: Pack) -> None:
    assert list(long_answers(tea)) == []


def test_an_answer_is_too_long_once_its_end_is_a_press_away(tea: Pack) -> None:
    assert found(tea, "word " * (FOLD // 5) + "[^leaf-journal]") == ["The answer"]
    assert found(tea, "word " * (FOLD // 5 - 20) + "[^leaf-journal]") == []


def test_a_list_of_sources_can_be_too_long_by_itself(tea: Pack) -> None:
    sources = [Source(id=f"s-{it}", title="T" * 300, kind="press") for it in range(12)]
    marks = " ".join(f"[^{it.id}]" for it in sources)
    assert found(tea, f"So. {marks}", *sources) == ["The list of sources"]


def test_drafts_are_left_alone(tea: Pack) -> None:
    long = pack(tea, "word " * FOLD)
    (entry,) = long.entries
    assert list(long_answers(long.model_copy(update={"entries": (draft(entry),)}))) == []
    assert len(list(long_answers(long))) == 1


def draft(entry: Entry) -> Entry:
    return entry.model_copy(update={"status": "draft"})
