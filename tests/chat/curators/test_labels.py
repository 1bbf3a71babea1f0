"""Fields are called in previews what they are called in forms."""

from __future__ import annotations

import pytest

from bot.chat.curators.labels import label_of, labelled, told
from bot.knowledge.model import Entry, Source, Topic


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ("not_for", "Negative phrasings"),
        ("phrasings[2]", "Phrasings, line 3"),
        ("related.0", "Related entries, line 1"),
        ("accept.short-answer", "Accepted warnings"),
        ("no such field", "no such field"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_a_place_in_an_item_has_a_label(place: str, label: str) -> None:
    assert label_of(place) == label


def test_every_field_that_can_change_has_one() -> None:
    fields = {name for kind in (Entry, Source, Topic) for name in kind.model_fields} - {"id"}
    assert {it for it in fields if label_of(it) == it} == set()


def test_a_reason_begins_with_the_label_of_its_field() -> None:
    assert labelled("topic: say which: a or b.") == "Topic: say which: a or b."
    assert labelled("The file is gone: mend it.") == "The file is gone: mend it."
    assert labelled("Nothing.") == "Nothing."


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("phrasings", ("a", "b"), "- a\n- b"),
        ("phrasings", (), "nothing"),
        ("counter", None, "nothing"),
        ("side", "against", "Against"),
        ("kind", "lobby", "lobby"),
        ("side", "sideways", "sideways"),
        ("status", "draft", "draft"),
        ("accept", {"short-answer": "so be it"}, "short-answer"),
        ("answer", "Against", "Against"),
    ],
)
def test_a_value_is_told_in_words(field: str, value: object, text: str) -> None:
    assert told(field, value) == text
