"""Explanations of every kind of outcome."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings

from bot.answering.answerer import Answerer, Bars
from bot.answering.explain import MOST_LINES, MOST_WORDS, explain
from bot.answering.outcome import Abstention, Answer, Suggestions
from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Knowledge, Pack
from tests.matching.generated import TEXTS


def asking(pack: Pack, answer: float, suggest: float) -> Answerer:
    return Answerer(Snapshot.build(Knowledge(packs=(pack,))), Bars(answer, suggest))


def told(answerer: Answerer, question: str) -> str:
    lines = explain(answerer.ask(question), answerer)
    assert len(lines) <= MOST_LINES
    return "\n".join(lines)


def test_an_answer_names_phrasing_confidence_runner_up_and_words(answerer: Answerer) -> None:
    question = "what are the health benefits of drinking green tea"
    outcome = answerer.ask(question)
    assert isinstance(outcome, Answer)
    text = told(answerer, question)
    assert f"{int(outcome.chosen.confidence * 100)}% likely that `tea-is-healthier`" in text
    assert "50% is enough" in text
    assert "Nearest phrasing: “health benefits of drinking tea”." in text
    assert "Runner-up: `coffee-is-healthier`" in text
    assert "points behind; an answer needs 10" in text
    assert "Counted for `tea-is-healthier`, in points: “tea” +" in text


def test_the_effect_of_a_word_is_what_leaving_it_out_changes(answerer: Answerer) -> None:
    [before] = [it for it in answerer.rank("tea health") if it.entry.id == "tea-is-healthier"]
    [after] = [it for it in answerer.rank("health") if it.entry.id == "tea-is-healthier"]
    effect = round((before.confidence - after.confidence) * 100)
    assert f"“tea” {effect:+}" in told(answerer, "tea health")


def test_a_word_counts_wherever_it_stands(answerer: Answerer) -> None:
    text = told(answerer, "tea and health and Tea")
    assert text.count("“tea” +") == 1
    assert "“Tea”" not in text


def test_a_word_is_left_out_whatever_its_apostrophe_is(answerer: Answerer) -> None:
    assert "“tea´s” +" in told(answerer, "tea´s health")


def test_a_word_is_left_out_with_its_vowel_signs(tea: Pack) -> None:
    asked = {"total": "कुल धन क्या है?", "black": "काला धन क्या है?"}
    entries = tuple(
        tea.entries[0].model_copy(update={"id": it, "question": question, "phrasings": ()})
        for it, question in asked.items()
    )
    hindi = tea.model_copy(update={"language": "hi", "entries": entries})
    assert "Counted for `black`, in points: “काला” +" in told(asking(hindi, 0.6, 0.2), "काला धन")


def test_a_word_that_would_have_turned_the_outcome_is_named(tea: Pack) -> None:
    question = "how long should tea steep"
    sure = asking(tea, 0.6, 0.3).rank(question)[0].confidence
    unsure = asking(tea, 0.6, 0.3).rank("how long should tea")[0].confidence
    assert unsure < sure
    answerer = asking(tea, (sure + unsure) / 2, 0.0)
    assert isinstance(answerer.ask(question), Answer)
    assert isinstance(answerer.ask("how long should tea"), Suggestions)
    [turning] = [it for it in told(answerer, question).splitlines() if it.startswith("Without")]
    assert "“steep”" in turning
    assert "it would have been met with suggestions" in told(answerer, question)


def test_where_no_word_decides_it_says_so(tea: Pack) -> None:
    assert "No single word left out" in told(asking(tea, 1.0, 1.0), "who won the cup of tea")


def test_what_an_unsure_suggestion_lacks_is_told(tea: Pack) -> None:
    answerer = asking(tea, 1.0, 0.1)
    outcome = answerer.ask("are drinks healthy")
    assert isinstance(outcome, Suggestions)
    gap = 100 - int(outcome.choices[0].confidence * 100)
    assert f"{gap} points more would have answered it." in told(answerer, "are drinks healthy")


def test_an_entry_too_close_for_an_answer_never_looks_far_enough(tea: Pack) -> None:
    answerer = asking(tea, 0.5, 0.2)
    outcome = answerer.ask("is tea or coffee healthier")
    first, second, *others = outcome.choices
    close = tuple(
        replace(it, candidate=it.candidate._replace(confidence=confidence))
        for it, confidence in ((first, 0.7), (second, 0.604))
    )
    text = "\n".join(explain(replace(outcome, choices=(*close, *others)), answerer))
    assert "60% likely, 9 points behind; an answer needs 10." in text


def test_one_point_is_one(tea: Pack) -> None:
    answerer = asking(tea, 0.5, 0.2)
    outcome = answerer.ask("is tea or coffee healthier")
    first, second, *others = outcome.choices
    near = tuple(
        replace(it, candidate=it.candidate._replace(confidence=confidence))
        for it, confidence in ((first, 0.491), (second, 0.48))
    )
    choices = (*near, *others)
    unsure = Suggestions(outcome.question, choices, choices, "", outcome.part)
    text = "\n".join(explain(unsure, answerer))
    assert "1 point behind;" in text
    assert "1 point more would have answered it." in text
    low = (replace(first, candidate=first.candidate._replace(confidence=0.191)),)
    declined = Abstention(outcome.question, low, "", outcome.part)
    assert "1 point more would have had" in "\n".join(explain(declined, answerer))


def test_entries_that_compete_are_named(tea: Pack) -> None:
    twin = tea.entries[0].model_copy(update={"id": "twin"})
    answerer = asking(tea.model_copy(update={"entries": (tea.entries[0], twin)}), 0.0, 0.0)
    text = told(answerer, "what are the health benefits of drinking tea")
    assert "`tea-is-healthier` and `twin` compete for it: merge them" in text


def test_the_negative_phrasing_that_held_an_entry_back_is_named(tea: Pack) -> None:
    entry = tea.entry_by_id["how-long-to-steep"].model_copy(
        update={"not_for": ("is it late", "how many minutes does coffee steep")}
    )
    answerer = asking(tea.model_copy(update={"entries": (entry,)}), 0.0, 0.0)
    text = told(answerer, "how many minutes should coffee steep")
    assert "The negative phrasing “how many minutes does coffee steep” of `how-long" in text
    assert "keeps it from being answered" in text


def test_an_entry_that_a_negative_phrasing_kept_out_is_named(tea: Pack) -> None:
    only = tea.model_copy(update={"entries": (tea.entry_by_id["how-long-to-steep"],)})
    answerer = asking(only, 0.5, 0.2)
    outcome = answerer.ask("how long should coffee brew")
    assert isinstance(outcome, Abstention)
    assert explain(outcome, answerer) == [
        "No entry is left for it.",
        "Kept out: `how-long-to-steep` by its negative phrasing “how long should coffee brew?”.",
    ]


def test_a_question_that_turns_an_entry_around_is_told_so(tea: Pack) -> None:
    answerer = asking(tea.model_copy(update={"entries": tea.entries[:1]}), 0.5, 0.1)
    outcome = answerer.ask("why is tea not healthier than coffee")
    assert outcome.choices[0].candidate.is_turned
    text = told(answerer, "why is tea not healthier than coffee")
    assert "turn the question of `" in text
    assert "Were it not turned around" in text


def test_a_declined_question_is_told_what_is_missing(answerer: Answerer) -> None:
    text = told(answerer, "who won the match yesterday night")
    assert "No phrasing of any entry holds one of its telling words." in text
    assert "points more would have had" in text
    assert "an entry is missing" in text


def test_without_words_there_is_nothing_to_tell(answerer: Answerer) -> None:
    assert explain(answerer.ask("😀"), answerer) == ["It has no words to look up."]


def test_the_sentence_that_was_looked_up_is_told(answerer: Answerer) -> None:
    text = told(answerer, "we had a long day. who won? is tea good for your heart?")
    assert "Of the message, this was looked up: “is tea good for your heart?”." in text


def test_words_are_shown_as_the_caller_wants_them(answerer: Answerer) -> None:
    lines = explain(answerer.ask("tea health"), answerer, quote=lambda text: f"<{len(text)}>")
    assert "“" not in "".join(lines)
    assert "<3> +" in "".join(lines)


def test_a_long_question_is_asked_a_bounded_number_of_times(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = answerer.ask("tea " + " ".join(f"word{n}" for n in range(500)))
    rank = Mock(side_effect=answerer.rank)
    monkeypatch.setattr(answerer, "rank", rank)
    assert explain(outcome, answerer)
    assert rank.call_count == MOST_WORDS


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_outcome_is_explained_the_same_twice(answerer: Answerer, question: str) -> None:
    outcome = answerer.ask(question)
    lines = explain(outcome, answerer)
    assert 1 <= len(lines) <= MOST_LINES
    assert lines == explain(outcome, answerer)
