from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.exchange.drafts import cited, slug
from bot.exchange.importing import Imported, read_import
from bot.knowledge.model import Entry, Pack
from bot.knowledge.passages import parse_answer
from tests.exchange.refusals import places, refused

SAMPLE = Path(__file__).parent / "samples" / "questions.csv"


def by_id(imported: Imported) -> dict[str, Entry]:
    return {entry.id: entry for entry in imported.entries}


@pytest.fixture(scope="module")
def sample() -> Imported:
    return read_import(SAMPLE.read_bytes(), SAMPLE.name)


def test_each_row_becomes_an_entry_with_an_id_of_its_question(sample: Imported) -> None:
    assert list(by_id(sample)) == [
        "how-long-should-tea-steep",
        "is-tea-healthier-than-coffee",
        "does-milk-go-in-first",
        "wie-gesund-ist-gruner-tee",
    ]


def test_alternate_questions_are_phrasings(sample: Imported) -> None:
    entry = by_id(sample)["how-long-should-tea-steep"]

    assert entry.phrasings == ("steeping time", "when do i take the bag out")


def test_an_answer_cites_the_sources_of_its_row(sample: Imported) -> None:
    entry = by_id(sample)["wie-gesund-ist-gruner-tee"]

    assert entry.answer == (
        "Das hängt davon ab, wen man fragt. [^example-org-steeping] [^example-com-gruener-tee]"
    )
    assert entry.status == "live"
    assert [source.url for source in sample.sources] == [
        "https://example.org/steeping",
        None,
        "https://www.example.com/gruener-tee?page=2",
    ]


def test_an_answer_that_cites_too_little_is_a_draft_and_a_note_says_so(sample: Imported) -> None:
    drafts = [entry.id for entry in sample.entries if not entry.is_live]

    assert drafts == ["is-tea-healthier-than-coffee", "does-milk-go-in-first"]
    assert sample.notes[-1] == (
        "Drafts, since part of the answer cites no source: the entries of line 4."
    )


def test_notes_name_the_topics_and_sources_that_were_made(sample: Imported) -> None:
    assert sample.notes[:2] == (
        "New topics, which have no motion yet: `brewing` and `health`.",
        "New sources, of the kind `other` until they are given theirs: `example-org-steeping`, "
        "`the-leaf-journal` and `example-com-gruener-tee`.",
    )


def test_what_the_pack_has_is_used_and_not_made_again(tea: Pack) -> None:
    text = (
        "question,answer,topic,source\n"
        "How hot should it be?,Boiling.,BREWING,https://example.org/leaf_(tea)\n"
        "Is it healthy?,It is.,health,What the bean board says\n"
    )

    imported = read_import(text.encode(), "a.csv", known=tea)

    assert (imported.topics, imported.sources, imported.notes) == ((), (), ())
    assert [(it.id, it.topic, it.answer) for it in imported.entries] == [
        ("how-hot-should-it-be", "brewing", "Boiling. [^leaf-journal]"),
        ("is-it-healthy", "health", "It is. [^bean-board]"),
    ]


def pack_with(imported: Imported) -> Pack:
    return Pack(
        id="p",
        title="P",
        sources=imported.sources,
        topics=imported.topics,
        entries=imported.entries,
    )


def test_rows_that_the_pack_has_already_are_its_entries(sample: Imported) -> None:
    again = read_import(SAMPLE.read_bytes(), SAMPLE.name, known=pack_with(sample))

    assert again == Imported(None, (), (), (), sample.entries)


def test_rows_are_known_again_by_a_phrasing_and_without_the_marks_of_their_answer(
    tea: Pack,
) -> None:
    text = (
        "question,answer,topic,phrasings\n"
        "Steeping time  for BLACK tea,Three minutes will do.,new,how long should tea steep?\n"
        "Is it warm?,Yes.,health,\n"
    )

    imported = read_import(text.encode(), "a.csv", known=tea)

    assert imported.topics == ()
    assert [it.id for it in imported.entries] == ["is-it-warm", "how-long-to-steep"]
    assert imported.entries[1] == tea.entry_by_id["how-long-to-steep"]
    assert imported.notes == (
        "Drafts, since part of the answer cites no source: the entries of line 3.",
    )


