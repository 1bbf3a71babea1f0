from __future__ import annotations

import pytest

from bot.exchange.export import export
from bot.exchange.importing import read_import
from bot.knowledge.model import Pack
from tests.exchange.refusals import places, refused


def test_excel_knows_the_encoding_of_a_table(tea: Pack) -> None:
    assert export(tea, "csv").startswith("\ufeffitem,id,topic,question,answer,")


def test_a_table_edited_by_hand_is_read() -> None:
    text = (
        "ID;Item;Title;Topic;Question;Answer;Phrasings;Status;Accept;Reviewed\n"
        "health;topic;Health;;;;;;;\n"
        'tea;Entry;;health;Is tea good?;"Yes.";"\nis it good \n\ntea?";draft;a: b;2026-01-31\n'
    )

    imported = read_import(text.encode(), "a.csv")

    (entry,) = imported.entries
    assert entry.phrasings == ("is it good", "tea?")
    assert entry.accept == {"a": "b"}
    assert str(entry.reviewed) == "2026-01-31"


def test_columns_that_are_left_out_leave_the_pack_as_it_is(tea: Pack) -> None:
    text = (
        "item,id,title,side,question\n"
        "source,bean-board,The Bean Board,,\n"
        "topic,health,Health and tea,,\n"
        "entry,coffee-is-healthier,,neutral,Is coffee healthier?\n"
    )

    imported = read_import(text.encode(), "a.csv", known=tea)

    assert imported.sources == (
        tea.source_by_id["bean-board"].model_copy(update={"title": "The Bean Board"}),
    )
    assert [(it.title, it.motion) for it in imported.topics] == [
        ("Health and tea", "Tea is better for people than coffee.")
    ]
    coffee = tea.entry_by_id["coffee-is-healthier"]
    changed = {"question": "Is coffee healthier?", "side": "neutral"}
    assert imported.entries == (coffee.model_copy(update=changed),)


def test_an_empty_cell_takes_away_what_the_item_has(tea: Pack) -> None:
    text = "item,id,phrasings,url\nentry,milk-first,,\nsource,leaf-journal,,\n"

    imported = read_import(text.encode(), "a.csv", known=tea)

    assert imported.sources[0].url is None
    assert imported.entries == (tea.entry_by_id["milk-first"].model_copy(update={"phrasings": ()}),)


def test_a_row_that_breaks_off_leaves_what_it_has_no_cell_for_as_it_is(tea: Pack) -> None:
    text = "item,id,question,side,counter\nentry,tea-is-healthier,Is tea good?\n"

    imported = read_import(text.encode(), "a.csv", known=tea)

    before = tea.entry_by_id["tea-is-healthier"]
    assert before.counter
    assert imported.entries == (before.model_copy(update={"question": "Is tea good?"}),)


HEAD = "item,id,topic,title,question,answer,related,words,accept,motion\n"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (HEAD.replace("motion", "moton") + "topic,t,,T", "1:58", 'Did you mean "motion"?'),
        (HEAD + ",t,,T,,,,,,", "2:1", "must say what this row is"),
        (HEAD + "topik,t,,T,,,,,,", "2:1", "none of pack, synonyms"),
        (HEAD + "pack,p,,T,,,,,,\npack,q,,U,,,,,,", "3:1", "line 2 already"),
        (HEAD + "synonyms,s,,,,,,a,,", "2:10", "`words` alone"),
        (HEAD + "topic,T!,,T,,,,,,", "2:7", "`T!` is no id"),
        (HEAD + "topic,t,,T,,x,,,,", "2:13", "There is no key `answer` here"),
        (HEAD + "topic,t,,,,,,,,", "2:1", "The key `title` is missing"),
        (HEAD + 'topic,t,,T,,,,,"a: b\na: c",', "2:16", "`a` stands twice"),
        (HEAD + "topic,t,,T,,,,,lopsided,", "2:16", "is not written `name: reason`"),
        (HEAD + 'topic,t,,"\'""T",,,,,,', "2:10", "cannot be read"),
        (HEAD + "topic,t,,T,,,,,a: C:\\temp,", "2:16", "a backslash is written"),
        (
            HEAD + 'topic,t,,T,,,,,,\nentry,e,t,,q,A. [^s],"x\ny",,,\nsource,s,,S,,,,,,',
            "3:22",
            "There is no entry `x`",
        ),
    ],
    ids=[
        "unknown column",
        "no item",
        "unknown item",
        "two packs",
        "synonyms with an id",
        "bad id",
        "key of another item",
        "missing key",
        "accepted twice",
        "accepted without a reason",
        "broken literal",
        "unknown escape",
        "reference in a list",
    ],
)
def test_what_is_not_understood_is_refused_with_its_cell(text: str, place: str, said: str) -> None:
    problems = refused(text + "\n", "a.csv")

    assert places(problems, said) == [place]
