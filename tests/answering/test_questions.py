from __future__ import annotations

from time import process_time
from unittest.mock import Mock

import pytest

from bot.answering.answerer import MAX_QUESTION, Answerer, Bars
from bot.answering.outcome import Abstention, Answer, Suggestions
from bot.answering.questions import (
    MOST_SENTENCES,
    joined,
    own_words,
    questions,
    quoted_words,
    sentences,
)
from bot.answering.report import report
from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Entry, Knowledge, Pack
from bot.matching.text import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hi there. is tea good? and coffee?", ["is tea good?", "and coffee?"]),
        ("tell me about tea. now", ["tell me about tea.", "now"]),
        ("is version 3.1 out", ["is version 3.1 out"]),
        ("お茶は体にいいですか？コーヒーは？", ["お茶は体にいいですか？", "コーヒーは？"]),
        ("هل الشاي صحي؟ من يشربه؟", ["هل الشاي صحي؟", "من يشربه؟"]),
        ("is tea good?* and coffee", ["is tea good?"]),
        ("(so: is tea good?!) thanks", ["(so: is tea good?!"]),
        ("||is tea good?|| he: “and coffee?” ok", ["||is tea good?", "he: “and coffee?"]),
        ("look at x?y=(1) now", ["look at x?y=(1) now"]),
        ("?!… :)", []),
    ],
)
def test_sentences_that_ask_come_before_others(text: str, found: list[str]) -> None:
    assert questions(sentences(text)) == found


def test_quotes_and_code_are_not_the_askers_own_words() -> None:
    assert own_words("> tea is bad\nis that so?\n```py\nwhat = 1\n```") == "is that so?"
    assert own_words("> is tea good?") == "> is tea good?"
    assert own_words("is that so?\n>>> tea is bad\nis it?") == "is that so?"
    assert own_words("```py\n>>> brew()\n```\nis that so?") == "is that so?"
    assert own_words("is 3 >>> 1\nor not") == "is 3 >>> 1\nor not"


def test_what_is_quoted_is_told_without_its_marks() -> None:
    assert quoted_words("> tea is bad\n> > @Ann for you\nis that so?") == "tea is bad\n  for you"
    assert quoted_words("is that so?\n>>> tea is bad\nis it?") == "tea is bad\nis it?"
    assert quoted_words("```\n> tea\n```is that so?") == ""
    assert quoted_words(">\nis that so?") == ""


@pytest.mark.parametrize(
    "message",
    [
        "is tea good https://www.example.com/2024/03/some-story.html",
        "<https://example.com/a?b=c> is tea good",
        "www.example.com/coffee\nis tea good",
        "[is tea good](https://example.com/coffee)",
        "is tea good <t:1618953630:R>",
        "<@!123456789> is tea good <a:party_parrot:123456789> </ask:123456789>",
        "@Rejoinder is tea good :joy::+1::thinking:",
    ],
)
def test_addresses_mentions_and_names_of_emoji_are_none_of_the_words(message: str) -> None:
    assert words(own_words(message)) == ["is", "tea", "good"]


@pytest.mark.parametrize(
    "message",
    [
        "https://example.com/a",
        "is it on at 12:30:45",
        "mail me@example.com about std::vector::x",
        "is 3 <b> 4",
        "@Rejoinder :joy:",
    ],
)
def test_what_only_resembles_them_or_is_all_there_is_stays(message: str) -> None:
    assert own_words(message) == message


def test_a_mark_behind_an_address_stays() -> None:
    assert own_words("who wrote https://example.com/a?").endswith("?")


@pytest.mark.parametrize(
    "pattern", ["\n", " \n", "\n> ", "?", "?*", "a?*", "؟)", "* ", "`", ":a", "[", "<:", "www."]
)
def test_what_is_hostile_is_read_in_bounds(pattern: str) -> None:
    message = pattern * (10 * MAX_QUESTION) + "a"
    started = process_time()
    sentences(own_words(message))
    sentences(quoted_words(message))
    assert process_time() - started < 1