def test_a_phrasing_that_another_entry_has_makes_a_row_no_old_one(tea: Pack) -> None:
    text = "question,answer,topic,phrasings\nIs it warm?,Yes.,health,How long should tea steep?\n"

    imported = read_import(text.encode(), "a.csv", known=tea)

    assert [it.id for it in imported.entries] == ["is-it-warm"]


def test_what_curators_made_of_a_row_is_kept_and_a_note_says_so(tea: Pack) -> None:
    text = (
        "question,answer,topic,phrasings,not for\n"
        "How long should tea steep?,Five minutes.,brewing,,\n"
        "Does the milk go in first?,Nobody knows.,brewing,milk at once,\n"
        "Why is coffee healthier than tea?,The Bean Board says that coffee keeps the liver well. "
        "Others doubt it.,health,,decaf\n"
        "Does the milk go in first?,Nobody knows.,brewing,,\n"
    )
    rows = text.splitlines(keepends=True)

    imported = read_import("".join(rows[:4]).encode(), "a.csv", known=tea)

    assert {it.id: it for it in imported.entries} == {
        it.id: it for it in tea.entries if it.id != "tea-is-healthier"
    }
    assert imported.notes == (
        "In the pack already, though not as here, and left as it is there: lines 2, 3 and 4. Edit "
        "those entries to change them.",
    )
    assert places(refused(text, "a.csv", known=tea), "in line 3 already") == ["5:1"]


def test_a_row_with_an_id_changes_the_entry_that_has_it(tea: Pack) -> None:
    text = "id,question,answer,topic\nhow-long-to-steep,How long should tea steep?,Five.,brewing\n"

    (entry,) = read_import(text.encode(), "a.csv", known=tea).entries

    assert (entry.id, entry.answer) == ("how-long-to-steep", "Five.")


def test_what_a_sheet_has_no_column_for_stays_as_the_entry_has_it(tea: Pack) -> None:
    text = (
        "id,question,answer,side\n"
        "tea-is-healthier,Is tea healthier?,It is. [^leaf-journal],\n"
        "milk-first,Milk first?,No. [^leaf-journal],\n"
    )

    imported = read_import(text.encode(), "a.csv", known=tea, topic="health")

    healthier, milk = tea.entry_by_id["tea-is-healthier"], tea.entry_by_id["milk-first"]
    assert imported == Imported(
        None,
        (),
        (),
        (),
        (
            healthier.model_copy(
                update={
                    "question": "Is tea healthier?",
                    "answer": "It is. [^leaf-journal]",
                    "side": "neutral",
                }
            ),
            milk.model_copy(update={"question": "Milk first?", "answer": "No. [^leaf-journal]"}),
        ),
    )


def test_an_empty_cell_takes_away_what_the_entry_has_but_never_its_topic(tea: Pack) -> None:
    text = "id,question,answer,phrasings,topic\nmilk-first,Milk first?,Nobody knows.,,\n"

    (entry,) = read_import(text.encode(), "a.csv", known=tea).entries

    assert (entry.phrasings, entry.topic) == ((), "brewing")


def test_an_answer_without_its_marks_is_the_one_that_the_entry_has(tea: Pack) -> None:
    text = (
        "id,question,answer,source\n"
        "how-long-to-steep,How long should tea steep?,Three minutes will do.,\n"
        "coffee-is-healthier,Is coffee healthier?,The Bean Board says that coffee keeps the liver "
        "well. Others doubt it.,https://example.org/new\n"
    )

    steep, coffee = read_import(text.encode(), "a.csv", known=tea).entries

    assert steep == tea.entry_by_id["how-long-to-steep"]
    assert coffee.answer == (
        "The Bean Board says that coffee keeps the liver well. [^bean-board] Others doubt it. "
        "[^leaf-journal] [^example-org-new]"
    )


