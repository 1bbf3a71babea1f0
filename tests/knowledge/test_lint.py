"""Each rule finds what it is for, names the place, and is silent otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.findings import locate, settle
from bot.knowledge.lint import RULES, lint
from bot.knowledge.load import read_pack
from bot.knowledge.problems import Problem
from bot.translation import speaking

TODAY = date(2026, 6, 1)
ENOUGH = (
    "The leaf has less of it than the bean. People who drink it sleep well, and wake up fresh. "
    "Some doubt this, for they see no such thing at all."
)
LONG = "It is said that " + "the old leaf and " * 8 + "the bean are the same."
HARD = (
    "Interdisciplinary organisational considerations necessitate comprehensive institutional "
    "transformation. Contemporary administrative determinations systematically misrepresent "
    "fundamentally incompatible socioeconomic characteristics, notwithstanding authoritative "
    "recommendations. Inevitable controversies proliferate internationally, and authoritative "
    "institutions characteristically underestimate them."
)
ENTRY = """\
  - id: {id}
    topic: {topic}
    question: {id} or not?
    side: {side}
    answer: |
      {answer} [^{source}]
    reviewed: {reviewed}
"""
HEAD = """\
pack: {{language: {language}}}
sources:
  - {{id: plain, title: Plain, kind: press}}
  - {{id: paid, title: Paid, kind: lobby, stake: sells beans}}
topics:
  - {{id: debated, title: Debated, motion: Tea is better.}}
  - {{id: told, title: Told}}
entries:
  - {{id: both, topic: told, question: Both?, answer: "{both} [^plain] [^paid]"}}
