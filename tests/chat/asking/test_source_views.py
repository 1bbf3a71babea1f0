"""Sources and conversation starters as Discord gets them."""

from __future__ import annotations

from bot.chat.asking.source_views import render_source, render_sources, render_starter
from bot.knowledge.model import Entry, Knowledge, Pack, Source
from tests.chat.asking.test_debate_views import largest, press_ids
from tests.chat.test_rendering import parts, payload, text_of
from tests.standin.limits import message_breaches, walk


def test_sources_tell_who_speaks_and_for_whom(tea: Pack) -> None:
    view = render_sources(Knowledge(packs=(tea,)))
    assert text_of(view) == (
        "### Sources\n"
        "-# 2 sources: academic 1, lobby 1\n"
        "-# 1 of them has a stake in the matter\n"
        "**[The Leaf Journal](<https://example.org/leaf_%28tea%29>)**\n"
        "-# An Author, Leaf Press, 2020\\-05\n"
        "-# academic · cited in 3 answers\n"
        "**What the Bean Board says**\n"
        "-# lobby, with a stake: sells coffee · cited in 1 answer"
    )
    (select,) = (it for it in walk(parts(view)) if "options" in it)
    assert select["custom_id"] == "source"
    values = [it["value"] for it in select["options"]]
    assert values == ["tea:leaf-journal", "tea:bean-board"]


def test_those_on_a_topic_are_those_that_its_answers_cite(tea: Pack) -> None:
    topic = tea.topic_by_id["brewing"]
    view = render_sources(Knowledge(packs=(tea,)), topic=(tea, topic))
    assert "### Sources on: Brewing" in text_of(view)
    assert "Bean Board" not in text_of(view)


def test_what_nobody_cites_is_not_listed(tea: Pack) -> None:
    spare = Source(id="spare", title="Spare", kind="other")
    pack = tea.model_copy(update={"sources": (*tea.sources, spare)})
    assert "Spare" not in text_of(render_sources(Knowledge(packs=(pack,))))
    assert "No answer cites it." in text_of(render_source(pack, spare))


def test_without_sources_there_is_a_sentence() -> None:
    assert "No answer here cites a source." in text_of(render_sources(Knowledge(packs=())))


def test_the_longest_sources_fit_and_each_is_on_a_page(tea: Pack) -> None:
    pack = largest(tea)
    knowledge = Knowledge(packs=(pack,))
    topic = (pack, pack.topics[0])
    seen: set[str] = set()
    page, is_last = 0, False
    while not is_last:
        view = render_sources(knowledge, page, topic=topic)
        assert message_breaches(payload(view)) == []
        select = next(it for it in walk(parts(view)) if "options" in it)
        seen |= {it["value"] for it in select["options"]}
        turns = [it for it in walk(parts(view)) if it.get("custom_id", "").startswith("sources")]
        assert f"sources{page + 1}:{pack.id}:{topic[1].id}" in press_ids(view)
        is_last = turns[1]["disabled"]
        page += 1
    assert len(seen) == 30
    assert text_of(render_sources(knowledge, 999, topic=topic)) == text_of(view)


def test_one_source_has_the_answers_that_cite_it(tea: Pack) -> None:
    view = render_source(tea, tea.source_by_id["bean-board"])
    assert text_of(view) == (
        "### What the Bean Board says\n"
        "-# lobby, with a stake: sells coffee\n"
        "Cited in 1 answer:\n"
        "- Why is coffee healthier than tea?"
    )
    assert press_ids(view) == ["pick"]


def test_many_answers_that_cite_a_source_have_pages(tea: Pack) -> None:
    pack = largest(tea)
    source = pack.sources[0]
    for page in range(5):
        view = render_source(pack, source, page)
        assert message_breaches(payload(view)) == []
        assert f"source{page + 1}:{pack.id}:{source.id}" in press_ids(view)
    assert "Cited in 40 answers:" in text_of(view)


def test_a_draft_cites_nothing_that_readers_see(tea: Pack) -> None:
    entries: tuple[Entry, ...] = tuple(
        it.model_copy(update={"status": "draft"}) for it in tea.entries
    )
    pack = tea.model_copy(update={"entries": entries})
    assert "No answer here" in text_of(render_sources(Knowledge(packs=(pack,))))


def test_a_starter_has_its_motion_and_no_answer(tea: Pack) -> None:
    entry = tea.entry_by_id["tea-is-healthier"]
    view = render_starter(tea, entry)
    assert text_of(view) == (
        "-# Something to talk about: Health\n"
        "### Why is tea healthier than coffee?\n"
        "The motion: *Tea is better for people than coffee.*"
    )
    assert press_ids(view) == ["pick:tea:tea-is-healthier", "another:tea:tea-is-healthier"]
    pack = largest(tea)
    assert message_breaches(payload(render_starter(pack, pack.entries[0]))) == []
