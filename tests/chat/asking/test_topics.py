"""Topics and their questions, whatever a pack holds."""

from __future__ import annotations

from bot.chat.asking.topics import render_topic, render_topics
from bot.chat.rendering import render_entry
from bot.knowledge.model import Entry, Knowledge, Pack, Topic
from tests.chat.test_rendering import parts, payload, text_of
from tests.standin.limits import message_breaches, walk


def large(tea: Pack) -> Pack:
    entries = tuple(
        Entry(
            id=f"{'e' * 60}{n:04}"[-64:],
            topic="health",
            question=f"{n} " + "long question " * 60,
            answer="So. [^leaf-journal]",
        )
        for n in range(300)
    )
    return tea.model_copy(update={"entries": entries, "id": "p" * 24})


def test_a_topic_of_many_long_questions_has_pages(tea: Pack) -> None:
    pack = large(tea)
    seen: set[str] = set()
    for page in range(15):
        view = render_topic(pack, "health", page)
        assert message_breaches(payload(view)) == []
        select = next(it for it in walk(parts(view)) if "options" in it)
        seen |= {it["value"] for it in select["options"]}
    assert len(seen) == 300


def test_a_page_that_is_none_is_the_last(tea: Pack) -> None:
    pack = large(tea)
    assert text_of(render_topic(pack, "health", 99)) == text_of(render_topic(pack, "health", 14))


def test_many_topics_have_pages(tea: Pack) -> None:
    topics = tuple(Topic(id=f"t-{n}", title=f"{n} " + "title " * 60) for n in range(50))
    entries = tuple(
        Entry(id=f"e-{n}", topic=f"t-{n}", question="Q?", answer="A.") for n in range(50)
    )
    pack = tea.model_copy(update={"topics": topics, "entries": entries})
    view = render_topics(Knowledge(packs=(pack,)), 2)
    assert message_breaches(payload(view)) == []
    assert "49 title" in text_of(view)


def test_topics_tell_how_much_there_is_on_each(tea: Pack) -> None:
    shown = text_of(render_topics(Knowledge(packs=(tea,))))
    assert "### What I can answer" in shown
    assert "answers" in shown


def test_a_bot_without_answers_says_so() -> None:
    assert "Nothing yet" in text_of(render_topics(Knowledge(packs=())))


def test_an_entry_with_many_related_ones_fits(tea: Pack) -> None:
    pack = large(tea)
    entry = pack.entries[0].model_copy(update={"related": tuple(it.id for it in pack.entries)})
    assert message_breaches(payload(render_entry(pack, entry, percent=100))) == []