@pytest.mark.parametrize(
    ("message", "looked_up"),
    [
        ("> tea is good for your heart\nis that true?", "tea is good for your heart"),
        ("Thoughts?\n>>> tea is good for your heart", "tea is good for your heart"),
        ("> tea is good for your heart\nis coffee good for it", "is coffee good for it"),
        ("is that true?", "is that true?"),
    ],
)
def test_who_only_remarks_on_a_quote_asks_what_it_says(
    message: str, looked_up: str, unsure: Answerer
) -> None:
    outcome = unsure.ask(message)
    assert outcome.part == looked_up
    assert outcome.question == message


@pytest.fixture
def unsure(tea: Pack) -> Answerer:
    return Answerer(Snapshot.build(Knowledge(packs=(tea,))), Bars(0.4, 0.2))


def test_the_first_question_is_answered_and_the_second_offered(unsure: Answerer) -> None:
    outcome = unsure.ask("hello bot! is tea good for your heart? and is coffee good for the liver?")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "tea-is-healthier"
    assert [it.question for it in outcome.also] == ["and is coffee good for the liver?"]
    assert [it.choices[0].entry.id for it in outcome.also] == ["coffee-is-healthier"]
    assert outcome.question.startswith("hello bot!")


def test_of_sentences_without_a_mark_the_surest_is_answered(unsure: Answerer) -> None:
    alone = unsure.ask("we talked about whether coffee is healthier")
    assert isinstance(alone, Answer)
    assert alone.chosen.entry.id == "coffee-is-healthier"
    outcome = unsure.ask("we talked about whether coffee is healthier. how long should tea steep")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "how-long-to-steep"
    assert [it.choices[0].entry.id for it in outcome.also] == ["coffee-is-healthier"]


def test_a_second_question_that_only_has_suggestions_is_offered_too(unsure: Answerer) -> None:
    outcome = unsure.ask("is tea good for your heart? how long should one brew? who won the cup?")
    assert isinstance(outcome, Answer)
    assert [type(it) for it in outcome.also] == [Suggestions]
    assert report(outcome)["also"] == ["how long should one brew?"]


def test_context_before_a_question_does_not_hide_it(unsure: Answerer) -> None:
    outcome = unsure.ask(
        "> somebody else said this\nMy aunt and I argued at dinner last week, it got loud. "
        "is tea good for your heart?"
    )
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "tea-is-healthier"
    assert outcome.also == ()


@pytest.mark.parametrize("asked", ["{}", "**{}**", "({})", "||{}||"])
def test_thanks_after_a_question_do_not_hide_it(tea: Pack, asked: str) -> None:
    answerer = Answerer(Snapshot.build(Knowledge(packs=(tea,))), Bars(0.65, 0.2))
    thanks = "Thanks everyone for helping me out here, really appreciated folks"
    outcome = answerer.ask(f"{asked.format('Why is tea healthier than coffee?')} {thanks}")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "tea-is-healthier"


@pytest.fixture
def banned() -> Answerer:
    asked = {
        "ban": ("Should we ban tea?", "why ban tea", "reasons to ban tea"),
        "steep": ("How long should tea steep?",),
        "price": ("Why is tea so expensive?", "tea prices"),
    }
    entries = tuple(
        Entry(id=name, topic="t", question=first, phrasings=tuple(more), answer="x")
        for name, (first, *more) in asked.items()
    )
    pack = Pack(id="p", title="P", language="en", entries=entries)
    return Answerer(Snapshot.build(Knowledge(packs=(pack,))), Bars(0.65, 0.2))


@pytest.mark.parametrize(
    "message",
    [
        "Should we not\nban tea?",
        "we should not\nban tea",
        "Hello there! Should we not\nban tea?",
        "My aunt and I argued at dinner last week, it got loud. should we\nnot\nban tea?",
        "Should we not, as Dr. Hinton says, ban tea?",
    ],
)
def test_a_piece_of_a_question_is_not_answered_with_its_opposite(
    banned: Answerer, message: str
) -> None:
    outcome = banned.ask(message)
    assert isinstance(outcome, Suggestions)
    assert outcome.choices[0].entry.id == "ban"


