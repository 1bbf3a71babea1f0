from __future__ import annotations

from pathlib import Path

import pytest

from bot.exchange import book_reader
from bot.exchange.book_reader import parse_book
from bot.exchange.export import export
from bot.exchange.importing import read_import
from bot.knowledge.model import Entry, Pack, Topic
from tests.exchange.packs import imported
from tests.exchange.refusals import places, refused

PATH = Path("a.md")
TOPIC = "## Health\n\n**Motion:** Tea is good.\n\n```yaml topic\nid: health\n```\n\n"
ENTRY = "### Is it?\n\nIt is.\n\n```yaml entry\nid: is-it\nstatus: draft\n```\n"


def test_an_entry_stands_under_its_topic(tea: Pack) -> None:
    headings = [line for line in export(tea, "markdown").split("\n") if line.startswith("#")]

    assert headings == [
        "# Tea and coffee",
        "## Health",
        "### Why is tea healthier than coffee?",
        "### Why is coffee healthier than tea?",
        "## Brewing",
        "### How long should tea steep?",
        "### Does the milk go in first?",
        "# Sources",
        "## The Leaf Journal",
        "## What the Bean Board says",
    ]


def test_entries_out_of_order_stand_under_their_topics_and_keep_their_order() -> None:
    topics = (Topic(id="a", title="A"), Topic(id="b", title="B"))
    entries = tuple(
        Entry(id=f"e{n}", topic=topic, question=f"Is it {n}?", answer="It is.\n", status="draft")
        for n, topic in enumerate("baba")
    )
    pack = Pack(id="p", title="P", topics=topics, entries=entries)

    text = export(pack, "markdown")

    headings = [line for line in text.split("\n") if line.startswith(("## ", "### "))]
    assert headings == [
        "## A",
        "### Is it 1?",
        "### Is it 3?",
        "## B",
        "### Is it 0?",
        "### Is it 2?",
    ]
    assert read_import(text.encode(), "a.md") == imported(pack)


@pytest.mark.parametrize(
    "answer",
    [
        "# One\n\n## Two\n\n### Three\n\n#### Four\n",
        "\\# One\n\n\\\\## Two\n",
        "```yaml entry\nid: other\n```\n",
        "````\n```yaml entry\n````\n",
        "Never closed:\n```\n",
        "<!-- a comment -->\n",
        "# Sources\n",
        "**Motion:** none\n",
        "No line break at the end",
        "\n\nBlank lines around\n\n\n",
        "With \r\n breaks of Windows\u2028and others\n",
    ],
    ids=[
        "headings",
        "escaped headings",
        "a block",
        "a longer fence",
        "an open fence",
        "a comment",
        "heading of the sources",
        "motion",
        "no line break",
        "blank lines",
        "other line breaks",
    ],
)
def test_an_answer_is_never_taken_for_structure(answer: str) -> None:
    pack = Pack(
        id="sources",
        title="Sources",
        topics=(Topic(id="t", title="T"),),
        entries=(
            Entry(id="e", topic="t", question="Is it?", answer=answer, status="draft"),
            Entry(id="f", topic="t", question="Is it not?", answer="No.", status="draft"),
        ),
    )

    assert read_import(export(pack, "markdown").encode(), "a.md") == imported(pack)


