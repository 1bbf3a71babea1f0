"""Cues of follow-ups, as a language's file has them."""

from __future__ import annotations

from importlib import resources

import pytest

from bot.answering.cues import KINDS, Cues, cues_of, only_remarks
from bot.answering.headings import lines_of
from bot.matching.language import language_of

LINES = {
    "silent": ["the"],
    "idle": ["think"],
    "before": ["so", "good point"],
    "behind": ["please"],
    "other side": ["who disagrees"],
    "about sources": ["original document"],
    "why": ["why"],
    "name": ["what about {}", "is it the same for {} too"],
    "no name": ["is"],
}
CUES = Cues(LINES, language_of("en"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("who disagrees", "other side"),
        ("Who disagreed?!", "other side"),
        ("so, good point: who disagrees, please", "other side"),
        ("who disagrees with you", None),
        ("why", "why"),
        ("so why please", "why"),
        ("so please", None),
        ("is there an original document", "sources"),
        ("do you think that the original documents are there", "sources"),
        ("original", None),
        ("the original document of the treaty", None),
        ("", None),
    ],
)
def test_a_text_is_a_cue_where_it_says_nothing_else(text: str, kind: str | None) -> None:
    assert CUES.kind(text) == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("what about Norway?", ["norway"]),
        ("so, what about the Isle of Man please", ["isle of man"]),
        ("is it the same for the north too", ["north"]),
        ("what about it", []),
        ("what about where that is", []),
        ("what about", []),
        ("what about one two three four five big old grey elephants", []),
    ],
)
def test_what_stands_in_the_place_of_a_name_is_told(text: str, names: list[str]) -> None:
    assert list(CUES.names(text)) == names


def test_the_likeliest_name_is_the_shortest() -> None:
    found = list(CUES.names("what about Norway please"))
    assert found[0] == "norway"


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_language_has_every_kind_of_cue(code: str) -> None:
    lines = lines_of("followups", code)
    known = {"silent", "idle", "before", "behind", "remark", "name", "no name", *KINDS}
    assert known <= lines.keys() <= known | {f"about {kind}" for kind in KINDS} | {""}
    assert lines.get("", []) == []
    assert all(it.count("{}") == 1 for it in lines["name"])


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_cue_of_a_language_is_understood_as_what_it_stands_for(code: str, kind: str) -> None:
    cues = cues_of(code)
    assert cues is not None
    lines = lines_of("followups", code)
    wrong = [it for it in lines[kind] if cues.kind(it) != kind]
    wrong += [it for it in lines.get(f"about {kind}", []) if cues.kind(it) != kind]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "is that true?",
        "Hmm, is this really true?!",
        "can someone fact check this pls",
        "lol is he right",
        "thoughts?",
        "what do you think about that",
        "any evidence for this?",
        "source?",
        "who says so",
    ],
)
def test_who_only_wants_to_know_if_something_is_so_remarks_on_it(text: str) -> None:
    assert only_remarks(text, ["de", "en"])
    assert not only_remarks(text, ["ja", None])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "is tea good?",
        "is that true of tea?",
        "who is right about tea",
        "why?",
        "true crime",
        pytest.param("ok " * 2000 + "is that true?" + " please" * 2000, id="too long"),
    ],
)
def test_what_names_something_itself_is_no_remark(text: str) -> None:
    assert not only_remarks(text, ["en"])


def test_each_remark_of_a_language_is_one_and_no_follow_up_of_another_kind() -> None:
    for code in ("en", "de"):
        cues = cues_of(code)
        assert cues is not None
        remarks = lines_of("followups", code)["remark"]
        assert [it for it in remarks if not cues.remarks(it)] == []
        assert [it for it in remarks if cues.kind(it) not in (None, "sources")] == []


def test_no_cue_stands_twice_under_a_heading() -> None:
    for code in ("en", "de"):
        for heading, lines in lines_of("followups", code).items():
            assert len(set(lines)) == len(lines), (code, heading)


@pytest.mark.parametrize("code", [None, "ja", "../en", ""])
def test_a_language_without_a_file_has_no_cues(code: str | None) -> None:
    assert cues_of(code) is None


def test_the_files_are_part_of_the_package() -> None:
    folder = resources.files("bot.answering").joinpath("followups")
    assert {it.name for it in folder.iterdir()} == {"de.txt", "en.txt"}