def test_a_piece_of_a_question_is_not_answered_with_what_it_says_by_itself(
    banned: Answerer,
) -> None:
    by_itself, whole = banned.ask("tea prices?"), banned.ask("Should we not ban\ntea prices?")
    assert isinstance(by_itself, Answer)
    assert by_itself.chosen.entry.id == "price"
    assert isinstance(whole, Suggestions)
    assert whole.choices[0].entry.id == "ban"


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("Should we ban tea? Should we not ban tea?", "ban"),
        ("We should not!\nwhy ban tea?", "ban"),
        ("Should we not\nban tea? How long should tea steep?", "steep"),
        ("my aunt and i argued at dinner last week, it got loud\nshould we ban tea?", "ban"),
        ("should we ban tea, since some say why not have it banned anyway my friends say", "ban"),
    ],
)
def test_what_is_no_piece_is_answered(banned: Answerer, message: str, entry: str) -> None:
    outcome = banned.ask(message)
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == entry


@pytest.mark.parametrize(
    "message",
    [
        "I honestly do not understand all of this yet, should we not ban tea",
        "my aunt and I argued, it got loud, and nobody knew why not ban tea",
        "Should we not ban tea? Asking for a friend",
        "I read about it in the news today.\nShould we not ban tea?",
    ],
)
def test_words_around_a_question_hide_nothing_that_withholds_the_answer(
    banned: Answerer, message: str
) -> None:
    outcome = banned.ask(message)
    assert isinstance(outcome, Suggestions)
    assert outcome.choices[0].entry.id == "ban"


def test_a_sentence_may_be_cut_where_a_line_or_a_word_with_a_dot_ends() -> None:
    told = sentences("is it so? as Dr. May says\nnot good! why")
    assert told == ["is it so?", "as Dr.", "May says", "not good!", "why"]
    assert list(joined(told, 0)) == []
    assert list(joined(told, 2)) == ["as Dr. May says", "May says not good!", " ".join(told[1:4])]
    assert list(joined(told, 4)) == []


def test_a_question_after_many_sentences_is_found(tea: Pack) -> None:
    answerer = Answerer(Snapshot.build(Knowledge(packs=(tea,))), Bars(0.65, 0.2))
    outcome = answerer.ask("My cat is orange. " * 20 + "Why is tea healthier than coffee?")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "tea-is-healthier"


def test_of_very_many_sentences_a_few_are_looked_up(
    unsure: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rank = Mock(side_effect=unsure.rank)
    monkeypatch.setattr(unsure, "rank", rank)
    unsure.ask("is tea good for your heart? tea steeps. " * 99)
    assert rank.call_count <= 1 + 3 * MOST_SENTENCES


def test_the_same_question_asked_twice_is_answered_once(unsure: Answerer) -> None:
    outcome = unsure.ask("is tea good for your heart? is tea good for the heart?")
    assert isinstance(outcome, Answer)
    assert outcome.also == ()


def test_a_suggestion_for_one_sentence_outlives_a_message_that_says_nothing(tea: Pack) -> None:
    answerer = Answerer(Snapshot.build(Knowledge(packs=(tea,))), Bars(0.9, 0.4))
    context = "did you see the match last night in the stadium with all the others?"
    assert isinstance(answerer.ask(f"{context} who won the cup?"), Abstention)
    outcome = answerer.ask(f"{context} are drinks healthy?")
    assert isinstance(outcome, Suggestions)
    assert outcome.choices == answerer.rank("are drinks healthy?")


def test_a_second_question_without_a_mark_does_not_hide_the_first(answerer: Answerer) -> None:
    message = "why is tea healthier than coffee? also tell me how long to steep tea"
    outcome = answerer.ask(message)
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "tea-is-healthier"
    assert [it.choices[0].entry.id for it in outcome.also] == ["how-long-to-steep"]


def test_what_stands_before_a_question_is_what_it_is_about() -> None:
    def entry(name: str, *asked: str) -> Entry:
        return Entry(id=name, topic="t", question=asked[0], phrasings=asked[1:], answer="x")

    pack = Pack(
        id="p",
        title="P",
        language="en",
        entries=(
            entry("kettle", "The old copper kettle whistles. is it loud?", "loud copper kettle"),
            entry("loud", "is it loud?", "how loud is it"),
        ),
    )
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,))), Bars(0.4, 0.2))
    outcome = answerer.ask("The old copper kettle whistles. is it loud?")
    alone = answerer.ask("is it loud?")
    assert isinstance(outcome, Answer)
    assert isinstance(alone, Answer)
    assert (outcome.chosen.entry.id, alone.chosen.entry.id) == ("kettle", "loud")
