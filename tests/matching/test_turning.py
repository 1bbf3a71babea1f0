from __future__ import annotations

import pytest

from bot.knowledge.model import Entry, Pack
from bot.matching.index import build_index
from bot.matching.language import language_of
from bot.matching.terms import Analyser
from bot.matching.turning import Turning

ANALYSER = Analyser("en")
TURNING = Turning(language_of("en"))


def is_turned(question: str, *phrasings: str) -> bool:
    profiles = [TURNING.profile(ANALYSER.analyse(it)) for it in phrasings]
    return TURNING.is_turned(TURNING.profile(ANALYSER.analyse(question)), profiles, 0)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("should schools not ban phones", "should schools ban phones"),
        ("why do schools never ban phones", "why do schools ban phones"),
        ("should schools allow phones", "should schools ban phones"),
        ("is coal safer than nuclear power", "is nuclear power safer than coal"),
        ("is nuclear power riskier than coal", "is nuclear power safer than coal"),
        ("what is the club's view of the league", "what is the league's view of the club"),
        ("does the league sue the club", "does the club sue the league"),
        ("was the club attacked by the league", "did the club attack the league"),
        ("do unions oppose remote work", "do unions support remote work"),
        ("can I move from the office to home", "can I move from home to the office"),
    ],
)
def test_a_question_turned_around_is_another_question(question: str, phrasing: str) -> None:
    assert is_turned(question, phrasing)
    assert is_turned(phrasing, question)


@pytest.mark.parametrize(
    ("question", "phrasing"),
    [
        ("shouldn't schools ban phones", "should schools ban phones"),
        ("schools should ban phones, shouldn't they", "should schools ban phones"),
        ("should schools not allow phones", "should schools ban phones"),
        ("is coal riskier than nuclear power", "is nuclear power safer than coal"),
        ("was the league attacked by the club", "did the club attack the league"),
        ("nuclear power or coal, which is safer", "is nuclear power safer than coal"),
        ("why is it that unions support remote work", "why do unions support remote work"),
    ],
)
def test_the_same_question_in_other_words_is_not_turned(question: str, phrasing: str) -> None:
    assert not is_turned(question, phrasing)


def test_an_entry_that_asks_both_ways_is_not_turned_by_either() -> None:
    assert not is_turned("is coal dangerous for people", "is coal safe for people", "coal danger")
    assert not is_turned(
        "is coal dangerous for people", "is coal dangerous for us", "is coal safe for people"
    )


def test_a_turned_question_is_suggested_at_most_and_its_own_entry_answers() -> None:
    entries = (
        Entry(
            id="support",
            topic="t",
            question="Why do unions support remote work?",
            phrasings=("reasons why unions support remote work", "what makes unions support it"),
            answer="-",
        ),
        Entry(
            id="cost",
            topic="t",
            question="What does remote work cost a firm?",
            phrasings=("cost of remote work", "is remote work dear for firms"),
            answer="-",
        ),
    )
    index = build_index(Pack(id="p", title="P", language="en", entries=entries))
    straight = index.rank("so why do unions support remote work then")[0]
    turned = index.rank("so why do unions oppose remote work then")[0]
    assert (straight.entry.id, straight.is_withheld) == ("support", False)
    assert turned.is_withheld
    assert turned.confidence < straight.confidence


def test_a_text_as_long_as_a_message_is_read_in_proportion_to_its_length() -> None:
    profile = TURNING.profile(ANALYSER.analyse(" ".join(f"word{n}" for n in range(2000))))
    assert len(profile.triples) < 2000 * 4 * 4 + 1