"""


def entry(
    entry_id: str,
    *more: str,
    topic: str = "told",
    side: str = "neutral",
    answer: str = ENOUGH,
    source: str = "plain",
    reviewed: str = "2026-01-01",
) -> str:
    text = ENTRY.format(
        id=entry_id, topic=topic, side=side, answer=answer, source=source, reviewed=reviewed
    )
    return text + "".join(f"    {line}\n" for line in more)


def warnings(folder: Path, *entries: str, language: str = "en", **replaced: str) -> list[Problem]:
    file = folder / "pack.yaml"
    text = HEAD.format(language=language, both=ENOUGH) + "".join(entries)
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    reading = read_pack(file)
    assert reading.pack is not None, reading.problems
    return locate(settle(lint(reading.pack, TODAY), reading.pack, RULES), reading.files)


def line_of(folder: Path, text: str) -> int:
    lines = (folder / "pack.yaml").read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, start=1) if text in line]
    return number


PAIR = (
    entry("pro", "counter: con", topic="debated", side="for"),
    entry("con", "counter: pro", topic="debated", side="against"),
)


def test_a_good_pack_has_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path, *PAIR, entry("more")) == []


@pytest.mark.parametrize(
    ("name", "found", "line", "says"),
    [
        (
            "short-answer",
            entry("x", answer="Three minutes will do."),
            "    answer: |",
            "has 4 words",
        ),
        ("long-sentence", entry("x", answer=f"{ENOUGH} {LONG}"), "It is said", "has 41 words"),
        ("hard-reading", entry("x", answer=HARD), "    answer: |", "very difficult"),
        ("interested-sources", entry("x", source="paid"), "    answer: |", "`paid` sells beans"),
        ("old-review", entry("x", reviewed="2025-05-31"), "2025-05-31", "366 days ago"),
        ("future-review", entry("x", reviewed="2026-06-03"), "2026-06-03", "still to come"),
    ],
)
def test_a_rule_finds_what_it_is_for(
    tmp_path: Path, name: str, found: str, line: str, says: str
) -> None:
    (problem,) = warnings(tmp_path, found)
    assert (problem.severity, problem.name) == ("warning", name)
    assert says in problem.message
    assert problem.place.line == line_of(tmp_path, line)
    assert str(problem).startswith(
        f"{tmp_path / 'pack.yaml'}:{problem.place.line}:{problem.place.column}: warning: [{name}] "
    )


def test_what_a_rule_finds_is_told_in_the_language_of_who_reads_it(tmp_path: Path) -> None:
    entries = (
        *(entry("a", answer="Three minutes."), entry("b", answer=f"{ENOUGH} {LONG}")),
        *(entry("c", answer=HARD), entry("d", source="paid"), entry("e", reviewed="2025-05-31")),
        *(entry("f", reviewed="2026-06-03"), entry("g", topic="debated", side="for")),
    )
    uncited = {"topics:": "  - {id: idle, title: Idle, kind: press}\ntopics:"}
    english = warnings(tmp_path, *entries, **uncited)
    with speaking("de"):
        german = warnings(tmp_path, *entries, **uncited)
    found = {it.name: it.message for it in english}
    assert [it.name for it in german] == [it.name for it in english]
    assert [it.name for it in german if it.message in found.values()] == []
    assert set(RULES) - set(found) == set()


@pytest.mark.parametrize(
    ("kind", "says"), [("vendor", "`paid` ist Anbieter"), ("lobby", "`paid` ist eine Lobby")]
)
def test_what_makes_a_source_interested_is_said_in_the_language_of_who_reads_it(
    tmp_path: Path, kind: str, says: str
) -> None:
    without_stake = {"kind: lobby, stake: sells beans": f"kind: {kind}"}
    with speaking("de"):
        (problem,) = warnings(tmp_path, entry("x", source="paid"), **without_stake)
    assert says in problem.message


@pytest.mark.parametrize(
    ("reviewed", "says"),
    [
        ("2025-05-31", "vor 366 Tagen"),
        ("2026-06-03", "`reviewed` ist 2026-06-03, und das kommt erst noch"),
    ],
)
def test_a_wrong_day_of_review_is_told_in_the_language_of_who_reads_it(
    tmp_path: Path, reviewed: str, says: str
) -> None:
    with speaking("de"):
        (problem,) = warnings(tmp_path, entry("x", reviewed=reviewed))
    assert says in problem.message


def test_an_uncited_source_is_told_in_the_language_of_who_reads_it(tmp_path: Path) -> None:
    with speaking("de"):
        (problem,) = warnings(tmp_path, entry("x"), **{" [^paid]": ""})
    assert "Keine Antwort zitiert `paid`" in problem.message


def test_a_long_sentence_is_named_at_its_first_word(tmp_path: Path) -> None:
    (problem,) = warnings(tmp_path, entry("x", answer=f"{ENOUGH} {LONG}"))
    line = (tmp_path / "pack.yaml").read_text(encoding="utf-8").splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith("It is said")


@pytest.mark.parametrize(
    "almost",
    [
        entry("x", answer="word " * 24 + "end."),
        entry("x", answer=" ".join(["word"] * 34) + " end."),
        entry("x", reviewed="2025-06-01"),
        entry("x", reviewed="2026-06-02"),
    ],
    ids=["25 words", "a sentence of 35 words", "reviewed a year ago", "tomorrow"],
)
def test_what_is_just_good_enough_is_not_warned_of(tmp_path: Path, almost: str) -> None:
    assert warnings(tmp_path, almost) == []


def test_reading_ease_is_silent_in_other_languages(tmp_path: Path) -> None:
    assert warnings(tmp_path, entry("x", answer=HARD), language="fi") == []
    assert [it.name for it in warnings(tmp_path, entry("x", answer=HARD), language="en-GB")] == [
        "hard-reading"
    ]


def test_reading_ease_is_no_matter_in_an_answer_of_a_few_words(tmp_path: Path) -> None:
    short = entry("x", answer="Contact administration: play.example.org.")
    assert [it.name for it in warnings(tmp_path, short)] == ["short-answer"]


def test_a_side_wants_a_counter_that_readers_see_on_the_other_side(tmp_path: Path) -> None:
    pro, con = PAIR

    def said(*entries: str) -> list[str]:
        found = [it for it in warnings(tmp_path, *entries) if it.name == "no-counter"]
        return [it.message.split(":")[0] for it in found]

    assert said(pro, con.replace("    counter: pro\n", "")) == [
        "The entry speaks against the motion, and no `counter` speaks for the other side"
    ]
    assert said(pro.replace("    counter: con\n", ""), con) == [
        "The entry speaks for the motion, and no `counter` speaks for the other side"
    ]
    assert said(pro, con + "    status: draft\n") == [
        "`con` is a draft, so that readers see no other side"
    ]
    ally = entry("ally", "counter: pro", topic="debated", side="for")
    assert said(pro, con, ally) == ["`pro` speaks for the motion as well"]
    ally = entry("ally", "counter: con", topic="debated", side="against")
    assert said(pro, con, ally) == ["`con` speaks against the motion as well"]


def test_a_source_that_no_answer_cites_is_found_at_its_id(tmp_path: Path) -> None:
    more = "  - {id: idle, title: Idle, kind: press}\ntopics:"
    (problem,) = warnings(tmp_path, **{"topics:": more})
    assert (problem.name, problem.place.line) == ("uncited-source", line_of(tmp_path, "id: idle"))
    draft = entry("x", "status: draft", source="idle")
    assert warnings(tmp_path, draft, **{"topics:": more}) == []


def test_a_topic_is_lopsided_over_sixty_to_forty(tmp_path: Path) -> None:
    pro, con = PAIR
    more = [
        entry(
            f"pro-{it}", "counter: con", topic="debated", side="for", answer="word " * 24 + "end."
        )
        for it in range(3)
    ]
    half = con.replace(ENOUGH, f"{ENOUGH} {ENOUGH}")
    second = entry("con-2", "counter: pro", topic="debated", side="against")
    assert warnings(tmp_path, pro, more[0], more[1], half, second) == []
    (problem,) = warnings(tmp_path, pro, *more, half, second)
    assert problem.place.line == line_of(tmp_path, "id: debated")
    assert "entries 4 for, 2 against." in problem.message


def test_the_sources_of_a_side_can_be_lopsided_alone(tmp_path: Path) -> None:
    pro, con = PAIR
    (problem,) = warnings(tmp_path, pro.replace("[^plain]", "[^plain] [^paid]"), con)
    assert "lopsided: sources 2 for, 1 against." in problem.message


def test_a_topic_without_sides_is_not_lopsided(tmp_path: Path) -> None:
    assert warnings(tmp_path, *(entry(f"n-{it}", topic="debated") for it in range(3))) == []


def test_drafts_are_left_alone(tmp_path: Path) -> None:
    draft = entry("x", "status: draft", topic="debated", side="for", answer="Short.")
    assert warnings(tmp_path, draft) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("reviewed: 2025-01-01", "reviewed: 2025-01-01\n    accept: {old-review: it is history}"),
        ("kind: press}\ntopics", "kind: press, accept: {uncited-source: a book}}\ntopics"),
        ("title: Debated,", "title: Debated, accept: {lopsided: it is},"),
    ],
    ids=["an entry", "a source", "a topic"],
)
def test_a_warning_is_accepted_where_it_stands(tmp_path: Path, old: str, new: str) -> None:
    pro, con = PAIR
    entries = (
        entry("old", reviewed="2025-01-01"),
        pro.replace("[^plain]", "[^plain] [^paid]"),
        con,
    )
    extra = "  - {id: idle, title: Idle, kind: press}\ntopics:"
    before = warnings(tmp_path, *entries, **{"topics:": extra})
    assert len(before) == 3
    after = warnings(tmp_path, *entries, **{"topics:": extra, old: new})
    assert len(after) == 2
    assert {it.name for it in after} < {it.name for it in before}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("old-review", "There is nothing left to accept here"),
        ("old-revue", 'There is no warning `old-revue`. Did you mean "old-review"?'),
        ("stale-accept", "This warning cannot be accepted"),
    ],
)
def test_an_accept_that_accepts_nothing_is_a_warning(tmp_path: Path, name: str, says: str) -> None:
    (problem,) = warnings(tmp_path, entry("x", "accept:", f"  {name}: a reason"))
    assert problem.name == "stale-accept"
    assert says in problem.message
    assert problem.place.line == line_of(tmp_path, f"{name}: a reason")
    assert problem.place.column == 7
