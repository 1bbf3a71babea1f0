"""A proposed entry as readers would get it, in the hands of its curator."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from bot.chat.curators.reading import entry_as_read, idle
from bot.chat.rendering import render_entry, render_outcome
from bot.knowledge.model import Pack
from tests.chat.curators.views import breaches, parts, text_of
from tests.standin.limits import walk

BUTTON, SELECT = 2, 3


def test_what_is_idle_reads_as_it_does_for_readers(answerer: Answerer) -> None:
    outcome = answerer.ask("is tea good for your heart")
    whole = text_of(render_outcome(outcome, answerer.knowledge))
    view = idle(render_outcome(outcome, answerer.knowledge))
    assert text_of(view) == whole
    pressed = [it for it in walk(parts(view)) if it["type"] in (BUTTON, SELECT)]
    assert pressed
    assert all(it["disabled"] for it in pressed)
    assert breaches(view) == []


def test_the_rest_of_an_answer_and_its_sources_can_be_reached(tea: Pack) -> None:
    names = [f"s-{it}" for it in range(40)]
    sources = tuple(
        tea.sources[0].model_copy(update={"id": it, "title": f"{it} " * 20}) for it in names
    )
    marks = " ".join(f"[^{it}]" for it in names)
    text = "\n\n".join([f"{'Tea is warm. ' * 60}{marks}"] * 3)
    entry = tea.entries[0].model_copy(update={"answer": text})
    pack = tea.model_copy(update={"sources": sources})
    view = entry_as_read(7, pack, entry)
    assert view is not None
    found = {it["label"]: it for it in walk(parts(view)) if it["type"] == BUTTON}
    assert {name: it["custom_id"] for name, it in found.items() if not it["disabled"]} == {
        "Read on": "k:page:7:1",
        "All sources": "k:cited:7",
    }
    assert text_of(view) == text_of(render_entry(pack, entry))


def test_what_refers_to_nothing_is_not_shown(tea: Pack) -> None:
    lost = tea.entries[0].model_copy(update={"answer": "So. [^nobody]"})
    assert entry_as_read(7, tea, lost) is None
    lost = tea.entries[0].model_copy(update={"topic": "nowhere"})
    assert entry_as_read(7, tea, lost) is None