def test_a_book_written_by_hand_is_read() -> None:
    found = read_import((TOPIC + ENTRY).encode(), "a.md")

    assert found.topics == (Topic(id="health", title="Health", motion="Tea is good."),)
    (entry,) = found.entries
    assert (entry.question, entry.topic, entry.answer) == ("Is it?", "health", "It is.\n")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("Hello\n\n" + TOPIC, "1:1", "under no heading"),
        (TOPIC + "Hello\n\n" + ENTRY, "9:1", "under no heading"),
        ("# Title\n\n" + TOPIC, "1:1", "No block"),
        (TOPIC + "### Is it?\n\nIt is.\n", "9:1", "No block"),
        (TOPIC + ENTRY.replace("It is.", "It is.\n\n## Why\n\nBecause."), "9:1", "No block"),
        (TOPIC + ENTRY.removesuffix("```\n"), "13:1", "never closed"),
        (TOPIC + ENTRY.replace("###", "##"), "9:1", "begins with `### `"),
        (TOPIC + ENTRY.replace("id: is-it", "id: A"), "14:5", "`A` is no id"),
        (TOPIC + ENTRY.replace("id: is-it", "ID: a"), "14:1", "There is no key `ID` here"),
        (TOPIC + ENTRY.replace("id: is-it", "id: [a"), "15:7", "not YAML"),
        (TOPIC + ENTRY.replace("id: is-it\nstatus: draft", "- a"), "14:1", "keys with values"),
        (TOPIC + ENTRY.replace("id: is-it", "id: a\nanswer: No."), "15:9", "above the block"),
        (TOPIC + ENTRY.replace("id: is-it", "id: a\nquestion: No?"), "15:11", "heading says"),
        (TOPIC + ENTRY.replace("It is.\n", ""), "9:1", "The key `answer` is missing"),
        (TOPIC + ENTRY.replace("status: draft", ""), "11:1", "cites no source"),
        (TOPIC + ENTRY.replace("is.", "is.\n\nSo [^x]."), "13:4", "There is no source `x`"),
        (ENTRY, "1:1", "The key `topic` is missing"),
        (TOPIC.replace("**Motion:** ", ""), "3:1", "only `**Motion:** …`"),
        (TOPIC.replace("Tea", "Tea\n**Motion:** Tea"), "4:1", "only `**Motion:** …`"),
        ("# P\n\nHello\n\n```yaml pack\nid: p\n```\n", "3:1", "nothing may stand"),
        ("# P\n\n```yaml pack\nid: p\norder: [x]\n```\n" + TOPIC + ENTRY, "5:9", "no entry `x`"),
        ("# P\n\n```yaml pack\norder: x\n```\n" + TOPIC + ENTRY, "4:8", "lists the ids"),
        ("# P\n```yaml pack\n```\n# Q\n```yaml pack\n```\n", "4:1", "line 1 already"),
    ],
    ids=[
        "text before",
        "text between",
        "heading without a block",
        "entry without a block",
        "heading in an answer",
        "open block",
        "wrong level",
        "bad id",
        "unknown key",
        "broken yaml",
        "list in a block",
        "two answers",
        "two questions",
        "no answer",
        "no source",
        "unknown source",
        "no topic",
        "text under a topic",
        "two motions",
        "text under a pack",
        "unknown entry in order",
        "order is no list",
        "two packs",
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(text: str, place: str, said: str) -> None:
    problems = refused(text, "a.md")

    assert places(problems, said) == [place]


def test_a_comment_that_cuts_text_short_is_found_in_a_block() -> None:
    text = TOPIC + ENTRY.replace("id: is-it", "id: is-it\nphrasings:\n  - is it #1")

    (problem,) = refused(text, "a.md")

    assert problem.place.line == 16


def test_line_breaks_that_only_yaml_knows_do_not_shift_places() -> None:
    text = TOPIC + ENTRY.replace(
        "status: draft", "not_for: [\u2028\u2028\x85]\nphrasings:\n  - a #b"
    )

    (place,) = [problem.place for problem in refused(text, "a.md") if " #" in problem.message]

    assert (place.line, place.column) == (20, 6)
    assert parse_book(text, PATH).lines[place.line - 1] == "  - a #b"


def test_the_items_of_a_book_share_the_room_for_values(monkeypatch: pytest.MonkeyPatch) -> None:
    book = TOPIC + "\n".join(ENTRY.replace("is-it", f"is-it-{n}") for n in range(9))
    assert parse_book(book, PATH).problems == []
    monkeypatch.setattr(book_reader, "MAX_VALUES", 30)
    assert "more than" in parse_book(book, PATH).problems[0].message
