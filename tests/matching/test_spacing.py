from __future__ import annotations

import pytest

from bot.knowledge.model import Entry, Pack
from bot.matching.index import build_index
from bot.matching.spacing import Spacing

USED = {"teazon", "wifi", "assam", "leaf", "apart", "part", "green", "tea", "greentea", "zon"}
KNOWN = {"apart", "part", "leaf", "green", "tea", "is", "a", "wifi", "less"}
NEIGHBOURS = {("assam", "leaf"), ("green", "tea")}
SPACING = Spacing({*USED, "tealess"}, KNOWN.__contains__, lambda *it: it in NEIGHBOURS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("is tea zon", "is teazon"),
        ("wi fi", "wifi"),
        ("assamleaf", "assam leaf"),
        ("is assamleaf tea zon", "is assam leaf teazon"),
    ],
)
def test_a_name_is_spaced_as_in_the_pack(typed: str, meant: str) -> None:
    assert SPACING.read(typed.split()) == tuple(meant.split())


@pytest.mark.parametrize(
    "typed", ["a part", "tea less", "green tea", "leafassam", "iszon", "greentea", ""]
)
def test_what_may_be_meant_as_it_stands_stays(typed: str) -> None:
    assert SPACING.read(typed.split()) == tuple(typed.split())


def test_a_question_finds_its_entry_however_its_name_is_spaced(tea: Pack) -> None:
    asked = (
        Entry(id="brewzon", topic="brewing", question="Is brewzon any good?", answer="Yes."),
        Entry(id="red-bush", topic="brewing", question="Is zwarte vlinder strong?", answer="No."),
    )
    index = build_index(tea.model_copy(update={"entries": (*tea.entries, *asked)}))
    assert index.rank("is brew zon any good")[0].entry.id == "brewzon"
    assert index.rank("is brew zon any good")[0].confidence > 0.9
    assert index.rank("is zwartevlinder strong")[0].entry.id == "red-bush"
    assert index.rank("is zwartevlinder strong")[0].confidence > 0.9
