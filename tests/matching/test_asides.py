from __future__ import annotations

import pytest

from bot.knowledge.model import Pack
from bot.matching.asides import asides_of
from bot.matching.index import build_index
from bot.matching.language import language_of

ENGLISH = asides_of(language_of("en"))


@pytest.mark.parametrize(
    "message",
    [
        "hey bot, is tea good?",
        "Good morning everyone! 🙂 Quick question: is tea good? Cheers",
        "sorry if this is a stupid question, but is tea good? Thanks in advance :)",
        "can someone please tell me is tea good?",
        "I'm just curious... is tea good? lol",
        "wtf bro is tea good? yes or no",
        "help!! wait, is tea good? help",
        "is tea good?, right?",
        "is tea good, no?",
        "No offence, but is tea good?",
        "alright so is tea good, or nah",
        "Could you kindly tell me: is tea good? Thank you so much!",
        "genuinely curious, is tea good? please explain",
    ],
)
def test_what_is_said_around_a_question_goes(message: str) -> None:
    assert ENGLISH.without(message).rstrip(",?") == "is tea good"


@pytest.mark.parametrize(
    "message",
    [
        "is tea good?",
        "so tea",
        "so what if tea is good",
        "hello everyone",
        "thanks bot",
        "can you tell me about tea",
        "is copying tea right",
        "help animals drink more tea",
        "may i ask for tea",
        "is tea honestly good to be honest with you",
        "",
    ],
)
def test_what_asks_something_by_itself_stays(message: str) -> None:
    assert ENGLISH.without(message) is message


def test_a_language_without_asides_takes_nothing_away() -> None:
    assert (
        asides_of(language_of("it")).without("ciao, dove cresce il tè") == "ciao, dove cresce il tè"
    )


@pytest.mark.parametrize(
    "message",
    [
        "Hallo zusammen, kurze Frage: ist Tee gesund? Danke im Voraus! LG",
        "sorry für die dumme Frage, aber ist Tee gesund",
        "kann mir jemand sagen, ist Tee gesund?, oder?",
        "Nichts für ungut, aber ist Tee gesund? Mal ehrlich.",
        "könnten Sie mir bitte sagen: ist Tee gesund? Vielen lieben Dank",
    ],
)
def test_what_germans_say_around_a_question_goes(message: str) -> None:
    asides = asides_of(language_of("de"))
    assert asides.without(message).rstrip(",?") == "ist tee gesund"
    assert asides.without("Hallo Bot") == "Hallo Bot"


@pytest.mark.parametrize(
    ("code", "message", "question"),
    [
        (
            "fr",
            "Sans vouloir vexer, mais le thé est-il bon ? Merci de votre aide",
            "le the est-il bon",
        ),
        ("es", "Pregunta sincera: ¿es sano el té? Gracias por la ayuda", "es sano el te"),
    ],
)
def test_what_is_said_around_a_question_goes_in_other_languages_too(
    code: str, message: str, question: str
) -> None:
    assert asides_of(language_of(code)).without(message).strip("¿ ?") == question


def test_a_question_is_as_sure_with_words_around_it_as_alone(tea: Pack) -> None:
    index = build_index(tea)
    alone = index.rank("is a brew of tea good for the heart?")[0]
    around = index.rank("Hey bot! Quick question, is a brew of tea good for the heart? thx")[0]
    assert (around.entry.id, around.confidence) == (alone.entry.id, alone.confidence)


def test_what_a_pack_knows_word_for_word_is_asked_whole(tea: Pack) -> None:
    entry = tea.entries[0]
    known = entry.model_copy(update={"phrasings": ("please help me brew", *entry.phrasings)})
    index = build_index(tea.model_copy(update={"entries": (known, *tea.entries[1:])}))
    assert index.rank("please help me brew")[0].entry.id == entry.id
    assert index.rank("please help me brew")[0].confidence > 0.9