def test_ids_are_made_beside_those_that_exist(tea: Pack) -> None:
    text = (
        "question,answer,topic,id\n"
        "How long to steep?,A while.,brewing,\n"
        "None?,No.,brewing,\n"
        "¿?,So.,brewing,\n"
        "Is it so?,Yes.,brewing,how-long-to-steep-2\n"
    )

    imported = read_import(text.encode(), "a.csv", known=tea)

    assert [entry.id for entry in imported.entries] == [
        "how-long-to-steep-3",
        "entry",
        "entry-2",
        "how-long-to-steep-2",
    ]


def test_rows_without_a_topic_get_the_one_that_was_chosen(tea: Pack) -> None:
    imported = read_import(b"q,a\nIs it so?,Yes.\n", "a.csv", known=tea, topic="Brewing")

    assert imported.entries[0].topic == "brewing"


def test_a_topic_that_was_chosen_may_be_new() -> None:
    imported = read_import(b"q,a\nIs it so?,Yes.\n", "a.csv", topic="Iced tea")

    assert [(topic.id, topic.title) for topic in imported.topics] == [("iced-tea", "Iced tea")]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("question,answer\nq,a", "2:1", "choose one for the import"),
        ("question,answer,topic\nq,,t", "2:1", "has no answer"),
        ("question,answer,topic\n,a,t", "2:1", "has no question"),
        ("question,answer,topic\nq,a,t\nQ ,b,t", "3:1", "in line 2 already"),
        ("question,answer,topic,mood\nq,a,t,", "1:23", "`mood` is not understood"),
        ("question,answer,topic,sourc\nq,a,t,", "1:23", 'Did you mean "source"?'),
        ("question,answer,topic,prompt\nq,a,t,", "1:23", "mean the same"),
        ("question,answer,topic,side\nq,a,t,maybe", "2:7", "`maybe` is none of"),
        ("question,answer,topic,side\nq,a,t,For", "2:7", "has no motion"),
        ("question,answer,topic,status\nq,a,t,done", "2:7", "`done` is none of"),
        ("question,answer,topic,id\nq,a,t,No One", "2:7", "`No One` is no id"),
        ("question,answer,topic,id\nq,a,t,none", "2:7", "`none` is reserved"),
        ("question,answer,topic,id\nq,a,t,x\nr,b,t,x", "3:7", "taken in a.csv, line 2"),
        ("question,answer,topic,source\nq,a,t,https://[", "2:7", "written in full"),
        ("question,answer,topic\nq,a [^x],t", "2:3", "There is no source `x`"),
        (f"question,answer,topic\nq,{'a' * 20_001},t", "2:3", "at most 20,000"),
    ],
    ids=[
        "no topic",
        "no answer",
        "no question",
        "question twice",
        "unknown column",
        "misspelt column",
        "two columns for one key",
        "unknown side",
        "side without a motion",
        "unknown status",
        "bad id",
        "reserved id",
        "id twice",
        "bad address",
        "unknown source",
        "long answer",
    ],
)
def test_what_is_not_understood_is_refused_with_its_cell(text: str, place: str, said: str) -> None:
    problems = refused(text + "\n", "a.csv")

    assert places(problems, said) == [place]


def test_a_row_without_a_topic_is_one_problem() -> None:
    assert len(refused("question,answer\nq,a\n", "a.csv")) == 1


@example(answer="- " * 500 + "a")
@given(answer=st.text("ab\n`[]^-> #*\\:", min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=300, deadline=None)
def test_whatever_the_answer_its_sources_are_cited_and_its_text_is_kept(answer: str) -> None:
    text = cited(answer, ["one", "two"])

    marks = {mark.source_id for passage in parse_answer(text) for mark in passage.marks()}
    assert {"one", "two"} <= marks
    assert answer.strip() in text


@given(text=st.text())
@settings(max_examples=200, deadline=None)
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    assert len(slug(text)) <= 64
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_long_question_is_cut_between_words() -> None:
    assert slug("Why " + "very " * 20) == "why" + "-very" * 12
