"""What the words of answers add to what phrasings say."""

from __future__ import annotations

import pytest

from bot.knowledge.model import Entry, Pack
from bot.matching.answers import SHARE, Answers, told_by
from bot.matching.index import build_index, update_index
from bot.matching.terms import Analyser

ANALYSER = Analyser("en")


def added(question: str, *answers: str, phrasings: int = 1) -> list[float]:
    """What each of some answers adds to its entry's score."""
    told = [told_by(it, ANALYSER) for it in answers]
    found = Answers(told, [phrasings] * len(told), ANALYSER.language.stop_words)
    scores: list[float] = found.scores(ANALYSER.analyse(question)).tolist()
    return scores


def entry(name: str, question: str, answer: str) -> Entry:
    return Entry(id=name, topic="t", question=question, answer=answer)


BREWING = Pack(
    id="tea",
    title="Tea",
    language="en",
    entries=(
        entry("steep", "How do I make tea?", "Pour boiling water over the leaves; wait."),
        entry("health", "Is tea healthy?", "It has antioxidants, and less caffeine than coffee."),
        entry("origin", "Where does tea come from?", "Legend has it from an emperor of China."),
    ),
)


def test_an_answer_in_the_words_of_the_question_alone_counts_whole() -> None:
    assert added("boiling leaves", "The leaves are boiling.", "Milk.") == [pytest.approx(SHARE), 0]


def test_the_answer_that_holds_more_of_the_question_counts_more() -> None:
    more, less, none = added("boiled leaves of China", "Boil the leaves.", "China.", "Coffee.")
    assert more > less > none == 0


def test_a_rare_word_counts_more_than_one_that_many_answers_hold() -> None:
    rare, common, _ = added("caffeine in tea", "Caffeine, mostly.", "Tea, mostly.", "Tea again.")
    assert rare > common


def test_of_four_phrasings_beside_it_an_answer_counts_half() -> None:
    [alone] = added("boiling leaves", "Boil the leaves.")
    [beside] = added("boiling leaves", "Boil the leaves.", phrasings=4)
    assert beside == pytest.approx(alone / 2)


@pytest.mark.parametrize("answer", ["-", "…", "It is so, and that is that.", "[^china]"])
def test_an_answer_without_telling_words_adds_nothing(answer: str) -> None:
    assert added("is it from China", answer, "Tea.") == [0, 0]


def test_marks_and_addresses_are_no_words_of_an_answer() -> None:
    told = told_by(
        "Tea [by monks](https://example.org/china)[^emperor: p. 3], https://example.com/x", ANALYSER
    )
    assert told == {"tea", "monk"}


def test_a_question_in_words_that_only_an_answer_has_finds_its_entry() -> None:
    index = build_index(BREWING)
    assert index.rank("tea and antioxidants")[0].entry.id == "health"
    assert index.rank("is tea from an emperor")[0].entry.id == "origin"


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("is there caffeine", "health"),
        ("when was the emperor crowned", "origin"),
        ("does it have antioxidants", "health"),
        ("is there a legend", "origin"),
    ],
)
def test_an_entry_is_suggested_and_not_answered_by_words_of_its_answer_alone(
    question: str, entry_id: str
) -> None:
    best = build_index(BREWING).rank(question)[0]
    assert best.entry.id == entry_id
    assert 0.2 <= best.confidence <= 0.5


def test_an_answer_that_shares_one_word_of_many_is_not_suggested() -> None:
    assert build_index(BREWING).rank("which emperor watches horses and cricket")[0].confidence < 0.1


def test_what_no_answer_has_either_is_not_suggested() -> None:
    assert build_index(BREWING).rank("who won the cricket")[0].confidence < 0.1


def test_a_changed_answer_is_found_by_its_new_words() -> None:
    changed = entry("steep", "How do I make tea?", "An emperor told his antioxidants.")
    others = BREWING.entries[1:]
    after = BREWING.model_copy(update={"entries": (changed, *others)})
    updated = update_index(build_index(BREWING), after)
    best = updated.rank("emperor antioxidants told tea")[0]
    assert best.entry.id == "steep"
    assert best.evidence.score == pytest.approx(
        build_index(after).rank("emperor antioxidants told tea")[0].evidence.score, abs=1e-3
    )
