from __future__ import annotations

from pathlib import Path

import pytest

from bot.exchange.importing import Imported, read_import
from bot.knowledge.model import Pack
from tests.exchange.refusals import places, refused

SAMPLE = Path(__file__).parent / "samples" / "azure.tsv"


@pytest.fixture(scope="module")
def sample() -> Imported:
    return read_import(SAMPLE.read_bytes(), SAMPLE.name)


def test_rows_that_share_a_number_are_one_entry(sample: Imported) -> None:
    assert [(entry.question, entry.phrasings) for entry in sample.entries] == [
        ("How long should tea steep?", ("steeping time",)),
        ("Does the milk go in first?", ()),
        ("What about iced tea?", ()),
    ]


def test_typed_line_breaks_are_line_breaks_and_quotes_are_kept(sample: Imported) -> None:
    assert [entry.answer for entry in sample.entries] == [
        "Three minutes will do.\n\nGreen tea takes **two**. [^example-org-tea-faq]",
        '"First" is what some say.',
        "Let it cool, then add ice. [^example-org-tea-faq]",
    ]


def test_metadata_names_the_topic(sample: Imported) -> None:
    assert [entry.topic for entry in sample.entries] == ["brewing", "brewing", "cold-drinks"]


def test_an_address_becomes_a_source_with_its_name(sample: Imported) -> None:
    (source,) = sample.sources

    assert (source.title, source.url) == ("Tea FAQ", "https://example.org/tea-faq")


def test_follow_ups_become_related_in_their_order(sample: Imported) -> None:
    assert sample.entries[0].related == ("does-the-milk-go-in-first", "what-about-iced-tea")


def test_notes_name_everything_that_has_no_place(sample: Imported) -> None:
    assert sample.notes == (
        "New topics, which have no motion yet: `brewing` and `cold-drinks`.",
        "New sources, of the kind `other` until they are given theirs: `example-org-tea-faq`.",
        "Drafts, since part of the answer cites no source: the entries of lines 2 and 4.",
        "The follow-up `And iced tea?` in line 2 leads to `what-about-iced-tea`; its own wording "
        "is left out.",
        "The follow-up `Talk to a person` in line 2 leads to no other answer of the file; it is "
        "left out.",
        "The question `milk in tea`, suggested in line 4, was never accepted; it is left out.",
        "The question `milk before tea`, suggested in line 4, was never accepted; it is left out.",
        "Drafts, since they only make sense behind another answer: line 5.",
        "Sources with no place in a pack: `Editorial`, line 4.",
        "Metadata with no place in a pack: `audience:beginners`, line 2.",
        "`QnaId` told which rows belong together, and is not kept.",
    )


def test_a_source_of_the_pack_is_used_and_another_name_for_it_is_noted(tea: Pack) -> None:
    text = (
        "Question\tAnswer\tSource\tMetadata\tSourceDisplayName\n"
        "Is it so?\tYes.\thttps://example.org/leaf_(tea)\ttopic:health\tLeaves\n"
    )

    imported = read_import(text.encode(), "a.tsv", known=tea)

    assert imported.entries[0].answer == "Yes. [^leaf-journal]"
    assert imported.notes == ("Sources with no place in a pack: `Leaves`, line 2.",)


def test_without_numbers_rows_with_one_answer_are_one_entry(tea: Pack) -> None:
    text = "Question\tAnswer\tMetadata\nIs it?\tYes.\ttopic:health\nSo?\tYes.\ttopic:health\n"

    (entry,) = read_import(text.encode(), "a.tsv", known=tea).entries

    assert entry.asked_as == ("Is it?", "So?")


def test_answers_that_the_pack_has_already_are_its_entries(sample: Imported) -> None:
    known = Pack(
        id="p",
        title="P",
        sources=sample.sources,
        topics=sample.topics,
        entries=sample.entries,
    )

    again = read_import(SAMPLE.read_bytes(), SAMPLE.name, known=known)

    assert (again.entries, again.topics, again.sources) == (sample.entries, (), ())
    assert not any(it.startswith(("New ", "Drafts", "In the pack already")) for it in again.notes)


def test_a_new_answer_leads_on_to_one_that_the_pack_has_already(tea: Pack) -> None:
    text = (
        HEAD + 'Warm?\tYes.\ttopic:health\t\t[{"qnaId":2,"displayText":"milk"}]\t\t1\n'
        "When to add the milk\tAt once.\ttopic:health\t\t\t\t2\n"
    )

    imported = read_import(text.encode(), "a.tsv", known=tea)

    assert [(it.id, it.related) for it in imported.entries] == [
        ("warm", ("milk-first",)),
        ("milk-first", ()),
    ]
    assert any(it.startswith("In the pack already, though not as here") for it in imported.notes)


HEAD = "Question\tAnswer\tMetadata\tIsContextOnly\tPrompts\tSuggestedQuestions\tQnaId\n"


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ("q\t\ttopic:t\t\t\t\t1", "2:1", "has no Answer"),
        ("\ta\ttopic:t\t\t\t\t1", "2:1", "has no Question"),
        ("q\ta\t\t\t\t\t1", "2:1", "names no topic"),
        ("q\ta\ttopic:t\t\t\t\t1\nr\tb\ttopic:t\t\t\t\t1", "3:3", "`Answer` of one answer differs"),
        ("q\ta\ttopic:t\t\t\t\t1\nr\ta\t\t\t\t\t1", "3:1", "`Metadata` of one answer differs"),
        ("q\ta\ttopic:t\t\t\t\t1\nq\tb\ttopic:t\t\t\t\t2", "3:1", "in line 2 already"),
        ("q\ta\ttopic:t|x\t\t\t\t1", "2:5", "`x` is no metadata"),
        ('q\ta\t[{"name":"topic"}]\t\t\t\t1', "2:5", "a `name` and a `value`"),
        ("q\ta\t[nothing\t\t\t\t1", "2:5", "no JSON list"),
        ("q\ta\ttopic:t\tperhaps\t\t\t1", "2:13", "neither `true` nor `false`"),
        ("q\ta\ttopic:t\t\t{}\t\t1", "2:14", "no JSON list"),
        ("q\ta\ttopic:t\t\t[1]\t\t1", "2:14", "has a `qnaId`"),
        ("q\ta\ttopic:t\t\t\tx\t1", "2:15", "no JSON list"),
    ],
    ids=[
        "no answer",
        "no question",
        "no topic",
        "answers differ",
        "metadata differ",
        "question twice",
        "broken metadata",
        "metadata without a value",
        "metadata is no JSON",
        "unknown flag",
        "prompts are no list",
        "prompt without a number",
        "suggestions are no list",
    ],
)
def test_what_is_not_understood_is_refused_with_its_cell(rows: str, place: str, said: str) -> None:
    problems = refused(HEAD + rows + "\n", "a.tsv")

    assert places(problems, said) == [place]


def test_a_column_that_is_not_azures_is_refused() -> None:
    (problem,) = refused("Question\tAnswer\tQnaId\tMood\nq\ta\t1\tx\n", "a.tsv", topic="t")

    assert (problem.place.line, problem.place.column) == (1, 23)
