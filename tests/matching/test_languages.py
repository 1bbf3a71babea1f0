"""Packs in German, of which something is known before they are read, and in Japanese, of which
nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.load import read_pack
from bot.matching.index import Index, build_index
from bot.settings import Settings

PACKS = Path(__file__).parents[1] / "packs"
BAR = Settings().answer_bar


@pytest.fixture(scope="module")
def german() -> Index:
    return build_index(read_pack(PACKS / "kaffee.yaml").sound())


@pytest.fixture(scope="module")
def japanese() -> Index:
    return build_index(read_pack(PACKS / "ocha.yaml").sound())


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Sind Kaffees eigentlich gesünder?", "kaffee-gesund"),
        ("kaffee bekoemmlich?", "kaffee-gesund"),
        ("soll ich die Bohne im Kühlschrank lagern", "kaffee-aufbewahren"),
        ("Bohnen im Kuehlschrank aufbewahren", "kaffee-aufbewahren"),
        ("heisses Wasser: wie viel Grad?", "wasser-temperatur"),
        ("Schlaflosigkeit durch Koffein am Nachmittag", "koffein-schlaf"),
        ("maschiene entkalcken", "entkalken"),
        ("Kriegen Bauern durch Fairtrade mehr?", "fairer-handel"),
    ],
)
def test_a_german_question_finds_its_entry(german: Index, question: str, entry: str) -> None:
    assert german.rank(question)[0].entry.id == entry


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("緑茶は健康によいのですか", "ryokucha-kenko"),
        ("お茶のお湯は何度がいい?", "ireru-ondo"),
        ("茶葉を保存する方法を教えて", "hozon"),
        ("珈琲で眠れない", "coffee-nemuri"),
        ("ｺｰﾋｰを飲むと眠れない", "coffee-nemuri"),
        ("茶道の作法を知りたい", "saho"),
        ("玉露の値段はなぜ高い", "nedan"),
    ],
)
def test_a_japanese_question_finds_its_entry(japanese: Index, question: str, entry: str) -> None:
    assert japanese.rank(question)[0].entry.id == entry


@pytest.mark.parametrize(
    "question", ["Wer gewinnt die Bundesliga?", "hallo", "Wie alt ist der Mond"]
)
def test_a_german_question_about_something_else_is_not_answered(
    german: Index, question: str
) -> None:
    assert german.rank(question)[0].confidence < BAR


@pytest.mark.parametrize("question", ["明日の天気は?", "こんにちは", "東京の人口を教えて"])
def test_a_japanese_question_about_something_else_is_not_answered(
    japanese: Index, question: str
) -> None:
    assert japanese.rank(question)[0].confidence < BAR


@pytest.mark.parametrize("name", ["kaffee", "ocha"])
def test_every_phrasing_is_answered_with_its_entry(name: str) -> None:
    pack = read_pack(PACKS / f"{name}.yaml").sound()
    index = build_index(pack)
    for entry in pack.entries:
        for text in entry.asked_as:
            first = index.rank(text)[0]
            assert first.entry.id == entry.id
            assert first.confidence >= BAR
